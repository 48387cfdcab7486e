"""Cases that a person cleared let evidence points count anew, through every door that judges."""

from pathlib import Path

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from tests.cli.desk import AS_OF, MARKET, POLICY, Said, csv_file, say

POINTS = POLICY.parent / "evidence-points.yaml"
# Fifteen unhappy clients, a day apart; 007 and 7 are two people.
ROWS = tuple(
    f"{name},{name}-c{day},2026-05-{day:02}T00:00:00Z,1"
    for name in ("ada", "007", "7")
    for day in range(1, 16)
)
CASES = ("ada,2026-05-20T00:00:00Z", "007,2026-04-01T00:00:00Z", "nobody,2026-05-01T00:00:00Z")


def cleared_file(
    folder: Path, *rows: str, header: str = "freelancer,cleared_at", name: str = "cleared.csv"
) -> Path:
    """Cleared cases in CSV."""
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def judge(path: Path, *words: str | Path, policy: Path = POINTS) -> Said:
    """`goodstanding judge` by evidence points, as JSON."""
    return say("judge", path, "--policy", policy, "--as-of", AS_OF, "--format", "json", *words)


def points_of(said: Said) -> dict[str, float]:
    """The points of the flagged, by name."""
    assert said.code == 0, said.err
    return {each["freelancer"]: each["figures"]["points"]["value"] for each in said.json["flagged"]}


@pytest.fixture
def market(tmp_path: Path) -> Path:
    return csv_file(tmp_path, *ROWS)


def test_a_cleared_case_takes_a_person_off_the_ladder_and_nobody_else(
    market: Path, tmp_path: Path
) -> None:
    before = points_of(judge(market))
    after = points_of(judge(market, "--cleared", cleared_file(tmp_path, *CASES)))

    assert set(before) == {"ada", "007", "7"}
    assert set(after) == {"007", "7"}
    assert after["7"] == before["7"]
    # Cleared before any of it: the same outcomes count, and 100 ln 4 more is asked for.
    assert before["007"] - after["007"] == pytest.approx(138.6295, abs=1e-3)


def test_a_store_and_its_processes_tell_what_the_file_tells(market: Path, tmp_path: Path) -> None:
    cleared = ("--cleared", cleared_file(tmp_path, *CASES))
    store = tmp_path / "store"
    say("store", "build", market, "--policy", POINTS, "--into", store, "--buckets", "3")

    of_file = judge(market, *cleared)

    assert judge(store, *cleared).json == of_file.json
    assert judge(store, *cleared, "--processes", "2").json == of_file.json
    assert of_file.json != judge(market).json


def test_everybodys_record_has_the_points_that_count_anew(market: Path, tmp_path: Path) -> None:
    verdicts = tmp_path / "verdicts.parquet"

    judge(market, "--cleared", cleared_file(tmp_path, *CASES), "--verdicts", verdicts)

    points = {row["freelancer"]: row["points"] for row in pq.read_table(verdicts).to_pylist()}
    assert points["ada"] == 0
    assert points["7"] > points["007"] > 0


def test_why_says_since_when_points_count(market: Path, tmp_path: Path) -> None:
    words = ("--policy", POINTS, "--as-of", AS_OF)
    cleared = ("--cleared", cleared_file(tmp_path, *CASES))

    ada = say("why", "ada", market, *words, *cleared)
    other = say("why", "7", market, *words, *cleared)

    assert "points are counted anew since the last of: 2026-05-20T00:00:00Z" in ada.out
    assert "points are counted anew" not in other.out


def test_a_replay_flags_until_the_case_was_cleared(market: Path, tmp_path: Path) -> None:
    flags = tmp_path / "flags.parquet"
    grid = ("--from", "2026-05-08T00:00:00Z", "--until", "2026-06-05T00:00:00Z", "--every", "week")
    words = ("backtest", market, "--policy", POINTS, *grid, "--no-progress", "--flags", flags)

    plain = say(*words).out.splitlines()
    told = say(*words, "--cleared", cleared_file(tmp_path, *CASES)).out.splitlines()

    assert plain[1] == "at the end 3 judged, 3 flagged (100.00%)"
    assert told[1] == "at the end 3 judged, 2 flagged (66.67%)"
    assert told[-1] == "3 were ever flagged"
    assert {row["freelancer"] for row in pq.read_table(flags).to_pylist()} == {"ada", "007", "7"}


