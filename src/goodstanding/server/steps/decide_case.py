"""A case becomes a decision: by a person, with reasons, on evidence that they have seen.

Everything that follows from it is in one transaction: the decision, its words, the ledger's entry,
what is denied from when on, and the letters that tell of it.
"""

from datetime import datetime
from secrets import token_hex

from django.db import transaction

from goodstanding.core.decision import Decision, decide, lift
from goodstanding.core.docket import Step
from goodstanding.core.reasons.telling import told
from goodstanding.core.words import Outcome
from goodstanding.server.steps.entering import enter_record
from goodstanding.server.steps.restrict_people import restrict_people
from goodstanding.server.store.cases import case_of, decision_of, policy_of
from goodstanding.server.store.locking import locked_case, locked_decision
from goodstanding.server.store.models import CaseRow, DecisionRow, DecisionWords, Letter


def decide_case(
    name: str,
    *,
    outcome: Outcome,
    reasons: str,
    by: str,
    seen: frozenset[str],
    at: datetime,
    effective_at: datetime | None = None,
    seconded_by: str | None = None,
    note: str = "",
) -> Decision:
    """The decision of whoever holds the case, with effect from its instant on.

    Raises:
        Refusal: as the core refuses it; above all without a person, evidence or reasons.
    """
    with transaction.atomic():
        row = locked_case(name)
        decision = decide(
            case_of(row),
            id=f"decision-{token_hex(8)}",
            policy=policy_of(row),
            outcome=outcome,
            reasons=reasons,
            by=by,
            seen=seen,
            at=at,
            effective_at=effective_at,
            seconded_by=seconded_by,
            note=note,
        )
        CaseRow.objects.filter(pk=row.pk).update(decided_at=at)
        _keep(decision, row, seen=seen, step=Step.DECIDED, at=at)
    return decision


def lift_decision(name: str, *, by: str, because: str, at: datetime) -> Decision:
    """The decision that takes another back, whole and at once; a policy may lift, too.

    Raises:
        Refusal: there is no such decision, it is lifted already, or the core refuses it.
    """
    with transaction.atomic():
        row = locked_decision(name)
        decision = lift(
            decision_of(row), id=f"decision-{token_hex(8)}", by=by, at=at, because=because
        )
        _keep(decision, row.case, lifts=row, step=Step.LIFTED, at=at)
    return decision


def _keep(
    decision: Decision,
    case: CaseRow,
    *,
    step: Step,
    at: datetime,
    seen: frozenset[str] = frozenset(),
    lifts: DecisionRow | None = None,
) -> None:
    restriction = decision.restriction
    row = DecisionRow.objects.create(
        name=decision.id,
        case=case,
        subject=decision.subject,
        outcome=decision.outcome.value,
        by=decision.by,
        seconded_by=decision.seconded_by,
        decided_at=decision.decided_at,
        effective_at=decision.effective_at,
        until_at=restriction and restriction.until_at,
        denied=sorted(restriction.denied) if restriction else [],
        kept=sorted(restriction.kept) if restriction else [],
        course=restriction and restriction.course,
        seen=sorted(seen),
        hands=sorted(decision.hands),
        lifts=lifts,
        reasons_characters=len(decision.reasons),
    )
    words = {
        "reasons": decision.reasons,
        "note": decision.note,
        "statement": told(decision.statement),
    }
    DecisionWords.objects.bulk_create(
        DecisionWords(decision=row, name=name, text=text) for name, text in words.items() if text
    )
    enter_record(decision, step=step, at=at)
    restrict_people([decision.subject])
    Letter.objects.create(topic="standing.changed", body=_told(decision))


def _told(decision: Decision) -> dict[str, object]:
    """What a webhook tells: that something changed, and where to ask what."""
    return {
        "subject": decision.subject,
        "decision": decision.id,
        "outcome": decision.outcome.value,
        "effective_at": decision.effective_at.isoformat(),
        "lifts": decision.lifts,
    }
