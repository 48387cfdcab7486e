"""A sweep tells what each limit costs, alike in every form, and refuses what it cannot try."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goodstanding.cli.report.record import Report, Table
from tests.cli.desk import MARKET, POLICY, Said, say
from tests.cli.report.reading import Page, report_of, tables_of

GRID = ("--from", "2025-10-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z", "--no-progress")
REVIEW = ("--rung", "review", "--signal", "unhappy_clients")


def sweep(*words: str | Path, file: Path = MARKET, policy: str | Path = POLICY) -> Said:
    """`goodstanding sweep` over ten months of the small market."""
    return say("sweep", file, "--policy", policy, *GRID, *words)


def altered(folder: Path, text_now: str, text_then: str) -> Path:
    """The shipped policy with one thing written otherwise, and without what it then breaks."""
    text = POLICY.read_text(encoding="utf-8").partition("\nexamples:")[0]
    assert text_now in text
    path = folder / "altered.yaml"
    path.write_text(text.replace(text_now, text_then, 1) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The same report in every form."""
    folder = tmp_path_factory.mktemp("reports")
    paths = {kind: folder / f"report.{kind}" for kind in ("html", "json", "parquet")}
    asked = [word for path in paths.values() for word in ("--report", path)]
    said = sweep(*REVIEW, "--limits", "1,2,3,4", *asked)
    assert said.code == 0, said.err
    return paths


def in_json(forms: Mapping[str, Path]) -> Report:
    return report_of(json.loads(forms["json"].read_text(encoding="utf-8")))


def test_each_limit_is_told_at_the_end_at_worst_and_ever() -> None:
    said = sweep(*REVIEW, "--limits", "1,2,3,4")

    assert said.out.splitlines() == [
        "poor-contract-outcomes version 1, rung review: unhappy_clients is held against 3; 135 "
        "judged at the end",
        "  1: 20 at the end, 15.08% at the worst instant, 20 ever",
        "  2: 7 at the end, 5.34% at the worst instant, 7 ever",
        "  3: 2 at the end, 1.69% at the worst instant, 3 ever",
        "  4: 1 at the end, 0.76% at the worst instant, 1 ever",
    ]


def test_limits_are_told_in_rising_order_each_once() -> None:
    once = sweep(*REVIEW, "--limits", "2,3,4")

    assert sweep(*REVIEW, "--limits", "4, 2", "--limits", "3,2") == once


def test_a_limit_may_be_a_share() -> None:
    said = sweep("--rung", "review", "--signal", "unhappy_share", "--limits", "0.2,0.5,1/3")

    limits = [line.split(":")[0].strip() for line in said.out.splitlines()[1:]]
    assert limits == ["0.2", "1/3", "0.5"]


def test_every_form_has_the_same_figures(forms: Mapping[str, Path]) -> None:
    report = in_json(forms)

    counts = report.parts[1].of[0]
    in_parquet = tables_of(pq.read_table(forms["parquet"]).to_pylist())[2, 1]
    root = Page(forms["html"].read_text(encoding="utf-8")).root
    body = root.all("table")[-1].all("tbody")[0].all("tr")

    assert isinstance(counts, Table)
    assert [(row[0], row[1], row[4]) for row in counts.rows] == [
        (1, 20, 20),
        (2, 7, 7),
        (3, 2, 3),
        (4, 1, 1),
    ]
    assert counts.rows[2][2] == Fraction(2, 135)
    assert in_parquet.rows == counts.rows
    whole = [[cell.text for cell in row.all() if cell.name in ("th", "td")] for row in body]
    assert [(row[0], row[1], row[4]) for row in whole] == [
        ("1", "20", "20"),
        ("2", "7", "7"),
        ("3", "2", "3"),
        ("4", "1", "1"),
    ]