def test_cases_in_parquet_are_those_in_csv(market: Path, tmp_path: Path) -> None:
    rows = ("ada,2026-05-20T00:00:00Z",)
    in_csv = cleared_file(tmp_path, *rows)
    pq.write_table(arrow_csv.read_csv(in_csv), tmp_path / "cleared.parquet")

    found = judge(market, "--cleared", tmp_path / "cleared.parquet")

    assert found.json == judge(market, "--cleared", in_csv).json


def test_a_file_of_no_cases_clears_nobody(market: Path, tmp_path: Path) -> None:
    assert judge(market, "--cleared", cleared_file(tmp_path)) == judge(market)


def test_instants_without_a_zone_are_taken_to_be_utc_only_if_asked(
    market: Path, tmp_path: Path
) -> None:
    bare = cleared_file(tmp_path, "ada,2026-05-20T00:00:00", name="bare.csv")
    zoned = cleared_file(tmp_path, "ada,2026-05-20T00:00:00Z")

    refused = judge(market, "--cleared", bare)

    assert refused.err == "goodstanding: `cleared_at` has no time zone; give timestamps in UTC\n"
    taken = judge(market, "--cleared", bare, "--assume-utc")
    assert taken.json == judge(market, "--cleared", zoned).json


COLUMNS = "give `freelancer` and `cleared_at`, one row for each case"


@pytest.mark.parametrize("command", ["judge", "backtest"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("freelancer,at\nada,2026-05-20T00:00:00Z\n", f"no column `cleared_at`; {COLUMNS}"),
        ("name,cleared_at\nada,2026-05-20T00:00:00Z\n", f"no column `freelancer`; {COLUMNS}"),
        (
            "freelancer,cleared_at\nada,2026-05-20T00:00:00Z\nben,\n",
            "row 2 of the cleared cases has no `cleared_at`; give every case both, or leave it out",
        ),
        (
            "freelancer,cleared_at\nada,last May\n",
            "`cleared_at` holds `string`; give timestamps with a zone, in UTC",
        ),
        (
            "freelancer,cleared_at\nada,1726-05-20T00:00:00Z\n",
            "give instants from 1990 to 2199",
        ),
        ("freelancer,cleared_at\nada\n", "cleared.csv` cannot be read: "),
        ("", "cleared.csv` cannot be read: "),
    ],
)
def test_a_file_of_cases_that_cannot_be_is_refused(
    tmp_path: Path, command: str, text: str, told: str
) -> None:
    market, cleared = csv_file(tmp_path, *ROWS), tmp_path / "cleared.csv"
    cleared.write_text(text, encoding="utf-8")
    instant = ("--as-of", AS_OF) if command == "judge" else ("--no-progress",)

    said = say(command, market, "--policy", POINTS, *instant, "--cleared", cleared)

    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_policy_without_points_is_refused_for_it_would_change_nothing(tmp_path: Path) -> None:
    cleared = cleared_file(tmp_path, *CASES)

    said = judge(MARKET, "--cleared", cleared, policy=POLICY)

    assert (said.code, said.out, said.err) == (
        2,
        "",
        "goodstanding: policy `poor-contract-outcomes` measures no evidence points, and "
        f"`--cleared {cleared}` changes nothing else; leave it out, or judge by a policy that "
        "does, such as `evidence-points`\n",
    )


def test_a_truth_names_people_as_they_are_written(market: Path, tmp_path: Path) -> None:
    truth = cleared_file(tmp_path, "007,poor", "7,ordinary", header="freelancer,kind")

    said = say("backtest", market, "--policy", POINTS, "--truth", truth, "--no-progress")

    # Three are flagged, and one of them was bad: 007, who is not 7.
    assert "  review: 3 ever, 0.333 of them rightly" in said.out
