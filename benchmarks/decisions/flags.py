"""A statistic becomes flags: who reaches a threshold, and at which vote first."""

import numpy as np

from benchmarks.decisions.record import Real, Record, Whole

NEVER = -1


def highest(record: Record, statistic: Real) -> Real:
    """The highest value that each person ever has; minus infinity for whoever has no vote."""
    found = np.full(record.people, -np.inf)
    np.maximum.at(found, record.person, statistic)
    return found


def first_rows(record: Record, statistic: Real, threshold: float) -> Whole:
    """For each person the row of the vote that first reaches the threshold, or `NEVER`."""
    reached = np.flatnonzero(statistic >= threshold)
    people, place = np.unique(record.person[reached], return_index=True)
    rows = np.full(record.people, NEVER, dtype=np.int64)
    rows[people] = reached[place]
    return rows


def within_budget(
    record: Record, statistic: Real, *, share: float, chance: np.random.Generator
) -> tuple[float, Whole]:
    """The threshold at which that share of all people is flagged, and the rows of their flags.

    Where many are tied at the threshold, the budget is filled with some of them by lot, so that
    rules of whole numbers are compared at the same budget. Whoever never has a value is not
    flagged, even where the budget is not used up then.
    """
    peak = highest(record, statistic)
    number = round(share * record.people)
    ranked = np.lexsort((chance.random(record.people), -peak))[:number]
    chosen = ranked[np.isfinite(peak[ranked])]
    if not len(chosen):
        return np.inf, np.full(record.people, NEVER, dtype=np.int64)
    threshold = float(peak[chosen].min())
    rows = first_rows(record, statistic, threshold)
    is_chosen = np.zeros(record.people, dtype=np.bool_)
    is_chosen[chosen] = True
    return threshold, np.where(is_chosen, rows, NEVER)
