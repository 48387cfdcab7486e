"""A frame along a grid of instants, as a policy reads it: what its sums are made of."""

from dataclasses import dataclass, field

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
    astray: list[Truths] = field(default_factory=list)

    def asked(self, condition: Condition) -> Truths:
        """The rows of which the condition is true."""
        if condition.text not in self.conditions:
            outcomes = Outcomes(items=items_of(self.frame, self.readings), rows=self.frame.rows)
            self.conditions[condition.text] = true_of(condition.root, outcomes)
        return self.conditions[condition.text]

    def spans(self, window: SimpleWindow) -> Spans:
        """When each row is known, not left out, and in the window."""
        if window not in self.windows:
            known = known_spans(self.frame, self.grid, self.readings.left_out)
            self.windows[window] = window_spans(known, self.frame, self.grid, window=window)
        return self.windows[window]

    def votes(self, window: SimpleWindow, votes: Votes) -> Spans:
        """When each row is a vote."""
        if (window, votes) not in self.turns:
            rank = self.readings.rated.astype(np.int8)
            if votes.keep is Keep.WORST:
                rank += self.readings.negative & self.readings.rated
            voters = self.frame.voters[votes.per]
            turn, astray = turns_of(self.spans(window), voters, rank, keep=votes.keep)
            self.turns[window, votes] = turn
            if astray is not None:
                self.astray.append(astray)
        return self.turns[window, votes]

    def astray_people(self) -> Truths:
        """Who has rows that come or go out of order."""
        people = np.zeros(self.frame.people, dtype=np.bool_)
        for rows in self.astray:
            people[self.frame.person_of[rows]] = True
        return people

    def counted(
        self, spans: Spans, rows: Whole | None = None, values: Whole | None = None
    ) -> Whole:
        """The sum of the values (one for each of the rows) of the rows that are there."""
        first, after = spans.first, spans.after
        person = self.frame.person_of
        if rows is not None:
            first, after, person = first[rows], after[rows], person[rows]
        there = after > first
        if not there.all():
            first, after, person = first[there], after[there], person[there]
            values = None if values is None else values[there]
        return self._along(person, first, after, values=values)

    def _along(self, person: Whole, first: Whole, after: Whole, *, values: Whole | None) -> Whole:
        width = len(self.grid.at) + 1
        size = self.frame.people * width
        base = person.astype(np.int64) * width
        if values is None:
            steps = np.bincount(base + first, minlength=size)
            steps -= np.bincount(base + after, minlength=size)
        elif len(values) and int(np.abs(values).max()) * len(values) >= 2**53:
            steps = np.zeros(size, dtype=object if values.dtype == object else np.int64)
            np.add.at(steps, base + first, values)
            np.subtract.at(steps, base + after, values)
        else:
            # Invariant: sums of whole numbers below 2**53 are exact in floats.
            steps = np.bincount(base + first, weights=values, minlength=size)
            steps -= np.bincount(base + after, weights=values, minlength=size)
            steps = steps.astype(np.int64)
        return np.cumsum(steps.reshape(self.frame.people, width)[:, :-1], axis=1)
