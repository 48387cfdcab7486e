"""Rows become turns: over which instants of a grid each row is its voter's vote.

A row is there from the instant at which it is known and inside the window to the one at which it is
not any more. Among the rows of one voter it has its turn while none of a higher rank is there, and
none of its own that the policy would rather keep. Where rows come and go in their order, which is
nearly everywhere, a turn is one span, known from the neighbours alone; of a voter whose rows come
or go out of order the vote is looked for instant by instant.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from goodstanding.core.casting import span_of
from goodstanding.core.policy.signal import Keep, RollingDays, RollingMonths, SimpleWindow
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.figures import microseconds
from goodstanding.engine.frame import NEVER, Frame, Voters


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The instants of judging, rising, in microseconds since 1970."""

    instants: tuple[datetime, ...]
    at: Whole

    @classmethod
    def of(cls, instants: tuple[datetime, ...]) -> "Grid":
        """The grid of those instants."""
        return cls(instants=instants, at=np.array([microseconds(each) for each in instants]))

    def first_at(self, times: Whole) -> Whole:
        """The place of the first instant at or after each time; past the end for none."""
        return np.searchsorted(self.at, times, side="left").astype(np.int16)


@dataclass(frozen=True, kw_only=True)
class Spans:
    """From which instant of the grid (included) to which (not included) each row is there.

    `more` are further spans of rows that are there more than once.
    """

    first: Whole
    after: Whole
    more: "Further | None" = None


@dataclass(frozen=True, kw_only=True)
class Further:
    """Spans of some rows: which rows, from which instant, until which."""

    rows: Whole
    first: Whole
    after: Whole


def known_spans(frame: Frame, grid: Grid, left_out: Truths | None) -> Spans:
    """When each row is known; what is left out never is."""
    first = grid.first_at(frame.received_at)
    after = np.full(frame.rows, len(grid.at), dtype=np.int16)
    if frame.superseded_at is not None:
        ends = frame.superseded_at != NEVER
        after[ends] = grid.first_at(frame.superseded_at[ends])
    if left_out is not None:
        after = np.where(left_out, np.int16(0), after)
    return Spans(first=first, after=after)


def window_spans(known: Spans, frame: Frame, grid: Grid, *, window: SimpleWindow) -> Spans:
    """When each row is known and in (start, end] of the window."""
    if not isinstance(window, RollingDays | RollingMonths):
        return known
    edges = [span_of(window, instant) for instant in grid.instants]
    starts = np.array([microseconds(start_at) for start_at, _ in edges])
    first = known.first
    if window.lag_days or frame.clock is not frame.received_at:
        ends = np.array([microseconds(end_at) for _, end_at in edges])
        first = np.maximum(first, np.searchsorted(ends, frame.clock, side="left")).astype(np.int16)
    left = np.searchsorted(starts, frame.clock, side="left").astype(np.int16)
    return Spans(first=first, after=np.minimum(known.after, left))


def turns_of(spans: Spans, voters: Voters, rank: Whole, *, keep: Keep, instants: int) -> Spans:
    """When each row is its voter's vote.

    `rank` is 2 for what is kept before all, 1 for what is rated, 0 for silence.
    """
    if voters.order is None:
        return spans
    sizes = np.diff(np.append(voters.starts, len(rank)))
    several = sizes > 1
    if not several.any():
        return spans
    at = np.flatnonzero(np.repeat(several, sizes))
    rows = voters.order[at]
    there = spans.after[rows] > spans.first[rows]
    rows, own = rows[there], np.repeat(np.flatnonzero(several), sizes[several])[there]
    if not len(rows):
        return spans
    queue = _Queue(
        rows=rows, own=own, first=spans.first[rows], after=spans.after[rows], rank=rank[rows]
    )
    turn = Spans(first=spans.first.copy(), after=spans.after.copy())
    turn.first[rows], turn.after[rows] = queue.turns(keep)
    astray = queue.astray()
    if not astray.any():
        return turn
    turn.after[rows[astray]] = 0
    few = queue.only(astray)
    return Spans(first=turn.first, after=turn.after, more=few.sought(keep, instants))


