"""Rows become turns: over which instants of a grid each row is its voter's vote.

A row is there from the instant at which it is known and inside the window to the one at which it is
not any more. Among the rows of one voter it has its turn while none of a higher rank is there, and
none of its own that the policy would rather keep. Where rows come and go in their order, which is
nearly everywhere, a turn is one span, known from the neighbours alone; whoever has rows that come
or go out of order is told, and judged instant by instant.
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
    """From which instant of the grid (included) to which (not included) each row is there."""

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


def turns_of(
    spans: Spans, voters: Voters, rank: Whole, *, keep: Keep
) -> tuple[Spans, Truths | None]:
    """When each row is its voter's vote, and which rows belong to voters out of order (None: none).

    `rank` is 2 for what is kept before all, 1 for what is rated, 0 for silence.
    """
    if voters.order is None:
        return spans, None
    sizes = np.diff(np.append(voters.starts, len(rank)))
    several = sizes > 1
    if not several.any():
        return spans, None
    at = np.flatnonzero(np.repeat(several, sizes))
    rows = voters.order[at]
    there = spans.after[rows] > spans.first[rows]
    rows, own = rows[there], np.repeat(np.flatnonzero(several), sizes[several])[there]
    if not len(rows):
        return spans, None
    return _turns(spans, rows, own, rank=rank[rows], keep=keep)


def _turns(
    spans: Spans, rows: Whole, own: Whole, *, rank: Whole, keep: Keep
) -> tuple[Spans, Truths | None]:
    first, after = spans.first[rows], spans.after[rows]
    same = own[1:] == own[:-1]
    astray = same & ((first[1:] < first[:-1]) | (after[1:] < after[:-1]))
    begins = np.flatnonzero(np.concatenate(([True], ~same)))
    opening = np.repeat(begins, np.diff(np.append(begins, len(rows))))
    closing = np.repeat(np.append(begins[1:], len(rows)), np.diff(np.append(begins, len(rows))))
    start, end = first.copy(), after.copy()
    for least in range(3):
        is_own = rank == least
        above = rank > least
        if above.any():
            start = _since(start, is_own, other=_before(above, opening), after=after)
            end = _until(end, is_own, other=_behind(above, closing), first=first)
        if keep is Keep.FIRST:
            start = _since(start, is_own, other=_before(is_own, opening), after=after)
        else:
            end = _until(end, is_own, other=_behind(is_own, closing), first=first)
    turn = Spans(first=spans.first.copy(), after=spans.after.copy())
    turn.first[rows], turn.after[rows] = start, end
    if not astray.any():
        return turn, None
    lost = np.zeros(len(spans.first), dtype=np.bool_)
    lost[rows[1:][astray]] = True
    return turn, lost


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
