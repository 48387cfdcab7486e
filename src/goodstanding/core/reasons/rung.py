"""A rung becomes what it gives away by itself: at least how many clients, and since when."""

from datetime import datetime, timedelta
from math import ceil, floor
from typing import assert_never

from goodstanding.core.policy.language import Policy, Rung
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Condition,
    Either,
    Exact,
    Expression,
    Name,
    Number,
)
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    ByVolume,
    Count,
    Distinct,
    LastVotes,
    RollingDays,
    RollingMonths,
    Signal,
    Voter,
    Window,
)
from goodstanding.core.policy.vocabulary import NEGATIVE
from goodstanding.core.verdict import FLIPPED, Verdict
from goodstanding.core.words import add_months, quarter_of


def rung_of(policy: Policy, verdict: Verdict) -> Rung:
    """The rung that the verdict reached, as the policy that judged has it."""
    return next(step for step in policy.ladder if step.name == verdict.rung)


def signals_of(policy: Policy, verdict: Verdict) -> tuple[Signal, ...]:
    """The signals that the reached rung's condition reads."""
    reads = rung_of(policy, verdict).when.reads
    return tuple(signal for signal in policy.signals if signal.name in reads)


def least_clients(policy: Policy, verdict: Verdict) -> int:
    """How many unhappy client groups the reached rung needs, whoever is judged.

    Whoever reads the policy can work it out, so it may be told about everybody. 0 where the
    condition implies no number: it is about shares, means, or outcomes that need not be negative.
    """
    by_groups = {
        signal.name
        for signal in policy.signals
        if _counts_negatives(signal) and _voter(signal) is Voter.CLIENT_GROUP
    }
    return _least(rung_of(policy, verdict).when.root, by_groups)


def least_outcomes(policy: Policy, verdict: Verdict) -> int:
    """How many negative outcomes the reached rung needs, whoever is judged: one for each vote."""
    counting = {signal.name for signal in policy.signals if _counts_negatives(signal)}
    return _least(rung_of(policy, verdict).when.root, counting)


def is_by_groups(policy: Policy, verdict: Verdict) -> bool:
    """Whether each client group counts once in all that the reached rung is measured by."""
    return all(_voter(signal) is Voter.CLIENT_GROUP for signal in signals_of(policy, verdict))


def quarters_looked_at(policy: Policy, verdict: Verdict) -> tuple[str, str] | None:
    """The first and last quarter that the rung's windows touch, None where they go back for ever.

    They depend on the policy and the instant alone, never on who complained, or when.
    """
    starts = [
        start_at
        for signal in signals_of(policy, verdict)
        for start_at in _starts(signal.window, verdict.as_of)
    ]
    known = [start_at for start_at in starts if start_at is not None]
    if len(known) < len(starts):
        return None
    return quarter_of(min(known)), quarter_of(verdict.as_of)


def _starts(window: Window, as_of: datetime) -> list[datetime | None]:
    match window:
        case RollingDays():
            return [as_of - timedelta(days=window.lag_days + window.days)]
        case RollingMonths():
            return [add_months(as_of - timedelta(days=window.lag_days), -window.months)]
        case LastVotes() | AllTime():
            return [None]
        case ByVolume():
            return _starts(window.then, as_of) + _starts(window.otherwise, as_of)
        case BestOf():
            return [start_at for one in window.windows for start_at in _starts(one, as_of)]
        case _:
            assert_never(window)


def _least(expression: Expression, counting: set[str]) -> int:
    match expression:
        case Both():
            return max(_least(part, counting) for part in expression.parts)
        case Either():
            return min(_least(part, counting) for part in expression.parts)
        case Comparison(left=Name() as name, right=Number() as number):
            return _least_of(expression.operator, number.value) if name.name in counting else 0
        case Comparison(left=Number() as number, right=Name() as name):
            flipped = FLIPPED[expression.operator]
            return _least_of(flipped, number.value) if name.name in counting else 0
        case _:
            return 0


def _least_of(operator: str, value: Exact) -> int:
    match operator:
        case ">=" | "==":
            return max(0, ceil(value))
        case ">":
            return max(0, floor(value) + 1)
        case _:
            return 0


def _voter(signal: Signal) -> Voter:
    return signal.measure.on if isinstance(signal.measure, Distinct) else signal.votes.per


def _counts_negatives(signal: Signal) -> bool:
    return isinstance(signal.measure, Count | Distinct) and _is_negative(signal.measure.of)


def _is_negative(condition: Condition) -> bool:
    root = condition.root
    parts = root.parts if isinstance(root, Both) else (root,)
    return any(isinstance(part, Name) and part.name == NEGATIVE for part in parts)
