"""Millions of outcomes go into a store on the command line, and are judged as a file is."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from tests.cli.desk import AS_OF, MARKET, POLICY, ROOT, Said, csv_file, say, unhappy

POINTS = ROOT / "policies" / "evidence-points.yaml"


def build(folder: Path, *files: Path, policy: Path = POLICY, more: tuple[str, ...] = ()) -> Said:
    """`goodstanding store build` into that folder."""
    rejects = folder.parent / "rejects.csv"
    return say(
        *("store", "build", *files, "--into", folder, "--policy", policy, "--rejects", rejects),
        *more,
    )


def judged(path: Path, *words: str | Path, policy: Path = POLICY) -> Said:
    """`goodstanding judge` of a file or a store."""
    return say("judge", path, "--policy", policy, "--as-of", AS_OF, *words)


def refused(*words: str | Path) -> str:
    """What is told when the command is refused."""
    said = say(*words)
    assert (said.code, said.out) == (2, "")
    return said.err


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The small market of the examples as a store."""
    said = build(tmp_path / "store", MARKET, more=("--buckets", "3"))
    assert (said.code, said.out) == (0, f"{tmp_path / 'store'}: 336 outcomes in 3 buckets\n")
    return tmp_path / "store"


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_a_store_is_told_word_for_word_as_its_file_is(store: Path, form: str) -> None:
    of_file = judged(MARKET, "--format", form)

    assert judged(store, "--format", form, "--processes", "1") == of_file
    assert of_file.code == 0


@pytest.mark.parametrize("policy", [POLICY, POINTS], ids=lambda path: path.stem)
def test_everybodys_record_is_the_same_in_parquet(tmp_path: Path, policy: Path) -> None:
    build(tmp_path / "store", MARKET, policy=policy)

    for path, name in ((MARKET, "file.parquet"), (tmp_path / "store", "store.parquet")):
        assert judged(path, "--verdicts", tmp_path / name, policy=policy).code == 0

    told = pq.read_table(tmp_path / "store.parquet")
    assert told.num_rows == 135
    assert told.equals(pq.read_table(tmp_path / "file.parquet"))


def test_two_processes_judge_as_one(store: Path) -> None:
    assert judged(store, "--processes", "2") == judged(store)


def test_bad_rows_are_refused_by_reason_and_place(tmp_path: Path) -> None:
    path = csv_file(tmp_path, *unhappy("ada", "c1", "c2", "c3"), "ben,c1,never,1", "ben,,never,9")

    said = build(tmp_path / "store", path)

    assert said.code == 1
    assert "3 outcomes in" in said.out
    assert "2 of 5 rows were refused and are not in the store; all are in" in said.err
    assert "odd-instant: 2" in said.err
    assert "line 5, column `occurred_at`: `never` is no instant" in said.err
    rejects = list(csv.DictReader((tmp_path / "rejects.csv").read_text().splitlines()))
    assert [(each["line"], each["column"]) for each in rejects] == [
        ("5", "occurred_at"),
        ("6", "client"),
        ("6", "occurred_at"),
        ("6", "overall"),
    ]
    assert judged(tmp_path / "store", "--format", "json").json["rungs"]["review"] == 1


def test_rejects_may_be_parquet_and_without_any_there_is_no_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path, *unhappy("ada", "c1"), "ben,c1,never,1")
    rejects = tmp_path / "rejects.parquet"

    words = ("store", "build", path, "--policy", POLICY, "--rejects")
    say(*words, rejects, "--into", tmp_path / "store")

    assert pq.read_table(rejects).column("value").to_pylist() == ["never"]
    path = csv_file(tmp_path, *unhappy("ada", "c1"))
    say(*words, tmp_path / "none.csv", "--into", tmp_path / "other")
    assert not (tmp_path / "none.csv").exists()


