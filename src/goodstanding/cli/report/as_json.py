"""A report becomes JSON: the same content as the page, exact, for programs.

`schema` is the version of this shape; it rises when a reader of the one before would fail. Whole
numbers are JSON numbers; other numbers are `{"value": nearest, "exact": "7/411"}`, of which
`value` is null where no double is near enough to be finite; instants are ISO 8601 in UTC; unknown
is null.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from goodstanding.cli.report.cell import Cell, Column, Interval, Kind, exact
from goodstanding.cli.report.cells import exact_text
from goodstanding.cli.report.chart import BarChart, Dots, LineChart, Series, StepChart
from goodstanding.cli.report.record import Fact, Figures, Part, Prose, Report, Section, Table
from goodstanding.core.words import Money, told_instant

SCHEMA = 1
SHAPES: Mapping[type, str] = {
    Prose: "prose",
    Figures: "figures",
    Table: "table",
    LineChart: "line_chart",
    StepChart: "step_chart",
    BarChart: "bar_chart",
    Dots: "dots",
}


def report_json(report: Report) -> bytes:
    """The report as JSON in UTF-8, ending in a line break."""
    text = json.dumps(report_record(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    # A name of a file need not be text in UTF-8; half of a pair is written as JSON's own escape.
    return text.encode("utf-8", "backslashreplace")


def report_record(report: Report) -> dict[str, Any]:
    """The report as JSON has it."""
    return {
        "schema": SCHEMA,
        "title": report.title,
        "lead": report.lead,
        "command": report.command,
        "made_with": report.made_with,
        "facts": [_fact(fact) for fact in report.facts],
        "parts": [_section(section) for section in report.parts],
        "policy_text": report.policy_text,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "says": section.says,
        "of": [{"shape": SHAPES[type(part)], **_part(part)} for part in section.of],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Prose():
            return {"text": part.text}
        case Figures():
            figures = [_fact(fact) for fact in part.of]
            return {"title": part.title, "interval_says": part.interval_says, "of": figures}
        case Table():
            return _table(part)
        case LineChart() | StepChart() | BarChart():
            return _chart(part)
        case Dots():
            return _dots(part)
        case _:
            assert_never(part)


def _table(table: Table) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    return {
        "caption": table.caption,
        "says": table.says,
        "columns": [_column(column) for column in table.columns],
        "rows": [_cells(kinds, row) for row in table.rows],
    }


def _chart(chart: LineChart | StepChart | BarChart) -> dict[str, Any]:
    limit = chart.limit
    return {
        "title": chart.title,
        "says": chart.says,
        "x": _column(chart.x),
        "y": _column(chart.y),
        "at": [_cell(chart.x.kind, position) for position in chart.at],
        "series": [_series(series, chart.y.kind) for series in chart.series],
        "limit": limit and {"label": limit.label, "value": _cell(Kind.NUMBER, limit.value)},
        "interval_says": chart.interval_says,
    }


def _series(series: Series, kind: Kind) -> dict[str, Any]:
    return {
        "name": series.name,
        "values": [_cell(kind, value) for value in series.values],
        "intervals": [_interval(each) for each in series.intervals],
    }


def _dots(chart: Dots) -> dict[str, Any]:
    return {
        "title": chart.title,
        "says": chart.says,
        "x": _column(chart.x),
        "y": _column(chart.y),
        "is_joined": chart.is_joined,
        "dots": [
            {
                "label": dot.label,
                "group": dot.group,
                "x": _cell(chart.x.kind, dot.x),
                "y": _cell(chart.y.kind, dot.y),
            }
            for dot in chart.dots
        ],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "label": fact.label,
        "kind": fact.kind.value,
        "unit": fact.unit,
        "value": _cell(fact.kind, fact.value),
        "interval": _interval(fact.interval),
        "says": fact.says,
    }


def _column(column: Column) -> dict[str, str]:
    return {"name": column.name, "kind": column.kind.value, "unit": column.unit}


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    low, high = interval.low, interval.high
    return {"low": _cell(Kind.NUMBER, low), "high": _cell(Kind.NUMBER, high)}


def _cells(kinds: Sequence[Kind], cells: Sequence[Cell]) -> list[Any]:
    return [_cell(kind, cell) for kind, cell in zip(kinds, cells, strict=True)]


def _cell(kind: Kind, cell: Cell) -> Any:
    match cell:
        case None | str():
            return cell
        case datetime():
            return told_instant(cell)
        case Money():
            return {"amount": str(cell.amount), "currency": cell.currency}
        case int() if kind is Kind.WHOLE:
            return cell
        case _:
            return {"value": near(cell), "exact": exact_text(cell)}


def near(number: int | Fraction | Decimal | float) -> float | None:
    """The double nearest to the number; None where it is too large to have one."""
    try:
        return float(exact(number))
    except OverflowError:
        return None
