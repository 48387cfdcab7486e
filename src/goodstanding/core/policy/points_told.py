"""Evidence points become sentences, every number reckoned from the policy's own rates."""

from collections.abc import Iterator
from fractions import Fraction

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.nodes import Both, Comparison, Expression, Name, Number
from goodstanding.core.policy.signal import Points, RollingMonths, Signal
from goodstanding.core.policy.steps import MILLIONTHS, PER_POINT, chance_at, fees_of, step_of
from goodstanding.core.policy.wording import number_told, share_told

# Clients whose record is as long as matters, and as mild or as harsh as can be.
MILDEST = (100_000, 0)
HARSHEST = (100_000, 100_000)
FIRST_TIME = (0, 0)


def points_told(policy: Policy, signal: Signal) -> Iterator[str]:
    """How the points add up, and how rare it is to reach each limit; nothing of other signals."""
    measure = signal.measure
    if not isinstance(measure, Points):
        return
    yield from _steps_told(measure)
    window = signal.window
    months = window.months if isinstance(window, RollingMonths) else 0
    tolerated = share_told(measure.rates.tolerated)
    for rung in policy.ladder:
        for limit in _limits(rung.when.root, signal.name):
            odds = chance_at(Fraction(limit.value))
            yield (
                f"Somebody whose clients report problems at the tolerated rate of {tolerated} "
                f"has at most a 1 in {odds} chance of ever reaching {number_told(limit.value)} "
                f"points in {months} months, however many contracts they do and however often we "
                "look."
            )
    yield (
        "When a person has looked and found nothing to act on, counting starts anew and more "
        "points are needed than before."
    )


def points_exactly(signal: Signal) -> Iterator[str]:
    """All that the points are reckoned from; nothing of other signals."""
    measure, window = signal.measure, signal.window
    if not (isinstance(measure, Points) and isinstance(window, RollingMonths)):
        return
    rates = measure.rates
    yield (
        f"Negative votes: usual {number_told(rates.usual)}, tolerated "
        f"{number_told(rates.tolerated)}, bad {number_told(rates.bad)}. A client of whom nothing "
        f"is known weighs {number_told(measure.newcomers_weigh)}."
    )
    if measure.strictness is not None:
        moved = measure.strictness
        yield (
            f"A client's record begins with {moved.history} votes at the usual rate, and moves the "
            f"rates by {number_told(moved.least)} to {number_told(moved.most)} logits."
        )
    first, later = (number_told(Fraction(fee, PER_POINT)) for fee in fees_of(window.months))
    yield (
        f"A sum starts at the first vote for {first} points, or at the first of a later month "
        f"(UTC) for {later}."
    )


def _steps_told(measure: Points) -> Iterator[str]:
    usual = _steps(measure, _usual(measure))
    yield (
        f"A negative outcome adds {usual[0]} points, any other takes off {-usual[1]}, when the "
        "client rates like most. The sum may begin with the first vote, or with any later month; "
        "to begin costs points, so that chance alone rarely gets anywhere."
    )
    if measure.strictness is not None:
        mild, harsh = _steps(measure, MILDEST), _steps(measure, HARSHEST)
        yield (
            f"A client who rates everybody hard adds less (down to {harsh[0]}) and takes off more "
            f"(up to {-harsh[1]}); of one who is hardly ever unhappy it is up to {mild[0]} and "
            f"down to {-mild[1]}. What counts is what that client had said of others before."
        )
    if measure.newcomers_weigh != 1:
        first = _steps(measure, FIRST_TIME)
        yield (
            "An account that never rated anybody before counts less: it adds "
            f"{first[0]} points or takes off {-first[1]}."
        )


def _usual(measure: Points) -> tuple[int, int]:
    """A long record at just about the usual rate."""
    votes = MILDEST[0]
    return votes, round(votes * measure.rates.usual)


def _steps(measure: Points, before: tuple[int, int]) -> tuple[int, int]:
    """What a negative vote adds and any other adds, in whole points."""
    told = [
        step_of(measure, negative=negative, votes_before=before[0], negatives_before=before[1])
        for negative in (True, False)
    ]
    return round(told[0] * 100 / MILLIONTHS), round(told[1] * 100 / MILLIONTHS)


def _limits(part: Expression, name: str) -> Iterator[Number]:
    """The limits that the points have to reach for the condition to be true."""
    match part:
        case Both():
            for each in part.parts:
                yield from _limits(each, name)
        case Comparison(left=Name(name=compared), operator=">=" | ">", right=Number() as limit):
            if compared == name:
                yield limit
        case _:
            return
