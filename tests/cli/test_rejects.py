"""Every bad row is named with file, line, column, value and cure; nothing is dropped or guessed."""

import csv
import gzip
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.desk import Said, csv_file, judge, unhappy

GOOD = "ada,c1,2026-04-01T00:00:00Z,1"


def rejects(folder: Path) -> list[dict[str, str]]:
    """What the rejects file holds."""
    return list(csv.DictReader((folder / "rejects.csv").read_text().splitlines()))


def one_reject(
    folder: Path, *rows: str, header: str = "freelancer,client,occurred_at,overall"
) -> dict[str, str]:
    """The single reject among these rows, the first of which is line 2."""
    said = judge(csv_file(folder, *rows, header=header))
    assert said.code == 1
    (reject,) = rejects(folder)
    return reject


@pytest.mark.parametrize(
    ("row", "column", "wrong", "cure"),
    [
        ("ada,c1,2026-04-01T00:00:00Z,6", "overall", "`6` is no `overall`", "from 1 to 5"),
        ("ada,c1,2026-04-01T00:00:00Z,4.0 stars", "overall", "`4.0 stars` is no", "a number"),
        ("ada,c1,2026-04-01T00:00:00Z,nan", "overall", "`nan` is no `overall`", "a number"),
        ("ada,c1,2026-04-01T00:00:00Z,1e400", "overall", "`1e400` is no", "a number"),
        ("ada,c1,2026-04-01T00:00:00,1", "occurred_at", "has no time zone", "--assume-utc"),
        ("ada,c1,2026-04-01,1", "occurred_at", "has no time zone", "--assume-utc"),
        ("ada,c1,yesterday,1", "occurred_at", "`yesterday` is no instant", "Unix seconds"),
        ("ada,c1,2026-02-30T00:00:00Z,1", "occurred_at", "is no instant", "Unix seconds"),
        ("ada,c1,1700000000.1234567,1", "occurred_at", "finer than a microsecond", "six decimals"),
        ("ada,c1,2026-04-01T00:00:00.1234567Z,1", "occurred_at", "finer than", "six decimals"),
        ("ada,c1,1700000000000,1", "occurred_at", "is out of range", "not milliseconds"),
        ("ada,c1,,1", "occurred_at", "nothing stands here", "every row needs a value"),
        (",c1,2026-04-01T00:00:00Z,1", "freelancer", "nothing stands here", "every row"),
        ("ada,c1,2026-04-01T00:00:00Z", "", "the row has 3 cells", "--delimiter"),
        ("a\tb,c1,2026-04-01T00:00:00Z,1", "freelancer", "cannot be printed", "control"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place_and_cure(
    tmp_path: Path, row: str, column: str, wrong: str, cure: str
) -> None:
    reject = one_reject(tmp_path, GOOD, row)

    assert Path(reject["file"]).name == "outcomes.csv"
    assert (reject["line"], reject["column"]) == ("3", column)
    assert wrong in reject["wrong"]
    assert cure in reject["cure"]


def test_good_rows_are_judged_although_others_are_refused(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, *unhappy("ada", "c1", "c2", "c3"), "ben,c1,never,1"))

    assert said.code == 1
    assert said.json["rungs"]["review"] == 1
    assert "1 of 4 rows were refused and not judged; all are in" in said.err
    assert "outcomes.csv, line 5, column `occurred_at`: `never` is no instant" in said.err


def test_every_wrong_cell_of_a_row_is_named(tmp_path: Path) -> None:
    judge(csv_file(tmp_path, "ada,,never,9"))

    assert [each["column"] for each in rejects(tmp_path)] == ["client", "occurred_at", "overall"]


def test_the_first_few_are_told_and_all_are_written(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, *["ada,c1,never,1"] * 8))

    assert "and 3 more" in said.err
    assert len(rejects(tmp_path)) == 8


def test_a_row_after_a_broken_quote_keeps_the_line_of_the_file(tmp_path: Path) -> None:
    rows = ['"ada\nof two lines",c1,2026-04-01T00:00:00Z,1', "ben,c1,never,1"]

    judge(csv_file(tmp_path, *rows))

    assert [each["line"] for each in rejects(tmp_path)] == ["2", "4"]


def test_a_contract_stands_once(tmp_path: Path) -> None:
    header = "freelancer,client,occurred_at,overall,contract"
    row = "ada,c1,2026-04-01T00:00:00Z,1,k1"

    reject = one_reject(tmp_path, row, row, header=header)

    assert reject["wrong"] == "contract `k1` stands on line 2 already"
    assert reject["column"] == "contract"


def test_versions_of_a_contract_that_follow_one_another_are_no_doubles(tmp_path: Path) -> None:
    header = "freelancer,client,occurred_at,overall,contract,received_at,superseded_at"
    begun = "ada,c1,2026-04-01T00:00:00Z,1,k1,2026-04-02T00:00:00Z,2026-04-09T00:00:00Z"
    after = "ada,c1,2026-04-01T00:00:00Z,5,k1,2026-04-09T00:00:00Z,"

    assert judge(csv_file(tmp_path, begun, after, header=header)).code == 0


def test_received_before_it_occurred_is_refused(tmp_path: Path) -> None:
    header = "freelancer,client,occurred_at,overall,received_at"

    reject = one_reject(tmp_path, f"{GOOD},2026-03-01T00:00:00Z", header=header)

    assert "before it occurred" in reject["wrong"]


def test_a_one_is_no_yes_in_json(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.jsonl"
    file.write_text(
        '{"freelancer": "ada", "client": 7, "occurred_at": 1775000000, "concern_skills": 1}\n'
        '{"freelancer": "ada", "client": 7.5, "occurred_at": 1775000000}\n'
        '{"freelancer": "ada", "client": 8, "occurred_at": true, "overall": true}\n'
        "not json\n"
        "[1]\n"
        '{"freelancer": "ada", "client": 9, "occurred_at": 1775000000, "overall": NaN}\n'
    )

    said = judge(file)

    assert said.code == 1
    assert [(each["line"], each["column"]) for each in rejects(tmp_path)] == [
        ("1", "concern_skills"),
        ("2", "client"),
        ("3", "occurred_at"),
        ("3", "overall"),
        ("4", ""),
        ("5", ""),
        ("6", ""),
    ]


def test_a_parquet_timestamp_without_zone_needs_the_user_to_say_utc(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.parquet"
    table = pa.table({"freelancer": ["ada"], "client": [1], "occurred_at": [1_775_000_000_000_000]})
    plain = table.set_column(2, "occurred_at", table.column(2).cast(pa.timestamp("us")))
    pq.write_table(plain, file)

    assert judge(file).code == 1
    assert judge(file, "--assume-utc").code == 0


def refused(said: Said) -> str:
    """What a refused command said, in one line."""
    assert said.code == 2
    assert said.out == ""
    return re.sub(r"/\S*/", "", said.err.removeprefix("goodstanding: ").strip())


def test_a_file_without_the_needed_columns_is_refused_with_the_mapping_that_would_work(
    tmp_path: Path,
) -> None:
    file = csv_file(tmp_path, "x,y,z,5", header="Buyer Name,seller_id,Created At,stars")

    assert refused(judge(file)) == (
        "`outcomes.csv` has no column `freelancer`, `client`, `occurred_at`; say which column it "
        "is: --map seller_id=freelancer --map 'Buyer Name=client' --map 'Created At=occurred_at'"
    )


def test_a_file_without_header_is_told_apart(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "1,2,3,1289241941", header="6,2,4,1289241911")

    assert "the first line looks like a row: say --no-header" in refused(judge(file))


def test_a_mapped_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, GOOD), "--map", "sellr=freelancer")

    assert refused(said).startswith("`outcomes.csv` has no column `sellr`; use one of")


def test_a_column_that_negative_reads_must_be_there(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, GOOD), "--negative", "overal < 3")

    assert refused(said) == (
        "`--negative` reads `overal`, and `outcomes.csv` has no such column; "
        "did you mean `overall`?"
    )


