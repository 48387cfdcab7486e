"""A column of cells becomes an item's values: exact numbers, yes or no, or words."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.vocabulary import wanted
from goodstanding.engine.cells import MOST_PLACES
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.intake.cell import BadCell, item_value, shown
from goodstanding.engine.intake.reading import (
    Asked,
    Read,
    Wrong,
    by_value,
    is_text,
    truths,
    whole_array,
    with_odd,
)

REASON = "odd-item"
DECIMALS = pa.decimal128(38, MOST_PLACES)
UNIT = 10**MOST_PLACES
MOST = (2**63 - 1) // UNIT
# Up to fifteen digits no two decimals are the same float, so that the one written is known.
SURE = 10**15
FEW = 1_000
PLAIN = r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$"
FINE_CURE = f"give at most {MOST_PLACES} decimal places"
LARGE_CURE = f"give whole numbers as such, or numbers under {MOST:,}"


def type_of(item: DeclaredItem, kinds: list[Any]) -> Any:
    """The Arrow type that the item has, when the columns it is read from have these types."""
    match item.kind:
        case ItemKind.WORD:
            return pa.string()
        case ItemKind.YES_NO:
            return pa.bool_()
        case ItemKind.NUMBER:
            whole = all(pa.types.is_integer(kind) or pa.types.is_null(kind) for kind in kinds)
            return pa.int64() if whole else DECIMALS


def answers(cells: Any, item: DeclaredItem, asked: Asked) -> Read:
    """The item of every row; numbers as decimals, or as whole numbers if the column has those.

    Raises:
        Refusal: the column is of a type that the item cannot have.
    """
    array = whole_array(cells)
    if pa.types.is_null(array.type):
        return Read(values=array.cast(type_of(item, [])))
    if is_text(array.type):
        return _of_text(array, item)
    if item.kind is ItemKind.YES_NO and pa.types.is_boolean(array.type):
        return Read(values=array)
    if item.kind is ItemKind.NUMBER:
        return _of_numbers(array, item, asked)
    raise asked.refusal(array.type, f"give {wanted(item)}")


def _of_text(array: Any, item: DeclaredItem) -> Read:
    reader = reader_of(item)
    kind = type_of(item, [pa.string()])
    if item.kind is not ItemKind.NUMBER or _are_few(array):
        return by_value(array, kind, reader, reason=REASON)
    plain = truths(pc.match_substring_regex(array, PLAIN))
    fast = pc.if_else(pa.array(plain), array, None).cast(kind)
    plain &= truths(_within(fast, item))
    odd = truths(array.is_valid()) & ~plain
    return with_odd(fast, array, odd, reader=reader, reason=REASON)


def _are_few(array: Any) -> bool:
    """Whether so few different texts stand at the beginning that it is quicker to read each."""
    return len(pc.unique(array.slice(0, 10 * FEW))) <= FEW


def reader_of(item: DeclaredItem) -> Callable[[str], Any]:
    """The strict reader of one cell of the item."""
    return partial(_number, item) if item.kind is ItemKind.NUMBER else partial(_strictly, item)


def _strictly(item: DeclaredItem, text: str) -> Any:
    return item_value(text, item)


def _number(item: DeclaredItem, text: str) -> Decimal:
    exact = Decimal(str(item_value(text, item)))
    if abs(exact) > MOST:
        raise BadCell(f"`{shown(text)}` is too large for `{item.name}`", cure=LARGE_CURE)
    if exact != round(exact, MOST_PLACES):
        raise BadCell(f"`{shown(text)}` is too fine for `{item.name}`", cure=FINE_CURE)
    return exact


def _within(values: Any, item: DeclaredItem) -> Any:
    """Which values the item's range has; null where nothing is known."""
    inside = values.is_valid()
    if item.low is not None:
        inside = pc.and_(inside, pc.greater_equal(values, _limit(item.low)))
    if item.high is not None:
        inside = pc.and_(inside, pc.less_equal(values, _limit(item.high)))
    return inside


def _limit(value: Any) -> Any:
    return pa.scalar(Decimal(value.numerator) / value.denominator, DECIMALS)


def _of_numbers(array: Any, item: DeclaredItem, asked: Asked) -> Read:
    kind = array.type
    if pa.types.is_integer(kind):
        if pa.types.is_uint64(kind):
            array = array.cast(pa.decimal128(20, 0))
        else:
            return _in_range(Read(values=array.cast(pa.int64())), array, item)
    if pa.types.is_floating(array.type):
        return _of_floats(array.cast(pa.float64()), item)
    if pa.types.is_decimal(array.type):
        return _of_decimals(array, item)
    raise asked.refusal(kind, f"give {wanted(item)}")


