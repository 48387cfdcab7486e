"""Votes in their order become everybody's evidence points, in the core's own whole numbers."""

from dataclasses import dataclass

import numpy as np

from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.policy.signal import Points
from goodstanding.core.policy.steps import PER_POINT, fee_of_clearing, fees_of, step_of
from goodstanding.core.words import Refusal
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.frame import Frame
from goodstanding.engine.quotient import Quotients
from goodstanding.engine.votes import Ballot

FAR = np.int64(2**62)


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """When a person last closed a case of each subject without any action, and how often ever.

    `at` is in microseconds since 1970; the least number for never.
    """

    at: Whole
    times: Whole


def points(
    measure: Points,
    votes: Ballot,
    frame: Frame,
    *,
    negative: Truths,
    start_at: int,
    months: int,
    cleared: Cleared | None,
) -> tuple[Quotients, Whole]:
    """Everybody's points, and of how many votes. Votes are in order."""
    if cleared is not None:
        anew = np.repeat(cleared.at, votes.sizes)
        votes = votes.only(frame.clock[votes.rows] > anew)
    at = frame.clock[votes.rows]
    steps = steps_of(measure, frame, votes.rows, negative=negative)
    before = np.zeros(len(steps) + 1, dtype=np.int64)
    np.cumsum(steps, out=before[1:])
    cost = before[:-1] + fees(at, votes.bounds, start_at=start_at, months=months)
    least = least_of(cost, votes.bounds)
    worth = np.where(least < FAR, before[votes.bounds[1:]] - least, 0)
    if cleared is not None:
        taken = np.array(
            [fee_of_clearing(int(n)) for n in range(int(cleared.times.max(initial=0)) + 1)]
        )
        worth = np.where(least < FAR, worth - taken[cleared.times], 0)
    values = Quotients(
        over=np.maximum(worth, 0),
        under=np.array([PER_POINT], dtype=np.int64),
        known=np.ones(len(worth), dtype=np.bool_),
    )
    return values, votes.sizes


def fees(at: Whole, bounds: Whole, *, start_at: int, months: int) -> Whole:
    """What a sum costs that begins with each vote; `FAR` where none may begin."""
    first, later = fees_of(months)
    month = at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    is_first = np.zeros(len(at), dtype=np.bool_)
    is_first[bounds[:-1][np.diff(bounds) > 0]] = True
    begins = is_first.copy()
    begins[1:] |= month[1:] != month[:-1]
    cost = np.where(is_first, np.int64(first), np.int64(later))
    return np.where(begins & (at > start_at), cost, FAR)


def least_of(cost: Whole, bounds: Whole) -> Whole:
    """Of each person the least cost; `FAR` for who has none."""
    least = np.full(len(bounds) - 1, FAR)
    some = np.diff(bounds) > 0
    if some.any():
        least[some] = np.minimum.reduceat(cost, bounds[:-1][some])
    return np.where(least < FAR // 2, least, FAR)


def steps_of(measure: Points, frame: Frame, rows: Whole, *, negative: Truths) -> Whole:
    """What each vote adds, from the core's own table."""
    is_negative = negative[rows]
    if not measure.reads_clients:
        up, down = (
            step_of(measure, negative=kind, votes_before=0, negatives_before=0)
            for kind in (True, False)
        )
        return np.where(is_negative, np.int64(up), np.int64(down))
    records = _records(frame, rows)
    pairs, place = np.unique(records, return_inverse=True)
    table = np.array(
        [
            [
                step_of(
                    measure,
                    negative=kind,
                    votes_before=int(pair >> 32),
                    negatives_before=int(pair & (2**32 - 1)),
                )
                for kind in (False, True)
            ]
            for pair in pairs
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    return table[place, is_negative.astype(np.int8)]


def _records(frame: Frame, rows: Whole) -> Whole:
    """What each vote's client had said of others before, both numbers in one; unknown is new."""
    counts = []
    for name in (VOTES_BEFORE, NEGATIVES_BEFORE):
        column = frame.items.get(name)
        if column is None:
            counts.append(np.zeros(len(rows), dtype=np.int64))
            continue
        own = column.take(rows)
        whole, rest = np.divmod(np.where(own.known, own.values, 0).astype(np.int64), 10**own.places)
        counts.append(np.where(rest == 0, whole, -1))
    votes, negatives = counts
    odd = (negatives < 0) | (votes < negatives) | (votes >= 2**31)
    if odd.any():
        at = int(np.argmax(odd))
        raise Refusal(
            "odd-client-history",
            f"a client had voted on `{votes[at]}` others, on `{negatives[at]}` of them negatively",
            cure="give whole numbers, the second not greater than the first",
        )
    return np.asarray(votes << 32 | negatives)
