"""Evidence of the core becomes the table that frames are arranged from."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.engine.arrange import Vocabulary

INSTANT = pa.timestamp("us", tz="UTC")
TYPES = {
    ItemKind.YES_NO: pa.bool_(),
    ItemKind.WORD: pa.string(),
    ItemKind.NUMBER: pa.decimal128(38, 9),
}


def table_of(evidence: Sequence[Evidence], vocabulary: Vocabulary) -> Any:
    """One row for each piece of evidence; items that the vocabulary does not have stay out."""
    named = {name for each in evidence for name in each.items} & vocabulary.keys()
    return pa.table(
        {
            "subject": pa.array([each.subject for each in evidence], pa.string()),
            "client": pa.array([each.client for each in evidence], pa.string()),
            "client_group": pa.array([each.client_group for each in evidence], pa.string()),
            "contract": pa.array([each.contract for each in evidence], pa.string()),
            "id": pa.array([each.id for each in evidence], pa.string()),
            "occurred_at": pa.array([each.occurred_at for each in evidence], INSTANT),
            "received_at": pa.array([each.received_at for each in evidence], INSTANT),
            "superseded_at": pa.array([each.superseded_at for each in evidence], INSTANT),
            **{name: _item(evidence, vocabulary[name]) for name in sorted(named)},
        }
    )


def _item(evidence: Sequence[Evidence], item: DeclaredItem) -> Any:
    values: list[Any] = [each.items.get(item.name) for each in evidence]
    if item.kind is ItemKind.NUMBER:
        values = [None if value is None else Decimal(value) for value in values]
    return pa.array(values, TYPES[item.kind])


def evidence_in(
    table: Any, vocabulary: Vocabulary, *, public: frozenset[str] = frozenset()
) -> tuple[Evidence, ...]:
    """The rows of a table (as for `arrange`) as the core's records, in their order.

    `public` are the items that everybody may read. A row without an `id` is called by its contract,
    or else by its place from 1.
    """
    rows = table.to_pylist()
    items = [name for name in table.column_names if name in vocabulary]
    return tuple(
        _record(row, number, items, public=public) for number, row in enumerate(rows, start=1)
    )


def _record(
    row: dict[str, Any], number: int, items: Sequence[str], *, public: frozenset[str]
) -> Evidence:
    known = {name: _exact(row[name]) for name in items if row[name] is not None}
    client = row["client"]
    occurred_at = row["occurred_at"]
    return Evidence(
        id=row.get("id") or row.get("contract") or f"row {number}",
        subject=row["subject"],
        client=client,
        client_group=row.get("client_group") or client,
        contract=row.get("contract"),
        occurred_at=occurred_at,
        received_at=row.get("received_at") or occurred_at,
        superseded_at=row.get("superseded_at"),
        items=known,
        public_items=public & known.keys(),
    )


def _exact(value: Any) -> Any:
    """The value as whoever wrote it would: a whole number has no places."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