def _in_range(read: Read, given: Any, item: DeclaredItem) -> Read:
    """The numbers, of which those out of the item's range are wrong."""
    if item.low is None and item.high is None:
        return read
    values = read.values
    told = pc.min_max(values)
    least, most = told["min"].as_py(), told["max"].as_py()
    if least is None or (
        (item.low is None or least >= item.low) and (item.high is None or most <= item.high)
    ):
        return read
    exact = values if pa.types.is_decimal(values.type) else values.cast(pa.decimal128(19, 0))
    out = truths(exact.is_valid()) & ~truths(_within(exact, item))
    return read.and_wrong(wrong_numbers(out, given, item))


def wrong_numbers(where: Truths, given: Any, item: DeclaredItem) -> Wrong:
    """That these numbers are none that the item can have."""
    rows = np.flatnonzero(where)
    values = given.take(pa.array(rows)).cast(pa.string())
    wrong, cure = "`{}` is no `" + item.name + "`", f"give {wanted(item)}"
    return Wrong.alike(rows, REASON, wrong=wrong, cure=cure, values=values)


def _of_floats(array: Any, item: DeclaredItem) -> Read:
    """Floats as the decimals that they are written as."""
    known = truths(array.is_valid())
    floats = np.asarray(pc.fill_null(array, 0).to_numpy(zero_copy_only=False))
    odd = known & ~np.isfinite(floats)
    large = known & ~odd & (np.abs(floats) > MOST)
    plain = np.where(known & ~odd & ~large, floats, 0)
    whole, fine = _exactly(plain)
    read = _in_range(Read(values=_decimals(whole, known & ~odd & ~large & ~fine)), array, item)
    if not (odd.any() or large.any() or fine.any()):
        return read
    return read.and_wrong(
        wrong_numbers(odd, array, item),
        _refused(large, array, wrong=f"`{{}}` is too large for `{item.name}`", cure=LARGE_CURE),
        _refused(fine, array, wrong=f"`{{}}` is too fine for `{item.name}`", cure=FINE_CURE),
    )


def _refused(where: Truths, given: Any, *, wrong: str, cure: str) -> Wrong:
    rows = np.flatnonzero(where)
    values = given.take(pa.array(rows)).cast(pa.string())
    return Wrong.alike(rows, REASON, wrong=wrong, cure=cure, values=values)


def _exactly(floats: Whole) -> tuple[Whole, Truths]:
    """Each float as so many 10**-9, and which are no decimal of nine places or fewer."""
    whole = np.zeros(len(floats), dtype=np.int64)
    left = np.ones(len(floats), dtype=np.bool_)
    for places in range(MOST_PLACES + 1):
        rows = np.flatnonzero(left)
        if not len(rows):
            break
        scaled = np.rint(floats[rows] * 10**places)
        exact = (np.abs(scaled) < SURE) & (scaled / 10**places == floats[rows])
        whole[rows[exact]] = scaled[exact].astype(np.int64) * 10 ** (MOST_PLACES - places)
        left[rows[exact]] = False
    return whole, left


def _decimals(whole: Whole, known: Truths) -> Any:
    """Whole numbers of 10**-9 as decimals."""
    halves = np.empty((len(whole), 2), dtype=np.int64)
    halves[:, 0], halves[:, 1] = whole, whole >> 63
    buffers = [pa.array(known).buffers()[1], pa.py_buffer(halves.tobytes())]
    return pa.Array.from_buffers(DECIMALS, len(whole), buffers)


def _of_decimals(array: Any, item: DeclaredItem) -> Read:
    known = truths(array.is_valid())
    large = known & truths(pc.greater(pc.abs(array), _scalar(MOST, array.type)))
    own = pc.if_else(pa.array(large), None, array) if large.any() else array
    fine = np.zeros(len(array), dtype=np.bool_)
    if array.type.scale > MOST_PLACES:
        rounded = pc.round(own, ndigits=MOST_PLACES)
        fine = truths(pc.not_equal(rounded, own))
        own = pc.if_else(pa.array(fine), None, own)
    read = _in_range(Read(values=own.cast(DECIMALS)), array, item)
    return read.and_wrong(
        _refused(large, array, wrong=f"`{{}}` is too large for `{item.name}`", cure=LARGE_CURE),
        _refused(fine, array, wrong=f"`{{}}` is too fine for `{item.name}`", cure=FINE_CURE),
    )


def _scalar(value: int, like: Any) -> Any:
    return pa.scalar(Decimal(value), pa.decimal128(38, min(like.scale, 18)))
