"""Votes become figures of everybody at once: one function for each measure and window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import reduce
from typing import assert_never

import numpy as np

from goodstanding.core.casting import span_of
from goodstanding.core.policy.language import ItemKind
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    Better,
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
    Voter,
    Votes,
    Weight,
)
from goodstanding.engine.column import Truths, Whole, unknown_of
from goodstanding.engine.frame import Frame
from goodstanding.engine.plan import Outcomes, against, true_of
from goodstanding.engine.points import Cleared, points
from goodstanding.engine.quotient import Quotients, chosen, greater, lesser, rounded, times, whole
from goodstanding.engine.votes import Ballot, Read, cast

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Everybody's figure, and over how many votes it was measured."""

    values: Quotients
    sample: Whole


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The frame as a policy reads it at one instant, with all that was worked out for it once."""

    frame: Frame
    read: Read
    outcomes: Outcomes
    as_of: datetime
    cleared: Cleared | None
    conditions: dict[str, Truths] = field(default_factory=dict)
    windows: dict[SimpleWindow, Truths] = field(default_factory=dict)
    ballots: dict[tuple[SimpleWindow, Votes], Ballot] = field(default_factory=dict)

    def asked(self, condition: Condition) -> Truths:
        """The rows of which the condition is true, `negative`, `rated` and `all` included."""
        if condition.text not in self.conditions:
            self.conditions[condition.text] = true_of(condition.root, self.outcomes)
        return self.conditions[condition.text]

    def inside(self, window: SimpleWindow) -> Truths:
        """The known rows in (start, end] of the window."""
        if not isinstance(window, RollingDays | RollingMonths):
            return self.read.known
        if window not in self.windows:
            start_at, end_at = (microseconds(at) for at in span_of(window, self.as_of))
            clock = self.frame.clock
            self.windows[window] = self.read.known & (clock > start_at) & (clock <= end_at)
        return self.windows[window]

    def ballot(self, votes: Votes, window: SimpleWindow) -> Ballot:
        """The votes among the rows in the window."""
        if (window, votes) not in self.ballots:
            voters, inside = self.frame.voters[votes.per], self.inside(window)
            self.ballots[window, votes] = cast(voters, inside, self.read, keep=votes.keep)
        return self.ballots[window, votes]


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970, UTC."""
    passed = at - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def measure(signal: Signal, scene: Scene) -> Measured:
    """The signal's figure of everybody in the scene."""
    if isinstance(signal.measure, Points):
        return _points(signal, signal.measure, scene)
    window = signal.window
    if isinstance(window, BestOf):
        figures = [_measure(signal, one, scene) for one in window.windows]
        return reduce(better_of(signal.better), figures)
    if isinstance(window, ByVolume):
        everybody = scene.frame.starts
        inside = scene.inside(window.within)
        outcomes = Ballot(rows=np.arange(scene.frame.rows), bounds=everybody).where(inside)
        return chosen_of(
            outcomes.sizes >= window.at_least,
            _measure(signal, window.then, scene),
            _measure(signal, window.otherwise, scene),
        )
    return _measure(signal, window, scene)


def better_of(better: Better) -> Callable[[Measured, Measured], Measured]:
    """Which of two figures is kept: the better one for the person judged, else the first."""
    wins = lesser if better is Better.LOWER else greater
    return lambda one, other: chosen_of(wins(one.values, other.values), other, one)


def chosen_of(which: Truths, one: Measured, other: Measured) -> Measured:
    """The one figure where `which` is true, else the other."""
    return Measured(
        values=chosen(which, one.values, other.values),
        sample=np.where(which, one.sample, other.sample),
    )


def _measure(signal: Signal, window: SimpleWindow, scene: Scene) -> Measured:
    measure = signal.measure
    assert not isinstance(measure, Points)
    if isinstance(measure, Distinct):
        return _distinct(measure, scene.inside(window), scene)
    votes = scene.ballot(signal.votes, window)
    match measure:
        case Count():
            among = _latest(window, votes)
            return Measured(values=whole(among.count(scene.asked(measure.of))), sample=among.sizes)
        case Share() | NetShare():
            divided = _latest(window, votes.where(scene.asked(measure.per)))
            return _quotient(signal, measure, divided, scene=scene)
        case Mean():
            column = scene.frame.items.get(measure.of)
            known = scene.outcomes.nowhere() if column is None else column.known
            divided = _latest(window, votes.where(scene.asked(measure.per) & known))
            return _quotient(signal, measure, divided, scene=scene)
        case _:
            assert_never(measure)


