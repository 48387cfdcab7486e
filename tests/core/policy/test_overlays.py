"""A policy that names a law is refused where it would break it, with what would mend it."""

import pytest

from goodstanding.core.policy.overlays import OVERLAYS
from goodstanding.core.policy.text import examine

POLICY = """
policy: under-law
version: 1
title: Under law
about: freelancer
negative: [{{when: {negative}}}]
signals: {{unhappy: {{count: negative, window: {{days: 90}}}}}}
ladder:
  - {{rung: warned, when: unhappy >= 2, propose: {first}}}
  - rung: blocked
    when: unhappy >= 3
    propose: {gravest}
    deny: [proposal.submit]
    until: {until}
    {cure}
process:
  notice_days: {notice}
  lead_days: {lead}
  appeal: {{reinstatement_after_months: {wait}, open_for_months: {months},
    answer_within_business_days: {answer}}}
impact_budget: 0.02
law: [{law}]
"""
SOUND = {
    "negative": "concern_skills or overall <= 2",
    "first": "warn",
    "gravest": "block",
    "until": "{days: 14}",
    "cure": "cure: Finish your running contracts well.",
    "notice": "30",
    "lead": "30",
    "wait": "0",
    "months": "6",
    "answer": "2",
}


def codes(law: str, **changed: str) -> list[str]:
    """What is said against the policy under that law, but for the want of examples."""
    _, findings = examine(POLICY.format(law=law, **{**SOUND, **changed}))
    return sorted({finding.code for finding in findings} - {"no-examples", "no-cure"})


@pytest.mark.parametrize("law", sorted(OVERLAYS))
def test_a_policy_can_stand_under_each_law(law: str) -> None:
    assert codes(law) == []


@pytest.mark.parametrize(
    ("law", "changed", "code"),
    [
        ("eu-dsa", {"wait": "6"}, "law-makes-nobody-wait"),
        ("eu-dsa", {"wait": "1"}, "law-makes-nobody-wait"),
        ("eu-dsa", {"months": "5"}, "law-appeal-too-short"),
        ("eu-p2b", {"lead": "14"}, "law-lead-too-short"),
        (
            "eu-p2b",
            {"gravest": "permanent_block", "until": "{appeal: true}", "notice": "29"},
            "law-termination-too-sudden",
        ),
        ("eu-platform-work", {"answer": "11"}, "law-answer-too-slow"),
        ("eu-platform-work", {"wait": "1"}, "law-makes-nobody-wait"),
        ("us-seattle", {"negative": "overall <= 2"}, "law-ratings-alone"),
        ("us-seattle", {"negative": "overall <= 2 or recommend <= 4"}, "law-ratings-alone"),
        ("us-seattle", {"notice": "13"}, "law-notice-too-short"),
        ("us-washington", {"cure": ""}, "law-wants-a-cure"),
        ("us-minnesota", {"until": "{appeal: true}"}, "law-wants-a-length"),
        ("us-minnesota", {"until": "{course: Clients}"}, "law-wants-a-length"),
        ("us-minnesota", {"lead": "29"}, "law-lead-too-short"),
        ("au-deactivation-code", {"first": "advise"}, "law-wants-a-warning"),
        ("in-karnataka", {"notice": "13"}, "law-notice-too-short"),
    ],
)
def test_a_law_refuses_what_would_break_it(law: str, changed: dict[str, str], code: str) -> None:
    assert codes(law, **changed) == [code]


@pytest.mark.parametrize(
    ("law", "changed"),
    [
        ("eu-p2b", {"gravest": "permanent_block", "until": "{appeal: true}", "notice": "30"}),
        ("eu-p2b", {"notice": "0"}),
        ("us-seattle", {"notice": "14"}),
        ("us-minnesota", {"until": "{months: 1}"}),
        ("eu-dsa", {"months": "7"}),
    ],
)
def test_a_law_lets_pass_what_it_allows(law: str, changed: dict[str, str]) -> None:
    assert codes(law, **changed) == []


def test_a_law_about_restrictions_asks_nothing_of_a_policy_that_restricts_nobody() -> None:
    mild = """
policy: mild
version: 1
title: Mild
about: freelancer
negative: [{when: overall <= 2}]
signals: {unhappy: {count: negative, window: {days: 90}}}
ladder: [{rung: told, when: unhappy >= 3, propose: warn}]
process: {human_gate: false}
law: [us-seattle, us-washington, us-minnesota, in-karnataka]
"""
    _, findings = examine(mild)

    assert {finding.code for finding in findings} == {"no-budget", "no-examples"}


def test_no_machine_decides_where_a_law_wants_a_person() -> None:
    _, findings = examine(
        POLICY.format(law="eu-platform-work", **SOUND).replace(
            "process:", "process:\n  human_gate: false"
        )
    )

    assert {"law-wants-a-person", "no-human-gate"} <= {finding.code for finding in findings}


def test_every_overlay_names_its_law_its_source_and_since_when() -> None:
    for overlay in OVERLAYS.values():
        assert overlay.law
        assert overlay.source
        assert overlay.since
