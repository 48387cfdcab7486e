"""A policy that breaks all that a law asks is told all of it, each with what would mend it."""

import pytest

from goodstanding.core.policy.overlays import OVERLAYS
from goodstanding.core.policy.text import examine

LAWLESS = """
policy: lawless
version: 1
title: Lawless
about: freelancer
negative: [{{when: overall <= 2}}]
signals: {{unhappy: {{distinct: client_group, of: negative, window: {{days: 90}}}}}}
ladder:
  - {{rung: advised, when: unhappy >= 2, propose: advise}}
  - rung: blocked
    when: unhappy >= 3
    propose: {gravest}
    deny: [proposal.submit]
    until: {{appeal: true}}
process:
  human_gate: false
  notice_days: 0
  lead_days: 0
  appeal:
    reinstatement_after_months: 6
    open_for_months: 3
    answer_within_business_days: 20
impact_budget: 0.02
law: [{law}]
"""


def broken(law: str, *, gravest: str = "block") -> list[tuple[str, str]]:
    """What the law refuses in the lawless policy: each code with its cure."""
    _, findings = examine(LAWLESS.format(law=law, gravest=gravest))
    return sorted((each.code, each.cure) for each in findings if each.code.startswith("law-"))


AT_ONCE = (
    "law-makes-nobody-wait",
    "say `reinstatement_after_months: 0`: every ground is heard at once",
)
IN_TIME = ("law-answer-too-slow", "say `answer_within_business_days: 10` or fewer")
BY_A_PERSON = ("law-wants-a-person", "remove `human_gate: false`")
TWO_WEEKS = ("law-notice-too-short", "say `notice_days: 14` or more")
BROKEN = {
    "eu-dsa": [("law-appeal-too-short", "say `open_for_months: 6` or more"), AT_ONCE],
    "eu-p2b": [("law-lead-too-short", "say `lead_days: 15` or more")],
    "eu-platform-work": [IN_TIME, AT_ONCE, BY_A_PERSON],
    "us-seattle": [
        IN_TIME,
        AT_ONCE,
        TWO_WEEKS,
        (
            "law-ratings-alone",
            "let `negative:` read what was wrong (a concern, an end reason) as well",
        ),
    ],
    "us-washington": [("law-wants-a-cure", "add `cure:` in a sentence that the person will read")],
    "us-minnesota": [
        ("law-lead-too-short", "say `lead_days: 30` or more"),
        ("law-wants-a-length", "say `until: {days: N}` or `{months: N}`"),
    ],
    "au-deactivation-code": [
        BY_A_PERSON,
        ("law-wants-a-warning", "add a milder rung with `propose: warn`"),
    ],
    "in-karnataka": [IN_TIME, TWO_WEEKS],
}


def test_every_law_is_broken_here() -> None:
    assert sorted(BROKEN) == sorted(OVERLAYS)


@pytest.mark.parametrize("law", BROKEN)
def test_a_law_says_all_that_breaks_it_at_once(law: str) -> None:
    assert broken(law) == BROKEN[law]


def test_who_is_ended_for_good_learns_why_thirty_days_before_in_the_european_union() -> None:
    assert broken("eu-p2b", gravest="permanent_block") == [
        ("law-lead-too-short", "say `lead_days: 15` or more"),
        ("law-termination-too-sudden", "say `notice_days: 30`, or propose `block`"),
    ]


def test_several_laws_are_each_said_in_their_own_name() -> None:
    _, findings = examine(LAWLESS.format(law="us-seattle, in-karnataka", gravest="block"))

    notices = sorted(each.message for each in findings if each.code == "law-notice-too-short")

    assert notices == [
        "Karnataka Platform Based Gig Workers Act 2025: notice is `0` days, and must be `14` "
        "before it has effect",
        "Seattle SMC 8.40: notice is `0` days, and must be `14` before it has effect",
    ]
