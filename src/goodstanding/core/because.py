"""A verdict becomes its because, in words and as plain values: every figure against every limit.

It names clients and contracts: it is for those who run the marketplace. What the person judged is
told is the statement of reasons.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from goodstanding.core.casting import Reading
from goodstanding.core.evidence import Evidence
from goodstanding.core.figure import Figure
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.wording import OPERATORS, figure_told, signal_told
from goodstanding.core.verdict import LeftOut, Limit, RungTest, Verdict
from goodstanding.core.words import told_instant


def tell(verdict: Verdict, policy: Policy) -> str:
    """The because in words: the rung, the figures and limits, the evidence, what was left out."""
    return "\n".join(_lines(verdict, policy)) + "\n"


def _lines(verdict: Verdict, policy: Policy) -> Iterator[str]:
    reached = f"rung `{verdict.rung}`" if verdict.rung else "no rung is reached"
    yield (
        f"{verdict.subject} at {told_instant(verdict.as_of)}: {reached}, "
        f"by policy `{verdict.policy}` version {verdict.version}."
    )
    yield "\nFigures"
    signals = {signal.name: signal for signal in policy.signals}
    for figure in verdict.figures:
        signal = signals[figure.signal]
        told = f"{signal_told(signal)}: {figure_told(signal, figure.value)}"
        yield f"  {figure.signal}: {told}, over {_votes(figure.sample)}"
    if verdict.cleared_at:
        told = ", ".join(told_instant(at) for at in verdict.cleared_at)
        yield f"  points are counted anew since the last of: {told}"
    yield "\nLimits"
    looking_back = {rung.name for rung in policy.ladder if rung.looks_back}
    for test in verdict.tests:
        if test.rung in looking_back:
            yield f"  {test.rung}: looks back, so that no verdict of one instant reaches it"
        else:
            yield f"  {test.rung}: {'reached' if test.reached else 'not reached'}"
        for limit in test.limits:
            signal = signals[limit.signal]
            asked = OPERATORS[limit.operator].format(figure_told(signal, limit.limit))
            said = "holds" if limit.holds else "does not hold"
            yield f"    {limit.signal} {figure_told(signal, limit.value)}: {asked} {said}"
    yield from _evidence(verdict)


def _evidence(verdict: Verdict) -> Iterator[str]:
    negative = [reading for reading in verdict.readings if reading.negative]
    counted = _ids_counted(verdict)
    if negative:
        yield "\nNegative outcomes"
    for reading in negative:
        said = "; ".join(reading.because)
        told = "" if reading.evidence.id in counted else " (counts in no figure)"
        yield f"  {_place(reading.evidence)}: {said}{_where(reading)}{told}"
    others = len(verdict.readings) - len(negative)
    yield f"\nOther outcomes: {others}"
    if verdict.left_out:
        yield "\nLeft out"
    for left in verdict.left_out:
        yield f"  {_place(left.evidence)}: {left.because}"
    if verdict.unseen:
        yield f"\nThe policy also reads what nobody said: {', '.join(verdict.unseen)}"


def _where(reading: Reading) -> str:
    """Whether everybody could read it; nothing where it is not known what is public."""
    if reading.publicly_negative:
        return ", in public"
    return ", in private" if reading.evidence.public_items else ""


def _votes(number: int) -> str:
    return f"{number} vote" + ("" if number == 1 else "s")


def _place(evidence: Evidence) -> str:
    contract = f", contract {evidence.contract}" if evidence.contract else ""
    group = f" of {evidence.client_group}" if evidence.client_group != evidence.client else ""
    occurred = told_instant(evidence.occurred_at)
    return f"{evidence.id}{contract}, client {evidence.client}{group}, {occurred}"


def _ids_counted(verdict: Verdict) -> frozenset[str]:
    return frozenset(
        reading.evidence.id for figure in verdict.figures for reading in figure.counted
    )


def record(verdict: Verdict) -> dict[str, Any]:
    """The because as plain values for JSON; exact figures as text beside the nearest float."""
    return {
        "policy": verdict.policy,
        "version": verdict.version,
        "digest": verdict.digest,
        "subject": verdict.subject,
        "as_of": told_instant(verdict.as_of),
        "rung": verdict.rung,
        "figures": {figure.signal: _figure(figure) for figure in verdict.figures},
        "tests": [_test(test) for test in verdict.tests],
        "outcomes": [_reading(reading) for reading in verdict.readings],
        "left_out": [_left_out(left) for left in verdict.left_out],
        "unseen": list(verdict.unseen),
        "cleared_at": [told_instant(at) for at in verdict.cleared_at],
    }


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": _number(figure.value),
        "exact": None if figure.value is None else str(figure.value),
        "sample": figure.sample,
        "counted": [reading.evidence.id for reading in figure.counted],
    }


def _test(test: RungTest) -> dict[str, Any]:
    return {
        "rung": test.rung,
        "reached": test.reached,
        "limits": [_limit(limit) for limit in test.limits],
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "signal": limit.signal,
        "value": _number(limit.value),
        "operator": limit.operator,
        "limit": _number(limit.limit),
        "holds": limit.holds,
    }


def _origin(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id,
        "contract": evidence.contract,
        "client": evidence.client,
        "client_group": evidence.client_group,
        "occurred_at": told_instant(evidence.occurred_at),
        "received_at": told_instant(evidence.received_at),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return _origin(reading.evidence) | {
        "rated": reading.rated,
        "negative": reading.negative,
        "publicly_negative": reading.publicly_negative,
        "because": list(reading.because),
        "dimensions": sorted(reading.dimensions),
    }


def _left_out(left: LeftOut) -> dict[str, Any]:
    return _origin(left.evidence) | {"because": left.because}
