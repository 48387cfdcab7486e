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
from goodstanding.core.rehearsal import rehearse, rehearse_timelines
from goodstanding.core.words import Outcome
from tests.policies.mutants import mutants_of, survives

POLICIES = Path(__file__).parents[2] / "policies"
SHIPPED = POLICIES / "poor-contract-outcomes.yaml"
ZOO = sorted((POLICIES / "zoo").glob("*.yaml"))
POINTS = POLICIES / "evidence-points.yaml"
ALL = [SHIPPED, POINTS, *ZOO]
WARNINGS = Path(__file__).parents[1] / "snapshots" / "policies" / "warnings.txt"
LABEL = "Example modelled on a published policy; not endorsed; numbers may have changed."

# What can move in a policy and changes nothing that it says, with the reason.
SAME = {
    "evidence-points": {
        "ladder.0.when: unhappy_clients >= 3 to >= 2": "two votes never add up to so many points",
        "ladder.1.when: unhappy_clients >= 3 to > 3": "five votes make so many points, or more",
        "ladder.1.when: unhappy_clients >= 3 to >= 2": "five votes make so many points, or more",
        "ladder.1.when: unhappy_clients >= 3 to >= 4": "five votes make so many points, or more",
    },
    "12b-fiverr-levels": {
        "ladder.0.when: answered_share < 0.9 to < 0.8": "level two asks for nine tenths as well",
    },
    "14-google-play-vitals": {
        "bad_phones: votes keep worst": "nothing is negative, so the worst is the latest",
        "bad_watches: votes keep worst": "nothing is negative, so the worst is the latest",
    },
    "16b-turo-all-star": {
        "ladder.0.when: five_star_share < 0.85 to < 0.84": "the graver rung asks for as much",
    },
    "17-rover-star-sitter": {
        "ladder.0.when: booked_share < 0.33 to <= 0.33": "no share of 25 requests or fewer is 33 %",
        "ladder.1.when: booked_share < 0.33 to <= 0.33": "no share of 25 requests or fewer is 33 %",
    },
    "8-doordash-dashers": {
        "mean_stars: votes keep worst": "nothing is negative, so the worst is the latest",
    },
    "1e-job-success-score": {
        "signals.score.sample.votes: 2 to 1": "two clients are two outcomes",
        "signals.score.weight.steps.0.from: 0 to -1": "what is below the lowest step weighs as it",
        "signals.score.weight.steps.0.from: 0 to 1": "what is below the lowest step weighs as it",
    },
    "2-ebay-seller-levels": {
        "ladder.0.when: case_rate > 0.003 to >= 0.003": "exactly 0.3 % is three cases or more",
    },
    "3d-amazon-account-health": {
        "signals.against_200.weight.steps.0.from: 0 to -1": "what is below it weighs as it",
        "signals.against_100.weight.steps.0.from: 0 to -1": "what is below it weighs as it",
    },
    "4-etsy-service-standards": {
        "ladder.0.when: reviews < 40 to <= 40": "five of 40 are more than 10 %",
        "ladder.0.when: reviews < 40 to < 41": "five of 40 are more than 10 %",
        "ladder.0.when: orders < 300 to <= 300": "four of 300 are more than 1 %",
        "ladder.0.when: orders < 300 to < 301": "four of 300 are more than 1 %",
    },
}


def policy_of(path: Path) -> Policy:
    """The policy in that file."""
    return read(path.read_text(encoding="utf-8"), source=path.name)


class PlainYaml(yaml.SafeLoader):
    """YAML as JSON Schema sees it: a day is text, and so is the key `on`."""


PlainYaml.yaml_implicit_resolvers = {
    sign: [
        each
        for each in resolvers
        if each[0] != "tag:yaml.org,2002:timestamp"
        and (each[0] != "tag:yaml.org,2002:bool" or sign in "tTfF")
    ]
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
        "11", "11b", "12", "12b", "13", "14", "15", "16", "16b", "17", "18", "19",
        "19b", "1a", "1b", "1c", "1d", "1e", "2", "20", "21", "22", "24", "24b",
        "3", "3b", "3c", "3d", "3e", "4", "5b", "6", "6b", "6c", "6d", "7", "8", "9",
    ]  # fmt: skip


def test_what_is_said_against_the_shipped_policies_is_as_we_know_it() -> None:
    said = []
    for path in ALL:
        _, findings = read_all(path.read_text(encoding="utf-8"), source=path.name)
        in_order = sorted(findings, key=lambda each: (each.line, each.column))
        said.append(f"{path.relative_to(POLICIES)}\n")
        said += [f"    {each.code}: {each.message}\n" for each in in_order] or ["    nothing\n"]

    assert "".join(said) == WARNINGS.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_example_of_a_shipped_policy_holds(path: Path) -> None:
    rehearsed = rehearse(policy_of(path))

    assert [each.told for each in rehearsed if not each.held] == []
    assert len(rehearsed) >= 5


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_timeline_of_a_shipped_policy_holds(path: Path) -> None:
    walked = rehearse_timelines(policy_of(path))

    assert [each.told for each in walked if not each.held] == []
    assert walked


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


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_shipped_policy_can_move_by_a_hair_without_an_example_falling(path: Path) -> None:
    mutants = list(mutants_of(path.read_text(encoding="utf-8")))

    survivors = {mutant.told for mutant in mutants if survives(mutant)}

    assert len(mutants) >= 10
    assert survivors == set(SAME.get(path.stem, {}))


def without_example(text: str, name: str) -> str:
    """The policy's text without the example of that name, and without what timelines hold."""
    text = text[: text.index("\ntimelines:")] + "\n"
    rules, *examples = text.split("\n  - example: ")
    kept = [example for example in examples if not example.startswith(f"{name}\n")]
    assert len(kept) == len(examples) - 1
    return "\n  - example: ".join([rules, *kept])


@pytest.mark.parametrize(
    ("example", "freed"),
    [
        (
            "a share of exactly a fifth is enough",
            ["ladder.0.when: unhappy_share >= 0.2 to > 0.2"],
        ),
        (
            "a client's good contract undoes its bad one neither before nor after",
            [
                "unhappy_clients: votes keep first",
                "unhappy_clients: votes keep latest",
                "unhappy_share: votes keep first",
                "unhappy_share: votes keep latest",
            ],
        ),
        (
            "feedback given as pressure, by a pattern rater or by a linked account does not count",
            [
                "leave_out: without quarantined",
                "leave_out: without pattern_rater",
                "leave_out: without linked_accounts",
            ],
        ),
    ],
)
def test_what_no_example_holds_is_found(example: str, freed: list[str]) -> None:
    text = without_example(SHIPPED.read_text(encoding="utf-8"), example)

    # How often people are judged is held by timelines alone, and here there are none.
    survivors = [
        mutant.told
        for mutant in mutants_of(text)
        if not mutant.told.startswith("process.cadence") and survives(mutant)
    ]

    assert survivors == freed


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
