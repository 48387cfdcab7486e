"""A replay tells its figures alike in every form, and refuses what would be misread."""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from goodstanding.cli.report.record import Figures, Prose, Table
from goodstanding.cli.report.tabled import table_of
from tests.cli.desk import MARKET, POLICY, Said, csv_file, say
from tests.cli.report.reading import Page, report_of, tables_of
from tests.cli.report.test_page import exactly, wanted

GRID = ("--from", "2025-10-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z", "--no-progress")
# Whom the replay of the small market flags, and when; Nobody has no evidence.
TRUTH = (
    "f-ada,poor,,DE",
    "f-ben,turned,2026-02-15T00:00:00Z,DE",
    "f-gil,ordinary,,FR",
    "f-nobody,poor,,FR",
)


def backtest(*words: str | Path, file: Path = MARKET, policy: str | Path = POLICY) -> Said:
    """`goodstanding backtest` over ten months of the small market."""
    return say("backtest", file, "--policy", policy, *GRID, *words)


def truth_file(folder: Path, *rows: str, header: str = "freelancer,kind,turned_at,country") -> Path:
    """A truth in CSV."""
    path = folder / "truth.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The same report in every form."""
    folder = tmp_path_factory.mktemp("reports")
    truth = truth_file(folder, *TRUTH)
    paths = {kind: folder / f"report.{kind}" for kind in ("html", "json", "parquet")}
    asked = [word for path in paths.values() for word in ("--report", path)]
    said = backtest("--truth", truth, "--by", "country", *asked)
    assert said.code == 0, said.err
    return paths


def in_json(forms: Mapping[str, Path]) -> Any:
    return json.loads(forms["json"].read_text(encoding="utf-8"))


def test_the_parquet_has_every_number_of_the_json(forms: Mapping[str, Path]) -> None:
    report = report_of(in_json(forms))

    rows = tables_of(pq.read_table(forms["parquet"]).to_pylist())

    told = {
        (number, at): replace(table_of(part), says="")
        for number, section in enumerate(report.parts, start=1)
        for at, part in enumerate(section.of, start=1)
        if not isinstance(part, Prose)
    }
    assert {place: table for place, table in rows.items() if place[0]} == told


def test_the_page_has_every_count_of_the_json_and_loads_nothing(forms: Mapping[str, Path]) -> None:
    root = Page(forms["html"].read_text(encoding="utf-8")).root

    counts = report_of(in_json(forms)).parts[-1].of[0]

    assert isinstance(counts, Table)
    table = root.all("table")[-1]
    shown = [
        [exactly(cell) for cell in row.all() if cell.name in ("th", "td")]
        for row in table.all("tbody")[0].all("tr")
    ]
    assert len(shown) == 10
    assert shown == [[wanted(cell) for cell in row] for row in counts.rows]
    assert all((each.attributes.get("href") or "#").startswith("#") for each in root.all())
    assert not [each for each in root.all() if each.name in {"link", "script", "img", "iframe"}]


def test_the_truth_is_told_as_one_counts_it_by_hand(forms: Mapping[str, Path]) -> None:
    against = report_of(in_json(forms)).parts[1]

    review, block = (part for part in against.of if isinstance(part, Figures))
    facts = {fact.label: fact.value for fact in review.of}
    # Flagged are Ada, poor all along, Ben after turning, and Gil who is ordinary; missed is nobody,
    # as of the fourth nothing was ever known.
    assert facts["Ever flagged"] == 3
    assert facts["Precision"] == Fraction(2, 3)
    assert facts["Recall, 1+ outcomes"] == 1
    assert {fact.label: fact.value for fact in block.of}["Ever flagged"] == 1


def test_groups_are_told_by_share_and_whoever_is_in_no_table_is_in_none(
    forms: Mapping[str, Path],
) -> None:
    fairness = in_json(forms)["parts"][2]["of"]

    (by_country,) = [each for each in fairness if each["x"]["name"] == "country"]
    assert by_country["at"] == ["DE", "FR"]
    # Of the two French people the truth names, one was never judged, and is in no group.
    assert [each["value"] for each in by_country["series"][0]["values"]] == [1.0, 1.0]


