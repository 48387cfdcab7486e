"""Whatever is changed, taken out, put in or moved in the ledger is named."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from django.db import connection

from goodstanding.core.words import Refusal
from goodstanding.server.steps.entering import enter
from goodstanding.server.steps.receive_events import receive_events
from goodstanding.server.steps.seal_ledger import seal_ledger
from goodstanding.server.store.ledger_check import Whole, check_ledger
from goodstanding.server.store.ledger_export import check_tables, latest_checkpoint, lines_of_ledger
from goodstanding.server.store.ledger_lines import line_of, lines_in, read_checkpoint, written
from goodstanding.server.store.signing import Signer, public_key_of, signer_in

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ZEROS = "0" * 64


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    """Who signs the heads of these tests."""
    return signer_in(tmp_path / "ledger.key")


@pytest.fixture
def ledger(database_url: str, signer: Signer) -> Iterator[psycopg.Connection]:
    """Six entries, of which the second and the fifth seal events; a superuser's connection to it.

    A checkpoint is at entries 3 and 6.
    """
    for part in range(2):
        at = NOW + part * MINUTE
        enter("step", {"part": part}, at=at, words={"note": "She was ill in May."})
        names = [f"e{part}{number}" for number in range(3)]
        receive_events([feedback(name) for name in names], now_at=at)
        enter("step", {"part": part, "last": True}, at=at)
        seal_ledger(now_at=at, signer=signer)
    with psycopg.connect(database_url, autocommit=True) as superuser:
        # Triggers and foreign keys are asleep in this session, as for whoever owns the machine.
        superuser.execute("SET session_replication_role = replica")
        yield superuser


def feedback(name: str) -> bytes:
    answers = {"overall": 2, "comment": f"late, says {name}"}
    said = {"feedback": f"b{name}", "contract": "c1", "author": "k1", "form": "classic"}
    told = {
        "specversion": "1.0",
        "id": name,
        "source": "/market",
        "type": "goodstanding.feedback.submitted",
        "time": "2026-06-01T00:00:00Z",
        "data": {**said, "answers": answers},
    }
    return json.dumps(told).encode()


def checked(signer: Signer, **said: Any) -> Whole:
    """What is found in the database itself."""
    return check_tables({signer.key_id: signer.key.public_key()}, **said)


def exported(signer: Signer) -> list[bytes]:
    """The lines of an export of it."""
    return [written(line) for line in lines_of_ledger([signer.public_key], strict=False)]


def check_file(lines: list[bytes], **said: Any) -> Whole:
    """What is found in an export, without any database."""
    return check_ledger(lines_in(BytesIO(b"".join(lines))), **said)


def refusal_of(check: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        check()
    assert refused.value.code in {"ledger-broken", "ledger-not-as-published", "odd-export"}
    return refused.value.message


@pytest.mark.usefixtures("ledger")
def test_a_whole_ledger_is_found_whole(signer: Signer) -> None:
    there, elsewhere = checked(signer), check_file(exported(signer))

    assert there == elsewhere
    assert (there.entries, there.events, there.checkpoints, there.signed_until) == (6, 6, 2, 6)
    assert there.key_ids == {signer.key_id}


@pytest.mark.usefixtures("database_url")
def test_an_empty_ledger_is_whole(signer: Signer) -> None:
    assert checked(signer).head == ZEROS
    assert check_file(exported(signer)).entries == 0


@pytest.mark.usefixtures("ledger")
def test_an_export_holds_nobodys_words(signer: Signer) -> None:
    text = b"".join(exported(signer))

    assert b"ill in May" not in text and b"late, says" not in text


FAULTS = {
    "UPDATE ledger_entry SET body = '{}' WHERE id = 3": "entry 3 was changed",
    "UPDATE ledger_entry SET kind = 'other' WHERE id = 1": "entry 1 was changed",
    "UPDATE ledger_seal SET entered_at = now() WHERE sequence = 4": "entry 4 was changed",
    "DELETE FROM ledger_entry WHERE id = 4": "entry 4 is missing",
    "DELETE FROM ledger_seal WHERE sequence = 4": "entry 4 is missing or not in its place",
    "DELETE FROM ledger_seal WHERE sequence = 6": "the checkpoint at entry 6 has no entry",
    """INSERT INTO ledger_entry (id, entered_at, kind, body) VALUES (99, now(), 'step', '{}');
       INSERT INTO ledger_seal SELECT 7, now(), digest, repeat('b', 64), 99
       FROM ledger_seal WHERE sequence = 6""": "entry 7 was changed",
    """UPDATE ledger_seal SET entry_id = -entry_id WHERE sequence IN (3, 4);
       UPDATE ledger_seal SET entry_id = CASE sequence WHEN 3 THEN 4 ELSE 3 END
       WHERE sequence IN (3, 4)""": "entry 3 was changed",
    """UPDATE ledger_seal SET sequence = -sequence WHERE sequence IN (3, 4);
       UPDATE ledger_seal SET sequence = 7 + sequence WHERE sequence < 0""": "entry 3 was changed",
    "UPDATE ledger_words SET text = 'She was well.' WHERE entry_id = 4": (
        "entry 4: the words `note` are not those sealed"
    ),
    "UPDATE ledger_words SET digest = repeat('a', 64) WHERE entry_id = 1": "entry 1 was changed",
    "DELETE FROM ledger_words WHERE entry_id = 1": "entry 1 was changed",
    "UPDATE event SET body = body || '{\"contract\": \"c2\"}' WHERE event_id = 'e01'": (
        "entry 2: event `e01` of `/market` was changed"
    ),
    "UPDATE event SET about = 'contract:c2' WHERE event_id = 'e01'": (
        "entry 2: its events are not those sealed"
    ),
    "UPDATE event SET received_at = now() WHERE event_id = 'e11'": (
        "entry 5: its events are not those sealed"
    ),
    "UPDATE event SET digest = sha256('x') WHERE event_id = 'e11'": (
        "entry 5: event `e11` of `/market` was changed"
    ),
    "DELETE FROM event WHERE event_id = 'e01'": "entry 2 sealed 3 events, 2 stand there",
    """INSERT INTO event (source, event_id, type, about, happened_at, received_at, body, digest,
       entry) SELECT source, 'planted', type, about, happened_at, received_at, body, digest, entry
       FROM event WHERE event_id = 'e01'""": "event `planted` of `/market` belongs to no entry",
    "UPDATE event SET entry = 99 WHERE event_id = 'e12'": "entry 5 sealed 3 events, 2 stand there",
    "UPDATE event_words SET text = 'fine' WHERE event_id = 2": (
        "entry 2: event `e01` of `/market`: the words `comment` are not those sealed"
    ),
    "DELETE FROM event_words WHERE event_id = 2": "entry 2: its events are not those sealed",
    "UPDATE ledger_checkpoint SET head = repeat('a', 64) WHERE seal_id = 3": (
        "the checkpoint at entry 3 was changed"
    ),
    "UPDATE ledger_checkpoint SET signed_at = now() WHERE seal_id = 3": (
        "the checkpoint at entry 3 was changed"
    ),
    "UPDATE ledger_checkpoint SET seal_id = 5 WHERE seal_id = 3": (
        "the checkpoint at entry 5 was changed"
    ),
    "UPDATE ledger_checkpoint SET key_id = 'other' WHERE seal_id = 3": (
        "the checkpoint at entry 3 is signed with the key `other`, which was not given"
    ),
}


@pytest.mark.parametrize(("fault", "named"), FAULTS.items(), ids=lambda text: text[:40])
def test_a_planted_fault_is_named(
    ledger: psycopg.Connection, signer: Signer, fault: LiteralString, named: str
) -> None:
    assert ledger.execute(fault).rowcount != 0

    assert refusal_of(lambda: checked(signer)).startswith(named)


def test_a_ledger_written_anew_from_its_middle_is_known_by_what_was_published(
    ledger: psycopg.Connection, signer: Signer
) -> None:
    published = latest_checkpoint()
    assert published is not None
    ledger.execute("DELETE FROM ledger_checkpoint; DELETE FROM ledger_seal WHERE sequence > 2")
    ledger.execute("UPDATE ledger_entry SET body = '{}' WHERE id = 3")
    seal_ledger(now_at=NOW + 9 * MINUTE, signer=signer)

    assert checked(signer).entries == 6
    told = refusal_of(lambda: checked(signer, published_head=published.head))
    assert told.startswith(f"the published head `{published.head}` is that of none of the 6")
    told = refusal_of(lambda: checked(signer, published=published))
    assert told.startswith("entry 6 has the head")


@pytest.mark.usefixtures("ledger")
def test_whoever_signs_with_another_key_is_not_believed(signer: Signer, tmp_path: Path) -> None:
    other = signer_in(tmp_path / "other.key")

    told = refusal_of(lambda: checked(other))

    assert told.startswith(f"the checkpoint at entry 3 is signed with the key `{signer.key_id}`")


@pytest.mark.usefixtures("ledger")
def test_words_that_were_erased_break_nothing(signer: Signer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE event_words SET text = NULL, salt = NULL")
        cursor.execute("UPDATE ledger_words SET text = NULL, salt = NULL")

    assert checked(signer).entries == 6


@pytest.mark.usefixtures("ledger")
def test_what_is_published_can_be_read_again(signer: Signer) -> None:
    published = latest_checkpoint()
    assert published is not None

    again = read_checkpoint(written(line_of(published)))

    assert again == published
    assert public_key_of(signer.public_key) == signer.key.public_key()
    assert check_file(exported(signer), published_head=again.head).entries == 6


def swapped(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def without(place: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines[:place], *lines[place + 1 :]]


def twice(place: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines[: place + 1], *lines[place:]]


def with_said(place: int, old: bytes, other: bytes) -> Callable[[list[bytes]], list[bytes]]:
    def change(lines: list[bytes]) -> list[bytes]:
        changed = lines[place].replace(old, other, 1)
        assert changed != lines[place]
        return [*lines[:place], changed, *lines[place + 1 :]]

    return change


# Lines: the key, entries 1 to 3, a checkpoint, entries 4 to 6, a checkpoint, the end.
@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("change", "named"),
    [
        (with_said(2, b'count\\":3', b'count\\":2'), "entry 2 was changed"),
        (with_said(2, b'"leaves":["', b'"leaves":["00'), "entry 2: its events are not those"),
        (with_said(2, b'"leaves":["', b'"leaves":["zz'), "entry 2: `zz"),
        (with_said(2, b'"leaves":["', b'"leaves":["00","'), "entry 2 sealed 3 events, 4 stand"),
        (with_said(4, b'"signature":"', b'"signature":"!'), "the checkpoint at entry 3 was"),
        (with_said(5, b'"step"', b'"other"'), "entry 4 was changed"),
        (with_said(9, b"6", b"7"), "7 entries were exported, 6 are here"),
        (without(1), "entry 1 is missing or not in its place: entry 2 stands there"),
        (without(7), "the checkpoint at entry 6 has no entry: it stands after entry 5"),
        (without(9), "the file is no whole export of a ledger: its end is missing"),
        (without(0), "the checkpoint at entry 3 is signed with the key"),
        (twice(3), "entry 4 is missing or not in its place: entry 3 stands there"),
        (swapped, "entry 2 is missing or not in its place: entry 3 stands there"),
        (with_said(3, b"{", b""), "the file is no whole export of a ledger: line 4: "),
    ],
)
def test_a_fault_in_an_export_is_named(
    signer: Signer,
    change: Callable[[list[bytes]], list[bytes]],
    named: str,
) -> None:
    lines = change(exported(signer))

    assert refusal_of(lambda: check_file(lines)).startswith(named)
