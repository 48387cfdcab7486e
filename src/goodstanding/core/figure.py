"""Readings of evidence become figures: what is measured of the votes that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from goodstanding.core.casting import (
    Clocks,
    Reading,
    clock,
    inside,
    is_true,
    one_vote_each,
    span_of,
    voter_of,
    where,
)
from goodstanding.core.evidence import Evidence
from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.points import Vote, tally
from goodstanding.core.policy.language import Anchor
from goodstanding.core.policy.signal import (
    BestOf,
    Better,
    ByVolume,
    Count,
    Distinct,
    LastVotes,
    Mean,
    NetShare,
    Points,
    Prior,
    RollingMonths,
    Round,
    Rounding,
    Sample,
    Share,
    Signal,
    SimpleWindow,
    Weight,
)
from goodstanding.core.policy.steps import step_of
from goodstanding.core.words import Refusal

Value = Fraction | None
NO_PRIOR = Prior(of=0, per=0)
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One signal's value (None: too little to say) and over how many votes it was measured.

    `counted` are the readings that make the figure what it is: the numerator's.
    """

    signal: str
    value: Value
    sample: int
    counted: tuple[Reading, ...]


def measure(
    signal: Signal,
    readings: Sequence[Reading],
    *,
    as_of: datetime,
    anchor: Anchor,
    cleared_at: Sequence[datetime] = (),
) -> Figure:
    """The signal's figure at the instant, over readings in their total order.

    Of several windows the best for the subject is taken, among those that have a figure. Points
    count anew after the last of the instants `cleared_at`.
    """
    window = signal.window
    if isinstance(signal.measure, Points):
        return _points(signal, signal.measure, readings, clocks=(as_of, anchor), cleared=cleared_at)
    if isinstance(window, BestOf):
        figures = [
            _measure(signal, one, readings, clocks=(as_of, anchor)) for one in window.windows
        ]
        return _best(figures, signal.better)
    if isinstance(window, ByVolume):
        busy = len(inside(window.within, readings, (as_of, anchor))) >= window.at_least
        window = window.then if busy else window.otherwise
    return _measure(signal, window, readings, clocks=(as_of, anchor))


def _best(figures: list[Figure], better: Better) -> Figure:
    told = [figure for figure in figures if figure.value is not None]
    if not told:
        return figures[0]
    choose = min if better is Better.LOWER else max
    return choose(told, key=lambda figure: figure.value or Fraction(0))


def _measure(
    signal: Signal, window: SimpleWindow, readings: Sequence[Reading], *, clocks: Clocks
) -> Figure:
    within = inside(window, readings, clocks)
    cast = one_vote_each(signal.votes, within)
    measure = signal.measure
    assert not isinstance(measure, Points)
    match measure:
        case Count():
            among = _latest(window, cast)
            counted = where(measure.of, among)
            return _figure(signal, Fraction(len(counted)), counted, sample=len(among))
        case Distinct():
            counted = where(measure.of, within)
            voters = {voter_of(measure.on, reading.evidence) for reading in counted}
            return _figure(signal, Fraction(len(voters)), counted, sample=len(within))
        case Share():
            divided = _latest(window, where(measure.per, cast))
            return _quotient(signal, measure, divided)
        case NetShare():
            divided = _latest(window, where(measure.per, cast))
            return _quotient(signal, measure, divided)
        case Mean():
            divided = [
                reading
                for reading in where(measure.per, cast)
                if reading.evidence.items.get(measure.of) is not None
            ]
            return _quotient(signal, measure, _latest(window, divided))
        case _:
            assert_never(measure)


def _latest(window: SimpleWindow, cast: list[Reading]) -> list[Reading]:
    return cast[-window.last :] if isinstance(window, LastVotes) else cast


def _figure(signal: Signal, value: Value, counted: Sequence[Reading], *, sample: int) -> Figure:
    return Figure(signal=signal.name, value=value, sample=sample, counted=tuple(counted))


def _quotient(
    signal: Signal, measure: Share | NetShare | Mean, divided: Sequence[Reading]
) -> Figure:
    """The weighted sum over the sum of weights; unknown where the sample is too small."""
    worth = {reading.evidence.id: _worth(measure, reading) for reading in divided}
    weights = {each.evidence.id: _weight(measure.weight, each.evidence) for each in divided}
    prior = (measure.prior if isinstance(measure, Share) else None) or NO_PRIOR
    total = sum(weights.values()) + prior.per
    value: Value = None
    if total and _is_enough(signal.sample, divided):
        summed = sum((worth[key] * weights[key] for key in worth), Fraction(prior.of))
        value = _rounded(summed / total, signal.round)
    counted = [reading for reading in divided if _counts(measure, reading)]
    return _figure(signal, value, counted, sample=len(divided))


