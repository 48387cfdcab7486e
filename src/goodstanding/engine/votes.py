"""Rows in a window become votes: of each voter one, as the policy keeps it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from goodstanding.core.policy.signal import Keep
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.frame import Voters


@dataclass(frozen=True, kw_only=True)
class Read:
    """How a policy reads each row: known at the instant, rated, negative; what is left out is not
    known."""

    known: Truths
    rated: Truths
    negative: Truths


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """The votes of all voters who have one: their rows, and how many each person has.

    Votes stand by person; within one person by voter, until they are put `in_order`.
    """

    rows: Whole
    bounds: Whole

    def where(self, asked: Truths) -> "Ballot":
        """The votes of the rows asked for; one truth for each row of the frame."""
        return self.only(asked[self.rows])

    def count(self, asked: Truths) -> Whole:
        """How many votes of each person are of the rows asked for."""
        return np.diff(_counted(asked[self.rows])[self.bounds])

    def only(self, kept: Truths) -> "Ballot":
        """Those of the votes that are kept; one truth for each vote."""
        return Ballot(rows=self.rows[kept], bounds=_counted(kept)[self.bounds])

    @cached_property
    def in_order(self) -> "Ballot":
        """The same votes, of each person in the frame's order."""
        return Ballot(rows=np.sort(self.rows), bounds=self.bounds)

    @property
    def sizes(self) -> Whole:
        """How many votes each person has."""
        return np.diff(self.bounds)

    def latest(self, last: int) -> "Ballot":
        """The latest so many votes of each person."""
        ordered = self.in_order
        from_end = np.repeat(self.bounds[1:], self.sizes) - np.arange(len(ordered.rows))
        return ordered.only(from_end <= last)

    def summed(self, values: Whole) -> Whole:
        """The sum of the values, one for each vote, of each person."""
        total = np.zeros(len(values) + 1, dtype=object if values.dtype == object else np.int64)
        np.cumsum(values, out=total[1:])
        return np.diff(total[self.bounds])


def _counted(flags: Truths) -> Whole:
    """How many flags are true before each place, and at the end."""
    counted = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=counted[1:])
    return counted


def cast(voters: Voters, inside: Truths, read: Read, *, keep: Keep) -> Ballot:
    """One vote for each voter that has any row inside.

    Rated rows come before silent ones; of those the first, the latest, or the latest negative one.
    """
    if voters.order is None:
        return Ballot(rows=np.flatnonzero(inside), bounds=_counted(inside)[voters.by_subject])
    rows = len(inside)
    if not rows:
        return Ballot(rows=np.zeros(0, dtype=np.int32), bounds=voters.by_subject * 0)
    rank = read.rated.astype(np.int32)
    if keep is Keep.WORST:
        rank += read.negative & read.rated
    place = np.arange(rows, dtype=np.int32)
    # Invariant: three ranks of up to 2**29 rows each fit into 31 bits.
    key = rank * np.int32(rows) if keep is not Keep.FIRST else rank * np.int32(rows) + rows - 1
    key = np.where(inside, key, np.int32(-1) - rows)[voters.order]
    key += place if keep is not Keep.FIRST else -place
    best = np.maximum.reduceat(key, voters.starts)
    has_vote = best >= 0
    at = best[has_vote] % np.int32(rows)
    if keep is Keep.FIRST:
        at = np.int32(rows - 1) - at
    return Ballot(rows=voters.order[at], bounds=_counted(has_vote)[voters.by_subject])
