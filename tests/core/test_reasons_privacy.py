"""No statement, nor any two together, singles out a client who spoke in private.

The subject is given everything they could know: the policy, their contracts and all public
feedback. Every way in which clients could have spoken in private is a world; worlds that give the
same text cannot be told apart.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy import text
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Keep, Voter
from goodstanding.core.reasons.disclosure import Citation, Facts, facts_told
from goodstanding.core.reasons.telling import told
from goodstanding.core.words import Dimension
from tests.core.story_builders import (
    DAY,
    NOON,
    SHIPPED,
    SUMMER,
    case,
    complaint_case,
    decision,
    four_unhappy_of_ten,
    happy,
    outcome,
    outspoken,
    unhappy,
)

WINTER = datetime(2026, 2, 2, 9, tzinfo=UTC)


def facts(evidence: Iterable[Evidence], *, by: Policy = SHIPPED) -> Facts:
    """What may be told of a case on that evidence."""
    return facts_told(case(evidence, by=by), by)


def voting(**votes: Keep | Voter) -> Policy:
    """The shipped policy with other votes."""
    return replace(
        SHIPPED,
        signals=tuple(replace(s, votes=replace(s.votes, **votes)) for s in SHIPPED.signals),
    )


def reading(signals: str, when: str) -> Policy:
    """A policy with those signals and one rung, `block`, on that condition."""
    return text.read(
        "policy: small\nversion: 1\ntitle: Small\nabout: freelancer\n"
        "negative:\n  - {when: concern_skills or overall <= 2, dimension: skills, says: unhappy}\n"
        "votes: {per: client_group, keep: worst}\n"
        f"signals:\n{signals}\n"
        f"ladder:\n  - rung: block\n    when: {when}\n    propose: block\n"
        "    deny: [proposal.submit]\n    until: {appeal: true}\n    cure: do better\n"
        "    says: too many\n",
        source="small",
    )


# Numbers.


def test_three_clients_in_private_beside_three_content_ones_are_told_exactly() -> None:
    three = [unhappy(1), unhappy(2), unhappy(3), happy(4), happy(5), happy(6)]

    assert (facts(three).clients, facts(three).clients_are_exact) == (3, True)


def test_fewer_than_three_content_clients_and_only_the_rungs_own_number_is_told() -> None:
    nearly_all = [*(unhappy(number) for number in range(1, 8)), happy(8), happy(9)]

    assert (facts(nearly_all).clients, facts(nearly_all).clients_are_exact) == (4, False)
    assert facts(nearly_all).themes == ()


def test_when_every_client_complained_nothing_says_so() -> None:
    everybody = facts([unhappy(number) for number in range(1, 8)])

    assert everybody == Facts(told_over=3, clients=4, outcomes=4, period=("2025 Q4", "2026 Q4"))


@pytest.mark.parametrize("in_private", [0, 1, 2])
def test_none_one_or_two_in_private_read_the_same(in_private: int) -> None:
    in_public = [outspoken(number) for number in range(1, 5)]
    private = [unhappy(number) for number in range(5, 5 + in_private)]
    content = [happy(number) for number in range(5 + in_private, 12)]

    told_of = facts([*in_public, *private, *content])

    assert (told_of.clients, told_of.clients_are_exact, told_of.outcomes) == (4, False, 4)
    assert len(told_of.cited) == 4
    assert told_of.themes == ()


def test_nothing_is_left_when_the_cited_are_subtracted_but_three_or_more() -> None:
    in_public = [outspoken(1), outspoken(2)]
    content = [happy(number) for number in range(6, 12)]

    two = facts([*in_public, unhappy(3), unhappy(4), *content])
    three = facts([*in_public, unhappy(3), unhappy(4), unhappy(5), *content])

    assert (two.clients, two.clients_are_exact) == (4, False)
    assert (three.clients, three.clients_are_exact) == (5, True)


def test_more_cited_than_the_rung_needs_are_all_counted() -> None:
    five = facts([*(outspoken(number) for number in range(1, 6)), unhappy(6), happy(7)])

    assert (five.clients, five.clients_are_exact, five.outcomes) == (5, False, 5)


def test_the_client_who_came_back_is_not_told_twice() -> None:
    again = unhappy(11, client="client-1", client_group="group-1")

    once, twice = facts(four_unhappy_of_ten()), facts([*four_unhappy_of_ten(), again])

    assert once == twice


def test_linked_accounts_are_one_client() -> None:
    linked = [unhappy(number, client_group="group-1") for number in (11, 12, 13)]

    told_of = facts([*linked, unhappy(2), unhappy(3), *(happy(n) for n in range(4, 9))])

    assert (told_of.clients, told_of.clients_are_exact, told_of.outcomes) == (3, True, 3)
    assert facts([*linked, unhappy(2), unhappy(3), happy(4)]).themes == ()


def test_linked_accounts_with_several_contracts_are_still_one_client() -> None:
    voices = reading(
        "  bad: {distinct: client_group, of: negative, window: {months: 12}}", "bad >= 2"
    )
    linked = [unhappy(number, client_group="group-1") for number in (11, 12, 13)]
    content = [happy(n) for n in range(4, 9)]

    assert not facts([*linked, unhappy(2), *content], by=voices).clients_are_exact
    assert facts([*linked, unhappy(2), unhappy(3), *content], by=voices).clients_are_exact


def test_clients_who_lie_in_only_one_of_several_windows_do_not_hide_anybody() -> None:
    best = reading(
        "  bad: {count: negative, better: higher, window: {best_of: [{months: 6}, {months: 24}]}}",
        "bad >= 1",
    )
    recent = [unhappy(n, ended_at=SUMMER) for n in (1, 2, 3)]
    long_ago = [happy(n, ended_at=WINTER) for n in (4, 5, 6)]
    beside = [happy(n, ended_at=SUMMER) for n in (4, 5, 6)]

    assert not facts([*recent, *long_ago], by=best).clients_are_exact
    assert facts([*recent, *beside], by=best).clients_are_exact


def test_silent_clients_do_not_hide_anybody() -> None:
    silent = [outcome(number, items={}) for number in range(4, 10)]

    told_of = facts([unhappy(1), unhappy(2), unhappy(3), *silent])

    assert not told_of.clients_are_exact


def test_clients_before_the_period_do_not_hide_anybody() -> None:
    long_ago = [happy(number, ended_at=NOON - 400 * DAY) for number in range(5, 12)]

    assert not facts([*(unhappy(n) for n in range(1, 5)), *long_ago]).clients_are_exact


def test_evidence_that_was_left_out_is_never_told_as_if_it_counted() -> None:
    disputed = outspoken(11)
    disputed = replace(disputed, items={**disputed.items, "dispute": "lost_by_client"})

    assert facts([*four_unhappy_of_ten(), disputed]) == facts(four_unhappy_of_ten())


def test_no_share_no_figure_and_no_instant_of_the_verdict_is_told() -> None:
    statement = decision().statement

    said = told(statement)

    assert "0.4" not in said and "40" not in said and "of 10" not in said
    assert "12:00" not in said.replace("12:01", "")


# What is public.


def test_public_feedback_is_cited_by_contract_and_month() -> None:
    told_of = facts([outspoken(1), *(unhappy(n) for n in range(2, 6)), *map(happy, range(6, 10))])

    assert told_of.cited == (Citation(contract="contract-1", month="2026-05"),)


def test_who_spoke_in_public_and_in_private_is_told_by_the_public_word_alone() -> None:
    in_public = outspoken(1)
    later_in_private = unhappy(
        11, ended_at=SUMMER, client="client-1", client_group="group-1", about="availability"
    )
    others = [*(unhappy(n) for n in range(2, 6)), *map(happy, range(6, 10))]

    assert facts([in_public, later_in_private, *others]) == facts([in_public, *others])


def test_a_public_word_outside_the_period_is_not_cited() -> None:
    long_ago = outspoken(11, ended_at=NOON - 400 * DAY, client="client-1", client_group="group-1")

    assert facts([long_ago, *four_unhappy_of_ten()]).cited == ()


def test_a_public_word_that_does_not_count_is_not_cited() -> None:
    first_wins = voting(keep=Keep.FIRST)
    content_first = happy(11)
    unhappy_later = outspoken(12, ended_at=SUMMER, client="client-11", client_group="group-11")

    told_of = facts([*four_unhappy_of_ten(), content_first, unhappy_later], by=first_wins)

    assert told_of.cited == ()


def test_a_public_word_that_a_later_private_one_made_good_is_not_cited() -> None:
    latest_wins = voting(keep=Keep.LATEST)
    made_good = outcome(
        12,
        ended_at=SUMMER,
        client="client-11",
        client_group="group-11",
        items={"recommend": 10},
    )

    told_of = facts([*four_unhappy_of_ten(), outspoken(11), made_good], by=latest_wins)

    assert told_of.cited == ()


def test_where_each_contract_has_a_vote_each_public_one_is_cited() -> None:
    each = voting(per=Voter.CONTRACT)
    twice = [outspoken(1), outspoken(11, client="client-1", client_group="group-1")]
    others = [*(unhappy(n) for n in range(2, 6)), *map(happy, range(6, 10))]

    told_of = facts([*twice, *others], by=each)

    assert [citation.contract for citation in told_of.cited] == ["contract-1", "contract-11"]
    assert (told_of.clients, told_of.clients_are_exact, told_of.outcomes) == (1, False, 4)
    assert told_of.themes == ()


def test_a_public_word_without_a_contract_is_not_cited() -> None:
    told_of = facts([outspoken(11, contract=None), *four_unhappy_of_ten()])

    assert told_of.cited == ()
    assert told_of.clients == 5


# Themes and times.


def test_a_theme_is_told_when_three_clients_named_it_in_private() -> None:
    about = ["skills", "skills", "skills", "availability", "availability"]
    private = [unhappy(n, about=theme) for n, theme in enumerate(about, start=1)]

    told_of = facts([*private, *map(happy, range(6, 10))])

    assert told_of.themes == (Dimension.SKILLS,)


def test_who_named_it_in_public_too_does_not_make_up_the_three() -> None:
    both = replace(unhappy(3), items={**unhappy(3).items, "overall": 1})
    others = [unhappy(4, about="availability"), *map(happy, range(5, 10))]

    assert facts([unhappy(1), unhappy(2), both, *others]).themes == ()


def test_the_period_is_that_of_the_policy_whoever_spoke_when() -> None:
    late = [unhappy(n, ended_at=SUMMER) for n in range(1, 5)]

    assert facts([*late, *map(happy, range(5, 9))]).period == ("2025 Q4", "2026 Q4")


@pytest.mark.parametrize(
    ("window", "period"),
    [
        ("{days: 90, lag_days: 10}", ("2026 Q3", "2026 Q4")),
        ("{months: 3, lag_days: 60}", ("2026 Q2", "2026 Q4")),
        ("{last: 20}", None),
        ("{all_time: true}", None),
        ("{best_of: [{months: 6}, {months: 24}]}", ("2024 Q4", "2026 Q4")),
        (
            "{by_volume: {at_least: 9, within: {months: 3}, then: {months: 3}, "
            "otherwise: {months: 12}}}",
            ("2025 Q4", "2026 Q4"),
        ),
        (
            "{by_volume: {at_least: 9, within: {months: 3}, then: {months: 3}, "
            "otherwise: {all_time: true}}}",
            None,
        ),
    ],
)
def test_the_period_is_told_as_far_as_the_windows_reach(
    window: str, period: tuple[str, str] | None
) -> None:
    one = reading(f"  bad: {{count: negative, better: lower, window: {window}}}", "bad >= 1")

    told_of = facts(
        [unhappy(n, ended_at=datetime(2026, 9, 10, tzinfo=UTC)) for n in (1, 2)], by=one
    )

    assert told_of.period == period


# What a rung gives away.


@pytest.mark.parametrize(
    ("when", "clients", "outcomes"),
    [
        ("bad >= 2", 2, 2),
        ("bad > 2", 3, 3),
        ("2 <= bad", 2, 2),
        ("bad == 5", 5, 5),
        ("bad >= 2 and bad >= 3", 3, 3),
        ("bad >= 4 or bad >= 2", 2, 2),
        ("bad >= 4 or share >= 0.2", 0, 0),
        ("share >= 0.2", 0, 0),
        ("0.2 <= share", 0, 0),
        ("not bad < 3", 0, 0),
        ("voices >= 2", 2, 2),
        ("serious >= 2", 2, 2),
        ("asked >= 2", 0, 0),
        ("accounts >= 2", 0, 2),
        ("bad <= 9 and bad >= 1.5", 2, 2),
    ],
)
def test_the_least_that_is_told_is_what_the_rung_implies(
    when: str, clients: int, outcomes: int
) -> None:
    one = reading(
        "  bad: {count: negative, window: {months: 12}}\n"
        "  serious: {count: negative and overall <= 5, window: {months: 12}}\n"
        "  asked: {count: rated, window: {months: 12}}\n"
        "  voices: {distinct: client_group, of: negative, window: {months: 12}}\n"
        "  accounts: {distinct: client, of: negative, window: {months: 12}}\n"
        "  share: {share: negative, per: rated, window: {months: 12}}",
        when,
    )

    told_of = facts([unhappy(n) for n in range(1, 6)], by=one)

    assert (told_of.clients, told_of.outcomes) == (clients, outcomes)


def test_a_finding_by_itself_says_that_there_was_one() -> None:
    assert facts_told(complaint_case(1, 2, 3), SHIPPED) == Facts(told_over=3, clients=1, outcomes=1)


# Two statements.


def test_after_an_earlier_case_the_number_is_the_rungs_own_again() -> None:
    before = case()
    more = [
        *four_unhappy_of_ten(),
        *(unhappy(n) for n in range(11, 15)),
        *map(happy, range(15, 18)),
    ]

    told_of = facts_told(case(more, id="case-2", earlier=[before]), SHIPPED)

    assert (told_of.clients, told_of.clients_are_exact) == (4, False)


def test_a_later_theme_needs_three_clients_whom_no_earlier_verdict_read() -> None:
    before = case([*four_unhappy_of_ten(), unhappy(11, about="availability")])
    two_more = [
        *four_unhappy_of_ten(),
        *(unhappy(n, about="availability") for n in (11, 12, 13)),
        *map(happy, range(15, 20)),
    ]
    three_more = [*two_more, unhappy(14, about="availability")]

    assert facts_told(case(two_more, id="2", earlier=[before]), SHIPPED).themes == ()
    assert facts_told(case(three_more, id="2", earlier=[before]), SHIPPED).themes == (
        Dimension.AVAILABILITY,
    )
