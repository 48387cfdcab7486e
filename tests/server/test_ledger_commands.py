"""The ledger is verified, exported, published and redacted from a shell."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from goodstanding.server.steps.receive_events import receive_events
from goodstanding.server.store.models import Due, EventWords, LedgerEntry
from tests.server.test_ledger_verifying import feedback

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
PROGRAM = "from goodstanding.cli.main import main; main()"


class Shell:
    """A shell in which `goodstanding ledger` is called, with that database and a key of its own."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.url = database_url
        self.folder = folder

    def run(self, *words: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
        told = {
            "DATABASE_URL": self.url if url is None else url,
            "GOODSTANDING_LEDGER_KEY_FILE": str(self.folder / "ledger.key"),
        }
        command = [sys.executable, "-c", PROGRAM, "ledger", *words]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, **told}
        )


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    receive_events([feedback("e1"), feedback("e2")], now_at=NOW)
    return Shell(database_url, tmp_path)


def test_what_is_published_holds_for_the_database_and_for_an_export(shell: Shell) -> None:
    published = shell.folder / "published.json"
    file = shell.folder / "ledger.ndjson"

    said = shell.run("publish")
    published.write_text(said.stdout)
    shell.run("export", "--output", str(file))
    here = shell.run("verify", "--published", str(published), "--format", "json")
    key = said.stderr.split()[-1]
    there = shell.run(
        "verify", str(file), "--public-key", key, "--published", str(published), url=""
    )

    assert said.returncode == here.returncode == there.returncode == 0
    told = json.loads(here.stdout)
    assert (told["entries"], told["events"], told["signed_until"], told["unsealed"]) == (1, 2, 1, 0)
    assert there.stdout.startswith(f"1 entries with 2 events are whole; head {told['head']}")
    assert sorted(path.name for path in shell.folder.iterdir()) == [
        "ledger.key",
        "ledger.ndjson",
        "published.json",
    ]


def test_words_are_erased_and_the_ledger_tells_so_and_stays_whole(shell: Shell) -> None:
    done = shell.run(
        *("redact", "--event", "e1", "--source", "/market", "--words", "comment"),
        *("--because", "the client asked for it"),
    )

    assert done.returncode == 0
    assert EventWords.objects.get(event__event_id="e1").text is None
    assert EventWords.objects.get(event__event_id="e2").text == "late, says e2"
    told = json.loads(LedgerEntry.objects.get(kind="words.redacted").body)
    assert told["because"] == "the client asked for it" and told["name"] == "comment"
    assert Due.objects.filter(kind="fold", key="contract:c1").count() == 2
    shell.run("publish")
    assert shell.run("verify").stdout.startswith("2 entries with 2 events are whole")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--event", "e9", "--source", "/market", "--words", "comment"), "there is no event `e9`"),
        (("--event", "e1", "--source", "/market", "--words", "note"), "no words named `note`"),
        (("--words", "comment"), "neither or both"),
        (("--entry", "1", "--words", "comment"), "there is no entry 1"),
    ],
)
def test_words_that_are_not_there_cannot_be_erased(
    shell: Shell, words: tuple[str, ...], named: str
) -> None:
    done = shell.run("redact", *words, "--because", "asked for")

    assert done.returncode == 2
    assert named in done.stderr and "Traceback" not in done.stderr


def test_a_broken_ledger_is_refused_by_the_shell_too(shell: Shell) -> None:
    shell.run("publish")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_entry SET body = '{}'")

    done = shell.run("verify")

    assert done.returncode == 2
    assert "entry 1 was changed" in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_told_in_words(shell: Shell) -> None:
    done = shell.run("verify", url="postgresql:///nowhere?host=/tmp/nowhere")

    assert done.returncode == 2
    assert "the database says" in done.stderr and "Traceback" not in done.stderr
