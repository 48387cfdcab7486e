"""What is to be told outside becomes letters, in the transaction of what they tell of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from goodstanding.core.words import Refusal, told_instant

# Thin ones are read at once, and hold nothing that has to be kept from a log.
LONGEST_BODY_BYTES = 20_000
WRITE = """
INSERT INTO letter (topic, body)
SELECT topic, body FROM jsonb_to_recordset(%s::jsonb) AS sent(n int, topic text, body jsonb)
ORDER BY n
"""


def write(topic: str, body: Mapping[str, Any]) -> None:
    """One letter, there if and only if the step's transaction commits.

    `body` names what changed, by ids; who receives it asks for the rest.

    Raises:
        Refusal: the body, as it is sent, is longer than 20,000 bytes.
    """
    write_all([(topic, body)])


def write_all(letters: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Many letters in one statement, in their order.

    Raises:
        Refusal: one of them is too long; none is written.
    """
    rows = [{"n": n, "topic": topic, "body": body} for n, (topic, body) in enumerate(letters)]
    for row in rows:
        _require_short(row)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [msgspec.json.encode(rows).decode()])


def sent_body(topic: str, body: object, *, written_at: datetime) -> bytes:
    """The letter as it is sent, always the same bytes: `{"type", "timestamp", "data"}`."""
    told = {"type": topic, "timestamp": told_instant(written_at), "data": body}
    return msgspec.json.encode(told, order="sorted")


def _require_short(row: Mapping[str, Any]) -> None:
    size = len(msgspec.json.encode(row["body"])) + len(row["topic"]) + 100
    if size > LONGEST_BODY_BYTES:
        raise Refusal(
            "letter-too-long",
            f"a letter of `{row['topic']}` has {size} bytes",
            cure="name what changed by its id, and let who receives it ask for the rest",
        )
