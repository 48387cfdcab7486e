"""Two judges of everybody: the core one person at a time, the engine all at once."""

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.verdict import judge
from goodstanding.engine.arrange import arrange
from goodstanding.engine.evidence import table_of
from goodstanding.engine.frame import Frame
from goodstanding.engine.population import Verdicts, judge_frame
from goodstanding.engine.quotient import value_at

Told = dict[str, tuple[str | None, dict[str, tuple[Fraction | None, int]]]]


def frame_of(
    policy: Policy, evidence: Iterable[Evidence], *, arranged_by: Callable[..., Frame] = arrange
) -> Frame:
    """The frame of the evidence, in the order of the policy's clock."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return arranged_by(table_of(tuple(evidence), vocabulary), vocabulary, anchor=policy.anchor)


def by_core(policy: Policy, evidence: Iterable[Evidence], as_of: datetime) -> Told:
    """Everybody's rung and figures by the definition; those only of whom anything is known."""
    given = tuple(evidence)
    told: Told = {}
    for subject in sorted({each.subject for each in given if each.known_at(as_of)}):
        verdict = judge(policy, subject, given, as_of)
        figures = {each.signal: (each.value, each.sample) for each in verdict.figures}
        told[subject] = (verdict.rung, figures)
    return told


def by_engine(policy: Policy, evidence: Iterable[Evidence], as_of: datetime) -> Told:
    """The same by the engine."""
    return told_of(policy, judge_frame(policy, frame_of(policy, evidence), as_of))


def told_of(policy: Policy, verdicts: Verdicts) -> Told:
    """The engine's verdicts as the core tells them."""
    rungs: list[Any] = [*(rung.name for rung in policy.ladder), None]
    told: Told = {}
    for place, subject in enumerate(verdicts.subjects.to_pylist()):
        if verdicts.judged[place]:
            figures = {
                name: (value_at(figure.values, place), int(figure.sample[place]))
                for name, figure in verdicts.figures.items()
            }
            told[subject] = (rungs[int(verdicts.rung[place])], figures)
    return dict(sorted(told.items()))