def test_a_day_is_added_and_merged(tmp_path: Path) -> None:
    build(tmp_path / "store", csv_file(tmp_path, *unhappy("ada", "c1", "c2")))
    day = csv_file(tmp_path, *unhappy("ada", "c3"))

    said = say("store", "add", day, "--into", tmp_path / "store")

    assert said.out.endswith(": 1 outcomes added; 1 addition not yet merged\n")
    assert judged(tmp_path / "store", "--format", "json").json["rungs"]["review"] == 1
    assert say("store", "merge", tmp_path / "store").out.endswith(": 1 addition merged\n")
    assert judged(tmp_path / "store", "--format", "json").json["rungs"]["review"] == 1
    shown = say("store", "show", tmp_path / "store", "--format", "json").json
    assert (shown["outcomes"], shown["additions"], shown["items"]) == (3, 0, ["overall"])
    assert "outcomes: 3\n" in say("store", "show", tmp_path / "store").out


def test_a_folder_of_parquet_is_built_as_its_files(tmp_path: Path) -> None:
    table = arrow_csv.read_csv(MARKET)
    for year, rows in (("2025", table.slice(0, 100)), ("2026", table.slice(100))):
        folder = tmp_path / "market" / f"year={year}"
        folder.mkdir(parents=True)
        pq.write_table(rows.cast(table.schema), folder / "part.parquet")
    schema = table.schema
    odd = [name for name in schema.names if str(schema.field(name).type) == "null"]
    assert odd

    said = build(tmp_path / "store", tmp_path / "market", more=("--assume-utc",))

    assert (said.code, "336 outcomes" in said.out) == (0, True)
    assert "columns that the store does not hold: year" in said.err
    assert judged(tmp_path / "store") == judged(MARKET)


def test_a_rating_and_nothing_else_makes_a_store(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        *(f"c{n},ada,-2,1774000000" for n in range(4)),
        "c1,ben,3,1774000000",
        header="rater,rated,rating,time",
    )
    maps = ("rater=client", "rated=freelancer", "time=occurred_at")
    words = tuple(word for each in maps for word in ("--map", each))
    negative = ("--negative", "rating < 0")

    build(tmp_path / "store", path, more=(*words, *negative))

    assert judged(tmp_path / "store", *negative) == judged(path, *words, *negative)
    other = refused(
        *("judge", tmp_path / "store", "--policy", POLICY, "--as-of", AS_OF),
        *("--negative", "ratign < 0"),
    )
    assert "has no such item" in other


def test_what_cannot_be_done_is_refused_with_its_cure(store: Path, tmp_path: Path) -> None:
    judge = ("--policy", POLICY, "--as-of", AS_OF)
    lines = tmp_path / "outcomes.jsonl"
    lines.write_text("{}\n")

    told = refused("judge", store, MARKET, *judge)
    assert "stores are judged alone; add the files to it" in told
    assert "a store was read when it was built" in refused("judge", store, "--assume-utc", *judge)
    assert "`--processes` is for an" in refused("judge", MARKET, "--processes", "2", *judge)
    assert "let it end in .csv" in refused("judge", store, "--verdicts", "a.jsonl", *judge)
    assert "is no evidence store; build one" in refused("store", "show", tmp_path)
    assert "is no evidence store" in refused("store", "add", MARKET, "--into", tmp_path)
    build_it = ("store", "build", "--policy", POLICY, "--into")
    assert "is not empty" in refused(*build_it, store, MARKET)
    assert "is JSON Lines" in refused(*build_it, tmp_path / "other", lines)
    assert "cannot be read" in refused(*build_it, tmp_path / "other", tmp_path / "nothing.csv")
    assert not (tmp_path / "other").exists()


def test_a_store_on_one_clock_is_refused_to_a_policy_on_the_other(
    store: Path, tmp_path: Path
) -> None:
    told = refused("judge", store, "--policy", POINTS, "--as-of", AS_OF)

    assert "is ordered by `occurred_at`" in told
    assert "build a store with `--clock received_at`" in told
    build(tmp_path / "other", MARKET, more=("--clock", "received_at"))
    assert judged(tmp_path / "other", policy=POINTS).code == 0


def test_judging_a_file_loads_no_heavy_engine(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from goodstanding.cli.main import commands\n"
        "try:\n    commands(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'pyarrow', 'narwhals'} & sys.modules.keys()))\n"
    )
    words = ["judge", str(MARKET), "--policy", str(POLICY), "--as-of", AS_OF, "--output"]

    said = subprocess.run(
        [sys.executable, "-c", code, *words, str(tmp_path / "told.txt")],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )

    assert said.stdout == "[]\n"
