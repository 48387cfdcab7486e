"""Counts become the tail of a binomial: how likely so many or more would be by chance."""

import numpy as np

from benchmarks.decisions.record import Real, Whole

NEGLIGIBLE = 1e-15


def log_tail(successes: Whole, trials: Whole, rate: float) -> Real:
    """ln P(X >= successes) of X ~ Bin(trials, rate), for each pair; 0 where successes are 0.

    The first term by factorials, the others by their ratios; once beyond the mean they fall.
    """
    wide = int(trials.max(initial=0)) + 1
    pairs, place = np.unique(successes * wide + trials, return_inverse=True)
    few, all_of = np.divmod(pairs, wide)
    least, most = few.astype(np.float64), all_of.astype(np.float64)
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, wide)))])
    first = factorials[all_of] - factorials[few] - factorials[all_of - few]
    first += few * np.log(rate) + (all_of - few) * np.log1p(-rate)
    term, together = np.ones_like(least), np.ones_like(least)
    reached = least.copy()
    while np.any(term > NEGLIGIBLE * together):
        term = term * (most - reached) / (reached + 1) * (rate / (1 - rate))
        together += term
        reached += 1
    return np.asarray(np.minimum(first + np.log(together), 0.0)[place])
