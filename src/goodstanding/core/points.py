"""Votes in their order become evidence points: how strongly they speak against a tolerated rate.

Each vote adds the logarithm of how much likelier it is if the person's clients are clearly unhappy
than if they are so at the tolerated rate. The points are the sum since the start that makes it
greatest, less what that start costs. Somebody whose clients report negatives at the tolerated rate
ever reaches 100 ln(1/a) points within the window with probability at most a, however many votes
there are and however often one looks (Ville's inequality for the mixture over starts).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from goodstanding.core.policy.steps import PER_POINT, fee_of_clearing, fees_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote in its place: when it came in, what it adds in millionths of a logarithm."""

    at: datetime
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The points, at least 0, and the place of the vote from which they are summed (of 0: None)."""

    points: Fraction
    since: int | None


def tally(votes: Sequence[Vote], *, start_at: datetime, months: int, cleared: int = 0) -> Tally:
    """The points of votes in their order.

    A sum may start at the first vote, and at the first of each later calendar month (UTC), if that
    is after `start_at`. After `cleared` cases so many times over, a sum must be the greater.
    """
    first_fee, later_fee = fees_of(months)
    total, best, since = 0, 0, None
    month: tuple[int, int] | None = None
    least: int | None = None
    for place, vote in enumerate(votes):
        here = (vote.at.year, vote.at.month)
        if here != month and vote.at > start_at:
            cost = total + (first_fee if place == 0 else later_fee)
            if least is None or cost < least:
                least, since = cost, place
        month = here
        total += vote.step
    if least is not None:
        best = max(0, total - least - fee_of_clearing(cleared))
    return Tally(points=Fraction(best, PER_POINT), since=since if best else None)
