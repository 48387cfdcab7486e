"""Conditions on outcomes become columns of truths: one function for each node of the grammar.

Unknown is neither true nor false, as in `core/policy/evaluation.py`, which says the same of one
outcome at a time. So each condition is asked for where it is true, or for where it is false.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from typing import assert_never

import numpy as np

from goodstanding.core.policy.language import ItemKind
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Either,
    Expression,
    Extreme,
    Membership,
    Name,
    Not,
    Number,
    Text,
    Truth,
    Unknown,
)
from goodstanding.core.words import Refusal
from goodstanding.engine.column import Column, Truths, Whole
from goodstanding.engine.quotient import COMPARE, times

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
Scalar = Number | Text | Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """The rows that conditions are asked of: each item's column, by name; others are unknown."""

    items: Mapping[str, Column]
    rows: int

    def nowhere(self) -> Truths:
        """True of no row."""
        return np.zeros(self.rows, dtype=np.bool_)

    def everywhere(self) -> Truths:
        """True of every row."""
        return np.ones(self.rows, dtype=np.bool_)


def true_of(part: Expression, outcomes: Outcomes) -> Truths:
    """The rows of which the condition is true."""
    return _asked(part, outcomes, wanted=True)


def _asked(part: Expression, outcomes: Outcomes, *, wanted: bool) -> Truths:
    """The rows of which the condition is known to be what is wanted."""
    match part:
        case Both() | Either():
            asked = [_asked(each, outcomes, wanted=wanted) for each in part.parts]
            together = np.logical_and if isinstance(part, Both) is wanted else np.logical_or
            return reduce(together, asked)
        case Not():
            return _asked(part.operand, outcomes, wanted=not wanted)
        case Truth():
            return outcomes.everywhere() if part.value is wanted else outcomes.nowhere()
        case Name():
            column = outcomes.items.get(part.name)
            return outcomes.nowhere() if column is None else column.values == int(wanted)
        case Unknown():
            said = _known(part.operand, outcomes)
            return said if part.negated is wanted else ~said
        case Comparison():
            return _compared(part, outcomes, wanted=wanted)
        case Membership():
            return _member(part, outcomes, wanted=wanted)
        case Number() | Text() | Extreme():
            raise AssertionError(f"{type(part).__name__} is no condition, as the checker knows")
        case _:
            assert_never(part)


def _known(part: Expression, outcomes: Outcomes) -> Truths:
    match part:
        case Name():
            column = outcomes.items.get(part.name)
            return outcomes.nowhere() if column is None else column.known
        case Extreme():
            return reduce(np.logical_or, [_known(each, outcomes) for each in part.parts])
        case Number() | Text() | Truth():
            return outcomes.everywhere()
        case _:
            true = _asked(part, outcomes, wanted=True)
            return true | _asked(part, outcomes, wanted=False)


def _compared(part: Comparison, outcomes: Outcomes, *, wanted: bool) -> Truths:
    left, operator, right = part.left, part.operator, part.right
    if isinstance(left, Scalar) and not isinstance(right, Scalar):
        left, operator, right = right, FLIPPED[operator], left
    column = _column(left, outcomes)
    if column is None:
        return outcomes.nowhere()
    if isinstance(right, Scalar):
        return against(column, operator, right.value, wanted=wanted)
    other = _column(right, outcomes)
    if other is None:
        return outcomes.nowhere()
    return (_pairwise(column, operator, other) == wanted) & column.known & other.known


def _column(part: Expression, outcomes: Outcomes) -> Column | None:
    """What the operand is of each row; None where nothing is known of any."""
    match part:
        case Name():
            return outcomes.items.get(part.name)
        case Extreme():
            return _extreme(part, outcomes)
        case Number():
            return _constant(Fraction(part.value), outcomes.rows)
        case Text():
            values = np.zeros(outcomes.rows, dtype=np.int8)
            return Column(kind=ItemKind.WORD, values=values, words=(part.value,))
        case Truth():
            values = np.full(outcomes.rows, int(part.value), dtype=np.int8)
            return Column(kind=ItemKind.YES_NO, values=values)
        case _:
            true = _asked(part, outcomes, wanted=True)
            false = _asked(part, outcomes, wanted=False)
            values = np.where(true, 1, np.where(false, 0, np.iinfo(np.int8).min)).astype(np.int8)
            return Column(kind=ItemKind.YES_NO, values=values)


