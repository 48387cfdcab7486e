"""The numbers along an axis become its ticks: few, round, and covering all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from goodstanding.cli.report.told import magnitude

STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
FLAT_ABOVE = Fraction(9, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How an axis is to be ticked: about how many, and only at whole numbers.

    `from_zero`: True with 0 always, as bars must be; False with 0 only if a number is; None with 0
    unless all numbers lie close together far from it, as then nothing could be told apart.
    """

    about: int = 5
    from_zero: bool | None = None
    whole: bool = False


def ticks_over(numbers: Sequence[Fraction], wanted: Wanted) -> tuple[Fraction, ...]:
    """Ticks a round step apart, the first at or below every number, the last at or above.

    Round is 1, 2, 2.5 or 5 times a power of ten. Where there is no number, from 0 to 1; where all
    are equal, from 0 to them.
    """
    low, high = _span(numbers, wanted)
    step = _step((high - low) / wanted.about, wanted)
    first, last = low // step, -(-high // step)
    return tuple(step * each for each in range(first, last + 1))


def _span(numbers: Sequence[Fraction], wanted: Wanted) -> tuple[Fraction, Fraction]:
    if not any(numbers):
        return Fraction(0), Fraction(1)
    low, high = min(numbers), max(numbers)
    with_zero = wanted.from_zero
    if with_zero is None:
        with_zero = min(abs(low), abs(high)) <= FLAT_ABOVE * max(abs(low), abs(high))
    if with_zero or low == high:
        return min(low, Fraction(0)), max(high, Fraction(0))
    return low, high


def _step(least: Fraction, wanted: Wanted) -> Fraction:
    """The least round step that is not below `least`."""
    power = Fraction(10) ** magnitude(least)
    round_steps = [each * power for each in STEPS if each * power >= least]
    if wanted.whole:
        return next((step for step in round_steps if step.denominator == 1), Fraction(1))
    return round_steps[0]
