"""Entries get their place in the chain a moment after they are written; none is left out."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from django.db import connection

from goodstanding.core.ledger import Entry, verify
from goodstanding.core.words import Refusal
from goodstanding.server.steps import seal_ledger as sealing
from goodstanding.server.steps.seal_ledger import Sealing, seal_ledger
from goodstanding.server.store.models import LedgerCheckpoint, LedgerEntry, LedgerSeal
from goodstanding.server.store.signing import Signer, signer_in

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    """Somebody with a key of their own."""
    return signer_in(tmp_path / "ledger.key")


def enter(*entered_at: datetime) -> list[int]:
    """An entry for each instant; their ids."""
    return [
        LedgerEntry.objects.create(entered_at=at, kind="test", body="{}").pk for at in entered_at
    ]


def chain() -> tuple[Entry, ...]:
    """The chain as the core knows it."""
    rows = LedgerSeal.objects.select_related("entry").order_by("sequence")
    return tuple(
        Entry(
            sequence=row.sequence,
            entered_at=row.entered_at,
            kind=row.entry.kind,
            body=row.entry.body,
            words=(),
            previous=row.previous,
            digest=row.digest,
        )
        for row in rows
    )


def test_entries_are_sealed_by_the_rule_of_the_core(signer: Signer) -> None:
    enter(NOW, NOW + SECOND, NOW + 2 * SECOND)

    done = seal_ledger(now_at=NOW, signer=signer)

    assert done == Sealing(sealed=3, is_signed=True)
    assert verify(chain()) == LedgerCheckpoint.objects.get().head
    assert seal_ledger(now_at=NOW, signer=signer) == Sealing()


def test_time_never_goes_backwards_in_the_chain(signer: Signer) -> None:
    enter(NOW + SECOND, NOW)

    seal_ledger(now_at=NOW, signer=signer)

    assert [entry.entered_at for entry in chain()] == [NOW + SECOND] * 2
    assert list(LedgerEntry.objects.order_by("id").values_list("entered_at", flat=True)) == [
        NOW + SECOND,
        NOW,
    ]


def test_an_entry_that_commits_late_with_a_lower_id_is_sealed_too(
    signer: Signer, database_url: str
) -> None:
    with psycopg.connect(database_url) as other:
        late = other.execute(
            "INSERT INTO ledger_entry (entered_at, kind, body) VALUES (%s, 'late', '{}')"
            " RETURNING id",
            [NOW],
        ).fetchone()
        (early,) = enter(NOW + SECOND)
        seal_ledger(now_at=NOW, signer=signer)
        other.commit()

    done = seal_ledger(now_at=NOW, signer=signer)

    assert late is not None and late[0] < early
    assert done.sealed == 1
    assert [entry.kind for entry in chain()] == ["test", "late"]


def test_a_sweep_finds_what_committed_long_after_its_neighbours(
    signer: Signer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "LOOK_BACK", 2)
    with psycopg.connect(database_url) as other:
        other.execute(
            "INSERT INTO ledger_entry (entered_at, kind, body) VALUES (%s, 'late', '{}')", [NOW]
        )
        enter(*(NOW + number * SECOND for number in range(5)))
        seal_ledger(now_at=NOW, signer=signer)
        other.commit()

    assert seal_ledger(now_at=NOW, signer=signer).sealed == 0
    assert seal_ledger(now_at=NOW, signer=signer, sweep=True).sealed == 1
    assert verify(chain())


def test_one_at_a_time_seals(signer: Signer, database_url: str) -> None:
    enter(NOW)
    with psycopg.connect(database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.SEALING])

        done = seal_ledger(now_at=NOW, signer=signer)

    assert done == Sealing(is_busy=True)
    assert LedgerSeal.objects.count() == 0


def test_four_who_seal_at_once_make_one_chain(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 7)
    enter(*(NOW + number * SECOND for number in range(100)))

    def seal() -> None:
        for _ in range(40):
            seal_ledger(now_at=NOW, signer=signer)
        connection.close()

    threads = [Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while seal_ledger(now_at=NOW, signer=signer).sealed:
        pass

    assert [entry.sequence for entry in chain()] == list(range(1, 101))
    assert verify(chain())


def test_the_head_is_signed_once_a_minute_and_every_thousand(signer: Signer) -> None:
    def signed_after(count: int, seconds: int) -> bool:
        enter(*[NOW] * count)
        return seal_ledger(now_at=NOW + seconds * SECOND, signer=signer).is_signed

    assert signed_after(1, 0)
    assert not signed_after(1, 59)
    assert signed_after(1, 60)
    assert not signed_after(999, 61)
    assert signed_after(1, 62)
    assert not signed_after(0, 999)


def test_the_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "ledger.key"

    first, again = signer_in(path), signer_in(path)

    assert first.key_id == again.key_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("mode", "text", "code"), [(0o644, None, "key-open-to-others"), (0o600, b"x", "no-signing-key")]
)
def test_a_key_that_cannot_be_trusted_is_refused(
    tmp_path: Path, mode: int, text: bytes | None, code: str
) -> None:
    path = tmp_path / "ledger.key"
    signer_in(path)
    if text is not None:
        path.write_bytes(text)
    path.chmod(mode)

    with pytest.raises(Refusal) as refused:
        signer_in(path)

    assert refused.value.code == code
