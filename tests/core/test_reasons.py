"""A statement says what was decided, on what, by which rule, and every way back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import AppealTerms, Until
from goodstanding.core.policy.signal import Voter, Votes
from goodstanding.core.reasons.discretion import require_discreet
from goodstanding.core.reasons.redress import (
    Redress,
    error_door_closes_at,
    reinstatement_opens_at,
    routes_of,
)
from goodstanding.core.reasons.restriction import Terms
from goodstanding.core.reasons.statement import Circumstances
from goodstanding.core.reasons.telling import told
from goodstanding.core.words import Capability, Outcome
from tests.core.story_builders import (
    DAY,
    NOON,
    SHIPPED,
    case,
    complaint_case,
    decision,
    four_unhappy_of_ten,
    happy,
    held,
    outcome,
    policy,
    refused,
    unhappy,
)

SIX_MONTHS = AppealTerms(reinstatement_after_months=6)


def test_the_whole_statement_reads_like_this() -> None:
    statement = decision(
        circumstances=Circumstances(redress=Redress(out_of_court=("Body X, bodyx.example",)))
    ).statement

    assert told(statement) == (
        "What was decided\n"
        "- New work is blocked.\n"
        "- You may not: `contract.accept`, `proposal.submit`, everywhere on the marketplace.\n"
        "- It holds from 2026-11-23T12:01:00Z, until it is lifted on appeal.\n"
        "- You still may: `appeal.lodge`, `contract.bill`, `contract.deliver`, `contract.work`, "
        "`feedback.give`, `message.current_client`, `payout.withdraw`. Running contracts go on as "
        "they are.\n"
        "- Case `case-1`, decided at 2026-11-23T12:01:00Z.\n"
        "\n"
        "What it rests on\n"
        "- At least 4 negative outcomes, from 4 different clients.\n"
        "- Looked at were the quarters from 2025 Q4 to 2026 Q4.\n"
        "- In private, at least 3 clients each named: `skills`.\n"
        "- What was said in private is told only where at least 3 clients said it, so that nobody "
        "is exposed. There can be more than is told.\n"
        "\n"
        "Which rule\n"
        "- Policy `poor-contract-outcomes`, version 1.\n"
        "- Clause `block`: unhappy_clients >= 4 and unhappy_share >= 0.25. so many clients were "
        "unhappy that a block may be proposed to a person\n"
        "- A rule found this; a person looked at it and decided. No machine decided.\n"
        "\n"
        "Why\n"
        "- What was drawn could not be built.\n"
        "\n"
        "What would cure it\n"
        "- If the count is wrong, say so at once. Otherwise finish your running contracts well, "
        'take the course "Working with clients", and ask to be reinstated when the appeal opens.\n'
        "\n"
        "Where to turn\n"
        "- appeal of an error (the count is wrong, it is not you, a rule was broken, something new "
        "is known, or the policy has changed): the appeal page, or the signed link in the notice, "
        "which needs no login; open from 2026-11-23T12:01:00Z until 2027-05-23T23:59:59.999999Z\n"
        "- appeal for reinstatement (what has got better since, and everything an appeal of an "
        "error may say): the appeal page, or the signed link in the notice, which needs no login; "
        "open from 2027-05-23T12:01:00Z\n"
        "- out of court (independent of the marketplace, and of any appeal to it): Body X, "
        "bodyx.example; open from 2026-11-23T12:01:00Z\n"
        "- in court (independent of the marketplace, and of any appeal to it): the courts that "
        "have jurisdiction over the contract with the marketplace; open from 2026-11-23T12:01:00Z"
    )


def test_a_statement_without_a_restriction_restricts_nothing_and_offers_no_reinstatement() -> None:
    warned = told(decision(outcome=Outcome.WARN, policy=SHIPPED).statement)

    assert "- You are warned. Nothing is restricted." in warned
    assert "You may not" not in warned
    assert "reinstatement" not in warned
    assert "Nothing needs to be done." in warned


def test_a_pause_says_which_course_ends_it() -> None:
    pause = Terms(
        denied=frozenset({Capability.PROPOSAL_SUBMIT}),
        until=Until(days=14, course="working-with-clients"),
    )

    paused = told(decision(outcome=Outcome.PAUSE, terms=pause).statement)

    assert (
        "- It holds from 2026-11-23T12:01:00Z, until 2026-12-07T12:01:00Z, or until the course "
        "`working-with-clients` is completed, or until it is lifted on appeal."
    ) in paused


def test_a_clause_that_says_nothing_more_is_told_as_written() -> None:
    bare = replace(SHIPPED, ladder=tuple(replace(rung, says="") for rung in SHIPPED.ladder))

    said = told(decision(held(case(by=bare)), policy=bare).statement)

    assert "- Clause `block`: unhappy_clients >= 4 and unhappy_share >= 0.25.\n" in said


def test_a_finding_by_itself_names_the_claim_and_no_clause() -> None:
    under = held(complaint_case(1))
    block = Terms(denied=frozenset({Capability.PROPOSAL_SUBMIT}), until=Until(appeal=True))

    said = told(
        decision(
            under,
            terms=block,
            reasons="The university does not know the degree.",
            circumstances=Circumstances(claims=("the degree of 2019",)),
        ).statement
    )

    assert "- At least 1 negative outcome, from at least 1 client.\n" in said
    assert "- Found not to hold: the degree of 2019.\n" in said
    assert "Clause" not in said
    assert "Looked at were" not in said
    assert "- A person found this; a person looked at it and decided. No machine decided." in said


def test_a_number_of_outcomes_is_told_where_none_of_clients_may_be() -> None:
    each = replace(
        SHIPPED,
        signals=tuple(
            replace(signal, votes=Votes(per=Voter.CONTRACT)) for signal in SHIPPED.signals
        ),
    )

    said = told(decision(held(case(by=each)), policy=each).statement)

    assert "- At least 4 negative outcomes.\n" in said


def test_where_the_rung_implies_no_number_none_is_told() -> None:
    shares = tuple(signal for signal in SHIPPED.signals if signal.name == "unhappy_share")
    by_share = replace(
        SHIPPED,
        signals=shares,
        ladder=(replace(SHIPPED.ladder[-1], when=parse("unhappy_share >= 0.25")),),
    )

    said = told(
        decision(held(case(four_unhappy_of_ten()[:5], by=by_share)), policy=by_share).statement
    )

    assert "negative outcome" not in said


def test_the_error_door_closes_with_the_day_six_months_after_the_person_was_told() -> None:
    told_at = datetime(2026, 8, 31, 22, tzinfo=UTC)

    assert error_door_closes_at(told_at, SIX_MONTHS) == datetime(
        2027, 2, 28, 23, 59, 59, 999999, tzinfo=UTC
    )


def test_reinstatement_opens_six_months_after_the_restriction_began_to_the_microsecond() -> None:
    began_at = datetime(2026, 8, 31, 22, 0, 0, 1, tzinfo=UTC)

    opens_at = reinstatement_opens_at(SIX_MONTHS, decided_at=NOON, restricted_from_at=began_at)

    assert opens_at == datetime(2027, 2, 28, 22, 0, 0, 1, tzinfo=UTC)


def test_without_a_wait_reinstatement_opens_with_the_decision() -> None:
    opens_at = reinstatement_opens_at(
        AppealTerms(), decided_at=NOON, restricted_from_at=NOON + 14 * DAY
    )

    assert opens_at == NOON


def test_reinstatement_is_offered_only_where_the_restriction_outlasts_the_wait() -> None:
    restriction = decision().restriction
    assert restriction is not None
    opens_at = datetime(2027, 5, 23, 12, 1, tzinfo=UTC)

    def offered(ends_at: datetime | None) -> bool:
        routes = routes_of(
            Redress(),
            SIX_MONTHS,
            decided_at=NOON,
            restriction=replace(restriction, until_at=ends_at),
        )
        return "appeal for reinstatement" in {route.name for route in routes}

    assert offered(None)
    assert offered(opens_at + DAY)
    assert not offered(opens_at)


@pytest.mark.parametrize(
    "words",
    [
        "It was client-3 who said so.",
        "It was CLIENT-3, again.",
        "The whole of group-9 was content.",
        "Contract-10 went badly.",
        "See evidence-1.",
    ],
)
def test_a_reviewer_names_no_client_not_even_a_happy_one(words: str) -> None:
    with refused("client-named"):
        require_discreet("the reasons", words, case=case())


@pytest.mark.parametrize(
    "words", ["Client-33 is nobody here.", "The sub-client-3b too.", "Four clients were unhappy."]
)
def test_words_that_only_look_like_a_name_may_be_told(words: str) -> None:
    assert require_discreet("the reasons", words, case=case()) == words


def test_a_contract_that_is_cited_may_be_named() -> None:
    words = "See contract-1."

    assert (
        require_discreet("the reasons", words, case=case(), cited=frozenset({"contract-1"}))
        == words
    )


def test_a_name_of_one_or_two_characters_is_not_looked_for() -> None:
    short = [
        *four_unhappy_of_ten(),
        happy(11, client="7", client_group="7", id="7", contract="7"),
    ]

    assert require_discreet("the reasons", "It lasted 7 days.", case=case(short))


def test_four_words_in_a_row_of_private_feedback_are_a_quote() -> None:
    with refused("private-words-quoted"):
        require_discreet("the reasons", "Somebody wrote: ROOM 3 never, fitted!", case=case())


def test_three_words_in_a_row_are_not() -> None:
    assert require_discreet("the reasons", "room 3 never was asked for", case=case())


def test_public_words_may_be_quoted() -> None:
    loud = outcome(11, items={"overall": 2})

    assert require_discreet(
        "the reasons",
        "In public: never came back to me.",
        case=case([*four_unhappy_of_ten(), loud]),
    )


def test_evidence_that_was_left_out_is_not_quoted_either() -> None:
    disputed = unhappy(11)
    disputed = replace(disputed, items={**disputed.items, "dispute": "lost_by_client"})

    with refused("private-words-quoted"):
        require_discreet(
            "the reasons", "drawings of room 11", case=case([*four_unhappy_of_ten(), disputed])
        )


def test_a_finding_names_no_complainant() -> None:
    with refused("client-named"):
        require_discreet("the reasons", "client-1 complained", case=complaint_case(1))


def test_private_feedback_is_never_told_over_fewer_than_three_clients() -> None:
    lax = policy(told_over_clients=2)

    with refused("told-over-too-few"):
        decision(policy=lax)


def test_reasons_are_stated_under_the_very_version_that_judged() -> None:
    with refused("policy-of-another-verdict"):
        decision(policy=replace(SHIPPED, version=2))
    with refused("policy-of-another-verdict"):
        decision(policy=replace(SHIPPED, digest="another text"))
