"""Deliveries that are due are leased, sent, and told apart: delivered, tried again, or given up.

A lease ends by itself, so that a worker killed between sending and telling loses nothing: the
letter is sent again with the same id, by which its receiver knows it.
"""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connection, transaction

from goodstanding.server.outbox.address import Resolve, resolved
from goodstanding.server.outbox.letter import sent_body
from goodstanding.server.outbox.sending import Parcel, Sent, send_all

AT_ONCE = 16
# Three times the longest that sending takes.
LEASE = timedelta(minutes=1)
WAITS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
# So that what failed together is not tried again together.
JITTER_SHARE = 0.1
TAKE = """
UPDATE letter_delivery taken SET leased_until_at = %(until)s
FROM letter, webhook_endpoint endpoint
WHERE letter.id = taken.letter_id AND endpoint.name = taken.endpoint AND taken.id IN (
  SELECT delivery.id FROM letter_delivery delivery
  JOIN webhook_endpoint wanting
    ON wanting.name = delivery.endpoint AND wanting.disabled_at IS NULL
  WHERE delivery.delivered_at IS NULL AND delivery.given_up_at IS NULL
    AND delivery.try_at <= %(at)s
    AND (delivery.leased_until_at IS NULL OR delivery.leased_until_at <= %(at)s)
  ORDER BY delivery.try_at, delivery.id LIMIT %(limit)s
  FOR UPDATE OF delivery SKIP LOCKED)
RETURNING taken.id, endpoint.name, endpoint.url, letter.id, letter.topic, letter.body::text,
  letter.written_at, endpoint.secret,
  CASE WHEN endpoint.former_ends_at > %(at)s THEN endpoint.former_secret END, taken.tries
"""
# Only who still has the lease may tell what came of it.
TELL = """
UPDATE letter_delivery delivery SET
  tries = delivery.tries + 1, leased_until_at = NULL, told = came.told, try_at = came.try_at,
  delivered_at = CASE WHEN came.state = 'delivered' THEN %(at)s::timestamptz END,
  given_up_at = CASE WHEN came.state = 'given up' THEN %(at)s::timestamptz END
FROM jsonb_to_recordset(%(came)s::jsonb)
  AS came(id bigint, told text, try_at timestamptz, state text)
WHERE delivery.id = came.id AND delivery.leased_until_at = %(until)s
"""
DISABLE = """
WITH gone AS (
  UPDATE webhook_endpoint SET disabled_at = %(at)s
  WHERE name = ANY(%(names)s) AND disabled_at IS NULL RETURNING name
)
UPDATE letter_delivery SET given_up_at = %(at)s, told = 'the endpoint answered 410' FROM gone
WHERE endpoint = gone.name AND delivered_at IS NULL AND given_up_at IS NULL
"""
SLOW_DOWN = """
UPDATE letter_delivery SET try_at = %(until)s
WHERE endpoint = %(name)s AND delivered_at IS NULL AND given_up_at IS NULL AND try_at < %(until)s
"""


def deliver(
    *,
    at: datetime,
    allow_loopback: bool,
    limit: int = AT_ONCE,
    resolve: Resolve = resolved,
) -> int:
    """How many letters were tried; 0 once none is due. It takes 20 s at most.

    Nothing is locked while letters are on their way. Two workers never have the same letter at
    once, unless one of them slept for longer than its lease.
    """
    until_at = at + LEASE
    parcels = _leased(at=at, until_at=until_at, limit=limit)
    if parcels:
        came = send_all(parcels, sent_at=at, allow_loopback=allow_loopback, resolve=resolve)
        _tell(came, at=at, until_at=until_at)
    return len(parcels)


def next_try(tries: int, *, at: datetime, wait: timedelta | None = None) -> datetime | None:
    """When it is tried again after so many failures; None once it is given up.

    Up to a tenth later than the schedule says, and never before the endpoint asked for.
    """
    if tries >= len(WAITS):
        return None
    jitter = 1 + random.uniform(0, JITTER_SHARE)
    return at + max(WAITS[tries] * jitter, wait or timedelta(0))


def _leased(*, at: datetime, until_at: datetime, limit: int) -> list[Parcel]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, {"at": at, "until": until_at, "limit": limit})
        rows = cursor.fetchall()
    return [
        Parcel(
            delivery=row,
            endpoint=endpoint,
            url=url,
            letter=f"letter-{letter}",
            body=sent_body(topic, json.loads(body), written_at=written_at),
            secrets=tuple(each for each in (secret, former) if each),
            tries=tries,
        )
        for row, endpoint, url, letter, topic, body, written_at, secret, former, tries in rows
    ]


def _tell(came: Sequence[Sent], *, at: datetime, until_at: datetime) -> None:
    told = msgspec.json.encode([_told(sent, at=at) for sent in came]).decode()
    gone = sorted({sent.parcel.endpoint for sent in came if sent.is_gone})
    waits: dict[str, timedelta] = {}
    for sent in came:
        if sent.wait is not None:
            name = sent.parcel.endpoint
            waits[name] = max(sent.wait, waits.get(name, sent.wait))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TELL, {"came": told, "at": at, "until": until_at})
        if gone:
            cursor.execute(DISABLE, {"names": gone, "at": at})
        for name, wait in sorted(waits.items()):
            cursor.execute(SLOW_DOWN, {"name": name, "until": at + wait})


def _told(sent: Sent, *, at: datetime) -> dict[str, object]:
    again_at = None if sent.is_delivered else next_try(sent.parcel.tries + 1, at=at, wait=sent.wait)
    state = "due" if again_at else "given up"
    return {
        "id": sent.parcel.delivery,
        "told": sent.told,
        "try_at": again_at or at,
        "state": "delivered" if sent.is_delivered else state,
    }
