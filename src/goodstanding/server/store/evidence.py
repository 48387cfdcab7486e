"""Rows of evidence become the core's records, and tables that the engine judges."""

import json
from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db import connection

from goodstanding.core.evidence import Evidence, ItemValue
from goodstanding.core.fact import FACTS, Source
from goodstanding.core.history import with_client_history
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import reads_clients

# In JSON an exact number is text; which texts are numbers the facts say.
NUMBERS = frozenset(fact.name for fact in FACTS if fact.kind == "number")
COLUMNS = """name, subject, client, client_group, contract, occurred_at, received_at,
  superseded_at, source, items, public_items"""
OF_MANY = f"SELECT {COLUMNS} FROM evidence WHERE about = %s AND subject = ANY(%s) ORDER BY id"
WITH_CLIENTS = f"""
SELECT {COLUMNS} FROM evidence WHERE about = %s AND (subject = ANY(%s) OR client_group IN (
  SELECT client_group FROM evidence WHERE about = %s AND subject = ANY(%s))) ORDER BY id
"""


def evidence_of_many(policy: Policy, subjects: Sequence[str]) -> dict[str, tuple[Evidence, ...]]:
    """All evidence about each of these people, as the policy reads it.

    Where it looks at what clients had said of others before, each piece knows that.
    """
    about = policy.about.value
    with connection.cursor() as cursor:
        if reads_clients(policy):
            cursor.execute(WITH_CLIENTS, [about, list(subjects), about, list(subjects)])
        else:
            cursor.execute(OF_MANY, [about, list(subjects)])
        every = tuple(from_row(row) for row in cursor.fetchall())
    if reads_clients(policy):
        every = with_client_history(policy, every)
    found: dict[str, list[Evidence]] = {name: [] for name in subjects}
    for each in every:
        if each.subject in found:
            found[each.subject].append(each)
    return {name: tuple(own) for name, own in found.items()}


def from_row(row: Sequence[Any]) -> Evidence:
    """One row, its columns in the order of `COLUMNS`, as the core's record."""
    name, subject, client, client_group, contract, occurred_at, received_at, *rest = row
    superseded_at, source, items, public_items = rest
    told = json.loads(items) if isinstance(items, str) else items
    return Evidence(
        id=name,
        subject=subject,
        client=client,
        client_group=client_group,
        contract=contract,
        occurred_at=occurred_at,
        received_at=received_at,
        superseded_at=superseded_at,
        source=Source(source),
        items=MappingProxyType({name: _value(name, each) for name, each in told.items()}),
        public_items=frozenset(public_items),
    )


def items_written(evidence: Evidence) -> dict[str, bool | int | str]:
    """The items as JSON holds them: exact numbers as text."""
    return {
        name: str(each) if isinstance(each, Decimal) else each
        for name, each in evidence.items.items()
    }


def _value(name: str, value: Any) -> ItemValue:
    return Decimal(value) if name in NUMBERS else value