@dataclass(frozen=True, kw_only=True)
class _Queue:
    """Rows that are ever there, of voters who have several: voter by voter, in order."""

    rows: Whole
    own: Whole
    first: Whole
    after: Whole
    rank: Whole

    def only(self, kept: Truths) -> "_Queue":
        """Those of the rows."""
        return _Queue(
            rows=self.rows[kept],
            own=self.own[kept],
            first=self.first[kept],
            after=self.after[kept],
            rank=self.rank[kept],
        )

    def astray(self) -> Truths:
        """The rows of voters of whom any row comes or goes before an earlier one."""
        same = self.own[1:] == self.own[:-1]
        first, after = self.first, self.after
        wrong = same & ((first[1:] < first[:-1]) | (after[1:] < after[:-1]))
        return (
            np.isin(self.own, self.own[1:][wrong])
            if wrong.any()
            else np.zeros_like(self.own, dtype=np.bool_)
        )

    def turns(self, keep: Keep) -> tuple[Whole, Whole]:
        """Each row's turn, from its neighbours alone."""
        begins = self._begins()
        counts = np.diff(np.append(begins, len(self.rows)))
        opening, closing = np.repeat(begins, counts), np.repeat(begins + counts, counts)
        start, end = self.first.copy(), self.after.copy()
        for least in range(3):
            is_own, above = self.rank == least, self.rank > least
            if above.any():
                start = _since(start, is_own, other=_before(above, opening), after=self.after)
                end = _until(end, is_own, other=_behind(above, closing), first=self.first)
            if keep is Keep.FIRST:
                start = _since(start, is_own, other=_before(is_own, opening), after=self.after)
            else:
                end = _until(end, is_own, other=_behind(is_own, closing), first=self.first)
        return start, end

    def sought(self, keep: Keep, instants: int) -> Further:
        """Each row's turns, by looking for every voter's vote at every instant."""
        count = len(self.rows)
        begins = self._begins()
        place = np.arange(count)
        key = self.rank.astype(np.int64) * count
        key += count - 1 - place if keep is Keep.FIRST else place
        chosen = np.full((len(begins), instants + 2), -1)
        for at in range(instants):
            there = (self.first <= at) & (at < self.after)
            best = np.maximum.reduceat(np.where(there, key, -1), begins)
            chosen[:, at + 1] = np.where(best >= 0, best % count, -1)
        if keep is Keep.FIRST:
            chosen = np.where(chosen >= 0, count - 1 - chosen, -1)
        changes = chosen[:, 1:] != chosen[:, :-1]
        voter, since = np.nonzero(changes & (chosen[:, 1:] >= 0))
        _, until = np.nonzero(changes & (chosen[:, :-1] >= 0))
        return Further(
            rows=self.rows[chosen[voter, since + 1]],
            first=since.astype(np.int16),
            after=until.astype(np.int16),
        )

    def _begins(self) -> Whole:
        """The place of each voter's first row."""
        other = self.own[1:] != self.own[:-1]
        return np.flatnonzero(np.concatenate(([True], other)))


def _before(flags: Truths, opening: Whole) -> Whole:
    """The place of the last flag before each place among the voter's own; -1 for none."""
    place = np.where(flags, np.arange(len(flags)), -1)
    seen = np.maximum.accumulate(np.concatenate(([-1], place[:-1])))
    return np.where(seen >= opening, seen, -1)


def _behind(flags: Truths, closing: Whole) -> Whole:
    """The place of the first flag after each place among the voter's own; -1 for none."""
    count = len(flags)
    place = np.where(flags, np.arange(count), count)
    seen = np.minimum.accumulate(np.concatenate((place[1:], [count]))[::-1])[::-1]
    return np.where(seen < closing, seen, -1)


def _since(start: Whole, own: Truths, *, other: Whole, after: Whole) -> Whole:
    """No turn before the other one has gone."""
    later = own & (other >= 0)
    return np.where(later, np.maximum(start, after[other]), start)


def _until(end: Whole, own: Truths, *, other: Whole, first: Whole) -> Whole:
    """No turn once the other one has come."""
    sooner = own & (other >= 0)
    return np.where(sooner, np.minimum(end, first[other]), end)
