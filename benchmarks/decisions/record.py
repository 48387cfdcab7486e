"""Votes become a record: everybody's votes in order, with what was known before each of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goodstanding.engine.simulate.people import DAY
from goodstanding.engine.simulate.votes import Votes
from goodstanding.engine.simulate.world import STARTS_AT

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

SECOND = 1_000_000
YEAR = 365 * DAY // SECOND
PRIOR_VOTES = 8
LEAST_STRICTNESS, MOST_STRICTNESS = -1.0, 2.0
STARTS = np.datetime64(STARTS_AT.replace(tzinfo=None), "us")


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row a vote, by person and then by instant; persons are 0, 1, 2, ... of `people`.

    `strictness` is the client's, in logits, and `newcomer` says that the client never voted
    before: both from what was received before this vote.
    """

    people: int
    person: Whole
    at: Whole
    negative: Truth
    strictness: Real
    newcomer: Truth

    @cached_property
    def first(self) -> Truth:
        """Whether this is its person's first vote."""
        return np.concatenate([[True], np.diff(self.person) != 0])

    @cached_property
    def begins(self) -> Whole:
        """For each vote the row of its person's first one."""
        rows = np.arange(len(self.person))
        return np.maximum.accumulate(np.where(self.first, rows, 0))

    @cached_property
    def opens_month(self) -> Truth:
        """Whether this is its person's first vote in its calendar month."""
        month = (STARTS + self.at.astype("timedelta64[us]")).astype("datetime64[M]").astype(int)
        return np.asarray(self.first | np.concatenate([[True], np.diff(month) != 0]))

    @cached_property
    def so_far(self) -> tuple[Whole, Whole]:
        """Negative votes and all votes of the person up to this one, itself included."""
        return self._counted(self.begins)

    @cached_property
    def in_year(self) -> tuple[Whole, Whole]:
        """The same of the last 365 days, to the second (microseconds of all would not fit)."""
        second = self.at // SECOND
        place = self.person * (int(second.max(initial=0)) + YEAR + 1) + second
        oldest = np.searchsorted(place, place - YEAR, side="right")
        return self._counted(np.maximum(oldest, self.begins))

    def _counted(self, oldest: Whole) -> tuple[Whole, Whole]:
        rows = np.arange(len(self.person))
        before = np.concatenate([[0], np.cumsum(self.negative)])
        return before[rows + 1] - before[oldest], rows + 1 - oldest


def record_of(votes: Votes, *, people: int, mu: float) -> Record:
    """The record of a market's votes; a client without history is taken at the rate `mu`."""
    known, unhappy = _earlier(votes)
    share = (unhappy + PRIOR_VOTES * mu) / (known + PRIOR_VOTES)
    strictness = np.clip(_logit(share) - _logit(mu), LEAST_STRICTNESS, MOST_STRICTNESS)
    order = np.lexsort((votes.received_at, votes.freelancer))
    return Record(
        people=people,
        person=votes.freelancer[order],
        at=votes.received_at[order],
        negative=votes.negative[order],
        strictness=strictness[order],
        newcomer=(known == 0)[order],
    )


def _earlier(votes: Votes) -> tuple[Whole, Whole]:
    """For each vote how many its client had given before that instant, and how many negative."""
    order = np.lexsort((votes.received_at, votes.client))
    client = votes.client[order]
    instants, rank = np.unique(votes.received_at[order], return_inverse=True)
    place = client * len(instants) + rank
    begin = np.searchsorted(place, client * len(instants))
    here = np.searchsorted(place, place)
    negatives = np.concatenate([[0], np.cumsum(votes.negative[order])])
    known = np.empty(len(order), dtype=np.int64)
    unhappy = np.empty(len(order), dtype=np.int64)
    known[order] = here - begin
    unhappy[order] = negatives[here] - negatives[begin]
    return known, unhappy


def _logit(share: Real | float) -> Real:
    return np.asarray(np.log(share) - np.log1p(-np.asarray(share)), dtype=np.float64)
