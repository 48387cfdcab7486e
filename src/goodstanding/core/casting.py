"""Readings become votes: those in the window, and of each voter one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.evaluation import Value as Known
from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.language import Anchor
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import (
    AllTime,
    Keep,
    LastVotes,
    RollingDays,
    RollingMonths,
    SimpleWindow,
    Voter,
    Votes,
)
from goodstanding.core.words import Dimension, add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the policy reads one piece of evidence: did it say anything, was it negative, why."""

    evidence: Evidence
    rated: bool
    negative: bool
    publicly_negative: bool
    because: tuple[str, ...]
    dimensions: frozenset[Dimension]


Clocks = tuple[datetime, Anchor]


def clock(evidence: Evidence, anchor: Anchor) -> datetime:
    """The one of evidence's two instants that the policy measures time on."""
    return evidence.occurred_at if anchor is Anchor.OCCURRED_AT else evidence.received_at


def inside(window: SimpleWindow, readings: Sequence[Reading], clocks: Clocks) -> list[Reading]:
    """The readings in (start, end]: after the start, up to and with the end.

    The lag moves the end back first; months are then counted back from there.
    """
    as_of, anchor = clocks
    if isinstance(window, LastVotes | AllTime):
        return list(readings)
    start_at, end_at = span_of(window, as_of)
    return [each for each in readings if start_at < clock(each.evidence, anchor) <= end_at]


def span_of(window: RollingDays | RollingMonths, as_of: datetime) -> tuple[datetime, datetime]:
    """The start (out) and the end (in) of the window at the instant."""
    end_at = as_of - timedelta(days=window.lag_days)
    if isinstance(window, RollingDays):
        start_at = end_at - timedelta(days=window.days)
    else:
        start_at = add_months(end_at, -window.months)
    return start_at, end_at


def one_vote_each(votes: Votes, readings: Sequence[Reading]) -> list[Reading]:
    """One reading for each voter, in the readings' order.

    A voter's rated readings come before its silent ones. First and latest are by the total order;
    the worst is the latest negative reading, else the latest.
    """
    by_voter: dict[str, list[Reading]] = {}
    for reading in readings:
        by_voter.setdefault(voter_of(votes.per, reading.evidence), []).append(reading)
    chosen = {_vote(votes.keep, own).evidence.id for own in by_voter.values()}
    return [reading for reading in readings if reading.evidence.id in chosen]


def voter_of(per: Voter, evidence: Evidence) -> str:
    """Whose vote the evidence is. Without a contract it stands for one of its own."""
    match per:
        case Voter.CLIENT_GROUP:
            return evidence.client_group
        case Voter.CLIENT:
            return evidence.client
        case Voter.CONTRACT:
            return evidence.contract or evidence.id
        case _:
            assert_never(per)


def _vote(keep: Keep, own: list[Reading]) -> Reading:
    rated = [reading for reading in own if reading.rated] or own
    match keep:
        case Keep.FIRST:
            return rated[0]
        case Keep.LATEST:
            return rated[-1]
        case Keep.WORST:
            return ([reading for reading in rated if reading.negative] or rated)[-1]
        case _:
            assert_never(keep)


def where(condition: Condition, readings: Sequence[Reading]) -> list[Reading]:
    """Those of the readings that the condition is true of."""
    return [reading for reading in readings if is_true(condition, reading)]


def is_true(condition: Condition, reading: Reading) -> bool:
    """Whether the condition is true of the outcome; a silent one is neither negative nor not."""
    known: dict[str, Known] = {
        **reading.evidence.items,
        "all": True,
        "rated": reading.rated,
        "negative": reading.negative if reading.rated else None,
    }
    return holds(condition, known)
