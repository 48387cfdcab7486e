"""History that was sent is said to be complete: now it is folded, and people are judged on it."""

from datetime import datetime

from django.db import transaction

from goodstanding.server.steps.entering import enter
from goodstanding.server.store.due import Kind
from goodstanding.server.store.models import Due


def close_history(*, by: str, at: datetime) -> int:
    """How many contracts and accounts are folded now; before, nobody is judged on a half."""
    with transaction.atomic():
        waiting = Due.objects.filter(kind=Kind.HISTORY.value)
        count: int = waiting.values("key").distinct().count()
        if count:
            waiting.update(kind=Kind.FOLD.value, due_at=at)
            enter("history.closed", {"count": count, "by": by}, at=at)
    return count
