"""A report becomes one long tidy table: a row for each cell of each table, chart and figure.

One file and not one for each part: the path that was asked for is the file that is written, whole
or not at all, and it stays whole when it is sent on. Whoever wants one part filters by `section`
and `part` and pivots `column`. A cell's number stands twice: `number` to reckon with, `exact` as
it is (`7/411`). Section 0 is the report itself: its title, its command, its facts, its policy.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from goodstanding.cli.report.as_json import SHAPES, near
from goodstanding.cli.report.cell import Cell, Column
from goodstanding.cli.report.cells import exact_text
from goodstanding.cli.report.markup import visible
from goodstanding.cli.report.record import Fact, Prose, Report, Table
from goodstanding.cli.report.tabled import facts_tabled, table_of
from goodstanding.cli.source import columnar
from goodstanding.core.words import Money

KINDS = {
    "section": "whole",
    "section_title": "text",
    "part": "whole",
    "part_title": "text",
    "shape": "text",
    "row": "whole",
    "position": "whole",
    "column": "text",
    "kind": "text",
    "unit": "text",
    "text": "text",
    "number": "number",
    "exact": "text",
    "currency": "text",
    "instant": "instant",
}


def write_tidy(report: Report, path: Path) -> None:
    """The report's cells as Parquet."""
    columnar().write_parquet(path, list(tidy_rows(report)), KINDS)


def tidy_rows(report: Report) -> Iterator[dict[str, Any]]:
    """Every cell in the order of the page; counted from 1: sections, parts, rows, positions."""
    place = {"section": 0, "section_title": "", "part": 1, "shape": "facts"}
    yield from _cells(place, facts_tabled("The report", (*_heads(report), *report.facts)))
    for number, section in enumerate(report.parts, start=1):
        for at, part in enumerate(section.of, start=1):
            if isinstance(part, Prose):
                continue
            place = {
                "section": number,
                "section_title": _text(section.title),
                "part": at,
                "shape": SHAPES[type(part)],
            }
            yield from _cells(place, table_of(part))


def _heads(report: Report) -> tuple[Fact, ...]:
    return (
        Fact(label="title", value=report.title),
        Fact(label="lead", value=report.lead),
        Fact(label="command", value=report.command),
        Fact(label="made_with", value=report.made_with),
        Fact(label="policy_text", value=report.policy_text),
    )


def _cells(place: dict[str, Any], table: Table) -> Iterator[dict[str, Any]]:
    for row, cells in enumerate(table.rows, start=1):
        for position, (column, cell) in enumerate(zip(table.columns, cells, strict=True), start=1):
            named = {"part_title": _text(table.caption), "row": row, "position": position}
            yield {**place, **named, **_cell(column, cell)}


def _cell(column: Column, cell: Cell) -> dict[str, Any]:
    told = {"column": _text(column.name), "kind": column.kind.value, "unit": _text(column.unit)}
    match cell:
        case None:
            return told
        case str():
            return {**told, "text": _text(cell)}
        case datetime():
            return {**told, "instant": cell}
        case Money():
            amount = {"number": near(cell.amount), "exact": str(cell.amount)}
            return {**told, **amount, "currency": cell.currency}
        case _:
            return {**told, "number": near(cell), "exact": exact_text(cell)}


def _text(text: str) -> str:
    """The text, or if it is none in UTF-8 (a file's name need not be) with its odd parts shown."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return visible(text)
    return text
