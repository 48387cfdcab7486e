"""The votes after somebody entered a rung, looked at alone, become passed or failed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from goodstanding.core.casting import Reading, voter_of
from goodstanding.core.figure import measure
from goodstanding.core.policy.evaluation import holds
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.over_time import Probation
from goodstanding.core.policy.signal import AllTime, Signal, Voter


def is_passed(
    probation: Probation,
    policy: Policy,
    *,
    before: Sequence[Reading],
    readings: Sequence[Reading],
    as_of: datetime,
) -> bool | None:
    """Whether the first so many votes passed; None while there are too few of them.

    `before` are the readings when the rung was entered; only contracts of which nothing was known
    then are looked at, in the order in which they were received. Each signal has its own voters,
    and is measured, without its window, as soon as so many of them have voted; one whose sample is
    still too small then waits for the next vote.
    """
    known = {contract_of(reading) for reading in before}
    further = [reading for reading in readings if contract_of(reading) not in known]
    values = {}
    for signal in policy.signals:
        if signal.name in probation.passes.reads:
            value = _first(signal, further, policy, votes=probation.votes, as_of=as_of)
            if value is None:
                return None
            values[signal.name] = value
    return holds(probation.passes, values)


def _first(
    signal: Signal, further: Sequence[Reading], policy: Policy, *, votes: int, as_of: datetime
) -> Fraction | None:
    """The signal over the fewest outcomes, by receipt, that are so many votes and give a figure."""
    alone = replace(signal, window=AllTime())
    by_receipt = sorted(further, key=lambda reading: reading.evidence.received_at)
    for number in range(votes, len(by_receipt) + 1):
        first = {reading.evidence.id for reading in by_receipt[:number]}
        those = [reading for reading in further if reading.evidence.id in first]
        figure = measure(alone, those, as_of=as_of, anchor=policy.anchor)
        if figure.sample >= votes and figure.value is not None:
            return figure.value
    return None


def contract_of(reading: Reading) -> str:
    """What the outcome is about: its contract, or itself where it names none."""
    return voter_of(Voter.CONTRACT, reading.evidence)
