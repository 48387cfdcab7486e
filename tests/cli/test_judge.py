"""Everybody in a file is judged, each with figures against limits, and nothing is lost."""

import csv
import gzip
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.desk import AS_OF, MARKET, POLICY, csv_file, judge, say, unhappy

FLAGGED = [
    {
        "freelancer": "f-ada",
        "rung": "block",
        "figures": {
            "unhappy_clients": {"value": 4, "limit": 4},
            "unhappy_share": {"value": 4 / 9, "limit": 0.25},
        },
    },
    {
        "freelancer": "f-ben",
        "rung": "review",
        "figures": {
            "unhappy_clients": {"value": 3, "limit": 3},
            "unhappy_share": {"value": 0.3, "limit": 0.2},
        },
    },
]


def test_the_shipped_example_flags_the_two_whom_several_clients_were_unhappy_with() -> None:
    said = say("judge", MARKET, "--policy", POLICY, "--as-of", AS_OF, "--format", "json")

    assert said.code == 0
    assert said.json == {
        "policy": "poor-contract-outcomes",
        "version": 1,
        "as_of": "2026-07-01T00:00:00Z",
        "judged": 135,
        "rungs": {"review": 1, "block": 1},
        "share_flagged": 2 / 135,
        "flagged": FLAGGED,
    }


def test_one_object_is_all_that_stands_on_stdout_and_notes_stand_on_stderr(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, *unhappy("ada", "c1"), header=HEADER_WITH_MORE))

    assert said.code == 0
    assert json.loads(said.out)["judged"] == 1
    assert "columns that the policy does not read: colour" in said.err
    assert "the policy reads what nobody said: concern_availability" in said.err


HEADER_WITH_MORE = "freelancer,client,occurred_at,colour"


def test_a_freelancer_of_whom_nothing_was_known_yet_is_not_judged(tmp_path: Path) -> None:
    file = csv_file(tmp_path, *unhappy("ada", "c1"), "ben,c1,2026-07-01T00:00:00.000001Z,1")

    said = judge(file)

    assert said.json["judged"] == 1


def test_nobody_judged_is_a_share_of_nothing(tmp_path: Path) -> None:
    said = judge(csv_file(tmp_path, "ada,c1,2026-08-01T00:00:00Z,1"))

    assert (said.json["judged"], said.json["share_flagged"]) == (0, 0)


def test_received_at_is_occurred_at_where_a_file_has_only_one_clock(tmp_path: Path) -> None:
    rows = [f"ada,c{n},2026-06-30T23:59:59Z,1," for n in range(3)]
    header = "freelancer,client,occurred_at,overall,received_at"

    known = judge(csv_file(tmp_path, *rows, header=header))
    late = [row + "2026-07-01T00:00:01Z" for row in rows]
    unknown = judge(csv_file(tmp_path, *late, header=header))

    assert known.json["rungs"] == {"review": 1, "block": 0}
    assert unknown.json["judged"] == 0


def test_foreign_headers_are_mapped(tmp_path: Path) -> None:
    rows = unhappy("ada", "c1", "c2", "c3")
    file = csv_file(tmp_path, *rows, header="seller_id,Buyer,ended,overall")

    said = judge(
        file, "--map", "seller_id=freelancer", "--map", "Buyer=client", "--map", "ended=occurred_at"
    )

    assert said.json["rungs"]["review"] == 1


