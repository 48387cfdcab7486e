"""Everybody's figures become the rungs that they reach: one function for each node."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import assert_never

import numpy as np

from goodstanding.core.policy.language import Policy
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
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.quotient import (
    Quotients,
    chosen,
    constant,
    greater,
    holds,
    lesser,
)

Figures = Mapping[str, Quotients]
Known = dict[Expression, Truths]


def rungs_reached(policy: Policy, figures: Figures, *, shape: tuple[int, ...]) -> Whole:
    """The place on the ladder of the gravest rung that is true of each person; -1 for none.

    A rung that looks back is never reached at one instant.
    """
    rung = np.full(shape, -1, dtype=np.int8)
    for place, each in enumerate(policy.ladder):
        # As the core has it: one instant cannot tell.
        if each.looks_back:
            continue
        rung[np.broadcast_to(truth_of(each.when.root, figures), shape)] = place
    return rung


def truth_of(part: Expression, figures: Figures, *, known: Known | None = None) -> Truths:
    """Of whom the condition over figures is true. `known` remembers the parts of conditions."""
    if known is None:
        return _asked(part, figures, wanted=True)
    if part not in known:
        if isinstance(part, Both):
            known[part] = reduce(
                np.logical_and, [truth_of(each, figures, known=known) for each in part.parts]
            )
        else:
            known[part] = _asked(part, figures, wanted=True)
    return known[part]


def _asked(part: Expression, figures: Figures, *, wanted: bool) -> Truths:
    match part:
        case Both() | Either():
            asked = [_asked(each, figures, wanted=wanted) for each in part.parts]
            together = np.logical_and if isinstance(part, Both) is wanted else np.logical_or
            return reduce(together, asked)
        case Not():
            return _asked(part.operand, figures, wanted=not wanted)
        case Comparison():
            true, known = holds(
                _figure(part.left, figures), part.operator, _figure(part.right, figures)
            )
            return true if wanted else known & ~true
        case Unknown():
            said = _known(part.operand, figures)
            return said if part.negated is wanted else ~said
        case Membership():
            return _member(part, figures, wanted=wanted)
        case Truth():
            return np.array([part.value is wanted])
        case Name() | Number() | Text() | Extreme():
            raise AssertionError(f"{type(part).__name__} is no condition, as the checker knows")
        case _:
            assert_never(part)


def _known(part: Expression, figures: Figures) -> Truths:
    if isinstance(part, Name | Number | Extreme):
        return _figure(part, figures).known
    return _asked(part, figures, wanted=True) | _asked(part, figures, wanted=False)


def _member(part: Membership, figures: Figures, *, wanted: bool) -> Truths:
    figure = _figure(part.operand, figures)
    among = [holds(figure, "==", _figure(choice, figures))[0] for choice in part.choices]
    return ((reduce(np.logical_or, among) != part.negated) == wanted) & figure.known


def _figure(part: Expression, figures: Figures) -> Quotients:
    match part:
        case Name():
            return figures[part.name]
        case Number():
            return constant(part.value)
        case Extreme():
            return reduce(_extreme(part.function), (_figure(each, figures) for each in part.parts))
        case _:
            raise AssertionError(f"{type(part).__name__} is no figure, as the checker knows")


def _extreme(function: str) -> Callable[[Quotients, Quotients], Quotients]:
    wins = lesser if function == "min" else greater
    return lambda one, other: chosen(wins(one, other), other, one)
