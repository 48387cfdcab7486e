"""A part of a report becomes the table of its numbers: one cell for each number that it shows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from goodstanding.cli.report.cell import Cell, Column, Kind
from goodstanding.cli.report.chart import BarChart, Dots, LineChart, Series, StepChart
from goodstanding.cli.report.record import Fact, Figures, Prose, Table

Tabled = Figures | Table | LineChart | StepChart | BarChart | Dots
Filled = tuple[Column, tuple[Cell, ...]]


def table_of(part: Tabled) -> Table:
    """All numbers of the part. Facts are the columns of a single row."""
    match part:
        case Table():
            return part
        case Figures():
            return _table(part.title, _facts(part.of))
        case LineChart() | StepChart() | BarChart():
            return _table(part.title, _series(part))
        case Dots():
            return _table(part.title, _dots(part))
        case _:
            assert_never(part)


def facts_tabled(caption: str, facts: tuple[Fact, ...]) -> Table:
    """The facts as the columns of a single row."""
    return _table(caption, _facts(facts))


def name_of(part: Tabled | Prose) -> str:
    """What the part is called; prose has no name."""
    match part:
        case Prose():
            return ""
        case Table():
            return part.caption
        case _:
            return part.title


def _table(caption: str, filled: Iterator[Filled]) -> Table:
    columns, cells = zip(*filled, strict=True)
    return Table(caption=caption, columns=columns, rows=tuple(zip(*cells, strict=True)))


def _facts(facts: tuple[Fact, ...]) -> Iterator[Filled]:
    for fact in facts:
        column = Column(name=fact.label, kind=fact.kind, unit=fact.unit)
        yield column, (fact.value,)
        if fact.interval is not None:
            yield _low(column), (fact.interval.low,)
            yield _high(column), (fact.interval.high,)


def _series(chart: LineChart | StepChart | BarChart) -> Iterator[Filled]:
    yield chart.x, chart.at
    for series in chart.series:
        column = replace(chart.y, name=series.name)
        yield column, series.values
        if series.intervals:
            yield from _ends(column, series)
    if chart.limit is not None:
        yield replace(chart.y, name=chart.limit.label), (chart.limit.value,) * len(chart.at)


def _ends(column: Column, series: Series) -> Iterator[Filled]:
    yield _low(column), tuple(None if each is None else each.low for each in series.intervals)
    yield _high(column), tuple(None if each is None else each.high for each in series.intervals)


def _low(column: Column) -> Column:
    return _bound(column, "at least")


def _high(column: Column) -> Column:
    return _bound(column, "at most")


def _bound(column: Column, which: str) -> Column:
    """The ends of an interval of whole numbers need not be whole themselves."""
    kind = Kind.NUMBER if column.kind is Kind.WHOLE else column.kind
    return replace(column, name=f"{column.name}, {which}", kind=kind)


def _dots(chart: Dots) -> Iterator[Filled]:
    yield Column(name="Name"), tuple(dot.label for dot in chart.dots)
    if any(dot.group for dot in chart.dots):
        yield Column(name="Group"), tuple(dot.group for dot in chart.dots)
    yield chart.x, tuple(dot.x for dot in chart.dots)
    yield chart.y, tuple(dot.y for dot in chart.dots)
