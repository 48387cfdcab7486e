"""Every policy that we ship reads, is labelled, and sits on its own edges."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from goodstanding.core.policy.finding import PolicyRefused
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read, read_all
from goodstanding.core.rehearsal import rehearse
from goodstanding.core.words import Outcome

POLICIES = Path(__file__).parents[2] / "policies"
SHIPPED = POLICIES / "poor-contract-outcomes.yaml"
ZOO = sorted((POLICIES / "zoo").glob("*.yaml"))
ALL = [SHIPPED, *ZOO]
LABEL = "Example modelled on a published policy; not endorsed; numbers may have changed."


def policy_of(path: Path) -> Policy:
    """The policy in that file."""
    return read(path.read_text(encoding="utf-8"), source=path.name)


class PlainYaml(yaml.SafeLoader):
    """YAML as JSON Schema sees it: a day is text."""


PlainYaml.yaml_implicit_resolvers = {
    sign: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_shipped_policy_fits_the_published_schema_and_names_it(path: Path) -> None:
    published = json.loads((POLICIES / "policy.schema.json").read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")

    wrong = list(Draft202012Validator(published).iter_errors(yaml.load(text, PlainYaml)))

    assert wrong == []
    named = re.match(r"# yaml-language-server: \$schema=(\S+)", text)
    assert named
    assert (path.parent / named[1]).resolve() == POLICIES / "policy.schema.json"


def test_the_zoo_has_every_row_that_was_promised() -> None:
    assert [path.name.split("-")[0] for path in ZOO] == [
        "1a", "1b", "1c", "1d", "1e", "2", "4", "5b",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_shipped_policy_has_nothing_said_against_it(path: Path) -> None:
    _, findings = read_all(path.read_text(encoding="utf-8"), source=path.name)

    assert findings == ()


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_example_of_a_shipped_policy_holds(path: Path) -> None:
    rehearsed = rehearse(policy_of(path))

    assert [each.told for each in rehearsed if not each.held] == []
    assert len(rehearsed) >= 5


@pytest.mark.parametrize("path", ZOO, ids=lambda path: path.stem)
def test_a_policy_of_the_zoo_says_whose_it_is_and_what_it_cannot_say(path: Path) -> None:
    policy = policy_of(path)

    assert policy.origin is not None
    assert LABEL in policy.origin.note
    assert "Theirs:" in policy.origin.note
    assert "Ours:" in policy.origin.note
    assert policy.origin.retrieved
    assert policy.origin.sources
    assert policy.cannot_say


def limits_of(text: str) -> list[tuple[int, int]]:
    """Where each limit of a rung stands in a policy's text: the comparison and its number."""
    return [
        found.span()
        for rung in re.finditer(r"when: .*(\n {6,}.*)*", text[text.index("\nladder:") :])
        for found in re.finditer(r"(>=|<=|<|>) ?[0-9.]+", rung.group())
        if (offset := text.index("\nladder:") + rung.start()) >= 0
        for found in [re.compile(r"(>=|<=|<|>) ?[0-9.]+").search(text, offset + found.start())]
        if found is not None
    ]


# Where the two pieces of a piecewise limit meet, either covers the other: at 40 reviews more than
# four low ones are more than 10 %, at 300 orders more than three refunds are more than 1 %.
COVERED = {"reviews <= 40 ", "orders <= 300 "}
OTHER = {">=": ">", ">": ">=", "<=": "<", "<": "<="}


def mutants(path: Path) -> list[str]:
    """The policy with one limit made strict or inclusive, each limit once."""
    text = path.read_text(encoding="utf-8")
    mutated = []
    for start, end in limits_of(text):
        operator = text[start:end].rstrip("0123456789. ")
        other = text[start:end].replace(operator, OTHER[operator])
        mutated.append(text[:start] + other + text[end:])
    return mutated


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_limit_can_move_by_a_hair_without_an_example_falling(path: Path) -> None:
    survivors = []
    for mutant in mutants(path):
        try:
            policy = read(mutant, source=path.name)
        except PolicyRefused:
            continue
        told = " | ".join(rung.when.text for rung in policy.ladder)
        if all(each.held for each in rehearse(policy)) and not any(c in told for c in COVERED):
            survivors.append(told)

    assert mutants(path)
    assert survivors == []


def test_the_policy_of_the_seed_keeps_its_promises() -> None:
    policy = policy_of(SHIPPED)
    block = policy.ladder[-1]

    assert {clause.dimension for clause in policy.negative} >= {
        "skills",
        "experience",
        "availability",
        "performance",
    }
    assert block.proposes is Outcome.BLOCK
    assert block.deny == ("proposal.submit", "contract.accept")
    assert {"contract.work", "contract.bill", "payout.withdraw", "appeal.lodge"} <= set(block.keep)
    assert policy.process.human_gate
    assert policy.process.appeal.reinstatement_after_months == 6
    assert policy.impact_budget is not None
    assert float(policy.impact_budget) == 0.02


def test_the_waiting_time_of_the_seed_does_not_stand_under_european_law() -> None:
    text = SHIPPED.read_text(encoding="utf-8") + "\nlaw: [eu-dsa, eu-platform-work]\n"

    with pytest.raises(PolicyRefused) as refused:
        read(text, source="shipped")

    assert {finding.code for finding in refused.value.findings} == {"law-makes-nobody-wait"}


def test_without_the_wait_it_does() -> None:
    text = SHIPPED.read_text(encoding="utf-8") + "\nlaw: [eu-dsa, eu-p2b, eu-platform-work]\n"
    text = text.replace("reinstatement_after_months: 6", "reinstatement_after_months: 0")

    assert read(text, source="shipped").law == ("eu-dsa", "eu-p2b", "eu-platform-work")