def _constant(value: Fraction, rows: int) -> Column:
    places = next(places for places in range(40) if (value * 10**places).denominator == 1)
    values = np.full(rows, int(value * 10**places), dtype=np.int64)
    return Column(kind=ItemKind.NUMBER, values=values, places=places)


def against(column: Column, operator: str, value: object, *, wanted: bool) -> Truths:
    """The column against one value: exact, and in whole numbers only."""
    true = _true_against(column, operator, value)
    return (true if wanted else ~true) & column.known


def _true_against(column: Column, operator: str, value: object) -> Truths:
    if isinstance(value, str):
        code = column.words.index(value) if value in column.words else -1
        return np.asarray(COMPARE[operator](column.values, code), dtype=np.bool_)
    if not isinstance(value, int | Fraction):
        raise AssertionError(f"`{value}` is no value of a policy")
    exact = Fraction(value) * 10**column.places
    # Between two whole numbers, an inclusive limit is the next one inside.
    limit = ceil(exact) if operator in (">=", "<") else floor(exact)
    if operator in ("==", "!=") and limit != exact:
        return np.full(column.values.shape, operator == "!=", dtype=np.bool_)
    bounds = np.iinfo(column.values.dtype)
    if not bounds.min < limit <= bounds.max:
        above = limit > bounds.max
        told = operator in ("!=", "<", "<=") if above else operator in ("!=", ">", ">=")
        return np.full(column.values.shape, told, dtype=np.bool_)
    return np.asarray(COMPARE[operator](column.values, limit), dtype=np.bool_)


def _pairwise(one: Column, operator: str, other: Column) -> Truths:
    if one.kind is ItemKind.WORD:
        told = dict.fromkeys((*one.words, *other.words))
        codes = {word: at for at, word in enumerate(told)}
        return np.asarray(COMPARE[operator](_recoded(one, codes), _recoded(other, codes)))
    left, right, _ = _aligned(one, other)
    return np.asarray(COMPARE[operator](left, right)).astype(np.bool_)


def _recoded(column: Column, codes: Mapping[str, int]) -> Whole:
    """The words' places in a dictionary that both columns share; -1 where nothing is known."""
    table = np.array([*(codes[word] for word in column.words), -1], dtype=np.int64)
    return np.asarray(table[np.where(column.known, column.values, len(column.words))])


def _aligned(one: Column, other: Column) -> tuple[Whole, Whole, int]:
    """Both columns' values to the same places, zero where nothing is known."""
    places = max(one.places, other.places)
    left, right = (
        times(
            np.where(each.known, each.values, 0).astype(np.int64),
            np.array([10 ** (places - each.places)], dtype=object if places > 18 else np.int64),
        )
        for each in (one, other)
    )
    return left, right, places


def _member(part: Membership, outcomes: Outcomes, *, wanted: bool) -> Truths:
    column = _column(part.operand, outcomes)
    if column is None:
        return outcomes.nowhere()
    among = outcomes.nowhere()
    for choice in part.choices:
        if isinstance(choice, Scalar):
            among |= _true_against(column, "==", choice.value)
            continue
        other = _column(choice, outcomes)
        if other is not None:
            among |= _pairwise(column, "==", other) & other.known
    return ((among != part.negated) == wanted) & column.known


def _extreme(part: Extreme, outcomes: Outcomes) -> Column | None:
    columns = [_column(each, outcomes) for each in part.parts]
    known = [column for column in columns if column is not None]
    if not known:
        return None
    return reduce(lambda one, other: _extreme_of(part.function, one, other), known)


def _extreme_of(function: str, one: Column, other: Column) -> Column:
    left, right, places = _aligned(one, other)
    better = np.minimum(left, right) if function == "min" else np.maximum(left, right)
    values = np.where(one.known & other.known, better, np.where(one.known, left, right))
    if values.dtype == object:
        raise Refusal(
            "numbers-too-wide",
            f"`{function}` of numbers with {places} decimal places does not fit into 64 bits",
            cure="give the items with fewer decimal places",
        )
    values = np.where(one.known | other.known, values, np.iinfo(np.int64).min)
    return Column(kind=ItemKind.NUMBER, values=values, places=places)
