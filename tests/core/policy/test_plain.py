"""A policy in plain words is true of the policy: each number in the page is the policy's own.

`GOODSTANDING_WRITE_SNAPSHOTS=1 pytest tests/core/policy` writes the pages anew.
"""

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.plain import Audience, tell
from goodstanding.core.policy.text import read

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "tests" / "snapshots" / "plain"
SHIPPED = (ROOT / "policies" / "poor-contract-outcomes.yaml").read_text(encoding="utf-8")


def policy(*changes: tuple[str, str]) -> Policy:
    """The shipped policy with words of its text replaced."""
    text = SHIPPED
    for sound, other in changes:
        assert sound in text
        text = text.replace(sound, other)
    return read(text, source="shipped")


def zoo(name: str) -> Policy:
    """A policy of the zoo."""
    (path,) = (ROOT / "policies" / "zoo").glob(f"{name}-*.yaml")
    return read(path.read_text(encoding="utf-8"), source=path.name)


@pytest.mark.parametrize("audience", list(Audience))
def test_each_audience_has_a_page_of_its_own(audience: Audience) -> None:
    page = PAGES / f"{audience}.md"
    told = tell(policy(), audience).replace(policy().digest, "DIGEST")

    if os.environ.get("GOODSTANDING_WRITE_SNAPSHOTS"):
        page.write_text(told, encoding="utf-8")
    assert told == page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("unhappy_clients >= 3", "unhappy_clients > 5")], "more than 5"),
        ([("unhappy_share >= 0.2 ", "unhappy_share >= 0.15 ")], ""),
        ([("overall <= 2", "overall <= 3")], "overall is 3 or less"),
        ([("months: 12", "months: 18")], "the last 18 months"),
        ([("months: 12", "days: 1")], "the last 1 day)"),
        ([("reinstatement_after_months: 6", "reinstatement_after_months: 9")], "9 months after"),
        (
            [("reinstatement_after_months: 6", "reinstatement_after_months: 0")],
            "reinstated at once",
        ),
        ([("open_for_months: 6", "open_for_months: 7")], "for 7 months"),
        ([("business_days: 2", "business_days: 4")], "within 4 business days"),
        ([("cooling_off_days: 90", "cooling_off_days: 45")], "opens in 45 days"),
        ([("told_over_clients: 3", "told_over_clients: 5")], "at least 5 different clients"),
        ([("impact_budget: 0.02", "impact_budget: 0.015")], "At most 1.5 % of all freelancers"),
        ([("{appeal: true}", "{days: 14}")], "It ends after 14 days"),
        ([("{appeal: true}", "{months: 1}")], "It ends after 1 month."),
        ([("keep: worst", "keep: first")], "Its vote is its first outcome that was rated."),
        ([("keep: worst", "keep: latest")], "Its vote is its latest outcome that was rated."),
        ([("per: client_group, keep: worst", "per: client")], "Each account counts once"),
        ([("per: client_group, keep: worst", "per: contract")], "Each contract counts."),
    ],
)
def test_a_number_that_changes_in_the_policy_changes_in_the_page(
    changes: list[tuple[str, str]], told: str
) -> None:
    text = SHIPPED[: SHIPPED.index("\nexamples:")] + "\n"
    for sound, other in changes:
        text = text.replace(sound, other)

    page = tell(read(text, source="changed"), Audience.FREELANCER)

    assert told in page
    assert page != tell(policy(), Audience.FREELANCER) or not told


def test_a_page_about_clients_speaks_to_clients() -> None:
    about_clients = replace(policy(), about=Side.CLIENT)

    assert "reports a bad outcome about your work" in tell(about_clients, Audience.CLIENT)
    assert "what you report about a client" in tell(about_clients, Audience.FREELANCER)


def test_a_promise_that_one_report_does_nothing_is_made_only_where_it_holds() -> None:
    promise = "One report never leads to a restriction by itself."

    assert promise in tell(policy(), Audience.CLIENT)
    assert promise not in tell(zoo("5b"), Audience.CLIENT)


def test_a_rung_that_proposes_nothing_says_so() -> None:
    assert "Nothing follows, and nobody counts as flagged by it." in tell(
        zoo("1e"), Audience.FREELANCER
    )


def test_the_reviewers_page_holds_conditions_laws_rounding_samples_and_gaps() -> None:
    text = SHIPPED[: SHIPPED.index("\nexamples:")].replace(
        "reinstatement_after_months: 6", "reinstatement_after_months: 0"
    )
    text += "\nlaw: [eu-dsa]\nanchor: received_at\ncannot_say: [what is not published]\n"
    text = text.replace(
        "    window: year\n    says: their share",
        "    window: year\n    sample: {votes: 9}\n    round: {places: 2, how: down}\n"
        "    says: their share",
    )

    page = tell(read(text, source="law"), Audience.REVIEWER)

    for words in (
        "`unhappy_clients >= 3 and unhappy_share >= 0.2`; proposes `advise`.",
        "Stands under EU Digital Services Act, Art. 20",
        "on when we knew, not on when it occurred",
        "Unknown below 9 votes or 0 client groups.",
        "Rounded to 2 places (down).",
        "- what is not published",
        "Judged: on evidence.",
    ):
        assert words in page


def test_a_policy_with_nothing_optional_still_makes_three_pages() -> None:
    bare = read(
        """
policy: bare
version: 1
title: Bare
about: freelancer
signals: {contracts: {count: all, window: {all_time: true}}}
votes: {per: contract}
ladder: [{rung: look, when: contracts >= 1, propose: advise}]
process: {appeal: {cooling_off_days: 0}}
""",
        source="bare",
    )

    pages = {audience: tell(bare, audience) for audience in Audience}

    assert "When an outcome is negative" not in pages[Audience.FREELANCER]
    assert "What does not count" not in pages[Audience.CLIENT]
    assert "## Negative" not in pages[Audience.REVIEWER]
    assert "How rare it is" not in pages[Audience.CLIENT]
    assert "### Look: advice may be proposed" in pages[Audience.FREELANCER]
    assert all("next appeal" not in page for page in pages.values())


def test_a_block_that_names_nothing_kept_still_says_that_running_contracts_go_on() -> None:
    bare = replace(policy().ladder[1], keep=(), cure="")

    page = tell(replace(policy(), ladder=(bare,)), Audience.FREELANCER)

    assert "- Running contracts go on." in page
    assert "What helps" not in page


def test_a_clause_without_words_of_its_own_is_told_by_its_condition() -> None:
    first = replace(policy().negative[0], says="")

    page = tell(replace(policy(), negative=(first,)), Audience.FREELANCER)
    reviewers = tell(replace(policy(), negative=(first,)), Audience.REVIEWER)

    assert "- concern skills or stars skills is 2 or less" in page
    assert "- `concern_skills or stars_skills <= 2` [skills]\n" in reviewers


def test_without_a_dimension_a_clause_has_none() -> None:
    plain = replace(policy().negative[0], dimension=None)

    assert "[" not in tell(replace(policy(), negative=(plain,)), Audience.REVIEWER).split("##")[1]


def test_a_budget_is_told_exactly_enough() -> None:
    third = replace(policy(), impact_budget=Fraction(1, 3))

    assert "At most 33.33 % of all freelancers" in tell(third, Audience.CLIENT)
