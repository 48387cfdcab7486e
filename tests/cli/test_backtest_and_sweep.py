"""A history is replayed and limits are tried from the command line, and reported for people."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.desk import MARKET, POLICY, say

GRID = ("--from", "2025-10-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z", "--no-progress")
BACKTEST = ("backtest", MARKET, "--policy", POLICY, *GRID)
SWEEP = ("sweep", MARKET, "--policy", POLICY, *GRID)
LIMITS = ("--rung", "review", "--signal", "unhappy_clients", "--limits", "2,3,4")


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("market") / "small"
    said = say("simulate", folder, "--seed", "7", "--freelancers", "600")
    assert said.code == 0, said.err
    return folder


def test_a_replay_says_what_matters_most() -> None:
    said = say(*BACKTEST)

    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0].startswith("poor-contract-outcomes version 1, 10 instants from 2025-10-01")
    assert lines[1] == "at the end 135 judged, 2 flagged (1.48%)"
    assert lines[3] == "3 were ever flagged"


def test_every_form_of_a_report_tells_the_same(market: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"report.{kind}" for kind in ("html", "json", "parquet")]
    asked = [word for path in paths for word in ("--report", path)]
    history = market / "evidence.parquet"
    truth = ("--truth", market / "truth.parquet", "--by", "kind")

    said = say("backtest", history, "--policy", "poor-contract-outcomes", *truth, *asked)

    assert said.code == 0, said.err
    html = paths[0].read_text(encoding="utf-8")
    told = json.loads(paths[1].read_text(encoding="utf-8"))
    assert "policy: poor-contract-outcomes" in html and "goodstanding" in html
    assert " src=" not in html and "url(" not in html and "<link" not in html
    sections = [part["title"] for part in told["parts"]]
    assert sections == ["Impact", "Against the truth", "Fairness", "All counts"]
    assert pq.read_table(paths[2]).num_rows > 0


def test_who_was_flagged_when_is_written_person_by_person(tmp_path: Path) -> None:
    flags = tmp_path / "flags.parquet"

    say(*BACKTEST, "--flags", flags)

    rows = pq.read_table(flags).to_pylist()
    assert sorted(row["freelancer"] for row in rows) == ["f-ada", "f-ben", "f-gil"]
    for row in rows:
        assert row["first_flagged_at"] == row["review_at"]
    assert {row["freelancer"]: row["block_at"] is None for row in rows} == {
        "f-ada": False,
        "f-ben": True,
        # Gil's clients grew happier, or more: he stood there for a while only.
        "f-gil": True,
    }


def test_a_sweep_says_what_each_limit_costs() -> None:
    said = say(*SWEEP, *LIMITS)

    assert said.code == 0, said.err
    head, *lines = said.out.splitlines()
    assert head.endswith("unhappy_clients is held against 3; 135 judged at the end")
    ends = [int(line.split(":")[1].split()[0]) for line in lines]
    assert ends[1] == 2 and ends == sorted(ends, reverse=True)


def test_a_sweep_is_reported_with_the_policys_text(tmp_path: Path) -> None:
    report = tmp_path / "sweep.html"

    say("sweep", MARKET, "--policy", "poor-contract-outcomes", *GRID, *LIMITS, "--report", report)

    assert "policy: poor-contract-outcomes" in report.read_text(encoding="utf-8")


def test_a_store_and_two_processes_tell_what_the_file_tells(tmp_path: Path) -> None:
    store = tmp_path / "store"
    say("store", "build", MARKET, "--policy", POLICY, "--into", store, "--buckets", "3")

    for words, more in ((BACKTEST, ()), (SWEEP, LIMITS)):
        command, _, *rest = words
        from_store = say(command, store, *rest, *more, "--processes", "2")
        assert from_store.out == say(*words, *more).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*SWEEP, *LIMITS[:4], "--limits", "2,many"), "limit `many`"),
        ((*SWEEP, "--rung", "reviews", *LIMITS[2:]), "did you mean `review`?"),
        (
            (*SWEEP, *LIMITS[:2], "--signal", "unhappy_client", "--limits", "2"),
            "did you mean `unhappy_clients`?",
        ),
        ((*BACKTEST, "--by", "country"), "say --people PATH or --truth PATH"),
        ((*BACKTEST, "--until", "2025-09-01T00:00:00Z"), "no instants of judging"),
        ((*BACKTEST, "--every", "day", "--from", "2020-01-01T00:00:00Z"), "more than 1000"),
        ((*BACKTEST, "--truth", POLICY.parent / "no-such.csv"), "cannot be read"),
        ((*BACKTEST, "--report", "report.pdf"), "report.pdf"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cure(words: tuple[str, ...], told: str) -> None:
    said = say(*words)

    assert said.code == 2
    assert told in said.err


def test_a_table_of_people_without_the_column_is_refused(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("freelancer,country\nf-ada,DE\n", encoding="utf-8")

    said = say(*BACKTEST, "--people", people, "--by", "contry")

    assert said.code == 2
    assert "did you mean `country`?" in said.err
