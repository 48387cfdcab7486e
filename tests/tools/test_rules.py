"""Each rule of the house finds its bad samples and no other's; good samples pass them all."""

import pytest

from tools.lints.rule import Rule, Sample, source_of
from tools.lints.rules import RULES, faults_in


def each(kind: str) -> list[object]:
    """Every sample of every rule, with the rules that it breaks; called by its rule and number."""
    return [
        pytest.param([rule.name] if kind == "bad" else [], sample, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, sample in enumerate(getattr(rule, kind), start=1)
    ]


@pytest.mark.parametrize(("wanted", "sample"), each("good"))
def test_a_good_sample_passes_every_rule(wanted: list[str], sample: Sample) -> None:
    source = source_of(sample.text, path=sample.path)

    assert [rule.name for rule, _ in faults_in(source)] == wanted


@pytest.mark.parametrize(("wanted", "sample"), each("bad"))
def test_a_bad_sample_breaks_its_own_rule_once_and_no_other(
    wanted: list[str], sample: Sample
) -> None:
    source = source_of(sample.text, path=sample.path)

    assert [rule.name for rule, _ in faults_in(source)] == wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_why_and_shows_both_sides(rule: Rule) -> None:
    assert rule.because.endswith(".")
    assert rule.good
    assert rule.bad
