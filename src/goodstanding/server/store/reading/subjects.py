"""What programs may read of people: their standing, verdicts, and what they may not do now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from goodstanding.core.words import told_instant
from goodstanding.server.store.actor import Actor, Scope
from goodstanding.server.store.capability import NUMBERED
from goodstanding.server.store.models import (
    Account,
    EventProblem,
    RestrictionRow,
    StandingChange,
    VerdictRow,
)

# Sequences are drawn before they commit: what is older than every running transaction is all there.
SETTLED = """
SELECT coalesce(max(id), 0) FROM standing_change
WHERE changed_at < now() - interval '10 seconds' AND id > %s
"""


def standing_visible_to(actor: Actor, subject: str, *, at: datetime) -> Mapping[str, Any] | None:
    """How somebody stands at the instant; None if there is nobody, or this actor may not know."""
    if not actor.may(Scope.READ) or not Account.objects.filter(name=subject).exists():
        return None
    rows = _live(at).filter(subject=subject)
    verdict = VerdictRow.objects.filter(subject=subject).order_by("-as_of", "-id").first()
    return {
        "subject": subject,
        "as_of": told_instant(at),
        "access": "restricted" if rows else "normal",
        "restrictions": [_restriction(row) for row in rows],
        "rung": verdict.rung if verdict else None,
        "judged_at": told_instant(verdict.as_of) if verdict else None,
    }


def verdicts_visible_to(
    actor: Actor, subject: str, *, after: int, limit: int
) -> Sequence[Mapping[str, Any]]:
    """The verdicts on somebody, the latest first; `after` is the last one that was seen."""
    if not actor.may(Scope.READ):
        return ()
    rows = VerdictRow.objects.filter(subject=subject).order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    return [_verdict(row) for row in rows[:limit]]


def restrictions_visible_to(
    actor: Actor, *, at: datetime, after: int, limit: int
) -> Sequence[Mapping[str, Any]]:
    """What anybody may not do at the instant, for whoever keeps a copy."""
    if not (actor.may(Scope.READ) or actor.may(Scope.GATE)):
        return ()
    rows = _live(at).filter(id__gt=after).order_by("id")
    return [{"id": row.pk, **_restriction(row)} for row in rows[:limit]]


def changes_visible_to(
    actor: Actor, *, at: datetime, after: int, limit: int
) -> tuple[int, Sequence[Mapping[str, Any]]]:
    """Whose standing changed after that number, with all that they may not do; and the next number.

    A change may be told twice, and none is left out: the number to go on from is one behind which
    everything has been committed.
    """
    if not (actor.may(Scope.READ) or actor.may(Scope.GATE)):
        return after, ()
    rows = StandingChange.objects.filter(id__gt=after).order_by("id")[:limit]
    found = list(rows.values_list("id", "subject"))
    subjects = sorted({subject for _, subject in found})
    own: dict[str, list[Mapping[str, Any]]] = {subject: [] for subject in subjects}
    for row in _live(at).filter(subject__in=subjects):
        own[row.subject].append(_restriction(row))
    told = [{"subject": subject, "restrictions": own[subject]} for subject in subjects]
    if len(found) == limit:
        return found[-1][0], told
    with connection.cursor() as cursor:
        cursor.execute(SETTLED, [after])
        return max(after, cursor.fetchone()[0]), told


def problems_visible_to(actor: Actor, *, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
    """Events that were taken in and could not be used, the oldest first."""
    if not (actor.may(Scope.READ) or actor.may(Scope.EVENTS)):
        return ()
    rows = EventProblem.objects.filter(event__gt=after).select_related("event").order_by("event")
    return [
        {
            "number": row.event_id,
            "source": row.event.source,
            "id": row.event.event_id,
            "type": row.event.type,
            "code": row.code,
            "detail": row.message,
            "cure": row.cure,
        }
        for row in rows[:limit]
    ]


def _live(at: datetime) -> Any:
    return RestrictionRow.objects.filter(during__contains=at).select_related("decision")


def _restriction(row: RestrictionRow) -> dict[str, Any]:
    end_at = row.during.upper
    return {
        "subject": row.subject,
        "capability": NUMBERED[row.capability].value,
        "from": told_instant(row.during.lower),
        "until": None if end_at is None else told_instant(end_at),
        "decision": row.decision.name,
    }


def _verdict(row: VerdictRow) -> dict[str, Any]:
    return {
        "number": row.pk,
        "subject": row.subject,
        "policy": row.policy,
        "version": row.version,
        "digest": row.digest,
        "as_of": told_instant(row.as_of),
        "rung": row.rung,
        "figures": row.figures,
        "because": row.because,
    }
