"""Repeated figures become a mean with its 95 % interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

# Student's t, 97.5 %, for 1 to 30 degrees of freedom; beyond that the normal's.
STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
NORMAL = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A middle, and between what it lies with 95 % confidence."""

    middle: float
    low: float
    high: float


def over_seeds(figures: Sequence[float]) -> Interval:
    """The mean of independent seeds, with the t interval; one seed alone has no interval."""
    known = np.array([figure for figure in figures if np.isfinite(figure)])
    if not len(known):
        return Interval(middle=np.nan, low=np.nan, high=np.nan)
    middle = float(known.mean())
    if len(known) == 1:
        return Interval(middle=middle, low=np.nan, high=np.nan)
    quantile = STUDENT[len(known) - 2] if len(known) - 2 < len(STUDENT) else NORMAL
    half = quantile * float(known.std(ddof=1)) / sqrt(len(known))
    return Interval(middle=middle, low=middle - half, high=middle + half)


def of_share(hits: int, number: int) -> Interval:
    """A share of independent people, with Wilson's score interval."""
    share, square = hits / number, NORMAL**2
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = NORMAL * sqrt(share * (1 - share) / number + square / (4 * number**2))
    half /= 1 + square / number
    return Interval(middle=share, low=max(middle - half, 0.0), high=min(middle + half, 1.0))
