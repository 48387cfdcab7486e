"""What has to be done again: put down in the step that makes it so, taken up by one worker."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec
from django.db import connection


class Kind(StrEnum):
    """What is to be done: history waits until it is said to be complete."""

    FOLD = "fold"
    HISTORY = "history"
    JUDGE = "judge"
    RESTRICT = "restrict"


# Invariant: nobody else has the same key in hand until this transaction ends, as the advisory lock
# is held as long; and who dies in it loses nothing, as the rows are deleted in it.
TAKE = """
WITH next AS MATERIALIZED (
  SELECT id, key FROM due WHERE kind = %s AND due_at <= %s
  ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
), mine AS MATERIALIZED (
  SELECT id, key FROM next WHERE pg_try_advisory_xact_lock(hashtextextended(%s || key, 0))
), gone AS (
  DELETE FROM due USING mine WHERE due.id = mine.id
)
SELECT DISTINCT key FROM mine
"""
PUT = """
INSERT INTO due (kind, key, due_at)
SELECT %s, key, due_at FROM jsonb_to_recordset(%s::jsonb) AS x(key text, due_at timestamptz)
"""


def take(kind: Kind, *, at: datetime, limit: int) -> list[str]:
    """The keys of at most so many things that are due; to be called in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [kind.value, at, limit, kind.value])
        return sorted(key for (key,) in cursor.fetchall())


def put(kind: Kind, keys: Iterable[tuple[str, datetime]]) -> None:
    """Each key is due at its instant; a key that is due already may be put again."""
    rows = [{"key": key, "due_at": due_at} for key, due_at in sorted(set(keys))]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(PUT, [kind.value, msgspec.json.encode(rows).decode()])
