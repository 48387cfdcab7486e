"""A person decides on what they have seen, with reasons; what follows holds, ends and is undone."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from goodstanding.core.ledger import canonical
from goodstanding.core.words import MICROSECOND, Outcome, Refusal
from goodstanding.server.steps.claim_case import claim_case
from goodstanding.server.steps.decide_case import decide_case, lift_decision
from goodstanding.server.steps.lift_due import lift_due
from goodstanding.server.store.cases import decision_of
from goodstanding.server.store.models import (
    CaseRow,
    DecisionRow,
    LedgerEntry,
    Letter,
    RestrictionRow,
    StandingChange,
)
from tests.server.telling import DAY, START, send, told, work
from tests.server.test_from_events_to_cases import RELEASED, adopt, four_unhappy_clients

pytestmark = pytest.mark.usefixtures("database_url")
AT = RELEASED + timedelta(hours=1)
REASONS = "Four clients of four told us that the skills were not as stated."


@pytest.fixture
def case() -> CaseRow:
    adopt()
    four_unhappy_clients(START + 3 * DAY)
    work(RELEASED)
    row = CaseRow.objects.get()
    claim_case(row.name, by="rosa", at=AT)
    return row


def block(case: CaseRow, **said: object) -> str:
    chosen = {
        "outcome": Outcome.BLOCK,
        "reasons": REASONS,
        "by": "rosa",
        "seen": frozenset(case.evidence),
        "at": AT,
    }
    return decide_case(case.name, **{**chosen, **said}).id


def denied() -> set[tuple[str, int]]:
    return set(RestrictionRow.objects.values_list("subject", "capability"))


def test_a_block_denies_new_work_and_is_told_and_entered(case: CaseRow) -> None:
    name = block(case)

    row = DecisionRow.objects.get(name=name)
    assert sorted(row.denied) == ["contract.accept", "proposal.submit"]
    assert "payout.withdraw" in row.kept
    assert denied() == {("f1", 0), ("f1", 1)}
    assert StandingChange.objects.count() == 1
    assert Letter.objects.filter(topic="standing.changed").count() == 1
    assert LedgerEntry.objects.filter(kind="case.decided").count() == 1
    assert REASONS not in LedgerEntry.objects.get(kind="case.decided").body


def test_a_decision_is_read_back_as_it_was_made(case: CaseRow) -> None:
    chosen = decide_case(
        case.name,
        outcome=Outcome.BLOCK,
        reasons=REASONS,
        by="rosa",
        seen=frozenset(case.evidence),
        at=AT,
    )

    again = decision_of(DecisionRow.objects.get())

    assert canonical(again.statement) == canonical(chosen.statement)
    assert again == chosen


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"by": "otto"}, "case-not-held"),
        ({"by": "policy:poor-contract-outcomes@1"}, "machine-cannot-decide"),
        ({"seen": frozenset()}, "evidence-not-seen"),
        ({"reasons": " "}, "blank-words"),
        ({"outcome": Outcome.PERMANENT_BLOCK}, "no-second-person"),
        ({"at": AT + DAY}, "case-not-held"),
    ],
)
def test_no_restriction_without_a_person_evidence_and_reasons(
    case: CaseRow, said: dict[str, object], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        block(case, **said)

    assert refused.value.code == code
    assert not DecisionRow.objects.exists() and not RestrictionRow.objects.exists()


def test_the_same_case_is_not_decided_twice(case: CaseRow) -> None:
    block(case)

    with pytest.raises(Refusal, match="was decided"):
        block(case)


def test_what_is_lifted_is_denied_no_longer(case: CaseRow) -> None:
    name = block(case)

    lift_decision(name, by="otto", because="The count was wrong.", at=AT + DAY)

    spans = {row.during.upper for row in RestrictionRow.objects.all()}
    assert spans == {AT + DAY}
    with pytest.raises(Refusal, match="lifted already"):
        lift_decision(name, by="otto", because="Again.", at=AT + DAY)


def test_a_warning_denies_nothing(case: CaseRow) -> None:
    block(case, outcome=Outcome.WARN)

    assert denied() == set()


def test_a_restriction_whose_time_is_over_is_lifted_as_of_its_end(case: CaseRow) -> None:
    block(case)
    until_at = AT + 90 * DAY
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE decision DISABLE TRIGGER USER")
        cursor.execute("UPDATE decision SET until_at = %s", [until_at])
        cursor.execute("ALTER TABLE decision ENABLE TRIGGER USER")

    assert lift_due(at=until_at - MICROSECOND) == 0
    assert lift_due(at=until_at + 30 * DAY) == 1

    lifted = DecisionRow.objects.get(lifts__isnull=False)
    assert (lifted.by, lifted.effective_at) == ("policy:poor-contract-outcomes@1", until_at)
    assert lift_due(at=until_at + 60 * DAY) == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decision SET by = 'policy:x@1'",
        "DELETE FROM decision",
        "UPDATE decision_words SET text = 'because'",
        "UPDATE restriction SET decision_id = -1",
    ],
)
def test_the_database_refuses_to_forget_who_decided(case: CaseRow, change: str) -> None:
    block(case)

    with transaction.atomic(), connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(change)


def test_the_database_itself_keeps_one_restriction_a_person_and_capability(
    case: CaseRow,
) -> None:
    block(case)
    row = RestrictionRow.objects.first()
    row.pk = None

    with pytest.raises(IntegrityError, match="one_live_restriction"), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_itself_refuses_a_machines_block(case: CaseRow) -> None:
    block(case)
    row = DecisionRow.objects.get()
    row.pk, row.name, row.by = None, "another", "policy:poor-contract-outcomes@1"

    with pytest.raises(IntegrityError, match="machine_may_lift"), transaction.atomic():
        row.save(force_insert=True)


def test_a_cleared_case_is_remembered_and_new_evidence_opens_another(case: CaseRow) -> None:
    block(case, outcome=Outcome.NO_ACTION)
    later = AT + 20 * DAY

    send(told("account.described", later, account="f1", roles=["freelancer"]), at=later)
    work(later)

    assert CaseRow.objects.count() == 1
