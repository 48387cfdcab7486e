"""The decisions about people become what they may not do, from when until when: a projection."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from goodstanding.core.words import Capability
from goodstanding.server.store.capability import NUMBER_OF
from goodstanding.server.store.models import Account, DecisionRow, RestrictionRow, StandingChange

Span = tuple[datetime, datetime | None]


def restrict_people(subjects: Sequence[str]) -> None:
    """What they may not do, made anew of all decisions about them; in a transaction.

    Of several decisions that deny one thing at one time the first to take effect is named.
    """
    people = {
        name: Account.objects.get_or_create(name=name)[0].pk for name in sorted(set(subjects))
    }
    RestrictionRow.objects.filter(subject__in=people).delete()
    decisions = DecisionRow.objects.filter(subject__in=people).order_by("effective_at", "id")
    lifted = {row.lifts_id: row.effective_at for row in decisions if row.lifts_id is not None}
    covered: dict[tuple[str, str], list[Span]] = {}
    for row in decisions:
        span = _span(row, lifted.get(row.pk))
        if span is None:
            continue
        for capability in row.denied:
            taken = covered.setdefault((row.subject, capability), [])
            for free in _uncovered(span, taken):
                RestrictionRow.objects.create(
                    subject=row.subject,
                    person=people[row.subject],
                    capability=NUMBER_OF[Capability(capability)],
                    during=DateTimeTZRange(*free),
                    decision=row,
                )
                taken.append(free)
    StandingChange.objects.bulk_create(StandingChange(subject=name) for name in people)


def _span(row: DecisionRow, lifted_at: datetime | None) -> Span | None:
    """From when until when a decision denies anything; None where it never does."""
    ends = [end for end in (row.until_at, lifted_at) if end is not None]
    end_at = min(ends, default=None)
    if not row.denied or (end_at is not None and end_at <= row.effective_at):
        return None
    return row.effective_at, end_at


def _uncovered(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What of a span no other covers; spans are half-open, and may have no end."""
    free = [span]
    for other in taken:
        free = [part for each in free for part in _without(each, other)]
    return free


def _without(span: Span, other: Span) -> list[Span]:
    (start, end), (from_at, until_at) = span, other
    parts: list[Span] = []
    if start < from_at:
        parts.append((start, from_at if end is None else min(end, from_at)))
    if until_at is not None and (end is None or until_at < end):
        parts.append((max(start, until_at), end))
    return parts
