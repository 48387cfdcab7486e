"""A row of the event table becomes the record that folding reads."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

LOAD = """
SELECT event.id, event.about, event.type, event.happened_at, event.received_at, event.body,
       coalesce((SELECT jsonb_object_agg(words.name, words.text) FROM event_words words
                 WHERE words.event_id = event.id AND words.text IS NOT NULL), '{}')
FROM event WHERE event.about = ANY(%s)
ORDER BY event.about, event.happened_at, event.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvent:
    """One event with everything that it told, and when: theirs, and ours."""

    id: int
    about: str
    type: str
    happened_at: datetime
    known_at: datetime
    body: dict[str, Any]
    words: dict[str, str]


def events_about(abouts: Iterable[str]) -> dict[str, list[KnownEvent]]:
    """All events about each of them, as they happened."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [list(abouts)])
        rows = cursor.fetchall()
    found: dict[str, list[KnownEvent]] = {}
    for row, about, kind, happened_at, known_at, body, words in rows:
        event = KnownEvent(
            id=row,
            about=about,
            type=kind,
            happened_at=happened_at,
            known_at=known_at,
            body=loaded(body),
            words=loaded(words),
        )
        found.setdefault(about, []).append(event)
    return found


def loaded(value: Any) -> Any:
    """A JSON column of a bare query, which Django's connections hand over as text."""
    return json.loads(value) if isinstance(value, str) else value
