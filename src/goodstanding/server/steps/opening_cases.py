"""Verdicts on a rung that proposes anything become cases, once for the same outcomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from django.db import connection

from goodstanding.core.case.opening import open_case, outcome_of
from goodstanding.core.case.record import Case
from goodstanding.core.docket import Step
from goodstanding.core.policy.language import Policy
from goodstanding.core.verdict import Verdict
from goodstanding.core.words import Outcome
from goodstanding.server.steps.entering import enter_record
from goodstanding.server.store.models import CaseRow, Letter
from goodstanding.server.store.written import written

OPEN = """
INSERT INTO case_file (name, kind, subject, verdict_id, opened_at, due_at, outcomes, evidence)
SELECT name, kind, subject, verdict_id, opened_at, due_at,
  array(SELECT jsonb_array_elements_text(outcomes)),
  array(SELECT jsonb_array_elements_text(evidence))
FROM jsonb_to_recordset(%s::jsonb) AS x(name text, kind text, subject text, verdict_id bigint,
  opened_at timestamptz, due_at timestamptz, outcomes jsonb, evidence jsonb)
ON CONFLICT (subject, kind) WHERE decided_at IS NULL DO NOTHING
RETURNING name
"""


def open_cases(
    policy: Policy, verdicts: Sequence[Verdict], rows: Mapping[str, int], *, at: datetime
) -> None:
    """A case for each verdict that asks for one and rests on something no person has seen yet.

    While a case of somebody is open, what is learned since is shown in it. In a transaction.
    """
    proposing = {rung.name for rung in policy.ladder if rung.proposes is not Outcome.NO_ACTION}
    asking = [each for each in verdicts if each.rung in proposing]
    if not asking:
        return
    seen = _outcomes_seen([each.subject for each in asking])
    cases = [
        open_case(verdict, id=f"case-{token_hex(8)}", opened_at=at)
        for verdict in asking
        if {outcome_of(reading) for reading in verdict.against} - seen.get(verdict.subject, set())
    ]
    opened = _opened([_row(case, rows) for case in cases])
    for case in cases:
        if case.id in opened:
            _tell(case, at=at)


def _outcomes_seen(subjects: Sequence[str]) -> dict[str, set[str]]:
    """What was put before a person of each of them, in whatever case."""
    found: dict[str, set[str]] = {}
    rows = CaseRow.objects.filter(subject__in=subjects)
    for subject, outcomes in rows.values_list("subject", "outcomes"):
        found.setdefault(subject, set()).update(outcomes)
    return found


def _opened(rows: Sequence[dict[str, object]]) -> set[str]:
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [written(rows)])
        return {name for (name,) in cursor.fetchall()}


def _row(case: Case, rows: Mapping[str, int]) -> dict[str, object]:
    return {
        "name": case.id,
        "kind": case.kind.value,
        "subject": case.subject,
        "verdict_id": rows[case.subject],
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "outcomes": sorted({outcome_of(reading) for reading in case.against}),
        "evidence": sorted(case.evidence_ids),
    }


def _tell(case: Case, *, at: datetime) -> None:
    enter_record(case, step=Step.OPENED, at=at)
    body = {"case": case.id, "subject": case.subject, "kind": case.kind.value}
    Letter.objects.create(topic="case.opened", body={**body, "due_at": case.due_at.isoformat()})
