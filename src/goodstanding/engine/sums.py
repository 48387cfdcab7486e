"""Turns become everybody's figures along a grid of instants, by adding where a row enters and
taking away where it leaves."""

from functools import reduce

import numpy as np

from goodstanding.core.policy.signal import (
    BestOf,
    ByVolume,
    Count,
    Distinct,
    Keep,
    Mean,
    NetShare,
    Points,
    Share,
    Signal,
    SimpleWindow,
)
from goodstanding.engine.course import Course
from goodstanding.engine.figures import Measured, better_of, chosen_of, weights_of, worth_of
from goodstanding.engine.points_over_time import points_over_time
from goodstanding.engine.quotient import Quotients, rounded, times, whole
from goodstanding.engine.turns import Spans, turns_of


def measure_over_time(signal: Signal, course: Course) -> Measured:
    """The signal's figure of everybody, along the grid."""
    window = signal.window
    if isinstance(signal.measure, Points):
        return points_over_time(signal, signal.measure, course)
    if isinstance(window, BestOf):
        figures = [_measure(signal, one, course) for one in window.windows]
        return reduce(better_of(signal.better), figures)
    if isinstance(window, ByVolume):
        busy = course.counted(course.spans(window.within)) >= window.at_least
        return chosen_of(
            busy,
            _measure(signal, window.then, course),
            _measure(signal, window.otherwise, course),
        )
    return _measure(signal, window, course)


def _measure(signal: Signal, window: SimpleWindow, course: Course) -> Measured:
    measure = signal.measure
    assert not isinstance(measure, Points)
    if isinstance(measure, Distinct):
        return _distinct(measure, window, course)
    votes = course.votes(window, signal.votes)
    if isinstance(measure, Count):
        found = course.counted(votes, course.asked(measure.of))
        return Measured(values=whole(found), sample=course.counted(votes))
    return _quotient(signal, measure, votes, course=course)


def _distinct(measure: Distinct, window: SimpleWindow, course: Course) -> Measured:
    spans = course.spans(window)
    asked = course.asked(measure.of)
    there = Spans(first=spans.first, after=np.where(asked, spans.after, np.int16(0)))
    rank = np.zeros(course.frame.rows, dtype=np.int8)
    voters, instants = course.frame.voters[measure.on], len(course.grid.at)
    turn = turns_of(there, voters, rank, keep=Keep.FIRST, instants=instants)
    return Measured(values=whole(course.counted(turn)), sample=course.counted(spans))


def _quotient(
    signal: Signal, measure: Share | NetShare | Mean, votes: Spans, *, course: Course
) -> Measured:
    asked = course.asked(measure.per)
    if isinstance(measure, Mean):
        column = course.frame.items.get(measure.of)
        asked = asked & column.known if column is not None else np.zeros_like(asked)
    sample = course.counted(votes, asked)
    every = slice(None)
    worth, places = worth_of(measure, every, asked=course.asked, frame=course.frame)
    weights = weights_of(measure.weight, every, course.frame)
    under = sample if weights is None else course.counted(votes, asked, weights)
    if isinstance(measure, Share) and weights is None:
        over = course.counted(votes, asked & course.asked(measure.of))
    else:
        over = course.counted(votes, asked, worth if weights is None else times(worth, weights))
    prior = measure.prior if isinstance(measure, Share) else None
    if prior is not None:
        over, under = over + prior.of, under + prior.per
    enough = under > 0
    least = max(signal.sample.votes, signal.sample.client_groups)
    if least:
        enough &= sample >= least
    under = times(under, np.array([10**places], dtype=np.int64))
    values = Quotients(over=over, under=np.where(enough, under, 1), known=enough)
    return Measured(values=rounded(values, signal.round), sample=sample)
