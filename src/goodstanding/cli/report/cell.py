"""A value becomes a cell of a report: of one kind, exact, or unknown."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isfinite

from goodstanding.core.words import Money, Refusal

Number = int | Fraction | Decimal | float
Cell = str | Number | datetime | Money | None
"""Unknown is None, and told as such; it is never 0 and never an empty text."""


class Kind(StrEnum):
    """What a cell can be. A share is from 0 to 1 and told in per cent; instants are in UTC."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    INSTANT = "instant"
    MONEY = "money"


NUMERIC = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.SHARE})
CURES = {
    Kind.TEXT: "give text",
    Kind.WHOLE: "give an int, or None where it is unknown",
    Kind.NUMBER: "give an int, Fraction, Decimal or finite float, or None where it is unknown",
    Kind.SHARE: "give the share as a number, 0.02 for 2 %, or None where it is unknown",
    Kind.INSTANT: "give an aware datetime in UTC",
    Kind.MONEY: "give Money",
}


BEGINNING_AT = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What stands in a column of a table, or along an axis of a chart."""

    name: str
    kind: Kind = Kind.TEXT
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Between which two numbers something lies, both included.

    Raises:
        Refusal: the lower end is above the upper.
    """

    low: Number
    high: Number

    def __post_init__(self) -> None:
        if exact(self.low) > exact(self.high):
            raise Refusal(
                "interval-upside-down",
                f"the interval from `{self.low}` to `{self.high}` holds nothing",
                cure="give the lower end first",
            )


def exact(number: Number) -> Fraction:
    """The number itself, without rounding; a float is exactly what its bits say."""
    return Fraction(number)


def number_of(value: Cell) -> Fraction:
    """The number that orders a value; of an instant, its microseconds since 1970."""
    if isinstance(value, datetime):
        return Fraction((value - BEGINNING_AT) // MICROSECOND)
    assert isinstance(value, int | float | Fraction | Decimal)
    return exact(value)


def require_cell(place: str, kind: Kind, value: Cell) -> None:
    """Lets a value pass that is of the kind, or unknown.

    Raises:
        Refusal: it is of another kind, no finite number, or an instant that is not in UTC.
    """
    if value is None or _fits(kind, value):
        return
    raise Refusal(
        "cell-of-another-kind",
        f"`{value!r}` is no {kind}",
        place=place,
        cure=CURES[kind],
    )


def _fits(kind: Kind, value: Cell) -> bool:
    match value:
        case bool():
            return False
        case str():
            return kind is Kind.TEXT
        case int():
            return kind in NUMERIC
        case float():
            return kind in NUMERIC - {Kind.WHOLE} and isfinite(value)
        case Decimal():
            return kind in NUMERIC - {Kind.WHOLE} and value.is_finite()
        case Fraction():
            return kind in NUMERIC - {Kind.WHOLE}
        case datetime():
            return kind is Kind.INSTANT and value.utcoffset() == timedelta(0)
        case Money():
            return kind is Kind.MONEY
        case _:
            return False