def test_what_is_printed_is_what_is_reported(forms: Mapping[str, Path], tmp_path: Path) -> None:
    lines = backtest("--truth", truth_file(tmp_path, *TRUTH)).out.splitlines()

    counts = report_of(in_json(forms)).parts[-1].of[0]
    assert isinstance(counts, Table)
    last = counts.rows[-1]
    assert last[1:4] == (135, 1, 1)
    assert lines[1] == f"at the end {last[1]} judged, 2 flagged (1.48%)"
    assert lines[3:] == [
        "3 were ever flagged",
        "  review: 3 ever, 0.667 of them rightly",
        "  block: 1 ever, 1.000 of them rightly",
    ]


def test_the_same_replay_writes_the_same_report(tmp_path: Path) -> None:
    truth = truth_file(tmp_path, *TRUTH)
    path = tmp_path / "report.json"

    texts = []
    for _ in range(2):
        assert backtest("--truth", truth, "--report", path).code == 0
        texts.append(path.read_bytes())

    assert texts[0] == texts[1]


def test_a_truth_in_parquet_is_the_truth_in_csv(tmp_path: Path) -> None:
    truth = truth_file(tmp_path, *TRUTH)
    pq.write_table(arrow_csv.read_csv(truth), tmp_path / "truth.parquet")

    assert backtest("--truth", tmp_path / "truth.parquet") == backtest("--truth", truth)


def test_a_policy_above_its_budget_says_at_how_many_instants(tmp_path: Path) -> None:
    tight = tmp_path / "tight.yaml"
    text = POLICY.read_text(encoding="utf-8")
    tight.write_text(text.replace("impact_budget: 0.02", "impact_budget: 0.001"), encoding="utf-8")
    report = tmp_path / "report.json"

    said = backtest("--report", report, policy=tight)

    assert "over the budget of 0.10% at 4 of them" in said.out
    lead = json.loads(report.read_text(encoding="utf-8"))["lead"]
    assert "The budget of 0.1 % is exceeded at 4 of 10 instants" in lead


