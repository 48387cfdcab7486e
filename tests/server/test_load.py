"""Files of events are taken in as over HTTP: once, with what is refused told by line."""

from pathlib import Path

import pytest

from goodstanding.server.store.models import Due, Event
from tests.cli.desk import say
from tests.server.conftest import use
from tests.server.telling import START, contract, told


@pytest.fixture
def served(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


def test_a_file_is_loaded_once_and_bad_lines_are_named(served: str, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join([*contract("c1"), b"", b"{bad", *contract("c2")]))

    first, again = (say("load", path, "--no-progress") for _ in range(2))

    use(served)
    assert (first.code, again.code) == (1, 1)
    assert first.out == "6 taken, 0 known already, 1 refused\n"
    assert again.out == "0 taken, 6 known already, 1 refused\n"
    assert f"{path}, event 4:" in first.err
    assert Event.objects.count() == 6


def test_history_is_folded_when_all_of_it_is_there(served: str, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    said = {"account": "f1", "roles": ["freelancer"], "known_at": START}
    path.write_bytes(told("account.described", START, **said))

    loaded = say("load", path, "--history", "--no-progress")

    use(served)
    assert loaded.code == 0, loaded.err
    assert Due.objects.get().kind == "fold"


def test_a_file_that_is_not_there_is_refused(served: str, tmp_path: Path) -> None:
    loaded = say("load", tmp_path / "nothing.ndjson", "--no-progress")

    use(served)
    assert loaded.code == 2
    assert "one event a line" in loaded.err