def test_a_broken_negative_shows_its_place(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, GOOD), "--negative", "overall = 2")

    assert said.code == 2
    assert "--negative:1:9: error: `=` gives a value [single-equals]" in said.err
    assert "        ^" in said.err


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (b"", "is empty"),
        (b"freelancer,client,occurred_at\n", "has no rows"),
        (b"freelancer,client,occurred_at\nad\xe9,c,2026-01-01T00:00:00Z\n", "no text in UTF-8"),
        (b"client,client,occurred_at\n1,2,3\n", "has the column `client` twice"),
        (gzip.compress(b"freelancer,client,occurred_at\n" * 99)[:60], "breaks off"),
        (b"PAR1 but not really", "no sound Parquet file"),
    ],
    ids=["empty", "header only", "latin-1", "column twice", "cut gzip", "no parquet"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    tmp_path: Path, octets: bytes, told: str
) -> None:
    file = tmp_path / "outcomes.csv"
    file.write_bytes(octets)

    assert told in refused(judge(file))


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(judge(tmp_path / "nowhere.csv"))
    assert "Is a directory" in judge(tmp_path).err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--no-header"], "`--no-header` and `--columns` go together"),
        (["--columns", "a,b"], "`--no-header` and `--columns` go together"),
        (["--map", "seller"], "write --map COLUMN=FIELD"),
        (["--delimiter", "::"], "give one character"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    tmp_path: Path, words: list[str], told: str
) -> None:
    assert told in refused(judge(csv_file(tmp_path, GOOD), *words))


def test_an_instant_of_judging_needs_its_zone(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, GOOD), as_of="2026-07-01")

    assert said.code == 2
    assert "has no time zone" in said.err
