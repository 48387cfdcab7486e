"""Events become contracts, sealed feedback, evidence, verdicts and cases, each in its time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goodstanding.core.words import MICROSECOND
from goodstanding.server.steps.adopt_policy import adopt_policy
from goodstanding.server.store.models import (
    CaseRow,
    ContractRow,
    EventProblem,
    EvidenceRow,
    FeedbackRow,
    LedgerEntry,
    Letter,
    VerdictRow,
)
from tests.server.telling import DAY, START, UNHAPPY, contract, feedback, send, told, work

pytestmark = pytest.mark.usefixtures("database_url")
POLICY = Path(__file__).parents[2] / "policies" / "poor-contract-outcomes.yaml"
# The window closes at the end of day 14 after the contract.
CLOSES = datetime(2026, 1, 20, 23, 59, 59, 999999, tzinfo=UTC)
RELEASED = CLOSES + MICROSECOND
LATER = START + timedelta(days=60)


def adopt(at: datetime = START - 30 * DAY) -> None:
    adopt_policy(POLICY.read_text(), source=POLICY.name, by="dana", at=at)


def four_unhappy_clients(at: datetime) -> None:
    for number in range(1, 5):
        name, client = f"c{number}", f"k{number}"
        send(*contract(name, client=client), feedback(name, author=client, answers=UNHAPPY), at=at)


def test_feedback_of_one_side_is_sealed_until_the_window_closes() -> None:
    send(*contract("c1"), feedback("c1", answers=UNHAPPY), at=START + 3 * DAY)
    work(CLOSES)
    assert FeedbackRow.objects.get().release_at == RELEASED
    assert EvidenceRow.objects.count() == Letter.objects.count() == 0

    work(RELEASED)

    evidence = EvidenceRow.objects.get()
    assert (evidence.subject, evidence.about, evidence.received_at) == (
        "f1",
        "freelancer",
        RELEASED,
    )
    assert Letter.objects.get().topic == "feedback.released"


def test_a_worker_that_was_down_finds_the_same_as_one_that_was_not() -> None:
    send(*contract("c1"), feedback("c1"), at=START + 3 * DAY)

    work(LATER)

    assert EvidenceRow.objects.get().received_at == RELEASED


def test_feedback_of_both_sides_is_released_with_the_second() -> None:
    first, second = START + 2 * DAY, START + 3 * DAY
    send(*contract("c1"), feedback("c1", at=first), at=first)
    send(feedback("c1", author="f1", at=second), at=second)

    work(second)

    both = EvidenceRow.objects.values_list("about", "subject", "received_at")
    assert set(both) == {("freelancer", "f1", second), ("client", "k1", second)}


def test_feedback_that_comes_late_is_known_late() -> None:
    send(*contract("c1"), at=START + 2 * DAY)
    send(feedback("c1", at=START + 2 * DAY), at=LATER)

    work(LATER)

    assert EvidenceRow.objects.get().received_at == LATER


def test_the_order_of_arrival_changes_nothing() -> None:
    events = [*contract("c1"), feedback("c1", answers=UNHAPPY)]
    send(*reversed(events), at=START + 3 * DAY)

    work(RELEASED)

    assert EvidenceRow.objects.get().items["concern_skills"] is True
    assert not EventProblem.objects.exists()


def test_feedback_on_a_contract_that_nobody_knows_waits_and_says_so() -> None:
    send(feedback("c1"), at=START + 3 * DAY)
    work(LATER)
    assert EventProblem.objects.get().code == "contract-not-known"

    send(*contract("c1"), at=LATER)
    work(LATER)

    assert not EventProblem.objects.exists()
    assert EvidenceRow.objects.get().received_at == LATER


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (feedback("c1", author="stranger", name="b2"), "not-a-party"),
        (feedback("c1", at=START + 40 * DAY, name="b2"), "feedback-window-closed"),
        (feedback("c1", at=START, name="b2"), "feedback-window-not-open"),
        (feedback("c1", name="b2"), "feedback-given-already"),
        (told("contract.paid", START, contract="c1", amount="5", currency="EUR"), "other-currency"),
        (told("contract.ended", START + 5 * DAY, contract="c1"), "told-twice"),
        (
            told("feedback.withdrawn", START + 3 * DAY, feedback="b9", contract="c1", author="k1"),
            "feedback-not-known",
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_event_and_changes_nothing(bad: bytes, code: str) -> None:
    send(*contract("c1"), feedback("c1", name="b1"), bad, at=LATER)

    work(LATER)

    assert EventProblem.objects.get().code == code
    assert EvidenceRow.objects.get().name == "b1"


def test_withdrawn_feedback_is_never_evidence_and_leaves_no_words() -> None:
    said = {"feedback": "b1", "contract": "c1", "author": "k1"}
    words = feedback("c1", name="b1", answers={"overall": 1, "comment": "a disaster"})
    gone = told("feedback.withdrawn", START + 3 * DAY, **said)
    send(*contract("c1"), words, gone, at=START + 4 * DAY)

    work(LATER)

    row = FeedbackRow.objects.get()
    assert (row.answers, row.words.count()) == ({}, 0)
    assert not EvidenceRow.objects.exists()


def test_a_refund_learned_later_makes_another_version_from_then_on() -> None:
    send(*contract("c1"), feedback("c1"), at=START + 3 * DAY)
    work(RELEASED)

    back = told(
        "contract.refunded", LATER, contract="c1", amount="100", currency="USD", in_full=True
    )
    send(back, at=LATER)
    work(LATER)

    before, after = EvidenceRow.objects.order_by("received_at")
    assert (before.received_at, before.superseded_at, after.received_at) == (RELEASED, LATER, LATER)
    assert (before.items["refunded_in_full"], after.items["refunded_in_full"]) == (False, True)
    assert (bool(before.public_items), bool(after.public_items)) == (True, False)


def test_linked_clients_become_one_group_from_when_it_is_known() -> None:
    send(*contract("c1"), feedback("c1"), at=START + 3 * DAY)
    work(RELEASED)

    send(told("account.linked", LATER, account="k1", kind="client_group", belongs_to="g"), at=LATER)
    work(LATER)

    versions = EvidenceRow.objects.order_by("received_at").values_list("client_group", flat=True)
    assert list(versions) == ["k1", "g"]


def test_four_unhappy_clients_of_four_lead_to_one_case() -> None:
    adopt()
    four_unhappy_clients(START + 3 * DAY)

    work(RELEASED)

    verdict = VerdictRow.objects.get()
    assert (verdict.subject, verdict.rung, verdict.as_of) == ("f1", "block", RELEASED)
    assert len(verdict.because["outcomes"]) == 4
    case = CaseRow.objects.get()
    assert (case.subject, case.kind, len(case.outcomes)) == ("f1", "quality", 4)
    assert LedgerEntry.objects.filter(kind="case.opened").count() == 1


def test_the_same_outcomes_never_open_a_second_case() -> None:
    adopt()
    four_unhappy_clients(START + 3 * DAY)
    work(RELEASED)
    CaseRow.objects.update(decided_at=RELEASED)

    back = told("contract.refunded", LATER, contract="c1", amount="1", currency="USD")
    send(back, *contract("c9", client="k9", ended_at=LATER - 20 * DAY), at=LATER)
    work(LATER)

    assert VerdictRow.objects.count() == 2
    assert CaseRow.objects.count() == 1


def test_one_happy_client_is_judged_and_opens_nothing() -> None:
    adopt()
    send(*contract("c1"), feedback("c1"), at=START + 3 * DAY)

    work(RELEASED)

    verdict = VerdictRow.objects.get()
    assert (verdict.rung, verdict.because) == (None, None)
    assert verdict.figures["unhappy_clients"] == "0"
    assert not CaseRow.objects.exists()


def test_a_refund_of_everything_hides_and_a_payment_shows() -> None:
    send(*contract("c1", paid="0.50"), feedback("c1"), at=START + 3 * DAY)

    work(RELEASED)

    assert EvidenceRow.objects.get().public_items == []
    assert str(ContractRow.objects.get().net_paid) == "0.500000"
