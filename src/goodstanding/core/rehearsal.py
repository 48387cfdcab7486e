"""A policy is held to its own examples: which hold, and where one does not, what came out."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from goodstanding.core.policy.language import Example, Policy
from goodstanding.core.policy.outcomes import SUBJECT
from goodstanding.core.verdict import Verdict, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One example, whether it holds, and what differs (empty when it holds)."""

    name: str
    held: bool
    told: str


def rehearse(policy: Policy) -> tuple[Rehearsed, ...]:
    """Every example of the policy, judged by the policy."""
    return tuple(_rehearse(policy, example) for example in policy.examples)


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