def test_the_page_loads_nothing(forms: Mapping[str, Path]) -> None:
    root = Page(forms["html"].read_text(encoding="utf-8")).root

    assert all((each.attributes.get("href") or "#").startswith("#") for each in root.all())
    assert not [each for each in root.all() if each.name in {"link", "script", "img", "iframe"}]


def test_the_lead_names_the_limits_within_the_budget(
    forms: Mapping[str, Path], tmp_path: Path
) -> None:
    report = tmp_path / "report.json"

    def lead(policy: Path) -> str:
        sweep(*REVIEW, "--limits", "1,2,3,4", "--report", report, policy=policy)
        return str(json.loads(report.read_text(encoding="utf-8"))["lead"])

    others = " Other rungs count towards the budget, too."
    assert in_json(forms).lead == (
        "The rung `review` keeps within the budget of 2 % at every instant if `unhappy_clients` is "
        f"held against 3 or 4.{others}"
    )
    assert lead(altered(tmp_path, "budget: 0.02", "budget: 0.001")) == (
        "With no limit of `unhappy_clients` that was tried does the rung `review` keep within the "
        f"budget of 0.1 %.{others}"
    )
    assert lead(altered(tmp_path, "impact_budget: 0.02", "")) == (
        "The policy has no impact budget to hold the rung `review` against."
    )


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((*REVIEW, "--limits", "2,many"), "limit `many`; give numbers with commas: --limits 2,3,4"),
        ((*REVIEW, "--limits", "2,,4"), "limit ``; give numbers with commas: --limits 2,3,4"),
        ((*REVIEW, "--limits", "1/0"), "limit `1/0`; give numbers with commas: --limits 2,3,4"),
        ((*REVIEW, "--limits", "nan"), "limit `nan`; give numbers with commas: --limits 2,3,4"),
        (
            ("--rung", "reviews", *REVIEW[2:], "--limits", "2"),
            "policy `poor-contract-outcomes` has no rung `reviews`; did you mean `review`?",
        ),
        (
            (*REVIEW[:2], "--signal", "unhappy", "--limits", "2"),
            "rung `review` of policy `poor-contract-outcomes` holds no `unhappy` against a limit; "
            "did you mean `unhappy_share`?",
        ),
        (
            (*REVIEW, "--limits", "2", "--report", "r.csv"),
            "`r.csv` ends in no form that reports are written in; let it end in .html, .json or "
            ".parquet",
        ),
        (
            (*REVIEW, "--limits", "2", "--until", "2025-09-01T00:00:00Z"),
            "from `2025-10-01T00:00:00+00:00` until `2025-09-01T00:00:00+00:00` there are no "
            "instants of judging; give `--from` before `--until`, or another `--every`",
        ),
    ],
)
def test_what_cannot_be_tried_is_refused_with_its_cure(words: tuple[str, ...], wrong: str) -> None:
    said = sweep(*words)

    assert (said.code, said.out, said.err) == (2, "", f"goodstanding: {wrong}\n")


def test_a_rung_that_holds_a_signal_against_two_limits_is_refused(tmp_path: Path) -> None:
    policy = altered(
        tmp_path, "unhappy_clients >= 3 and", "unhappy_clients >= 3 and unhappy_clients <= 90 and"
    )

    said = sweep(*REVIEW, "--limits", "2", policy=policy)

    assert said.code == 2
    assert "holds `unhappy_clients` against `3` and `90`, and a sweep tries one limit" in said.err


def test_a_rung_that_looks_back_is_refused() -> None:
    policy = "6d-uber-riders"
    words = ("--rung", "deactivated", "--signal", "mean_stars", "--limits", "4")

    said = sweep(*words, policy=POLICY.parent / "zoo" / f"{policy}.yaml")

    assert said.code == 2
    assert "rung `deactivated` of policy" in said.err and "looks back" in said.err


def test_a_sweep_without_limits_says_which_word_is_missing() -> None:
    said = sweep(*REVIEW)

    assert (said.code, said.out) == (2, "")
    assert "Missing option '--limits'" in said.err
