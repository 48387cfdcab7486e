"""A policy, taken apart: its conditions with their places, and the items that it reads."""

from collections.abc import Iterator
from typing import assert_never

from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.remark import Path
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    ByVolume,
    Count,
    Distinct,
    LastVotes,
    Mean,
    NetShare,
    Points,
    RollingDays,
    RollingMonths,
    Share,
    Signal,
    SimpleWindow,
    Weight,
    Window,
)
from goodstanding.core.policy.vocabulary import SPECIAL


def outcome_conditions(policy: Policy) -> Iterator[tuple[Path, Condition]]:
    """What `negative` and `leave_out` ask of an outcome."""
    for at, clause in enumerate(policy.negative):
        yield ("negative", at, "when"), clause.when
    for at, left in enumerate(policy.leave_out):
        yield ("leave_out", at, "when"), left.when


def signal_conditions(policy: Policy) -> Iterator[tuple[Path, Condition]]:
    """What the signals ask of an outcome."""
    for signal in policy.signals:
        for key, condition in conditions_of(signal).items():
            yield ("signals", signal.name, key), condition


def ladder_conditions(policy: Policy) -> Iterator[tuple[Path, Condition]]:
    """What the rungs ask of a person's figures: to enter, to leave, to pass."""
    for at, rung in enumerate(policy.ladder):
        yield ("ladder", at, "when"), rung.when
        if rung.leave is not None:
            yield ("ladder", at, "leave"), rung.leave
        if rung.probation is not None:
            yield ("ladder", at, "probation", "passes"), rung.probation.passes


def more_days_conditions(policy: Policy) -> Iterator[tuple[Path, Condition]]:
    """What puts off the end of a rung, asked of an outcome."""
    for at, rung in enumerate(policy.ladder):
        if rung.until is not None and rung.until.more_days is not None:
            yield ("ladder", at, "until", "more_days", "each"), rung.until.more_days.each


def conditions_of(signal: Signal) -> dict[str, Condition]:
    """The conditions of one signal by the key that they are written under."""
    measure = signal.measure
    match measure:
        case Count():
            return {"count": measure.of}
        case Distinct():
            return {"of": measure.of}
        case Share():
            return {"share": measure.of, "per": measure.per}
        case NetShare():
            return {"net_share": measure.of, "minus": measure.minus, "per": measure.per}
        case Mean():
            return {"per": measure.per}
        case Points():
            return {"points": measure.of, "per": measure.per}
        case _:
            assert_never(measure)


def items_negative_reads(policy: Policy) -> frozenset[str]:
    """The items that decide whether an outcome is negative: who answered one has rated."""
    return frozenset(name for clause in policy.negative for name in clause.when.reads)


def items_read(policy: Policy) -> frozenset[str]:
    """Every item that the policy reads anywhere."""
    read: set[str] = set()
    for _, condition in (
        *outcome_conditions(policy),
        *signal_conditions(policy),
        *more_days_conditions(policy),
    ):
        read |= condition.reads
    for signal in policy.signals:
        if isinstance(signal.measure, Mean):
            read.add(signal.measure.of)
        if isinstance(signal.measure, Points) and signal.measure.reads_clients:
            read |= {VOTES_BEFORE, NEGATIVES_BEFORE}
        weight = weight_of(signal)
        if weight is not None:
            read.add(weight.by)
    return frozenset(read - SPECIAL.keys())


def weight_of(signal: Signal) -> Weight | None:
    """The weights of a signal's outcomes, None where each weighs one."""
    if isinstance(signal.measure, Share | NetShare | Mean):
        return signal.measure.weight
    return None


def windows_in(window: Window) -> tuple[SimpleWindow, ...]:
    """Every simple window that a window may turn out to be."""
    match window:
        case BestOf():
            return window.windows
        case ByVolume():
            return (window.then, window.otherwise)
        case RollingDays() | RollingMonths() | LastVotes() | AllTime():
            return (window,)
        case _:
            assert_never(window)


def reads_clients(policy: Policy) -> bool:
    """Whether any figure depends on what clients had said of others before."""
    measures = (signal.measure for signal in policy.signals)
    return any(isinstance(each, Points) and each.reads_clients for each in measures)
