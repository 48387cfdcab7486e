"""One cell of a file becomes an identifier, an instant or an item's value, strictly, or is refused.

Nothing is guessed: `4.0 stars` is no number, a date without a zone no instant, a 1 in JSON no yes.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, assert_never

from goodstanding.core.evidence import ItemValue
from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.vocabulary import fits, wanted
from goodstanding.core.words import Refusal, require_id

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\Z")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
MOST_DIGITS = 40
YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
FIRST_AT = datetime(1990, 1, 1, tzinfo=UTC)
OUT_OF_RANGE_CURE = "give an instant from 1990 to 2199; Unix times are in seconds, not milliseconds"
TOO_FINE_CURE = "give at most six decimals"
LAST_AT = datetime(2200, 1, 1, tzinfo=UTC)


class BadCell(Exception):
    """A cell cannot be what its column needs; the row's place is added by whoever reads rows."""

    def __init__(self, wrong: str, *, cure: str) -> None:
        self.wrong = wrong
        self.cure = cure
        super().__init__(wrong)


def is_empty(value: Any) -> bool:
    """Whether the cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def identifier(value: Any) -> str:
    """The identifier; whole numbers of JSON and Parquet are taken as written.

    Raises:
        BadCell: it is empty, a fraction, or holds what no identifier holds.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadCell(
            f"`{shown(value)}` is no identifier", cure="give text, or a whole number without point"
        )
    try:
        return require_id("identifier", str(value).strip())
    except Refusal as refusal:
        raise BadCell(refusal.message, cure=refusal.cure) from None


def instant(value: Any, *, assume_utc: bool) -> datetime:
    """The instant in UTC, to the microsecond.

    Text is ISO 8601 with a zone, or Unix seconds with at most six decimals. Without a zone, or
    with a day alone (its midnight), only when `assume_utc`.

    Raises:
        BadCell: it is no instant, has no zone, is finer than a microsecond, or is out of range.
    """
    found_at = _instant(value, assume_utc=assume_utc)
    if not FIRST_AT <= found_at < LAST_AT:
        raise _out_of_range(value)
    return found_at


def _instant(value: Any, *, assume_utc: bool) -> datetime:
    if isinstance(value, datetime):
        return _with_zone(value, value, assume_utc=assume_utc)
    if isinstance(value, date):
        return _with_zone(datetime.combine(value, time.min), value, assume_utc=assume_utc)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _no_instant(value)
    text = str(value).strip()
    if NUMBER.match(text) and len(text) <= MOST_DIGITS:
        return _unix(Decimal(text), value)
    try:
        found_at = datetime.fromisoformat(text)
    except ValueError:
        raise _no_instant(value) from None
    if len(text.partition(".")[2].partition("+")[0].rstrip("Z")) > 6:
        raise _too_fine(value)
    return _with_zone(found_at, value, assume_utc=assume_utc)


def _unix(seconds: Decimal, value: Any) -> datetime:
    microseconds = seconds * 1_000_000
    if microseconds != microseconds.to_integral_value():
        raise _too_fine(value)
    try:
        return EPOCH + timedelta(microseconds=int(microseconds))
    except OverflowError:
        raise _out_of_range(value) from None


def _with_zone(found_at: datetime, value: Any, *, assume_utc: bool) -> datetime:
    if found_at.tzinfo is None:
        if not assume_utc:
            raise BadCell(
                f"`{shown(value)}` has no time zone",
                cure="add `Z` or an offset, or say --assume-utc",
            )
        return found_at.replace(tzinfo=UTC)
    return found_at.astimezone(UTC)


def _no_instant(value: Any) -> BadCell:
    return BadCell(
        f"`{shown(value)}` is no instant",
        cure="write `2026-01-31T12:00:00Z`, or Unix seconds",
    )


def _out_of_range(value: Any) -> BadCell:
    return BadCell(
        f"`{shown(value)}` is out of range",
        cure=OUT_OF_RANGE_CURE,
    )


def _too_fine(value: Any) -> BadCell:
    return BadCell(f"`{shown(value)}` is finer than a microsecond", cure=TOO_FINE_CURE)


def item_value(value: Any, item: DeclaredItem) -> ItemValue:
    """The item's value.

    Raises:
        BadCell: it is of another kind, out of the item's range, or not one of its choices.
    """
    read = _of_kind(value, item.kind)
    if read is None or not fits(item, read):
        raise BadCell(f"`{shown(value)}` is no `{item.name}`", cure=f"give {wanted(item)}")
    return read


def _of_kind(value: Any, kind: ItemKind) -> ItemValue | None:
    match kind:
        case ItemKind.NUMBER:
            return _number(value)
        case ItemKind.YES_NO:
            if isinstance(value, bool):
                return value
            return YES_NO.get(value.strip().lower()) if isinstance(value, str) else None
        case ItemKind.WORD:
            return value.strip() if isinstance(value, str) else None
        case _:
            assert_never(kind)


def _number(value: Any) -> int | Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    text = str(value).strip()
    if isinstance(value, str) and (not NUMBER.match(text) or len(text) > MOST_DIGITS):
        return None
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    if not exact.is_finite() or len(exact.as_tuple().digits) > MOST_DIGITS:
        return None
    return int(exact) if exact == exact.to_integral_value() else exact


def shown(value: Any) -> str:
    """The value as a message shows it: printable, and not endless."""
    text = str(value)
    short = text if len(text) <= 60 else text[:57] + "..."
    return short if short.isprintable() else ascii(short)[1:-1]