def _latest(window: SimpleWindow, votes: Ballot) -> Ballot:
    return votes.latest(window.last) if isinstance(window, LastVotes) else votes


def _distinct(measure: Distinct, inside: Truths, scene: Scene) -> Measured:
    voters = scene.frame.voters[measure.on]
    found = cast_any(scene, measure.on, inside & scene.asked(measure.of))
    within = np.concatenate(([0], np.cumsum(inside)))[scene.frame.starts]
    assert len(voters.by_subject) == len(found) + 1
    return Measured(values=whole(found), sample=np.diff(within))


def cast_any(scene: Scene, per: Voter, rows: Truths) -> Whole:
    """How many different voters of each person have any of the rows."""
    voters = scene.frame.voters[per]
    if voters.order is None:
        any_row = rows
    elif not len(rows):
        any_row = np.zeros(0, dtype=np.bool_)
    else:
        any_row = np.logical_or.reduceat(rows[voters.order], voters.starts)
    return np.diff(np.concatenate(([0], np.cumsum(any_row)))[voters.by_subject])


def _quotient(
    signal: Signal, measure: Share | NetShare | Mean, divided: Ballot, *, scene: Scene
) -> Measured:
    """The weighted sum over the sum of weights; unknown where the sample is too small."""
    worth, places = worth_of(measure, divided.rows, asked=scene.asked, frame=scene.frame)
    weights = weights_of(measure.weight, divided.rows, scene.frame)
    if weights is None:
        over, under = divided.summed(worth), divided.sizes
    else:
        over, under = divided.summed(times(worth, weights)), divided.summed(weights)
    prior = measure.prior if isinstance(measure, Share) else None
    if prior is not None:
        over, under = over + prior.of, under + prior.per
    enough = under > 0
    sample = signal.sample
    if sample.votes:
        enough &= divided.sizes >= sample.votes
    if sample.client_groups:
        rows = scene.outcomes.nowhere()
        rows[divided.rows] = True
        enough &= cast_any(scene, Voter.CLIENT_GROUP, rows) >= sample.client_groups
    under = times(under, np.array([10**places], dtype=np.int64))
    values = Quotients(over=over, under=np.where(enough, under, 1), known=enough)
    return Measured(values=rounded(values, signal.round), sample=divided.sizes)


def worth_of(
    measure: Share | NetShare | Mean,
    rows: Whole | slice,
    *,
    asked: Callable[[Condition], Truths],
    frame: Frame,
) -> tuple[Whole, int]:
    """What each row adds to the sum above the line, and with how many decimal places."""
    match measure:
        case Share():
            return asked(measure.of)[rows].astype(np.int64), 0
        case NetShare():
            return asked(measure.of)[rows].astype(np.int64) - asked(measure.minus)[rows], 0
        case Mean():
            column = frame.items.get(measure.of)
            if column is None:
                return np.zeros(frame.rows, dtype=np.int64)[rows], 0
            own = column.values[rows]
            return _wide(np.where(own == unknown_of(own.dtype), 0, own)), column.places
        case _:
            assert_never(measure)


def _wide(values: Whole) -> Whole:
    """Values whose sum fits: in 64 bits, or else as Python's own whole numbers."""
    wide = values.astype(np.int64)
    bound = int(np.abs(wide).max()) * len(wide) if len(wide) else 0
    return wide if bound < 2**62 else wide.astype(object)


def weights_of(weight: Weight | None, rows: Whole | slice, frame: Frame) -> Whole | None:
    """The weight of the step at or below the item's value; the lowest step's when unknown."""
    if weight is None:
        return None
    weighs = np.full(frame.rows, weight.steps[0][1], dtype=np.int64)[rows]
    column = frame.items.get(weight.by)
    if column is None or column.kind is not ItemKind.NUMBER:
        return weighs
    own = column.take(rows)
    for start, step in weight.steps:
        weighs[against(own, ">=", start, wanted=True)] = step
    return weighs


def _points(signal: Signal, measure: Points, scene: Scene) -> Measured:
    window = signal.window
    assert isinstance(window, RollingMonths)
    start_at, _ = span_of(window, scene.as_of)
    cast_ever = scene.ballot(signal.votes, AllTime())
    votes = cast_ever.where(scene.asked(measure.per)).in_order
    values, sample = points(
        measure,
        votes,
        scene.frame,
        negative=scene.asked(measure.of),
        start_at=microseconds(start_at),
        months=window.months,
        cleared=scene.cleared,
    )
    return Measured(values=values, sample=sample)
