"""A frame along a grid of instants, as a policy reads it: what its sums are made of."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import Keep, SimpleWindow, Votes
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.frame import Frame
from goodstanding.engine.plan import Outcomes, true_of
from goodstanding.engine.population import Readings, items_of
from goodstanding.engine.turns import Grid, Spans, known_spans, turns_of, window_spans


@dataclass(kw_only=True)
class Course:
    """A frame along a grid, as a policy reads it; what was worked out once is remembered."""

    frame: Frame
    grid: Grid
    readings: Readings
    conditions: dict[str, Truths] = field(default_factory=dict)
    windows: dict[SimpleWindow, Spans] = field(default_factory=dict)
    turns: dict[tuple[SimpleWindow, Votes], Spans] = field(default_factory=dict)
    rows_known: dict[str, Spans] = field(default_factory=dict)
    astray: list[Truths] = field(default_factory=list)
    there: dict[int, "_There"] = field(default_factory=dict)
    sums: dict[tuple[int, int, int], tuple[Whole, Any]] = field(default_factory=dict)

    def asked(self, condition: Condition) -> Truths:
        """The rows of which the condition is true."""
        if condition.text not in self.conditions:
            outcomes = Outcomes(items=items_of(self.frame, self.readings), rows=self.frame.rows)
            self.conditions[condition.text] = true_of(condition.root, outcomes)
        return self.conditions[condition.text]

    def spans(self, window: SimpleWindow) -> Spans:
        """When each row is known, not left out, and in the window."""
        if window not in self.windows:
            known = self.known(self.readings.left_out)
            self.windows[window] = window_spans(known, self.frame, self.grid, window=window)
        return self.windows[window]

    def known(self, left_out: Truths | None = None) -> Spans:
        """When each row is known; what is left out never is."""
        key = "heard" if left_out is not None else "known"
        if key not in self.rows_known:
            self.rows_known[key] = known_spans(self.frame, self.grid, left_out)
        return self.rows_known[key]

    def votes(self, window: SimpleWindow, votes: Votes) -> Spans:
        """When each row is a vote."""
        if (window, votes) not in self.turns:
            rank = self.readings.rated.astype(np.int8)
            if votes.keep is Keep.WORST:
                rank += self.readings.negative & self.readings.rated
            voters = self.frame.voters[votes.per]
            self.turns[window, votes] = turns_of(
                self.spans(window), voters, rank, keep=votes.keep, instants=len(self.grid.at)
            )
        return self.turns[window, votes]

    def astray_people(self) -> Truths:
        """Who has rows that come or go out of order."""
        people = np.zeros(self.frame.people, dtype=np.bool_)
        for rows in self.astray:
            people[self.frame.person_of[rows]] = True
        return people

    def counted(
        self, spans: Spans, asked: Truths | None = None, values: Whole | None = None
    ) -> Whole:
        """How many rows of each person are there, along the grid: those asked for, or all.

        With values, one for each row of the frame, their sum.
        """
        key = (id(spans), id(asked), id(values))
        if key not in self.sums:
            # What is remembered is kept, so that nothing else takes its place in memory.
            self.sums[key] = (self._counted(spans, asked, values), (spans, asked, values))
        return self.sums[key][0]

    def _counted(self, spans: Spans, asked: Truths | None, values: Whole | None) -> Whole:
        there = self._there(spans)
        enters, leaves, rows = there.enters, there.leaves, there.rows
        leaving = rows[there.leaving]
        if asked is not None:
            kept, kept_leaving = asked[rows], asked[leaving]
            enters, rows = enters[kept], rows[kept]
            leaves, leaving = leaves[kept_leaving], leaving[kept_leaving]
        size = self.frame.people * len(self.grid.at)
        if values is None:
            steps = np.bincount(enters, minlength=size) - np.bincount(leaves, minlength=size)
        else:
            steps = _summed(enters, values[rows], size) - _summed(leaves, values[leaving], size)
        return np.cumsum(steps.reshape(self.frame.people, len(self.grid.at)), axis=1)

    def _there(self, spans: Spans) -> "_There":
        if id(spans) not in self.there:
            width = len(self.grid.at)
            rows = np.flatnonzero(spans.after > spans.first)
            first, after = spans.first[rows], spans.after[rows]
            if spans.more is not None:
                rows = np.concatenate((rows, spans.more.rows))
                first = np.concatenate((first, spans.more.first))
                after = np.concatenate((after, spans.more.after))
            corner = self.frame.person_of[rows].astype(np.int64) * width
            leaving = np.flatnonzero(after < width)
            self.there[id(spans)] = _There(
                spans=spans,
                rows=rows,
                leaving=leaving,
                enters=corner + first,
                leaves=corner[leaving] + after[leaving],
            )
        return self.there[id(spans)]


@dataclass(frozen=True, kw_only=True)
class _There:
    """Rows that are there at some instant, and their places on the grid of people and instants."""

    spans: Spans
    rows: Whole
    leaving: Whole
    enters: Whole
    leaves: Whole


def _summed(places: Whole, values: Whole, size: int) -> Whole:
    """The sum of the values at each place, exactly."""
    if not len(values) or int(np.abs(values).max()) * len(values) < 2**53:
        # Invariant: sums of whole numbers below 2**53 are exact in floats.
        return np.bincount(places, weights=values, minlength=size).astype(np.int64)
    sums = np.zeros(size, dtype=object if values.dtype == object else np.int64)
    np.add.at(sums, places, values)
    return sums
