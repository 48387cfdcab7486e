"""Words that a person wrote are erased where they stand, and the ledger tells that they were."""

from datetime import datetime

from django.db import connection, transaction

from goodstanding.core.ledger import LONG_ENOUGH_TO_KNOW
from goodstanding.core.words import Refusal, require_words
from goodstanding.server.steps.entering import enter

BESIDE_EVENT = """
SELECT words.id, words.name, words.text, event.about, event.id
FROM event LEFT JOIN event_words words ON words.event_id = event.id
WHERE event.source = %s AND event.event_id = %s
FOR UPDATE OF event
"""
BESIDE_ENTRY = """
SELECT words.id, words.name, words.text, NULL, seal.sequence
FROM ledger_seal seal LEFT JOIN ledger_words words ON words.entry_id = seal.entry_id
WHERE seal.sequence = %s
FOR UPDATE OF seal
"""
ERASE_OF_EVENT = "UPDATE event_words SET text = NULL, salt = NULL WHERE id = %s"
ERASE_OF_ENTRY = "UPDATE ledger_words SET text = NULL, salt = NULL WHERE id = %s"
# What was folded from the event holds the words too; folding it again takes them out.
FOLD_AGAIN = "INSERT INTO due (kind, key, due_at) VALUES ('fold', %s, %s)"


def redact_event(source: str, event_id: str, *, name: str, because: str, at: datetime) -> None:
    """The words `name` of that event erased, with their salt; what was folded from it is due again.

    `because` is kept for ever, so it names no person.

    Raises:
        Refusal: there is no such event, it has no words of that name, or they were erased before.
    """
    with transaction.atomic():
        rows = _rows(BESIDE_EVENT, [source, event_id])
        what = f"event `{event_id}` of `{source}`"
        words, about, event = _words(rows, name=name, what=what)
        _redact(ERASE_OF_EVENT, words, told={"event": event, "name": name}, because=because, at=at)
        with connection.cursor() as cursor:
            cursor.execute(FOLD_AGAIN, [about, at])


def redact_entry(sequence: int, *, name: str, because: str, at: datetime) -> None:
    """The words `name` beside the entry at that place of the chain erased, with their salt.

    Raises:
        Refusal: there is no such entry, it has no words of that name, or they were erased before.
    """
    with transaction.atomic():
        rows = _rows(BESIDE_ENTRY, [sequence])
        words, _, place = _words(rows, name=name, what=f"entry {sequence}")
        _redact(ERASE_OF_ENTRY, words, told={"entry": place, "name": name}, because=because, at=at)


def _rows(sql: str, values: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _words(rows: list[tuple], *, name: str, what: str) -> tuple[tuple[int, str], str, int]:
    """The id and text of the words of that name, what they are folded with, and whose they are."""
    if not rows:
        raise Refusal("no-such-entry", f"there is no {what}", cure="look it up in an export")
    named = {row[1]: row for row in rows if row[1] is not None}
    if name not in named:
        listed = ", ".join(f"`{each}`" for each in sorted(named)) or "another's: it has none"
        raise Refusal("no-such-words", f"{what} has no words named `{name}`", cure=f"name {listed}")
    words, _, text, about, whose = named[name]
    if text is None:
        raise Refusal(
            "words-erased-before",
            f"the words `{name}` of {what} were erased before",
            cure="nothing is left to do",
        )
    return (words, text), about, whose


def _redact(
    sql: str, words: tuple[int, str], *, told: dict[str, object], because: str, at: datetime
) -> None:
    row, text = words
    reason = require_words("because", because, longest=500)
    if len(text) >= LONG_ENOUGH_TO_KNOW and text in reason:
        raise Refusal(
            "words-inside-the-seal",
            "`because` holds the very words that are to be erased",
            cure="say why without them: it is kept for ever",
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [row])
    enter("words.redacted", {**told, "because": reason}, at=at)