def _worth(measure: Share | NetShare | Mean, reading: Reading) -> Fraction:
    match measure:
        case Share():
            return Fraction(is_true(measure.of, reading))
        case NetShare():
            good = is_true(measure.of, reading)
            return Fraction(good - is_true(measure.minus, reading))
        case Mean():
            value = reading.evidence.items[measure.of]
            return Fraction(value)
        case _:
            assert_never(measure)


def _counts(measure: Share | NetShare | Mean, reading: Reading) -> bool:
    """Whether the reading is part of what the figure says: of a mean, all are."""
    match measure:
        case Share():
            return is_true(measure.of, reading)
        case NetShare():
            return is_true(measure.of, reading) or is_true(measure.minus, reading)
        case Mean():
            return True
        case _:
            assert_never(measure)


def _weight(weight: Weight | None, evidence: Evidence) -> int:
    """The weight of the step at or below the item's value; the lowest step's when unknown."""
    if weight is None:
        return 1
    value = evidence.items.get(weight.by)
    weighs = weight.steps[0][1]
    if isinstance(value, int | Decimal):
        for start, step in weight.steps:
            weighs = step if Fraction(value) >= start else weighs
    return weighs


def _is_enough(sample: Sample, divided: Sequence[Reading]) -> bool:
    groups = {reading.evidence.client_group for reading in divided}
    return len(divided) >= sample.votes and len(groups) >= sample.client_groups


def _rounded(value: Fraction, to: Round | None) -> Fraction:
    """The value to so many places; halves, and `up`, go away from zero, `down` towards it."""
    if to is None:
        return value
    quantum = Fraction(1, 10**to.places)
    whole, rest = divmod(abs(value) / quantum, 1)
    match to.how:
        case Rounding.HALF_UP:
            more = rest >= HALF
        case Rounding.HALF_EVEN:
            more = rest > HALF or (rest == HALF and whole % 2 == 1)
        case Rounding.DOWN:
            more = False
        case Rounding.UP:
            more = rest > 0
        case _:
            assert_never(to.how)
    size = (whole + more) * quantum
    return size if value >= 0 else -size


def _points(
    signal: Signal,
    measure: Points,
    readings: Sequence[Reading],
    *,
    clocks: Clocks,
    cleared: Sequence[datetime],
) -> Figure:
    """The points of all votes since the last clearing; what counts is the sum's own part.

    A vote is chosen among all that is known, so that nobody votes twice by outliving a window.
    """
    as_of, anchor = clocks
    window = signal.window
    # The checker lets points run over calendar months only.
    assert isinstance(window, RollingMonths)
    anew_at = max(cleared, default=None)
    cast = [
        reading
        for reading in where(measure.per, one_vote_each(signal.votes, readings))
        if anew_at is None or clock(reading.evidence, anchor) > anew_at
    ]
    votes = [_weighed(measure, reading, anchor) for reading in cast]
    start_at, _ = span_of(window, as_of)
    told = tally(votes, start_at=start_at, months=window.months, cleared=len(cleared))
    summed = [] if told.since is None else cast[told.since :]
    counted = where(measure.of, summed)
    return _figure(signal, told.points, counted, sample=len(cast))


def _weighed(measure: Points, reading: Reading, anchor: Anchor) -> Vote:
    """A client of whom nothing is known is new."""
    votes = reading.evidence.items.get(VOTES_BEFORE, 0)
    negatives = reading.evidence.items.get(NEGATIVES_BEFORE, 0)
    if not (isinstance(votes, int) and isinstance(negatives, int) and 0 <= negatives <= votes):
        raise Refusal(
            "odd-client-history",
            f"evidence `{reading.evidence.id}`: its client had voted on `{votes}` others, on "
            f"`{negatives}` of them negatively",
            cure="give whole numbers, the second not greater than the first",
        )
    step = step_of(
        measure,
        negative=is_true(measure.of, reading),
        votes_before=votes,
        negatives_before=negatives,
    )
    return Vote(at=clock(reading.evidence, anchor), step=step)
