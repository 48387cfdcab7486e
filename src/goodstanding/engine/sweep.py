"""Thresholds and instants become counts: whom each threshold would flag, and when, in one pass.

The figures of everybody along the grid are worked out once; a threshold is then one comparison.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from goodstanding.core.policy.language import Policy, Rung
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Either,
    Exact,
    Expression,
    Name,
    Not,
    Number,
)
from goodstanding.core.policy.wording import number_told
from goodstanding.core.words import Refusal, did_you_mean
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.everybody import each_bucket, travelling
from goodstanding.engine.frame import Frame
from goodstanding.engine.ladder import truth_of
from goodstanding.engine.over_time import along
from goodstanding.engine.store.adding import Part
from goodstanding.engine.store.folder import Store


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """One limit of one rung, and the values to try in its place."""

    rung: str
    signal: str
    limits: tuple[Exact, ...]


@dataclass(frozen=True, kw_only=True)
class Swept:
    """For each instant who was judged; for each limit and instant who reaches the rung, and who
    ever did by then."""

    judged: Whole
    reached: Whole
    ever: Whole


def sweep(
    policy: Policy,
    source: Store | Frame,
    instants: tuple[datetime, ...],
    *,
    thresholds: Thresholds,
    processes: int = 1,
) -> Swept:
    """How many would reach the rung with each limit, at each instant and ever by then.

    Raises:
        Refusal: as for `variants`.
    """
    tried = variants(policy, thresholds)
    work = partial(_swept, travelling(policy), instants, tried=tried)
    found = list(each_bucket(work, policy, source, processes=processes))
    judged, reached, ever = (np.sum([each[at] for each in found], axis=0) for at in range(3))
    return Swept(judged=judged, reached=reached, ever=ever)


def _swept(
    policy: Policy,
    instants: tuple[datetime, ...],
    parts: Iterable[Part],
    *,
    tried: tuple[Expression, ...],
) -> tuple[Whole, Whole, Whole]:
    width = len(instants)
    judged = np.zeros(width, dtype=np.int64)
    reached, ever = (np.zeros((len(tried), width), dtype=np.int64) for _ in range(2))
    for _, history in chain.from_iterable(along(policy, part, instants) for part in parts):
        judged += history.judged.sum(axis=0)
        values = {name: figure.values for name, figure in history.figures.items()}
        known: dict[Expression, Truths] = {}
        for at, condition in enumerate(tried):
            shape = history.judged.shape
            true = np.broadcast_to(truth_of(condition, values, known=known), shape)
            true = true & history.judged
            reached[at] += true.sum(axis=0)
            first = np.where(true.any(axis=1), true.argmax(axis=1), width)
            ever[at] += np.cumsum(np.bincount(first, minlength=width + 1)[:width])
    return judged, reached, ever


def variants(policy: Policy, thresholds: Thresholds) -> tuple[Expression, ...]:
    """The rung's condition with each of the limits in the place of its own.

    Raises:
        Refusal: the policy has no such rung, or it looks back; or the rung holds no such signal
            against a limit, or against several.
    """
    rung = rung_of(policy, thresholds.rung)
    if rung.looks_back:
        raise Refusal(
            "sweep-of-looking-back",
            f"rung `{rung.name}` of policy `{policy.name}` looks back (`held`, `stood`), and a "
            "sweep asks each instant on its own",
            cure="sweep another rung, or follow people by `goodstanding timeline`",
        )
    own = _limits(rung.when.root, thresholds.signal)
    if len(set(own)) > 1:
        told = " and ".join(f"`{number_told(Fraction(each))}`" for each in own)
        raise Refusal(
            "several-limits",
            f"rung `{rung.name}` of policy `{policy.name}` holds `{thresholds.signal}` against "
            f"{told}, and a sweep tries one limit",
            cure="give each limit a rung of its own in the policy that is tried",
        )
    if not own:
        compared = sorted(each for each in rung.when.reads if _limits(rung.when.root, each))
        raise Refusal(
            "no-such-limit",
            f"rung `{rung.name}` of policy `{policy.name}` holds no `{thresholds.signal}` against "
            "a limit",
            cure=did_you_mean(thresholds.signal, compared)
            if compared
            else "sweep a rung that compares a signal with a number",
        )
    return tuple(
        _with_limit(rung.when.root, thresholds.signal, limit) for limit in thresholds.limits
    )


def rung_of(policy: Policy, name: str) -> Rung:
    """The policy's rung of that name.

    Raises:
        Refusal: it has none.
    """
    for rung in policy.ladder:
        if rung.name == name:
            return rung
    raise Refusal(
        "no-such-rung",
        f"policy `{policy.name}` has no rung `{name}`",
        cure=did_you_mean(name, [rung.name for rung in policy.ladder]),
    )


def limits_of(policy: Policy, rung: str, signal: str) -> tuple[Exact, ...]:
    """The limits that the rung holds the signal against now."""
    return _limits(rung_of(policy, rung).when.root, signal)


def _limits(part: Expression, signal: str) -> tuple[Exact, ...]:
    match part:
        case Both() | Either():
            return tuple(limit for each in part.parts for limit in _limits(each, signal))
        case Not():
            return _limits(part.operand, signal)
        case Comparison(left=Name(name=name), right=Number(value=value)) if name == signal:
            return (value,)
        case Comparison(left=Number(value=value), right=Name(name=name)) if name == signal:
            return (value,)
        case _:
            return ()


def _with_limit(part: Expression, signal: str, limit: Exact) -> Expression:
    number: Any = Number(value=Fraction(limit), start=0, end=0)
    match part:
        case Both() | Either():
            parts = tuple(_with_limit(each, signal, limit) for each in part.parts)
            return replace(part, parts=parts)
        case Not():
            return replace(part, operand=_with_limit(part.operand, signal, limit))
        case Comparison(left=Name(name=name), right=Number()) if name == signal:
            return replace(part, right=number)
        case Comparison(left=Number(), right=Name(name=name)) if name == signal:
            return replace(part, left=number)
        case _:
            return part
