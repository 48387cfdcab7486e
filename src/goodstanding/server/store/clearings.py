"""Decisions become the instants at which somebody's case was closed without any action."""

from collections.abc import Sequence
from datetime import datetime

from goodstanding.core.words import Outcome
from goodstanding.server.store.models import DecisionRow


def clearings_of(subjects: Sequence[str], *, before_at: datetime) -> dict[str, list[datetime]]:
    """Of each of these people when a person decided that nothing follows, oldest first.

    A decision that takes another back is no clearing.
    """
    found: dict[str, list[datetime]] = {}
    rows = DecisionRow.objects.filter(
        subject__in=subjects,
        outcome=Outcome.NO_ACTION.value,
        lifts=None,
        decided_at__lte=before_at,
    ).order_by("decided_at")
    for subject, decided_at in rows.values_list("subject", "decided_at"):
        found.setdefault(subject, []).append(decided_at)
    return found
