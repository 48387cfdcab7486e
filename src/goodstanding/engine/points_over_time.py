"""Votes become everybody's evidence points along a grid of instants.

Points are no sum, but they hang on few things: what all votes so far add up to, which is one, and
what the cheapest start cost. Somebody whose negative votes, all together, could not pay for a start
has exactly nothing, and most people are that: of the others every start is looked at.
"""

from collections.abc import Iterator

import numpy as np

from goodstanding.core.casting import span_of
from goodstanding.core.policy.signal import AllTime, Points, RollingMonths, Signal
from goodstanding.core.policy.steps import PER_POINT, fees_of
from goodstanding.engine.column import Whole
from goodstanding.engine.course import Course
from goodstanding.engine.figures import Measured, microseconds
from goodstanding.engine.points import FAR, fees, least_of, steps_of
from goodstanding.engine.quotient import Quotients

LONG_AGO = int(np.iinfo(np.int64).min)


def points_over_time(signal: Signal, measure: Points, course: Course) -> Measured:
    """Everybody's points along the grid.

    Whose votes were taken back, or gave way to others, has no one course of sums, and is told to be
    out of order.
    """
    window = signal.window
    assert isinstance(window, RollingMonths)
    votes = course.votes(AllTime(), signal.votes)
    asked = course.asked(measure.per) & (votes.after > votes.first)
    ends = asked & (votes.after < len(course.grid.at))
    if votes.more is not None:
        ends[votes.more.rows] = True
    if ends.any():
        course.astray.append(ends)
    rows = np.flatnonzero(asked)
    steps = steps_of(measure, course.frame, rows, negative=course.asked(measure.of))
    added = np.zeros(course.frame.rows, dtype=np.int64)
    added[rows] = steps
    total = course.counted(votes, asked, added)
    worth = np.zeros_like(total)
    for place, cost in _cheapest(
        course, rows, steps, first=votes.first[rows], months=window.months
    ):
        own = total[:, place]
        worth[:, place] = np.where(cost < FAR, np.maximum(own - cost, 0), 0)
    values = Quotients(
        over=worth,
        under=np.array([PER_POINT], dtype=np.int64),
        known=np.ones(worth.shape, dtype=np.bool_),
    )
    return Measured(values=values, sample=course.counted(votes, asked))


def _cheapest(
    course: Course, rows: Whole, steps: Whole, *, first: Whole, months: int
) -> Iterator[tuple[int, Whole]]:
    """Of each instant of the grid, what the cheapest start had cost everybody; `FAR` for none."""
    frame, grid = course.frame, course.grid
    person = frame.person_of[rows]
    people = frame.people
    bounds = np.searchsorted(person, np.arange(people + 1))
    before = np.concatenate(([0], np.cumsum(steps)))[:-1]
    opening = np.append(before, 0)[bounds[:-1]]
    at = frame.clock[rows]
    cost = fees(at, bounds, start_at=LONG_AGO, months=months)
    gains = np.bincount(person, weights=np.maximum(steps, 0), minlength=people)
    able = gains >= fees_of(months)[0]
    starts = np.flatnonzero((cost < FAR) & able[person])
    cost = cost[starts] + before[starts] - opening[person[starts]]
    at, first, person = at[starts], first[starts], person[starts]
    bounds = np.searchsorted(person, np.arange(people + 1))
    for place, instant in enumerate(grid.instants):
        start_at, _ = span_of(RollingMonths(months=months), instant)
        open_now = (first <= place) & (at > microseconds(start_at))
        yield place, least_of(np.where(open_now, cost, FAR), bounds)
