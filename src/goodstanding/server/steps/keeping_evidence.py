"""The versions of evidence that folds found become rows; what is there already is never edited.

Where history learned later contradicts what had been kept of a day, the correction counts from now
on: a verdict of that day rested on what was known to us then, and can still be replayed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from goodstanding.core.contract import Side
from goodstanding.core.evidence import Evidence
from goodstanding.core.ledger import canonical
from goodstanding.core.words import MICROSECOND
from goodstanding.server.steps.folding_contract import Folded, content_of
from goodstanding.server.store.evidence import COLUMNS, from_row, items_written
from goodstanding.server.store.written import written

KEPT = f"SELECT {COLUMNS} FROM evidence WHERE contract = ANY(%s) ORDER BY name, received_at"
SUPERSEDE = """
UPDATE evidence SET superseded_at = sent.superseded_at
FROM jsonb_to_recordset(%s::jsonb) AS sent(name text, superseded_at timestamptz)
WHERE evidence.name = sent.name AND evidence.superseded_at IS NULL
"""
ADD = """
INSERT INTO evidence (name, about, subject, client, client_group, contract, occurred_at,
  received_at, superseded_at, source, items, public_items)
SELECT name, about, subject, client, client_group, contract, occurred_at, received_at,
  superseded_at, source, items, array(SELECT jsonb_array_elements_text(public_items))
FROM jsonb_to_recordset(%s::jsonb) AS x(name text, about text, subject text, client text,
  client_group text, contract text, occurred_at timestamptz, received_at timestamptz,
  superseded_at timestamptz, source text, items jsonb, public_items jsonb)
"""


@dataclass(slots=True, kw_only=True)
class Kept:
    """Who is to be judged because of it (`freelancer:ID`), what is told, and what is sealed."""

    judged: set[str] = field(default_factory=set)
    told: list[dict[str, Any]] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)


def keep_evidence(folds: Mapping[str, Folded], *, at: datetime) -> Kept:
    """What was kept of the evidence of these contracts, and what follows from it."""
    before = _kept_before(folds)
    kept = Kept()
    ended, added = [], []
    for side, name, versions in _every(folds, before):
        had = before.get(name, [])
        end_at, more = _difference(had, versions, at=at)
        if end_at is not None:
            ended.append({"name": name, "superseded_at": end_at})
        added += [_row(side, version) for version in more]
        kept.digests += [sha256(canonical(version)).digest() for version in more]
        if end_at is not None or more:
            kept.judged.add(f"{side}:{(more or had)[0].subject}")
        if more and not had:
            kept.told.append(_told(side, more[0]))
    with connection.cursor() as cursor:
        if ended:
            cursor.execute(SUPERSEDE, [written(ended)])
        if added:
            cursor.execute(ADD, [written(added)])
    return kept


def _every(
    folds: Mapping[str, Folded], before: Mapping[str, Sequence[Evidence]]
) -> Iterator[tuple[Side, str, list[Evidence]]]:
    """Each feedback with its versions, of which there may be none any more."""
    found: dict[str, tuple[Side, list[Evidence]]] = {}
    for name, had in before.items():
        contract = folds[had[0].contract or ""].contract
        about = Side.FREELANCER
        if contract is not None and had[0].subject == contract.client:
            about = Side.CLIENT
        found[name] = (about, [])
    for fold in folds.values():
        for side, versions in fold.evidence.items():
            for version in versions:
                found.setdefault(version.id, (side, []))[1].append(version)
    for name, (side, versions) in found.items():
        yield side, name, versions


def _kept_before(contracts: Iterable[str]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [sorted(contracts)])
        for row in cursor.fetchall():
            version = from_row(row)
            found.setdefault(version.id, []).append(version)
    return found


def _difference(
    had: Sequence[Evidence], wanted: Sequence[Evidence], *, at: datetime
) -> tuple[datetime | None, list[Evidence]]:
    """When the last kept version ends, if it does now, and which versions are to be added."""
    if not had:
        return None, list(wanted)
    last = had[-1]
    until = [version for version in wanted if version.received_at <= last.received_at]
    later = [version for version in wanted if version.received_at > last.received_at]
    if until and content_of(until[-1]) == content_of(last):
        return (None if last.superseded_at else until[-1].superseded_at), later
    now = wanted[-1] if wanted and wanted[-1].superseded_at is None else None
    live = last.superseded_at is None
    if live and now is not None and content_of(now) == content_of(last):
        return None, []
    from_at = max(at, (last.superseded_at or last.received_at) + MICROSECOND)
    more = [] if now is None else [replace(now, received_at=from_at)]
    return (from_at if live else None), more


def _row(side: Side, version: Evidence) -> dict[str, Any]:
    return {
        "name": version.id,
        "about": side.value,
        "subject": version.subject,
        "client": version.client,
        "client_group": version.client_group,
        "contract": version.contract,
        "occurred_at": version.occurred_at,
        "received_at": version.received_at,
        "superseded_at": version.superseded_at,
        "source": version.source.value,
        "items": items_written(version),
        "public_items": sorted(version.public_items),
    }


def _told(side: Side, version: Evidence) -> dict[str, Any]:
    """What a webhook tells of a release: that there is feedback, and nothing that it says."""
    return {
        "feedback": version.id,
        "contract": version.contract,
        "about": side.value,
        "released_at": version.received_at.isoformat(),
    }
