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
