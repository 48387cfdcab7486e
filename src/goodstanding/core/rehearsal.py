"""A policy is held to its own examples and timelines: which hold, and else what came out."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from goodstanding.core.policy.language import Example, Policy
from goodstanding.core.policy.outcomes import SUBJECT
from goodstanding.core.policy.over_time import GoldenTimeline, Wanted
from goodstanding.core.timeline import State, timeline
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import told_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One example or timeline, whether it holds, and what differs (empty when it holds)."""

    name: str
    held: bool
    told: str


def rehearse(policy: Policy) -> tuple[Rehearsed, ...]:
    """Every example of the policy, judged by the policy."""
    return tuple(_rehearse(policy, example) for example in policy.examples)


def rehearse_timelines(policy: Policy) -> tuple[Rehearsed, ...]:
    """Every golden timeline of the policy, walked by the policy.

    Raises:
        Refusal: an end lies beyond the end of the calendar.
    """
    return tuple(_walk(policy, golden) for golden in policy.timelines)


def _walk(policy: Policy, golden: GoldenTimeline) -> Rehearsed:
    states = timeline(
        policy,
        SUBJECT,
        golden.outcomes,
        from_at=golden.from_at,
        until_at=golden.until_at,
        acts=golden.acts,
    )
    told = "; ".join(line for want in golden.wants for line in _astray(policy, want, states))
    return Rehearsed(name=golden.name, held=not told, told=told)


def _astray(policy: Policy, wanted: Wanted, states: tuple[State, ...]) -> Iterator[str]:
    """What differs at one instant; what shows is held to where something is protected."""
    state = max(
        (each for each in states if each.from_at <= wanted.as_of), key=lambda each: each.from_at
    )
    at = told_instant(wanted.as_of)
    if state.rung != wanted.rung:
        yield f"at {at} wanted {_rung(wanted.rung)}, got {_rung(state.rung)}"
    if policy.protection is not None and state.shown != wanted.shown:
        yield f"at {at} wanted {_rung(wanted.shown)} shown, got {_rung(state.shown)}"


def _rehearse(policy: Policy, example: Example) -> Rehearsed:
    verdict = judge(policy, SUBJECT, example.outcomes, example.as_of)
    differences = tuple(_differences(example, verdict))
    return Rehearsed(name=example.name, held=not differences, told="; ".join(differences))


def _differences(example: Example, verdict: Verdict) -> Iterator[str]:
    if verdict.rung != example.rung:
        yield f"wanted {_rung(example.rung)}, got {_rung(verdict.rung)}"
    values = {figure.signal: figure.value for figure in verdict.figures}
    for name, wanted in example.figures:
        if values[name] != wanted:
            yield f"wanted `{name}` {_figure(wanted)}, got {_figure(values[name])}"
    if example.left_out is not None and len(verdict.left_out) != example.left_out:
        yield f"wanted {example.left_out} left out, got {len(verdict.left_out)}"


def _rung(name: str | None) -> str:
    return "no rung" if name is None else f"rung `{name}`"


def _figure(value: Fraction | None) -> str:
    return "unknown" if value is None else f"{value}"
