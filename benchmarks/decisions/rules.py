"""A record becomes, for each rule, the statistic that stands after each vote.

Whoever's statistic reaches a threshold is flagged at that vote. Where a rule asks for more (so many
negative votes, so many votes), the statistic is minus infinity until that is so. Windows are the
last 365 days, unless a rule says otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from benchmarks.decisions.binomial import log_tail
from benchmarks.decisions.record import Real, Record, Truth

LEAST_NEGATIVE = 3
LEAST_NEGATIVE_SELLER = 5
LEAST_VOTES = 10
Z_95 = 1.96
# What is known of everybody before their first vote: as of one negative in fifteen.
PRIOR_NEGATIVE, PRIOR_VOTES = 1, 15
FIRST_START_FEE, LATER_START_FEE = np.log(2), np.log(46)
NEWCOMER_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """The pooled rate `mu`, the rate that is tolerated, and the rate that is clearly bad."""

    mu: float
    tolerated: float
    bad: float


def standards_for(mu: float) -> Standards:
    """One and a half times the pooled rate is tolerated (4 % to 20 %); thrice that is bad."""
    tolerated = float(np.clip(1.5 * mu, 0.04, 0.20))
    return Standards(mu=mu, tolerated=tolerated, bad=3 * tolerated)


Statistic = Callable[[Record, Standards], Real]


def count(record: Record, _: Standards) -> Real:
    """Clients with a negative vote."""
    return record.in_year[0].astype(np.float64)


def rate_of_ten(record: Record, _: Standards) -> Real:
    """The share of negative votes, of ten votes or more."""
    negative, votes = record.in_year
    return _where(votes >= LEAST_VOTES, negative / votes)


def seller_standard(record: Record, _: Standards) -> Real:
    """The share of negative votes, of five negative votes or more, as eBay's rule for sellers."""
    negative, votes = record.in_year
    return _where(negative >= LEAST_NEGATIVE_SELLER, negative / votes)


def wilson(record: Record, _: Standards) -> Real:
    """The lower bound of the share by Wilson's score interval of 95 %."""
    negative, votes = record.in_year
    share, square = negative / votes, Z_95**2
    spread = np.sqrt(share * (1 - share) / votes + square / (4 * votes.astype(float) ** 2))
    middle = share + square / (2 * votes)
    return np.asarray((middle - Z_95 * spread) / (1 + square / votes))


def wilson_of_three(record: Record, standards: Standards) -> Real:
    """The same, of three negative votes or more."""
    return _where(record.in_year[0] >= LEAST_NEGATIVE, wilson(record, standards))


def exact_binomial(record: Record, standards: Standards) -> Real:
    """Minus the log of the exact p-value at the tolerated rate, of three negative votes or more."""
    negative, votes = record.in_year
    unlikely = -log_tail(negative, votes, standards.tolerated)
    return _where(negative >= LEAST_NEGATIVE, unlikely)


def posterior(record: Record, standards: Standards) -> Real:
    """Minus the log of the posterior probability that the rate is tolerable, prior Beta(1, 14).

    With whole parameters the Beta's distribution is a binomial tail.
    """
    negative, votes = record.in_year
    trials = votes + PRIOR_VOTES - 1
    return -log_tail(negative + PRIOR_NEGATIVE, trials, standards.tolerated)


def shrunken_rate(record: Record, _: Standards) -> Real:
    """The share of negative votes after one in fifteen that everybody starts with."""
    negative, votes = record.in_year
    return np.asarray((PRIOR_NEGATIVE + negative) / (PRIOR_VOTES + votes))


def cusum(record: Record, standards: Standards) -> Real:
    """The log likelihood ratio since the best start, which costs nothing: all history."""
    total = _sum(record, _steps(record.negative, standards.tolerated, standards.bad))
    return np.asarray(total.after - _running_least(record, total.before))


def monthly_cusum(record: Record, standards: Standards) -> Real:
    """The points without regard to who votes: no strictness, newcomers count in full."""
    return _points(record, _steps(record.negative, standards.tolerated, standards.bad), standards)


def evidence_points(record: Record, standards: Standards) -> Real:
    """Evidence points: each start of a month costs a fee, strict and fresh clients weigh less.

    The log likelihood ratio of the bad to the tolerated rate, both moved by the client's
    strictness, since the start that is best after its fee: ln 2 for the first vote, ln 46 for the
    first of each later month. At ln(1 / alpha) somebody at the tolerated rate is flagged within
    24 months with probability alpha at most (Ville's inequality for the mixture over starts).
    """
    tolerated = moved(standards.tolerated, record.strictness)
    bad = moved(standards.bad, record.strictness)
    weight = np.where(record.newcomer, NEWCOMER_WEIGHT, 1.0)
    return _points(record, weight * _steps(record.negative, tolerated, bad), standards)


RULES: Mapping[str, Statistic] = MappingProxyType(
    {
        "A count in 12 months": count,
        "B rate of 10 or more": rate_of_ten,
        "C eBay-like, 5 or more negative": seller_standard,
        "D Wilson 95 %": wilson,
        "E Wilson 95 %, 3 or more negative": wilson_of_three,
        "F exact binomial, 3 or more negative": exact_binomial,
        "G posterior": posterior,
        "H shrunken rate": shrunken_rate,
        "K CUSUM without fee": cusum,
        "N monthly starts": monthly_cusum,
        "P evidence points": evidence_points,
    }
)


def moved(rate: float, logits: Real) -> Real:
    """The rate as clients have it whose strictness is that many logits."""
    odds = rate / (1 - rate) * np.exp(logits)
    return np.asarray(odds / (1 + odds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A person's sum of steps before each vote and after it."""

    before: Real
    after: Real


def _points(record: Record, steps: Real, standards: Standards) -> Real:
    total = _sum(record, steps)
    fee = np.where(record.first, FIRST_START_FEE, LATER_START_FEE)
    starts = np.where(record.opens_month, total.before + fee, np.inf)
    points = total.after - _running_least(record, starts)
    enough = record.so_far[0] >= LEAST_NEGATIVE
    recent = shrunken_rate(record, standards) >= standards.tolerated
    return _where(enough & recent, points)


def _steps(negative: Truth, tolerated: Real | float, bad: Real | float) -> Real:
    up = np.log(np.asarray(bad) / tolerated)
    down = np.log1p(-np.asarray(bad)) - np.log1p(-np.asarray(tolerated))
    return np.where(negative, up, down)


def _sum(record: Record, steps: Real) -> Sums:
    after = np.cumsum(steps)
    before = after - steps
    began = before[record.begins]
    return Sums(before=before - began, after=after - began)


def _running_least(record: Record, values: Real) -> Real:
    """The least value of each person so far.

    Everybody's values are moved below all of those before them, so that one running minimum does
    for all; the first value of each person is finite.
    """
    finite = values[np.isfinite(values)]
    apart = float(np.ptp(finite)) + 1
    moved = values - record.person * apart
    return np.asarray(np.minimum.accumulate(moved) + record.person * apart)


def _where(holds: Truth, values: Real) -> Real:
    return np.where(holds, values, -np.inf)