def test_a_rating_alone_is_negative_when_the_user_says_when(tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    seconds = 1_774_000_000
    file.write_text("".join(f"c{n},ada,{-1 if n < 3 else 5},{seconds}.5\n" for n in range(10)))

    said = judge(
        file,
        "--no-header",
        "--columns",
        "client,freelancer,rating,occurred_at",
        "--negative",
        "rating < 0",
    )

    assert said.json["flagged"][0]["figures"] == FLAGGED[1]["figures"]


@pytest.mark.parametrize("negative", ['verdict == "bad"', "is_bad", 'verdict in ("bad", "worse")'])
def test_what_a_foreign_column_holds_follows_from_its_use(tmp_path: Path, negative: str) -> None:
    rows = [f"ada,c{n},2026-04-01T00:00:00Z,bad,yes" for n in range(3)]
    file = csv_file(tmp_path, *rows, header="freelancer,client,occurred_at,verdict,is_bad")

    assert judge(file, "--negative", negative).json["rungs"]["review"] == 1


def test_linked_accounts_are_one_client(tmp_path: Path) -> None:
    header = "freelancer,client,client_group,occurred_at,overall"
    rows = [f"ada,c{n},the company,2026-04-01T00:00:00Z,1" for n in range(4)]

    assert judge(csv_file(tmp_path, *rows, header=header)).json["flagged"] == []


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    header, *rows = MARKET.read_text().splitlines()
    answers = set()
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        answers.add(judge(csv_file(tmp_path, *rows, header=header)).out)

    assert len(answers) == 1


def test_every_format_of_the_same_rows_gives_the_same_bytes(tmp_path: Path) -> None:
    plain = judge(MARKET, "--rejects", tmp_path / "rejects.csv").out
    records = list(csv.DictReader(MARKET.read_text().splitlines()))
    lines = tmp_path / "market.jsonl"
    lines.write_text("".join(json.dumps(_typed(record)) + "\n" for record in records))
    zipped = tmp_path / "market.csv.gz"
    zipped.write_bytes(gzip.compress(MARKET.read_bytes()))
    packed = tmp_path / "market.csv.zst"
    with pa.output_stream(str(packed), compression="zstd") as stream:
        stream.write(MARKET.read_bytes())
    columnar = tmp_path / "market.parquet"
    pq.write_table(pa.Table.from_pylist([_typed(record) for record in records]), columnar)

    assert [judge(path).out for path in (lines, zipped, packed, columnar)] == [plain] * 4


def _typed(record: dict[str, str]) -> dict[str, object]:
    """The record as JSON would have it: numbers, yes and no, and null for nothing."""
    yes_no = {"yes": True, "no": False}
    typed: dict[str, object] = {}
    for name, value in record.items():
        if name.startswith("concern_"):
            typed[name] = yes_no.get(value)
        else:
            typed[name] = int(value) if value.isdigit() else value or None
    return typed


def test_several_files_are_judged_together(tmp_path: Path) -> None:
    first = csv_file(tmp_path, *unhappy("ada", "c1", "c2"))
    (tmp_path / "more").mkdir()
    second = csv_file(tmp_path / "more", *unhappy("ada", "c3"))

    assert judge(first, second).json["rungs"]["review"] == 1


def test_a_policy_about_clients_judges_clients(tmp_path: Path) -> None:
    policy = tmp_path / "clients.yaml"
    policy.write_text(CLIENT_POLICY)
    rows = [f"ada{n},c1,2026-04-01T00:00:00Z,1" for n in range(3)]

    said = say(
        "judge",
        csv_file(tmp_path, *rows),
        "--policy",
        policy,
        "--as-of",
        AS_OF,
        "--format",
        "json",
    )

    assert said.json["flagged"][0]["client"] == "c1"


CLIENT_POLICY = """
policy: unkind-clients
version: 1
title: Unkind clients
about: client
negative: [{when: overall <= 2}]
signals: {unhappy: {count: negative, window: {months: 12}}}
ladder: [{rung: look, when: unhappy >= 3, propose: advise}]
"""


def test_a_table_shows_counts_shares_the_budget_and_figures_against_limits() -> None:
    said = say("judge", MARKET, "--policy", POLICY, "--as-of", AS_OF)

    assert said.code == 0
    for words in (
        "135 judged, 1.48 % flagged; within the budget of 2 %",
        "f-ada",
        "4 (4 or more)",
        "44.44 % (25 % or more)",
    ):
        assert words in said.out


def test_csv_gives_one_row_for_each_person(tmp_path: Path) -> None:
    output = tmp_path / "verdicts.csv"

    say(
        "judge", MARKET, "--policy", POLICY, "--as-of", AS_OF, "--format", "csv", "--output", output
    )

    records = list(csv.DictReader(output.read_text().splitlines()))
    assert len(records) == 135
    assert records[0]["freelancer"] == "f-ada"
    assert records[0]["rung"] == "block"
    assert records[0]["unhappy_clients"] == "4"
    assert records[-1]["rung"] == ""


def test_parquet_keeps_numbers_and_instants(tmp_path: Path) -> None:
    output = tmp_path / "verdicts.parquet"

    said = say(
        "judge",
        MARKET,
        "--policy",
        POLICY,
        "--as-of",
        AS_OF,
        "--format",
        "parquet",
        "--output",
        output,
    )

    assert said.code == 0
    first = pq.read_table(output).to_pylist()[0]
    assert (first["unhappy_clients"], first["negative_outcomes"]) == (4, 4)
    assert first["as_of"].isoformat() == "2026-07-01T00:00:00+00:00"


def test_parquet_is_not_for_a_terminal() -> None:
    said = say("judge", MARKET, "--policy", POLICY, "--as-of", AS_OF, "--format", "parquet")

    assert (said.code, said.err) == (
        2,
        "goodstanding: Parquet is not for a terminal; add --output FILE\n",
    )


def test_verdicts_are_written_beside_the_table_each_with_its_because(tmp_path: Path) -> None:
    lines, rows = tmp_path / "verdicts.jsonl", tmp_path / "verdicts.csv"
    words = ["judge", MARKET, "--policy", POLICY, "--as-of", AS_OF]

    said = say(*words, "--verdicts", lines)
    say(*words, "--verdicts", rows)

    ada = json.loads(lines.read_text().splitlines()[0])
    assert "135 judged" in said.out
    assert (ada["subject"], ada["rung"]) == ("f-ada", "block")
    assert len(ada["figures"]["unhappy_clients"]["counted"]) == 4
    assert len(rows.read_text().splitlines()) == 136


def test_an_ending_that_cannot_be_written_is_refused_before_anybody_is_judged() -> None:
    said = say("judge", MARKET, "--policy", POLICY, "--as-of", AS_OF, "--verdicts", "verdicts.docx")

    assert (said.code, said.out) == (2, "")
    assert "let it end in .csv, .parquet or .jsonl" in said.err


def test_a_policy_that_we_ship_goes_by_its_name() -> None:
    by_name = say(
        "judge", MARKET, "--policy", "poor-contract-outcomes", "--as-of", AS_OF, "--format", "json"
    )

    assert by_name.json["flagged"] == FLAGGED


def test_a_policy_that_is_nowhere_is_refused() -> None:
    said = say("judge", MARKET, "--policy", "no-such-policy", "--as-of", AS_OF)

    assert said.code == 2
    assert "policy `no-such-policy` cannot be read: No such file" in said.err


def test_a_table_of_very_many_flagged_says_how_many_more_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goodstanding.cli.writing.MOST_TOLD", 1)
    file = csv_file(tmp_path, *unhappy("ada", "c1", "c2", "c3"), *unhappy("ben", "c1", "c2", "c3"))

    told = judge(file, "--format", "table").out

    assert "ada" in told and "ben" not in told
    assert "and 1 more; `--format csv` or `json` tells them all" in told
