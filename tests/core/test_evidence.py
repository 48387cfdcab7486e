"""Released feedback and upheld findings become evidence."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from goodstanding.core.complaint import FindingOutcome, ResponseKind, respond
from goodstanding.core.contract import Dispute, Side
from goodstanding.core.evidence import (
    Evidence,
    admit,
    admit_finding,
)
from goodstanding.core.fact import FACTS, Source
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.form import Kind
from goodstanding.core.feedback.forms import FORMS, SIMPLE
from goodstanding.core.feedback.seal import withdraw
from goodstanding.core.finding import find
from goodstanding.core.words import Money
from tests.core.builders import (
    CLIENT_GAVE_AT,
    CLOSES_AT,
    ENDED_AT,
    LATER_AT,
    OPENED_AT,
    RELEASED_AT,
    REVIEWER,
    a_complaint_put,
    a_contract,
    a_feedback,
    an_exchange,
    an_interim,
    instant,
    just_before,
    refused,
    released_feedback,
    simple_answers,
    some_answers,
    usd,
)

RESOLVED_AT = instant("2026-03-25T09:00:00Z")
CONTESTED_AT = instant("2026-03-28T09:00:00Z")
REHEARD_AT = instant("2026-04-02T09:00:00Z")


def evidence(**given: Any) -> Evidence:
    known: dict[str, Any] = {
        "id": "e",
        "subject": "fritzi",
        "client": "carla",
        "client_group": "carla-and-sons",
        "occurred_at": ENDED_AT,
        "received_at": RELEASED_AT,
    }
    return Evidence(**{**known, **given})


def admitted(exchange: Exchange | None = None, **given: Any) -> Evidence:
    exchange = exchange or an_exchange()
    return admit(exchange.given[0], exchange=exchange, **given)


def test_evidence_counts_from_when_it_was_received_until_it_is_superseded() -> None:
    version = evidence(superseded_at=LATER_AT)

    assert not version.known_at(just_before(RELEASED_AT))
    assert version.known_at(RELEASED_AT)
    assert version.known_at(just_before(LATER_AT))
    assert not version.known_at(LATER_AT)
    assert evidence().known_at(instant("2030-01-01T00:00:00Z"))


def test_evidence_is_received_when_it_occurred_or_later() -> None:
    assert evidence(received_at=ENDED_AT).known_at(ENDED_AT)
    with refused("received-before-it-occurred"):
        evidence(received_at=just_before(ENDED_AT))


def test_evidence_is_superseded_when_it_was_received_or_later() -> None:
    never_known = evidence(superseded_at=RELEASED_AT)

    assert not never_known.known_at(RELEASED_AT)
    with refused("superseded-before-received"):
        evidence(superseded_at=just_before(RELEASED_AT))


@pytest.mark.parametrize("name", ["id", "subject", "client", "client_group"])
def test_evidence_names_whom_it_is_about_and_whose_it_is(name: str) -> None:
    with refused("blank-id"):
        evidence(**{name: ""})


@pytest.mark.parametrize("name", ["occurred_at", "received_at", "superseded_at"])
def test_instants_of_evidence_are_in_utc(name: str) -> None:
    with refused("instant-without-zone"):
        evidence(**{name: datetime(2026, 4, 1)})


def test_released_feedback_is_evidence_about_its_recipient() -> None:
    version = admitted()

    assert (version.id, version.contract) == ("client-1", "contract-1")
    assert (version.subject, version.client) == ("fritzi", "carla")
    assert version.client_group == "carla-and-sons"
    assert version.source is Source.FEEDBACK


def test_it_occurred_with_the_end_of_the_contract_and_is_received_with_the_release() -> None:
    version = admitted()

    assert (version.occurred_at, version.received_at) == (ENDED_AT, RELEASED_AT)
    assert version.superseded_at is None


def test_feedback_of_one_side_alone_is_received_once_the_window_has_closed() -> None:
    version = admitted(an_exchange(given=(a_feedback(),)))

    assert version.received_at == OPENED_AT


def test_evidence_holds_every_answer_but_free_words_and_the_facts() -> None:
    assert dict(admitted().items) == {
        "stars_skills": 5,
        "stars_quality": 5,
        "overall": 5,
        "end_reason": "completed",
        "recommend": 3,
        "concern_performance": True,
        "source": "feedback",
        "contract_kind": "hourly",
        "ended_by": "client",
        "net_paid": Decimal("1200.00"),
        "currency": "USD",
        "refunded_in_full": False,
        "report_open": False,
        "quarantined": False,
    }


def test_free_words_never_enter_evidence() -> None:
    feedback, exchange = released_feedback(form=SIMPLE, answers=simple_answers())
    words = {item.name for form in FORMS for item in form.items if item.kind is Kind.WORDS}

    version = admit(feedback, exchange=exchange)

    assert words == {"comment", "note", "note_to_recipient"}
    assert words.isdisjoint(version.items)
    assert words.isdisjoint(version.public_items)
    assert words.isdisjoint(admitted().items)


def test_what_nobody_said_is_not_there() -> None:
    contract = a_contract(kind=None, ended_by=None)
    feedback, exchange = released_feedback(contract=contract, answers={"overall": 2})

    version = admit(feedback, exchange=exchange)

    assert dict(version.items) == {
        "overall": 2,
        "source": "feedback",
        "net_paid": Decimal("1200.00"),
        "currency": "USD",
        "refunded_in_full": False,
        "report_open": False,
        "quarantined": False,
    }


def test_a_dispute_a_refund_and_what_signals_say_are_facts() -> None:
    contract = a_contract(dispute=Dispute.LOST_BY_CLIENT, refunded_in_full=True)
    exchange = an_exchange(
        contract=contract, pattern_raters=frozenset({Side.CLIENT}), linked_accounts=True
    )

    items = admitted(exchange).items

    assert (items["dispute"], items["refunded_in_full"]) == ("lost_by_client", True)
    assert (items["pattern_rater"], items["linked_accounts"]) == (True, True)


def test_a_pattern_is_looked_for_on_the_authors_side() -> None:
    of_freelancer = admitted(an_exchange(pattern_raters=frozenset({Side.FREELANCER})))
    nobody = admitted(an_exchange(pattern_raters=frozenset(), linked_accounts=False))

    assert of_freelancer.items["pattern_rater"] is False
    assert (nobody.items["pattern_rater"], nobody.items["linked_accounts"]) == (False, False)


def test_every_fact_that_evidence_may_hold_is_in_the_table_of_its_kind_and_choices() -> None:
    contract = a_contract(dispute=Dispute.SETTLED)
    full = admitted(
        an_exchange(contract=contract, pattern_raters=frozenset(), linked_accounts=False)
    )
    known = {fact.name: fact for fact in FACTS}
    values = {**full.items, **admit_finding(found(FindingOutcome.SUBSTANTIATED)).items}
    facts = {name: value for name, value in values.items() if name not in some_answers()}

    # What an author said of others is known to whoever holds everybody's evidence.
    assert facts.keys() == known.keys() - {"client_votes_before", "client_negatives_before"}
    for name, value in facts.items():
        kind = {bool: "yes_no", str: "word", Decimal: "number"}[type(value)]
        assert known[name].kind == kind
        assert not known[name].choices or value in known[name].choices


def test_the_table_of_facts_is_a_vocabulary() -> None:
    assert {fact.name: (fact.kind, fact.choices) for fact in FACTS} == {
        "source": ("word", ("feedback", "finding")),
        "contract_kind": ("word", ()),
        "ended_by": ("word", ("freelancer", "client")),
        "net_paid": ("number", ()),
        "currency": ("word", ()),
        "client_votes_before": ("number", ()),
        "client_negatives_before": ("number", ()),
        "refunded_in_full": ("yes_no", ()),
        "dispute": ("word", ("open", "lost_by_client", "lost_by_freelancer", "settled")),
        "report_open": ("yes_no", ()),
        "quarantined": ("yes_no", ()),
        "pattern_rater": ("yes_no", ()),
        "linked_accounts": ("yes_no", ()),
        "claim": (
            "word",
            (
                "identity",
                "position",
                "degree",
                "licence",
                "certification",
                "skill_level",
                "portfolio",
                "work_history",
            ),
        ),
        "claim_dimension": ("word", ("experience", "skills")),
    }
    assert all(fact.says for fact in FACTS)


def test_only_public_answers_that_show_are_public() -> None:
    hidden = an_exchange(contract=a_contract(net_paid=usd("0.50")))
    refunded = an_exchange(contract=a_contract(refunded_in_full=True))

    assert admitted().public_items == {"stars_skills", "stars_quality", "overall"}
    assert admitted(hidden).public_items == frozenset()
    assert admitted(refunded).public_items == frozenset()
    assert admitted(refunded).items["overall"] == 5
    assert admitted(minimums=(usd("2000"),)).public_items == frozenset()


def test_without_a_minimum_for_the_currency_nothing_is_called_public() -> None:
    euros = a_contract(net_paid=Money(amount=Decimal(900), currency="EUR"))

    with refused("no-minimum-for-currency"):
        admitted(an_exchange(contract=euros))


def test_sealed_feedback_is_no_evidence() -> None:
    alone = an_exchange(given=(a_feedback(),))

    with refused("no-feedback-yet"):
        admitted(received_at=just_before(RELEASED_AT))
    with refused("no-feedback-yet"):
        admitted(alone, received_at=CLOSES_AT)
    assert admitted(alone, received_at=OPENED_AT).received_at == OPENED_AT


def test_withdrawn_feedback_is_no_evidence() -> None:
    gone = withdraw(a_feedback(), contract=a_contract(), by="carla", at=CLIENT_GAVE_AT)
    exchange = an_exchange(given=(gone,))

    with refused("feedback-withdrawn"):
        admitted(exchange)
    with refused("no-feedback-yet"):
        admitted(exchange, received_at=LATER_AT)


def test_mid_contract_feedback_is_no_evidence() -> None:
    with refused("interim-is-no-evidence"):
        admit(an_interim(), exchange=an_exchange())


def test_evidence_about_clients_is_admitted_only_on_purpose() -> None:
    exchange = an_exchange(contract=a_contract(agency="atelier"))
    of_freelancer = exchange.given[1]

    with refused("evidence-about-other-side"):
        admit(of_freelancer, exchange=exchange)
    with refused("evidence-about-other-side"):
        admitted(about=Side.CLIENT)
    version = admit(of_freelancer, exchange=exchange, about=Side.CLIENT)

    assert (version.subject, version.client, version.client_group) == (
        "carla",
        "fritzi",
        "atelier",
    )


def found(outcome: FindingOutcome) -> Any:
    complaint = respond(
        a_complaint_put(contract=a_contract()),
        ResponseKind.CORRECTION,
        "It was a BSc.",
        by="fritzi",
        at=instant("2026-03-24T08:00:00Z"),
    )
    return find(
        complaint, outcome, by=REVIEWER, at=RESOLVED_AT, reasons="The register has no such degree."
    )


def test_a_substantiated_finding_is_private_evidence() -> None:
    version = admit_finding(found(FindingOutcome.SUBSTANTIATED))

    assert (version.id, version.source) == ("complaint-1", Source.FINDING)
    assert (version.subject, version.client) == ("fritzi", "carla")
    assert (version.client_group, version.contract) == ("carla-and-sons", "contract-1")
    assert (version.occurred_at, version.received_at) == (LATER_AT, RESOLVED_AT)
    assert dict(version.items) == {
        "source": "finding",
        "claim": "degree",
        "claim_dimension": "experience",
    }
    assert version.public_items == frozenset()


@pytest.mark.parametrize(
    "outcome",
    [FindingOutcome.CORRECTED, FindingOutcome.UNSUBSTANTIATED, FindingOutcome.MALICIOUS],
)
def test_an_honest_correction_and_a_doubt_not_borne_out_is_no_evidence(
    outcome: FindingOutcome,
) -> None:
    with refused("finding-is-no-evidence"):
        admit_finding(found(outcome))


def test_a_complaint_that_nothing_was_found_on_is_no_evidence() -> None:
    with refused("finding-is-no-evidence"):
        admit_finding(a_complaint_put())
