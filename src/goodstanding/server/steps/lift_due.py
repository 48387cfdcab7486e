"""What has ended is lifted, by the policy that said when it would end: it may lift, never restrict.

Deadlines are computed from the decisions: a worker that was down for a day lifts the same, as of
the same instants.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from goodstanding.server.steps.decide_case import lift_decision
from goodstanding.server.store.due import Kind, take
from goodstanding.server.store.models import CourseDone, DecisionRow

ENDED = "The time for which it was decided is over."
CURED = "The course that it asked for is completed."


def lift_due(*, at: datetime, limit: int = 500) -> int:
    """How many decisions were lifted: those whose time is over, and whose course is done."""
    with transaction.atomic():
        ended = DecisionRow.objects.filter(
            until_at__lte=at, until_at__gt=F("effective_at"), decisionrow=None
        ).order_by("until_at", "id")
        rows = list(ended.select_for_update(of=("self",), skip_locked=True)[:limit])
        for row in rows:
            lift_decision(row.name, by=_policy(row), because=ENDED, at=row.until_at)
        return len(rows) + _lift_cured(at=at, limit=limit)


def _lift_cured(*, at: datetime, limit: int) -> int:
    lifted = 0
    for subject in take(Kind.RESTRICT, at=at, limit=limit):
        waiting = DecisionRow.objects.filter(
            Q(until_at=None) | Q(until_at__gt=at), subject=subject, decisionrow=None
        ).exclude(course=None)
        for row in waiting:
            done = CourseDone.objects.filter(
                account=subject, course=row.course, completed_at__gte=row.decided_at
            )
            if done.exists():
                lift_decision(row.name, by=_policy(row), because=CURED, at=at)
                lifted += 1
    return lifted


def _policy(row: DecisionRow) -> str:
    verdict = row.case.verdict
    return f"policy:{verdict.policy}@{verdict.version}"
