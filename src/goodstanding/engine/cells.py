"""Arrow columns become whole numbers, exactly, or are refused with the value and the cure."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.vocabulary import wanted
from goodstanding.core.words import Refusal
from goodstanding.engine.column import Column, Truths, Whole, narrowed, unknown_of

MOST_PLACES = 9
FIRST_AT = 631_152_000_000_000
LAST_AT = 7_258_118_400_000_000


def item_column(values: Any, item: DeclaredItem) -> Column:
    """The item of every row, from an Arrow array.

    Raises:
        Refusal: a value is of another kind, out of the item's range, not one of its choices, or
            a number with more than nine decimal places.
    """
    array = _whole_array(values)
    if array.null_count == len(array):
        # Readers guess the type of a column in which nothing stands; it says nothing all the same.
        array = pa.nulls(len(array))
    match item.kind:
        case ItemKind.WORD:
            column = _words(array, item)
        case ItemKind.YES_NO:
            column = _yes_no(array, item)
        case ItemKind.NUMBER:
            column = _numbers(array, item)
    _check_range(column, item)
    return column


def _whole_array(values: Any) -> Any:
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def known_of(array: Any) -> Truths:
    """Which values of an Arrow array are there."""
    return np.asarray(pc.is_valid(array).to_numpy(zero_copy_only=False), dtype=np.bool_)


def _wrong(item: DeclaredItem, value: Any) -> Refusal:
    return Refusal("odd-item", f"`{item.name}` is `{value}`", cure=f"give {wanted(item)}")


def _words(array: Any, item: DeclaredItem) -> Column:
    if pa.types.is_null(array.type):
        array = array.cast(pa.string())
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        raise _wrong(item, array.drop_null()[0])
    encoded = pc.dictionary_encode(array)
    words = tuple(encoded.dictionary.to_pylist())
    for word in words:
        if item.choices and word not in item.choices:
            raise _wrong(item, word)
    codes = pc.fill_null(encoded.indices, 0).to_numpy(zero_copy_only=False).astype(np.int64)
    return Column(kind=ItemKind.WORD, values=narrowed(codes, known_of(array)), words=words)


def _yes_no(array: Any, item: DeclaredItem) -> Column:
    if pa.types.is_null(array.type):
        array = array.cast(pa.bool_())
    if not pa.types.is_boolean(array.type):
        raise _wrong(item, array.drop_null()[0])
    said = pc.fill_null(array, False).to_numpy(zero_copy_only=False)
    return Column(
        kind=ItemKind.YES_NO,
        values=np.where(known_of(array), said, unknown_of(np.int8)).astype(np.int8),
    )


def _numbers(array: Any, item: DeclaredItem) -> Column:
    known = known_of(array)
    if pa.types.is_null(array.type):
        return Column(kind=ItemKind.NUMBER, values=narrowed(np.zeros(len(array)), known))
    if pa.types.is_integer(array.type):
        whole, places = pc.fill_null(array, 0).to_numpy(zero_copy_only=False), 0
    elif pa.types.is_decimal128(array.type):
        whole, places = _unscaled(array, known, item)
    elif pa.types.is_floating(array.type):
        whole, places = _exact_floats(array, known, item)
    else:
        raise _wrong(item, array.drop_null()[0])
    return Column(kind=ItemKind.NUMBER, values=narrowed(whole, known), places=places)


def _unscaled(array: Any, known: Truths, item: DeclaredItem) -> tuple[Whole, int]:
    halves = np.frombuffer(array.buffers()[1], dtype=np.int64).reshape(-1, 2)
    halves = halves[array.offset : array.offset + len(array)]
    whole, high = np.where(known, halves[:, 0], 0), np.where(known, halves[:, 1], 0)
    places = array.type.scale
    if (high != whole >> 63).any():
        raise _wrong(item, array[int(np.argmax(high != whole >> 63))])
    while places > 0 and not (whole % 10).any():
        whole, places = whole // 10, places - 1
    if places > MOST_PLACES:
        raise _too_fine(item)
    return whole, places


def _exact_floats(array: Any, known: Truths, item: DeclaredItem) -> tuple[Whole, int]:
    """Floats as the decimals that they are written as."""
    floats = pc.fill_null(array, 0).to_numpy(zero_copy_only=False).astype(np.float64)
    odd = known & ~(np.abs(floats) < 2**53)
    if odd.any():
        raise _wrong(item, floats[int(np.argmax(odd))])
    for places in range(MOST_PLACES + 1):
        scaled = np.rint(floats * 10**places)
        if (np.abs(scaled) < 2**53).all() and (scaled / 10**places == floats).all():
            return scaled.astype(np.int64), places
    raise _too_fine(item)


def _too_fine(item: DeclaredItem) -> Refusal:
    return Refusal(
        "too-fine",
        f"`{item.name}` has numbers with more than {MOST_PLACES} decimal places",
        cure="round them, or give them as decimals",
    )


def _check_range(column: Column, item: DeclaredItem) -> None:
    if item.kind is not ItemKind.NUMBER or (item.low is None and item.high is None):
        return
    told = column.values[column.known]
    for value in (told.min(), told.max()) if told.size else ():
        exact = int(value)
        below = item.low is not None and exact < item.low * 10**column.places
        if below or (item.high is not None and exact > item.high * 10**column.places):
            raise _wrong(item, exact / 10**column.places if column.places else exact)


def instants(values: Any, name: str, *, assume_utc: bool = False) -> Any:
    """Instants as an Arrow array of whole microseconds since 1970, UTC; null where none is given.

    Timestamps need a zone; whole numbers are Unix seconds.

    Raises:
        Refusal: another type, no zone, finer than a microsecond, or not from 1990 to 2199.
    """
    array = _whole_array(values)
    kind = array.type
    if pa.types.is_timestamp(kind):
        if kind.tz is None and not assume_utc:
            raise Refusal("no-zone", f"`{name}` has no time zone", cure="give timestamps in UTC")
        try:
            whole = array.cast(pa.timestamp("us", tz=kind.tz), safe=True).cast(pa.int64())
        except pa.ArrowInvalid:
            raise Refusal(
                "too-fine", f"`{name}` is finer than a microsecond", cure="round it down"
            ) from None
    elif pa.types.is_integer(kind):
        whole = pc.multiply(array.cast(pa.int64()), 1_000_000)
    elif pa.types.is_null(kind):
        return array.cast(pa.int64())
    else:
        raise Refusal(
            "no-instants", f"`{name}` holds `{kind}`", cure="give timestamps with a zone, in UTC"
        )
    told = pc.min_max(whole)
    least, most = told["min"].as_py(), told["max"].as_py()
    if least is not None and not FIRST_AT <= least <= most < LAST_AT:
        raise Refusal(
            "instant-out-of-range",
            f"`{name}` runs from `{least}` to `{most}` microseconds since 1970",
            cure="give instants from 1990 to 2199",
        )
    return whole


def texts(values: Any) -> Any:
    """Identifiers as Arrow text; whole numbers as they are written."""
    array = _whole_array(values)
    return array if array.type == pa.string() else array.cast(pa.string())
