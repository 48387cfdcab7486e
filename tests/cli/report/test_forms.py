"""A report says the same as a page, as JSON and as Parquet, and stands whole or not at all."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from goodstanding.cli.report import writing
from goodstanding.cli.report.cell import Column, Kind
from goodstanding.cli.report.record import Fact, Prose, Report, Section, Table
from goodstanding.cli.report.tabled import table_of
from goodstanding.cli.report.writing import write_report
from goodstanding.core.words import Refusal
from tests.cli.report.market import backtest
from tests.cli.report.reading import Page, report_of, tables_of

NOTHING = Report(title="Nothing", lead="", command="")


def written_json(report: Report, folder: Path) -> dict[str, Any]:
    """What stands in the JSON."""
    path = folder / "report.json"
    write_report(report, path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def written_rows(report: Report, folder: Path) -> list[dict[str, Any]]:
    """What stands in the Parquet."""
    path = folder / "report.parquet"
    write_report(report, path)
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


@pytest.mark.parametrize("report", [backtest(), NOTHING], ids=["whole", "nothing"])
def test_json_tells_the_whole_report(report: Report, tmp_path: Path) -> None:
    assert report_of(written_json(report, tmp_path)) == report


def test_json_has_each_number_to_reckon_with_and_as_it_is(tmp_path: Path) -> None:
    fact = Fact(label="a", value=Fraction(1, 3), kind=Kind.SHARE)

    record = written_json(replace(NOTHING, facts=(fact,)), tmp_path)

    assert record["facts"][0]["value"] == {"value": 0.3333333333333333, "exact": "1/3"}


def test_parquet_has_every_number_of_every_part(tmp_path: Path) -> None:
    report = backtest()

    tables = tables_of(written_rows(report, tmp_path))

    wanted = {
        (number, at): replace(table_of(part), says="")
        for number, section in enumerate(report.parts, start=1)
        for at, part in enumerate(section.of, start=1)
        if not isinstance(part, Prose)
    }
    assert {place: table for place, table in tables.items() if place[0]} == wanted


def test_parquet_begins_with_the_report_itself(tmp_path: Path) -> None:
    report = backtest()

    head = tables_of(written_rows(report, tmp_path))[0, 1]

    told = dict(zip((column.name for column in head.columns), head.rows[0], strict=True))
    assert told["command"] == report.command
    assert told["policy_text"] == report.policy_text
    assert told["Rows read"] == 1_204_311


def test_a_number_too_large_for_a_double_is_still_exact(tmp_path: Path) -> None:
    fact = Fact(label="atoms", value=10**400, kind=Kind.NUMBER)
    report = replace(NOTHING, facts=(fact,))

    (row,) = [row for row in written_rows(report, tmp_path) if row["column"] == "atoms"]

    assert row["number"] is None
    assert row["exact"] == str(10**400)
    assert report_of(written_json(report, tmp_path)) == report


def test_the_name_of_a_file_that_is_no_text_stops_no_form(tmp_path: Path) -> None:
    odd = "caf\udce9.csv"
    table = Table(caption=odd, columns=(Column(name=odd),), rows=((odd,),))
    report = replace(NOTHING, command=odd, parts=(Section(title=odd, of=(table,)),))

    page = tmp_path / "report.html"
    write_report(report, page)

    assert report_of(written_json(report, tmp_path)) == report
    assert written_rows(report, tmp_path)[-1]["text"] == "caf[U+DCE9].csv"
    assert "caf[U+DCE9].csv" in Page(page.read_text(encoding="utf-8")).root.text


@pytest.mark.parametrize("name", ["report.pdf", "report", "report.html.gz", ".html"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_report(backtest(), tmp_path / name)

    assert str(refused.value) == (
        f"`{tmp_path / name}` ends in no form that reports are written in; "
        "let it end in .html, .json or .parquet"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["html", "json", "parquet"])
@pytest.mark.parametrize("folder", ["nowhere", "file"])
def test_a_path_that_cannot_be_written_is_refused(ending: str, folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(Refusal, match="cannot be written") as refused:
        write_report(backtest(), tmp_path / folder / f"report.{ending}")

    assert refused.value.code == "unwritable"


def test_what_stood_there_stays_when_writing_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("the report of last month")

    def broken(_: Report, beside: Path) -> None:
        beside.write_text("<!doctype html><html>")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(writing.WRITERS, ".html", broken)

    with pytest.raises(Refusal, match="No space left on device"):
        write_report(backtest(), path)

    assert path.read_text() == "the report of last month"
    assert list(tmp_path.iterdir()) == [path]
