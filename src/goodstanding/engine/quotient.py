"""Sums become exact figures for everybody at once: numerators over denominators, never floats.

Products that would not fit into 64 bits are reckoned in Python's own whole numbers, so that the
figures of the few are as exact as those of the many.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, assert_never

import numpy as np

from goodstanding.core.policy.signal import Round, Rounding
from goodstanding.engine.column import Truths, Whole

WIDEST = 2**62
COMPARE: dict[str, Any] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotients:
    """One figure for each person: `over` / `under`, meant only where it is known."""

    over: Whole
    under: Whole
    known: Truths


def whole(values: Whole) -> Quotients:
    """Whole figures that everybody has."""
    return Quotients(
        over=values, under=np.ones(1, dtype=np.int64), known=np.ones(values.shape, dtype=np.bool_)
    )


def constant(value: int | Fraction) -> Quotients:
    """The same figure for everybody."""
    exact = Fraction(value)
    return Quotients(
        over=_fitting(exact.numerator),
        under=_fitting(exact.denominator),
        known=np.ones(1, dtype=np.bool_),
    )


def _fitting(number: int) -> Whole:
    return np.array([number], dtype=np.int64 if abs(number) < WIDEST else object)


def times(left: Whole, right: Whole) -> Whole:
    """The exact products, in 64 bits where they fit."""
    if right.size == 1 and right.flat[0] == 1:
        return left
    if object not in (left.dtype, right.dtype) and _size(left) * _size(right) < WIDEST:
        return np.multiply(left, right, dtype=np.int64)
    return left.astype(object) * right.astype(object)


def _size(values: Whole) -> int:
    """The greatest absolute value, and at least 1."""
    if not values.size:
        return 1
    return max(abs(int(values.min())), abs(int(values.max())), 1)


def holds(left: Quotients, operator: str, right: Quotients) -> tuple[Truths, Truths]:
    """Of whom the comparison is true, and of whom it is known either way."""
    compared = COMPARE[operator](
        times(left.over, right.under), times(right.over, left.under)
    ).astype(np.bool_)
    known = left.known & right.known
    return compared & known, np.broadcast_to(known, compared.shape)


def chosen(which: Truths, one: Quotients, other: Quotients) -> Quotients:
    """The one figure where `which` is true, else the other."""
    return Quotients(
        over=np.where(which, one.over, other.over),
        under=np.where(which, one.under, other.under),
        known=np.where(which, one.known, other.known),
    )


def lesser(one: Quotients, other: Quotients) -> Truths:
    """Where the other is known and either less than the one or the only one that is known."""
    less, _ = holds(other, "<", one)
    return less | (other.known & ~one.known)


def greater(one: Quotients, other: Quotients) -> Truths:
    """Where the other is known and either greater than the one or the only one that is known."""
    more, _ = holds(other, ">", one)
    return more | (other.known & ~one.known)


def rounded(figures: Quotients, to: Round | None) -> Quotients:
    """The figures to so many places; halves, and `up`, go away from zero, `down` towards it."""
    if to is None:
        return figures
    quantum = 10**to.places
    size = times(np.abs(figures.over), np.array([quantum], dtype=np.int64))
    under = np.where(figures.known, figures.under, 1)
    count, rest = np.divmod(size, under)
    match to.how:
        case Rounding.HALF_UP:
            more = 2 * rest >= under
        case Rounding.HALF_EVEN:
            more = (2 * rest > under) | ((2 * rest == under) & (count % 2 == 1))
        case Rounding.DOWN:
            more = np.zeros(count.shape, dtype=np.bool_)
        case Rounding.UP:
            more = rest > 0
        case _:
            assert_never(to.how)
    places = count + more.astype(np.bool_)
    return replace(
        figures,
        over=np.where(figures.over < 0, -places, places),
        under=np.full(1, quantum, dtype=np.int64),
    )


def value_at(figures: Quotients, place: int) -> Fraction | None:
    """One person's figure as the core has it."""
    if not figures.known[place if figures.known.size > 1 else 0]:
        return None
    over = figures.over[place if figures.over.size > 1 else 0]
    under = figures.under[place if figures.under.size > 1 else 0]
    return Fraction(int(over), int(under))
