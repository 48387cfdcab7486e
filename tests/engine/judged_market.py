"""A small market in which all is awkward to judge, with every item that a policy may read."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.engine.evidence import INSTANT, TYPES
from tests.judging import DAY, US

PEOPLE = 23
ROWS_OF_THE_BUSIEST = 700
# Few instants, most of them on the edges of windows and of the autumn hour that New York has twice.
EDGES = (
    datetime.fromisoformat("2025-11-02T05:30:00+00:00"),
    datetime.fromisoformat("2025-11-02T06:30:00+00:00"),
    datetime.fromisoformat("2025-07-01T12:00:00+00:00"),
    datetime.fromisoformat("2025-07-01T16:00:00+00:00"),
    datetime.fromisoformat("2024-07-01T12:00:00+00:00"),
)


def a_market(vocabulary: Mapping[str, DeclaredItem], *, seed: int = 7) -> Any:
    """Rows in no order: ties, silence, versions, one who has a third of them, some without clients
    of their own. The same rows for the same seed."""
    chance = random.Random(seed)
    rows = [_row(chance, number, vocabulary) for number in range(3 * ROWS_OF_THE_BUSIEST)]
    chance.shuffle(rows)
    return pa.table(
        {name: pa.array([row[name] for row in rows], kind) for name, kind in _kinds(vocabulary)}
    )


def _kinds(vocabulary: Mapping[str, DeclaredItem]) -> list[tuple[str, Any]]:
    texts = [
        (name, pa.string()) for name in ("subject", "client", "client_group", "contract", "id")
    ]
    clocks = [(name, INSTANT) for name in ("occurred_at", "received_at", "superseded_at")]
    return [*texts, *clocks, *((name, TYPES[item.kind]) for name, item in vocabulary.items())]


def _row(
    chance: random.Random, number: int, vocabulary: Mapping[str, DeclaredItem]
) -> dict[str, Any]:
    busiest = number < ROWS_OF_THE_BUSIEST
    client = f"c{chance.randrange(60 if busiest else 9)}"
    occurred_at = chance.choice(EDGES) + chance.choice((-US, 0 * US, US)) + _some_days(chance)
    received_at = occurred_at + chance.choice((0, 0, 0, 40)) * DAY
    superseded = chance.random() < 0.15
    return {
        "subject": "f-busiest" if busiest else f"f-{chance.randrange(PEOPLE)}",
        "client": client,
        "client_group": chance.choice((None, "one-company")) if client < "c3" else None,
        "contract": None if chance.random() < 0.2 else f"k{chance.randrange(1500)}",
        "id": f"e{number}",
        "occurred_at": occurred_at,
        "received_at": received_at,
        "superseded_at": received_at + chance.choice((1, 90)) * DAY if superseded else None,
        **{name: _said(chance, item) for name, item in vocabulary.items()},
        **_record(chance),
    }


def _record(chance: random.Random) -> dict[str, Any]:
    """What was known of the client: nothing, or never more negatives than votes."""
    votes = chance.choice((None, 0, 1, 40))
    negatives = None if votes is None else chance.randint(0, votes)
    return {"client_votes_before": votes, "client_negatives_before": negatives}


def _some_days(chance: random.Random) -> timedelta:
    return chance.choice((0, 0, 0, 150, 300, -90)) * DAY


def _said(chance: random.Random, item: DeclaredItem) -> Any:
    """What one row says of the item; mostly nothing where it would set the whole row aside."""
    match item.kind:
        case ItemKind.YES_NO:
            return True if chance.random() < 0.04 else chance.choice((None, False))
        case ItemKind.WORD:
            silent = chance.random() < 0.8
            return None if silent else chance.choice(item.choices or ("so", "so-so"))
        case ItemKind.NUMBER:
            low, high = int(item.low or 0), int(item.high or 40)
            wide = item.high is None and chance.random() < 0.5
            told = Decimal(chance.randint(low, high)) + (Decimal("990.25") if wide else 0)
            return None if chance.random() < 0.3 else told
