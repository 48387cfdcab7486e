"""A column of cells becomes instants in UTC, exact to the microsecond."""

from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.words import Refusal
from goodstanding.engine.cells import FIRST_AT, LAST_AT
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.intake.cell import OUT_OF_RANGE_CURE, TOO_FINE_CURE, instant
from goodstanding.engine.intake.reading import (
    Asked,
    Read,
    Wrong,
    is_text,
    truths,
    whole_array,
    with_odd,
)

INSTANT = pa.timestamp("us", tz="UTC")
REASON = "odd-instant"
# How many of its units are a second.
UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
SECONDS = r"^[0-9]{1,10}(\.[0-9]{1,6})?$"
MICROSECONDS = pa.decimal128(19, 6)


def moments(cells: Any, asked: Asked) -> Read:
    """The instants: of timestamps with a zone, of Unix seconds, or of text.

    Raises:
        Refusal: the column has no zone and nobody said what that means, or holds no instants.
    """
    array = whole_array(cells)
    kind = array.type
    if pa.types.is_null(kind):
        return Read(values=array.cast(INSTANT))
    if is_text(kind):
        return _of_text(array, asked)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _of_timestamps(array, asked)
    if pa.types.is_integer(kind):
        return _of_whole(array, array, unit="s")
    if pa.types.is_floating(kind):
        return _of_floats(array)
    raise asked.refusal(kind, "give timestamps with a zone, in UTC")


def _of_timestamps(array: Any, asked: Asked) -> Read:
    kind = array.type
    if pa.types.is_date(kind):
        array = array.cast(pa.timestamp("s" if pa.types.is_date32(kind) else "ms"))
    if array.type.tz is None and not asked.assume_utc:
        raise Refusal(
            "no-zone",
            f"column `{asked.column}` of `{asked.file}` holds `{kind}`, which has no time zone",
            cure="give timestamps in UTC, or say --assume-utc",
        )
    return _of_whole(array.cast(pa.int64()), array, unit=array.type.unit)


def _of_whole(array: Any, given: Any, *, unit: str) -> Read:
    """Whole numbers of that unit since 1970; what lies out of range, or between, is wrong."""
    known = truths(array.is_valid())
    whole = np.asarray(pc.fill_null(array, 0).to_numpy(zero_copy_only=False))
    per_second = UNITS[unit]
    far = known & ~_in_range(whole, per_second)
    whole = np.where(far, 0, whole).astype(np.int64)
    if per_second > UNITS["us"]:
        fine = known & ~far & (whole % 1_000 != 0)
        micro = whole // 1_000
    else:
        fine = np.zeros(len(whole), dtype=np.bool_)
        micro = whole if per_second == UNITS["us"] else whole * (UNITS["us"] // per_second)
    values = pa.array(micro, pa.int64(), mask=~known).cast(INSTANT)
    if not (far.any() or fine.any()):
        return Read(values=values)
    return Read(values=values).and_wrong(_far(far, given), _fine(fine, given))


def _in_range(whole: Whole, per_second: int) -> Truths:
    first = FIRST_AT // UNITS["us"] * per_second
    last = LAST_AT // UNITS["us"] * per_second
    return np.asarray((whole >= first) & (whole < last))


def _far(far: Truths, given: Any) -> Wrong:
    return _wrong(far, given, wrong="`{}` is out of range", cure=OUT_OF_RANGE_CURE)


def _fine(fine: Truths, given: Any) -> Wrong:
    return _wrong(fine, given, wrong="`{}` is finer than a microsecond", cure=TOO_FINE_CURE)


def _wrong(where: Truths, given: Any, *, wrong: str, cure: str) -> Wrong:
    rows = np.flatnonzero(where)
    cells = given.take(pa.array(rows))
    if pa.types.is_timestamp(cells.type):
        # Without its zone: to write one needs a table of zones, which not every machine has.
        cells = cells.cast(pa.timestamp(cells.type.unit))
    return Wrong.alike(rows, REASON, wrong=wrong, cure=cure, values=cells.cast(pa.string()))


def _of_floats(array: Any) -> Read:
    """Unix seconds with at most six decimals, as they are written."""
    known = truths(array.is_valid())
    seconds = np.asarray(pc.fill_null(array, 0).to_numpy(zero_copy_only=False), dtype=np.float64)
    far = known & ~((seconds >= FIRST_AT / 1e6) & (seconds < LAST_AT / 1e6))
    plain = np.where(known & ~far, seconds, 0)
    micro = np.rint(plain * 1e6)
    fine = micro / 1e6 != plain
    values = pa.array(micro.astype(np.int64), mask=~known).cast(INSTANT)
    return Read(values=values).and_wrong(_far(far, array), _fine(fine, array))


def _of_text(array: Any, asked: Asked) -> Read:
    reader = partial(_strictly, assume_utc=asked.assume_utc)
    iso = truths(pc.match_substring_regex(array, ISO))
    if iso.all():
        micro, plain = _iso(array), iso
    else:
        unix = truths(pc.match_substring_regex(array, SECONDS))
        told = pc.if_else(pa.array(unix), array, "0").cast(MICROSECONDS)
        micro = pc.if_else(
            pa.array(iso),
            _iso(pc.if_else(pa.array(iso), array, "1990-01-01T00:00:00Z")),
            _unscaled(told),
        )
        plain = iso | unix
    whole = np.asarray(pc.fill_null(micro, 0).to_numpy(zero_copy_only=False))
    plain &= _in_range(whole, UNITS["us"])
    known = truths(array.is_valid())
    odd = known & ~plain
    values = pa.array(np.where(plain, whole, 0), pa.int64(), mask=~plain).cast(INSTANT)
    return with_odd(values, array, odd, reader=reader, reason=REASON)


def _unscaled(decimals: Any) -> Any:
    """The whole numbers that are kept of short decimals."""
    halves = np.frombuffer(decimals.buffers()[1], dtype=np.int64).reshape(-1, 2)
    return pa.array(halves[decimals.offset :][: len(decimals), 0])


def _iso(array: Any) -> Any:
    """Microseconds of texts that look like instants; 0 for those that no calendar has."""
    try:
        return array.cast(INSTANT).cast(pa.int64())
    except pa.ArrowInvalid:
        # One 30 February refuses the whole cast: the strict reader is asked to find it.
        return pa.array(np.zeros(len(array), dtype=np.int64))


def _strictly(text: str, *, assume_utc: bool) -> datetime:
    return instant(text, assume_utc=assume_utc)
