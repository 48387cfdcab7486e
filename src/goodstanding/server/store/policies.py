"""Versions of policies as text become policies, those in force at an instant."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.server.store.models import PolicyVersion


def policies_in_force(at: datetime) -> tuple[Policy, ...]:
    """Every policy in force at the instant, from its beginning up to, not including, its end."""
    rows = PolicyVersion.objects.filter(
        Q(in_force_until_at=None) | Q(in_force_until_at__gt=at), in_force_from_at__lte=at
    ).order_by("name")
    return tuple(_read(row.name, row.version, row.text) for row in rows)


def policy_version(name: str, version: int) -> Policy:
    """That very version, in force or not."""
    row = PolicyVersion.objects.get(name=name, version=version)
    return _read(row.name, row.version, row.text)


@lru_cache(maxsize=64)
def _read(name: str, version: int, text: str) -> Policy:
    return read(text, source=f"{name}@{version}")