def test_a_replay_says_which_rungs_nobody_can_reach_in_it(tmp_path: Path) -> None:
    policy = tmp_path / "patient.yaml"
    policy.write_text(
        "policy: patient\nversion: 1\ntitle: Patient\nabout: freelancer\n"
        "negative: [{when: overall <= 2}]\n"
        "signals: {f: {count: negative, window: {days: 90}}}\n"
        "ladder:\n"
        "  - {rung: look, when: f >= 1, propose: advise}\n"
        "  - {rung: twice, when: f >= 2, held: {times: 2, of: 2}, propose: warn}\n"
        "process: {cadence: weekly}\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.json"

    said = backtest("--report", report, policy=policy)

    assert said.code == 0, said.err
    told = (
        "Each instant is asked on its own, so that nobody reaches a rung that looks back (`held`, "
        "`stood`): `twice`."
    )
    assert f"note: {told} `goodstanding timeline` follows one person over time\n" in said.err
    assert told in json.loads(report.read_text(encoding="utf-8"))["parts"][0]["says"]
    assert "looks back" not in backtest().err


def test_rows_that_are_refused_give_one_and_the_rest_is_replayed(tmp_path: Path) -> None:
    rows = [f"ada,c{n},2026-04-0{n}T00:00:00Z,1" for n in (1, 2, 3)]
    file = csv_file(tmp_path, *rows, "ben,c1,yesterday,1")

    said = backtest("--rejects", tmp_path / "rejects.csv", file=file)

    assert said.code == 1
    assert "at the end 1 judged, 1 flagged (100.00%)" in said.out
    assert "1 of 4 rows were refused" in said.err


WRONG_TRUTHS = [
    (
        ("ada,poor",),
        "freelancer,kynd",
        "the truth has no column `kind`; give `freelancer`, `kind` and, for those who turned, "
        "`turned_at`",
    ),
    (
        ("f-ada,poor", "f-ada,poor"),
        "freelancer,kind",
        "`f-ada` is named twice; give one row for each person",
    ),
    (
        ("f-ada,Poor",),
        "freelancer,kind",
        "the truth's `kind` says `Poor`; write `ordinary`, `poor`, `turned` or `attacked` for "
        "each person",
    ),
    (
        ("f-ada,turned",),
        "freelancer,kind",
        "`1` of the truth turned, and no `turned_at` says when; give the instant from which each "
        "of them was bad, in UTC",
    ),
    (
        ("f-ada,turned,last May",),
        "freelancer,kind,turned_at",
        "`turned_at` holds `string`; give timestamps with a zone, in UTC",
    ),
    (
        ("f-ada,turned,2026-01-01T00:00:00",),
        "freelancer,kind,turned_at",
        "`turned_at` has no time zone; give timestamps in UTC",
    ),
]


@pytest.mark.parametrize(("rows", "header", "wrong"), WRONG_TRUTHS)
def test_a_truth_that_would_be_misread_is_refused(
    tmp_path: Path, rows: tuple[str, ...], header: str, wrong: str
) -> None:
    # The history is not even looked for: a replay of hours is not to end so.
    nowhere = Path("no-such-history.csv")
    said = backtest("--truth", truth_file(tmp_path, *rows, header=header), file=nowhere)

    assert (said.code, said.out, said.err) == (2, "", f"goodstanding: {wrong}\n")


def test_a_broken_truth_is_refused_by_its_path(tmp_path: Path) -> None:
    broken = tmp_path / "truth.parquet"
    broken.write_text("no Parquet", encoding="utf-8")

    said = backtest("--truth", broken)

    assert said.code == 2
    assert said.err.startswith(f"goodstanding: `{broken}` cannot be read: ")
    assert said.err.endswith("; give CSV or Parquet\n")


def test_people_are_refused_whom_nothing_names_or_nothing_groups(tmp_path: Path) -> None:
    people = tmp_path / "people.parquet"
    pq.write_table(pa.table({"freelancers": ["f-ada"], "country": ["DE"]}), people)

    twice = tmp_path / "twice.csv"
    twice.write_text("freelancer,country\nf-ada,DE\nf-ada,FR\n", encoding="utf-8")

    doubled = backtest("--people", twice, "--by", "country")
    unnamed = backtest("--people", people, "--by", "country")
    ungrouped = backtest("--people", people)

    assert doubled.err == ("goodstanding: `f-ada` is named twice; give one row for each person\n")
    assert unnamed.err == (
        "goodstanding: people have no column `freelancer`; did you mean `freelancers`?\n"
    )
    assert ungrouped.err == (
        f"goodstanding: `--people {people}` is there to group by; say by which of its columns: "
        "--by COLUMN\n"
    )


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (
            ("--report", "r.pdf"),
            "`r.pdf` ends in no form that reports are written in; let it end in .html, .json or "
            ".parquet",
        ),
        (
            ("--report", "no/such/r.html"),
            "`no/such/r.html` cannot be written: there is no such folder; give another path",
        ),
        (
            ("--flags", "flags.csv"),
            "`flags.csv` is to have a row for each person; let it end in .parquet",
        ),
        (
            ("--flags", "no/such/flags.parquet"),
            "`no/such/flags.parquet` cannot be written: there is no such folder; give another path",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_read(
    words: tuple[str, ...], wrong: str
) -> None:
    said = backtest(*words, file=Path("no-such-history.csv"))

    assert (said.code, said.out, said.err) == (2, "", f"goodstanding: {wrong}\n")


def test_a_place_that_takes_no_flags_is_refused_and_no_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "flags.parquet"
    folder.mkdir()

    said = backtest("--flags", folder)

    assert said.code == 2
    assert f"`{folder}` cannot be written: " in said.err


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (
            ("--until", "2025-09-01T00:00:00Z"),
            "from `2025-10-01T00:00:00+00:00` until `2025-09-01T00:00:00+00:00` there are no "
            "instants of judging; give `--from` before `--until`, or another `--every`",
        ),
        (
            ("--from", "2020-01-01T00:00:00Z", "--every", "day"),
            "from `2020-01-01T00:00:00+00:00` until `2026-07-01T00:00:00+00:00` there are more "
            "than 1000 instants of judging; give `--from` before `--until`, or another `--every`",
        ),
        (
            ("--by", "country"),
            "`--by country`; say --people PATH or --truth PATH",
        ),
    ],
)
def test_a_grid_or_groups_that_cannot_be_are_refused(words: tuple[str, ...], wrong: str) -> None:
    said = backtest(*words)

    assert (said.code, said.out, said.err) == (2, "", f"goodstanding: {wrong}\n")


def test_a_store_says_nothing_of_how_files_are_read(tmp_path: Path) -> None:
    store = tmp_path / "store"
    say("store", "build", MARKET, "--policy", POLICY, "--into", store)

    beside = say("backtest", store, MARKET, "--policy", POLICY, *GRID)

    assert beside.code == 2
    assert "stores are judged alone" in beside.err
