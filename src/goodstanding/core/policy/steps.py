"""The rates of evidence points become what one vote adds, what a start costs, and how rare it is.

All are whole millionths of a natural logarithm. Steps are rounded down and costs up, so that
rounding never speaks against anybody; logarithms are taken in decimal arithmetic, which rounds
correctly on every machine, so that every run gives the same integers.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache

from goodstanding.core.policy.signal import Points, Rates, Strictness

MILLIONTHS = 1_000_000
PER_POINT = 10_000
EXACT = Context(prec=40)


def step_of(measure: Points, *, negative: bool, votes_before: int, negatives_before: int) -> int:
    """What one vote adds, in millionths of a logarithm, rounded down.

    Before it, its client had voted on so many other people, on so many of them negatively.
    """
    steps = _steps(
        measure.rates,
        strictness=measure.strictness,
        newcomers_weigh=measure.newcomers_weigh,
        before=(votes_before, negatives_before),
    )
    return steps[0] if negative else steps[1]


@lru_cache(maxsize=1_000_000)
def _steps(
    rates: Rates,
    *,
    strictness: Strictness | None,
    newcomers_weigh: Fraction,
    before: tuple[int, int],
) -> tuple[int, int]:
    """What a negative vote adds, and any other."""
    harder = _harder(rates.usual, strictness, before)
    tolerated, bad = _moved(rates.tolerated, harder), _moved(rates.bad, harder)
    weight = Fraction(1) if before[0] else newcomers_weigh
    return _log(bad / tolerated, weight), _log((1 - bad) / (1 - tolerated), weight)


def _harder(usual: Fraction, strictness: Strictness | None, before: tuple[int, int]) -> Fraction:
    """How many times the usual odds of a negative vote the client's own are, within bounds."""
    if strictness is None:
        return Fraction(1)
    votes, negatives = before
    weight = strictness.history
    odds = (negatives + weight * usual) / (votes - negatives + weight * (1 - usual))
    least, most = _power(strictness.least), _power(strictness.most)
    return min(max(odds * (1 - usual) / usual, least), most)


@cache
def _power(logit: Fraction) -> Fraction:
    return Fraction(EXACT.exp(_decimal(logit)))


def _moved(rate: Fraction, times: Fraction) -> Fraction:
    odds = rate / (1 - rate) * times
    return odds / (1 + odds)


def _decimal(exact: Fraction) -> Decimal:
    return EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _log(exact: Fraction, weight: Fraction) -> int:
    logarithm = Fraction(EXACT.ln(_decimal(exact))) * weight * MILLIONTHS
    return logarithm.numerator // logarithm.denominator


@cache
def fees_of(months: int) -> tuple[int, int]:
    """What a start costs, in millionths of a logarithm, rounded up: the first, and each later one.

    Half of all weight is on the first start, the other half on the window's later months.
    """
    return _fee(2), _fee(2 * (months - 1))


def fee_of_clearing(cleared: int) -> int:
    """What is taken off after so many cleared cases: ln 4 after one, ln 8 after two, and so on."""
    return _fee(2 ** (cleared + 1)) if cleared else 0


@cache
def _fee(odds: int) -> int:
    exact = EXACT.multiply(EXACT.ln(Decimal(odds)), Decimal(MILLIONTHS))
    return int(exact.to_integral_value(rounding=ROUND_CEILING))


def chance_at(points: Fraction) -> int:
    """N, such that somebody at the tolerated rate ever reaches these points at most once in N."""
    exact = EXACT.exp(_decimal(points / 100))
    return int(exact.to_integral_value(rounding=ROUND_FLOOR))
