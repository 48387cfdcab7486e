"""One word of a policy's text, held against its shape, becomes a plain value."""

import re
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from typing import Any, assert_never

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.shape import (
    Exactly,
    Identifier,
    InstantOrDay,
    LeafShape,
    Numeral,
    OneOf,
    Scalar,
    TimeOfDay,
    Whole,
    Words,
    Written,
    YesNo,
)
from goodstanding.core.policy.shown import shown
from goodstanding.core.policy.tree import Leaf, is_null, number, whole_number, yes_no
from goodstanding.core.words import did_you_mean

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
DASHED = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*\Z")
QUOTIENT = re.compile(r"-?[0-9]{1,18}/[1-9][0-9]{0,17}\Z")
LONGEST_WORDS = 4000
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
)


class Unfit(Exception):
    """A word does not fit its shape: what is wrong, and the cure."""

    def __init__(self, code: str, message: str, *, cure: str) -> None:
        self.code = code
        self.message = message
        self.cure = cure
        super().__init__(message)


def value_of_leaf(leaf: Leaf, shape: LeafShape) -> Any:
    """The plain value: text, exact number, true or false, enumeration member, instant, condition.

    Raises:
        Unfit: the word does not fit the shape.
        Unreadable: an expression cannot be read; the flaw says where in it.
    """
    if is_null(leaf) and not isinstance(shape, Scalar | Exactly):
        raise Unfit("empty-value", "nothing is said here", cure="write a value")
    match shape:
        case Words():
            return _words(leaf)
        case Identifier():
            if not (DASHED if shape.dashes else NAME).match(leaf.text):
                raise odd_name(leaf.text, dashes=shape.dashes)
            return leaf.text
        case Whole():
            return _whole(leaf, shape)
        case Numeral():
            return _numeral(leaf, shape)
        case YesNo():
            return _yes_no(leaf)
        case Written():
            return parse(leaf.text)
        case OneOf():
            return _one_of(leaf, shape)
        case InstantOrDay():
            return _instant(leaf)
        case TimeOfDay():
            return _time_of_day(leaf)
        case Scalar():
            return _scalar(leaf)
        case Exactly():
            return _exactly(leaf)
        case _:
            assert_never(shape)


def odd_name(name: str, *, dashes: bool) -> Unfit:
    """What is wrong with a name that is none."""
    joined = "`-` or `_`" if dashes else "`_`"
    return Unfit(
        "odd-name",
        f"`{shown(name)}` is not a name",
        cure=f"use small letters, digits and {joined}, beginning with a letter",
    )


def _words(leaf: Leaf) -> str:
    words = " ".join(leaf.text.split())
    if not words or len(words) > LONGEST_WORDS:
        raise Unfit(
            "odd-words",
            f"the text has `{len(words)}` characters",
            cure=f"write 1 to {LONGEST_WORDS}",
        )
    return words


def _whole(leaf: Leaf, shape: Whole) -> int:
    value = whole_number(leaf)
    cure = f"give a whole number from {shape.low} to {shape.high}"
    if value is None:
        raise Unfit(
            "wants-whole-number",
            f"`{shown(leaf.text)}` is not a whole number",
            cure=f"{cure}, as plain digits: no quotes, no leading zero",
        )
    if not shape.low <= value <= shape.high:
        raise Unfit("whole-number-out-of-range", f"`{shown(leaf.text)}` is out of range", cure=cure)
    return value


def _numeral(leaf: Leaf, shape: Numeral) -> Fraction:
    value = number(leaf)
    if value is None:
        cure = "give digits and at most one point, without quotes"
        if leaf.text.endswith("%"):
            cure = "write a share: 2 % is `0.02`"
        raise Unfit("wants-number", f"`{shown(leaf.text)}` is not a number", cure=cure)
    low, high = shape.low, shape.high
    if low is not None and high is not None and not low <= value <= high:
        raise Unfit(
            "number-out-of-range",
            f"`{shown(leaf.text)}` is out of range",
            cure=f"give a number from {low} to {high}; 2 % is `0.02`",
        )
    return value


def _yes_no(leaf: Leaf) -> bool:
    value = yes_no(leaf)
    if value is None:
        raise Unfit(
            "wants-true-or-false",
            f"`{shown(leaf.text)}` is neither true nor false",
            cure="write `true` or `false`, without quotes",
        )
    return value


def _one_of(leaf: Leaf, shape: OneOf) -> StrEnum:
    names = [choice.value for choice in shape.choices]
    if leaf.text not in names:
        raise Unfit(
            "not-a-choice",
            f"`{shown(leaf.text)}` is not one of the choices",
            cure=did_you_mean(leaf.text, names),
        )
    return shape.choices(leaf.text)


def _instant(leaf: Leaf) -> datetime:
    try:
        return _instant_or_day(leaf.text)
    except (ValueError, OverflowError):
        raise Unfit(
            "wants-instant",
            f"`{shown(leaf.text)}` is not an instant in UTC",
            cure="write `2026-01-31T12:00:00Z`, or a day, which means its midnight UTC",
        ) from None


def _instant_or_day(text: str) -> datetime:
    if DAY.match(text):
        return datetime.combine(date.fromisoformat(text), time.min, tzinfo=UTC)
    if not INSTANT.match(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def _time_of_day(leaf: Leaf) -> time:
    if not TIME_OF_DAY.match(leaf.text):
        raise Unfit(
            "wants-time-of-day",
            f"`{shown(leaf.text)}` is not a time of day",
            cure='write hours and minutes in UTC, in quotes: `"23:59"`',
        )
    return time.fromisoformat(leaf.text)


def _scalar(leaf: Leaf) -> bool | Fraction | str | None:
    if is_null(leaf):
        return None
    truth = yes_no(leaf)
    if truth is not None:
        return truth
    exact = number(leaf)
    return leaf.text if exact is None else exact


def _exactly(leaf: Leaf) -> Fraction | None:
    if is_null(leaf):
        return None
    exact = Fraction(leaf.text) if QUOTIENT.match(leaf.text) else number(leaf)
    if exact is None:
        raise Unfit(
            "wants-figure",
            f"`{shown(leaf.text)}` is not a figure",
            cure='write a number, a quotient such as `"3/23"`, or `null` for unknown',
        )
    return exact
