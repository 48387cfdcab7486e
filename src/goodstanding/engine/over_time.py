"""A frame, a policy and a grid of instants become everybody's course: a verdict at each of them.

Not one pass for each instant. A row enters and leaves at known places of the grid, so what it adds
is added where it enters and taken away where it leaves, once; sums along the grid do the rest. What
is no sum (the latest votes) and whoever has rows that come or go out of order is judged instant by
instant; so the course is exactly what judging at each instant gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from goodstanding.core.casting import span_of
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import windows_in
from goodstanding.core.policy.signal import (
    ByVolume,
    LastVotes,
    RollingDays,
    RollingMonths,
    Signal,
    SimpleWindow,
    Voter,
)
from goodstanding.core.words import Refusal, require_instant
from goodstanding.engine.cleared import Clearings
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.course import Course as Reading
from goodstanding.engine.figures import Measured
from goodstanding.engine.frame import Frame
from goodstanding.engine.ladder import rungs_reached
from goodstanding.engine.people import only_people
from goodstanding.engine.population import Readings, judge_frame, readings_of
from goodstanding.engine.quotient import Quotients
from goodstanding.engine.store.adding import Part
from goodstanding.engine.sums import measure_over_time
from goodstanding.engine.turns import Grid


@dataclass(frozen=True, kw_only=True)
class History:
    """Everybody's verdicts: one row for each person, one column for each instant.

    `rung` is the place on the ladder, -1 for none; only where `judged` was anything known.
    """

    judged: Truths
    rung: Whole
    figures: Mapping[str, Measured]


def along(
    policy: Policy,
    part: Part,
    instants: tuple[datetime, ...],
    *,
    cleared: Clearings | None = None,
) -> tuple[tuple[Frame, History], ...]:
    """What the policy says of a part's people at each of those instants, which rise.

    One history for most, and one for those whose rows come or go out of order, or whose cases were
    cleared; each person is judged in just one of them, as `judge_frame` judges at each instant.

    Raises:
        Refusal: an instant is not in UTC, or they do not rise.
    """
    for instant in instants:
        require_instant("as_of", instant)
    if not instants or any(one >= other for one, other in pairwise(instants)):
        raise Refusal(
            "instants-not-rising", "the instants do not rise", cure="give each once, in order"
        )
    frame = part.frame
    readings = readings_of(policy, frame)
    if not all(_is_sum(signal, instants) for signal in policy.signals):
        history = _each_instant(policy, frame, instants, readings=readings, cleared=cleared)
        return ((frame, _without(history, part.elsewhere)),)
    grid = Grid.of(instants)
    sums = Reading(frame=frame, grid=grid, readings=readings)
    figures = {signal.name: measure_over_time(signal, sums) for signal in policy.signals}
    values = {name: figure.values for name, figure in figures.items()}
    rung = rungs_reached(policy, values, shape=(frame.people, len(instants)))
    history = History(judged=sums.counted(sums.known()) > 0, rung=rung, figures=figures)
    history = _without(history, part.elsewhere)
    astray = sums.astray_people()
    if cleared is not None:
        astray |= cleared.among(frame.subjects)
    if not astray.any():
        return ((frame, history),)
    few = only_people(frame, astray)
    own = readings_of(policy, few)
    slowly = _each_instant(policy, few, instants, readings=own, cleared=cleared)
    elsewhere = None if part.elsewhere is None else part.elsewhere[astray]
    return ((frame, _without(history, astray)), (few, _without(slowly, elsewhere)))


def _without(history: History, people: Truths | None) -> History:
    """The history in which those people are not judged."""
    if people is None:
        return history
    return History(
        judged=history.judged & ~people[:, None], rung=history.rung, figures=history.figures
    )


def _is_sum(signal: Signal, instants: tuple[datetime, ...]) -> bool:
    """Whether the signal can be added up along the grid."""
    windows = windows_in(signal.window)
    if isinstance(signal.window, ByVolume):
        windows = (signal.window.within, *windows)
    if any(isinstance(window, LastVotes) for window in windows):
        return False
    if not all(_only_opens_later(window, instants) for window in windows):
        return False
    by_groups = signal.votes.per is Voter.CLIENT_GROUP
    return by_groups or not signal.sample.client_groups


def _only_opens_later(window: SimpleWindow, instants: tuple[datetime, ...]) -> bool:
    """Whether nothing that has left the window ever comes back.

    Twelve months before noon of 28 February is noon of that day; twelve months before the first
    minute of 29 February is earlier.
    """
    if not isinstance(window, RollingDays | RollingMonths):
        return True
    starts = [span_of(window, instant)[0] for instant in instants]
    return all(one <= other for one, other in pairwise(starts))


def _each_instant(
    policy: Policy,
    frame: Frame,
    instants: tuple[datetime, ...],
    *,
    readings: Readings,
    cleared: Clearings | None,
) -> History:
    verdicts = [
        judge_frame(
            policy,
            frame,
            at,
            readings=readings,
            cleared=None if cleared is None else cleared.known_at(frame.subjects, at),
        )
        for at in instants
    ]
    figures = {
        signal.name: _side_by_side([each.figures[signal.name] for each in verdicts], frame.people)
        for signal in policy.signals
    }
    return History(
        judged=np.stack([each.judged for each in verdicts], axis=1),
        rung=np.stack([each.rung for each in verdicts], axis=1),
        figures=figures,
    )


def _side_by_side(figures: list[Measured], people: int) -> Measured:
    def together(arrays: list[Whole]) -> Whole:
        return np.stack([np.broadcast_to(each, people) for each in arrays], axis=1)

    return Measured(
        values=Quotients(
            over=together([each.values.over for each in figures]),
            under=together([each.values.under for each in figures]),
            known=together([each.values.known for each in figures]),
        ),
        sample=together([each.sample for each in figures]),
    )
