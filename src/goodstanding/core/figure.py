"""Readings of evidence become figures: which lie in the window, who votes, what is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.evaluation import Value as Known
from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.language import Anchor
from goodstanding.core.policy.nodes import Condition
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    Better,
    ByVolume,
    Count,
    Distinct,
    Keep,
    LastVotes,
    Mean,
    NetShare,
    RollingDays,
    RollingMonths,
    Round,
    Rounding,
    Sample,
    Share,
    Signal,
    SimpleWindow,
    Voter,
    Votes,
    Weight,
)
from goodstanding.core.words import Dimension, add_months

Value = Fraction | None
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the policy reads one piece of evidence: did it say anything, was it negative, why."""

    evidence: Evidence
    rated: bool
    negative: bool
    publicly_negative: bool
    because: tuple[str, ...]
    dimensions: frozenset[Dimension]


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
    signal: Signal, readings: Sequence[Reading], *, as_of: datetime, anchor: Anchor
) -> Figure:
    """The signal's figure at the instant, over readings in their total order.

    Of several windows the best for the subject is taken, among those that have a figure.
    """
    window = signal.window
    if isinstance(window, BestOf):
        figures = [
            _measure(signal, one, readings, clocks=(as_of, anchor)) for one in window.windows
        ]
        return _best(figures, signal.better)
    if isinstance(window, ByVolume):
        busy = len(_inside(window.within, readings, (as_of, anchor))) >= window.at_least
        window = window.then if busy else window.otherwise
    return _measure(signal, window, readings, clocks=(as_of, anchor))


def _best(figures: list[Figure], better: Better) -> Figure:
    told = [figure for figure in figures if figure.value is not None]
    if not told:
        return figures[0]
    choose = min if better is Better.LOWER else max
    return choose(told, key=lambda figure: figure.value or Fraction(0))


Clocks = tuple[datetime, Anchor]


def clock(evidence: Evidence, anchor: Anchor) -> datetime:
    """The one of evidence's two instants that the policy measures time on."""
    return evidence.occurred_at if anchor is Anchor.OCCURRED_AT else evidence.received_at


def _inside(window: SimpleWindow, readings: Sequence[Reading], clocks: Clocks) -> list[Reading]:
    """The readings in (start, end]: after the start, up to and with the end.

    The lag moves the end back first; months are then counted back from there.
    """
    as_of, anchor = clocks
    match window:
        case RollingDays():
            end_at = as_of - timedelta(days=window.lag_days)
            start_at = end_at - timedelta(days=window.days)
        case RollingMonths():
            end_at = as_of - timedelta(days=window.lag_days)
            start_at = add_months(end_at, -window.months)
        case LastVotes() | AllTime():
            return list(readings)
        case _:
            assert_never(window)
    return [each for each in readings if start_at < clock(each.evidence, anchor) <= end_at]


def one_vote_each(votes: Votes, readings: Sequence[Reading]) -> list[Reading]:
    """One reading for each voter, in the readings' order.

    A voter's rated readings come before its silent ones. First and latest are by the total order;
    the worst is the latest negative reading, else the latest.
    """
    by_voter: dict[str, list[Reading]] = {}
    for reading in readings:
        by_voter.setdefault(voter_of(votes.per, reading.evidence), []).append(reading)
    chosen = {_vote(votes.keep, own).evidence.id for own in by_voter.values()}
    return [reading for reading in readings if reading.evidence.id in chosen]


def voter_of(per: Voter, evidence: Evidence) -> str:
    """Whose vote the evidence is. Without a contract it stands for one of its own."""
    match per:
        case Voter.CLIENT_GROUP:
            return evidence.client_group
        case Voter.CLIENT:
            return evidence.client
        case Voter.CONTRACT:
            return evidence.contract or evidence.id
        case _:
            assert_never(per)


def _vote(keep: Keep, own: list[Reading]) -> Reading:
    rated = [reading for reading in own if reading.rated] or own
    match keep:
        case Keep.FIRST:
            return rated[0]
        case Keep.LATEST:
            return rated[-1]
        case Keep.WORST:
            return ([reading for reading in rated if reading.negative] or rated)[-1]
        case _:
            assert_never(keep)


def _measure(
    signal: Signal, window: SimpleWindow, readings: Sequence[Reading], *, clocks: Clocks
) -> Figure:
    inside = _inside(window, readings, clocks)
    cast = one_vote_each(signal.votes, inside)
    measure = signal.measure
    match measure:
        case Count():
            among = _latest(window, cast)
            counted = _where(measure.of, among)
            return _figure(signal, Fraction(len(counted)), counted, sample=len(among))
        case Distinct():
            counted = _where(measure.of, inside)
            voters = {voter_of(measure.on, reading.evidence) for reading in counted}
            return _figure(signal, Fraction(len(voters)), counted, sample=len(inside))
        case Share():
            divided = _latest(window, _where(measure.per, cast))
            return _quotient(signal, measure, divided)
        case NetShare():
            divided = _latest(window, _where(measure.per, cast))
            return _quotient(signal, measure, divided)
        case Mean():
            divided = [
                reading
                for reading in _where(measure.per, cast)
                if reading.evidence.items.get(measure.of) is not None
            ]
            return _quotient(signal, measure, _latest(window, divided))
        case _:
            assert_never(measure)


def _latest(window: SimpleWindow, cast: list[Reading]) -> list[Reading]:
    return cast[-window.last :] if isinstance(window, LastVotes) else cast


def _figure(signal: Signal, value: Value, counted: Sequence[Reading], *, sample: int) -> Figure:
    return Figure(signal=signal.name, value=value, sample=sample, counted=tuple(counted))


def _where(condition: Condition, readings: Sequence[Reading]) -> list[Reading]:
    return [reading for reading in readings if _is_true(condition, reading)]


def _is_true(condition: Condition, reading: Reading) -> bool:
    """Whether the condition is true of the outcome; a silent one is neither negative nor not."""
    known: dict[str, Known] = {
        **reading.evidence.items,
        "all": True,
        "rated": reading.rated,
        "negative": reading.negative if reading.rated else None,
    }
    return holds(condition, known)


def _quotient(
    signal: Signal, measure: Share | NetShare | Mean, divided: Sequence[Reading]
) -> Figure:
    """The weighted sum over the sum of weights; unknown where the sample is too small."""
    worth = {reading.evidence.id: _worth(measure, reading) for reading in divided}
    weights = {each.evidence.id: _weight(measure.weight, each.evidence) for each in divided}
    total = sum(weights.values())
    value: Value = None
    if total and _is_enough(signal.sample, divided):
        value = _rounded(
            sum((worth[key] * weights[key] for key in worth), Fraction(0)) / total, signal.round
        )
    counted = [reading for reading in divided if _counts(measure, reading)]
    return _figure(signal, value, counted, sample=len(divided))


def _worth(measure: Share | NetShare | Mean, reading: Reading) -> Fraction:
    match measure:
        case Share():
            return Fraction(_is_true(measure.of, reading))
        case NetShare():
            good = _is_true(measure.of, reading)
            return Fraction(good - _is_true(measure.minus, reading))
        case Mean():
            value = reading.evidence.items[measure.of]
            return Fraction(value)
        case _:
            assert_never(measure)


def _counts(measure: Share | NetShare | Mean, reading: Reading) -> bool:
    """Whether the reading is part of what the figure says: of a mean, all are."""
    match measure:
        case Share():
            return _is_true(measure.of, reading)
        case NetShare():
            return _is_true(measure.of, reading) or _is_true(measure.minus, reading)
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
