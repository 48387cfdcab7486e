"""Reports are read back from JSON, Parquet and the page, so that what was written can be judged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

from goodstanding.cli.report.cell import Cell, Column, Interval, Kind
from goodstanding.cli.report.chart import BarChart, Dot, Dots, Limit, LineChart, Series, StepChart
from goodstanding.cli.report.record import Fact, Figures, Part, Prose, Report, Section, Table
from goodstanding.core.words import Money

VOID = frozenset({"meta", "br"})


@dataclass
class Element:
    """An element of a page: its name, attributes, the elements in it and its text."""

    name: str
    attributes: dict[str, str | None]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def all(self, name: str = "", **attributes: str) -> list["Element"]:
        """The elements of that name and those attributes in it, in the page's order."""
        return [
            each
            for each in self._walk()
            if (not name or each.name == name)
            and all(
                each.attributes.get(key.rstrip("_")) == value for key, value in attributes.items()
            )
        ]

    def _walk(self) -> Iterator["Element"]:
        for each in self.inside:
            if isinstance(each, Element):
                yield each
                yield from each._walk()


class Page(HTMLParser):
    """The tree of a page; anything not closed where it was opened fails."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.feed(text)
        self.close()
        assert len(self.open) == 1, f"left open: {self.open[-1].name}"

    @property
    def root(self) -> Element:
        """What holds the whole page."""
        return self.open[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in {tag}"
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Closes the element that was opened last, which must be of that name."""
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:  # house: empty-names - the parser calls it so
        """Takes text."""
        self.open[-1].inside.append(data)


def report_of(record: dict[str, Any]) -> Report:
    """The report that JSON tells of."""
    assert record["schema"] == 1
    return Report(
        title=record["title"],
        lead=record["lead"],
        command=record["command"],
        facts=tuple(map(_fact, record["facts"])),
        parts=tuple(
            Section(title=each["title"], says=each["says"], of=tuple(map(_part, each["of"])))
            for each in record["parts"]
        ),
        policy_text=record["policy_text"],
        made_with=record["made_with"],
    )


def _part(record: dict[str, Any]) -> Part:
    match record["shape"]:
        case "prose":
            return Prose(text=record["text"])
        case "figures":
            facts = tuple(map(_fact, record["of"]))
            return Figures(title=record["title"], of=facts, interval_says=record["interval_says"])
        case "table":
            columns = tuple(map(_column, record["columns"]))
            rows = tuple(
                tuple(_cell(column.kind, cell) for column, cell in zip(columns, row, strict=True))
                for row in record["rows"]
            )
            return Table(caption=record["caption"], columns=columns, rows=rows, says=record["says"])
        case "dots":
            return _dots(record)
        case shape:
            return _chart(
                record,
                {"line_chart": LineChart, "step_chart": StepChart, "bar_chart": BarChart}[shape],
            )


def _chart(record: dict[str, Any], shape: Any) -> Part:
    x, y, limit = _column(record["x"]), _column(record["y"]), record["limit"]
    chart: Part = shape(
        title=record["title"],
        says=record["says"],
        x=x,
        y=y,
        at=tuple(_cell(x.kind, each) for each in record["at"]),
        series=tuple(
            Series(
                name=each["name"],
                values=tuple(_cell(y.kind, value) for value in each["values"]),
                intervals=tuple(map(_interval, each["intervals"])),
            )
            for each in record["series"]
        ),
        limit=limit and Limit(label=limit["label"], value=_cell(Kind.NUMBER, limit["value"])),
        interval_says=record["interval_says"],
    )
    return chart


def _dots(record: dict[str, Any]) -> Dots:
    x, y = _column(record["x"]), _column(record["y"])
    return Dots(
        title=record["title"],
        says=record["says"],
        x=x,
        y=y,
        dots=tuple(
            Dot(
                label=each["label"],
                x=_cell(x.kind, each["x"]),
                y=_cell(y.kind, each["y"]),
                group=each["group"],
            )
            for each in record["dots"]
        ),
        is_joined=record["is_joined"],
    )


def _fact(record: dict[str, Any]) -> Fact:
    kind = Kind(record["kind"])
    return Fact(
        label=record["label"],
        value=_cell(kind, record["value"]),
        kind=kind,
        unit=record["unit"],
        interval=_interval(record["interval"]),
        says=record["says"],
    )


def _column(record: dict[str, str]) -> Column:
    return Column(name=record["name"], kind=Kind(record["kind"]), unit=record["unit"])


def _interval(record: dict[str, Any] | None) -> Interval | None:
    return record and Interval(
        low=Fraction(record["low"]["exact"]), high=Fraction(record["high"]["exact"])
    )


def _cell(kind: Kind, written: Any) -> Any:
    if written is None or kind in (Kind.TEXT, Kind.WHOLE):
        return written
    if kind is Kind.INSTANT:
        return datetime.fromisoformat(written)
    if kind is Kind.MONEY:
        return Money(amount=Decimal(written["amount"]), currency=written["currency"])
    return Fraction(written["exact"])


def tables_of(rows: list[dict[str, Any]]) -> dict[tuple[int, int], Table]:
    """The tables that tidy rows tell of, by section and part."""
    found = {}
    for place, cells in groupby(rows, key=lambda row: (row["section"], row["part"])):
        own = list(cells)
        first = [row for row in own if row["row"] == 1]
        columns = tuple(
            Column(name=row["column"], kind=Kind(row["kind"]), unit=row["unit"]) for row in first
        )
        by_row = groupby(own, key=lambda row: row["row"])
        found[place] = Table(
            caption=own[0]["part_title"],
            columns=columns,
            rows=tuple(tuple(map(_tidy_cell, row)) for _, row in by_row),
        )
    return found


def _tidy_cell(row: dict[str, Any]) -> Cell:
    match row["kind"]:
        case "text":
            return row["text"]
        case "instant":
            return row["instant"]
        case "whole":
            return None if row["exact"] is None else int(row["exact"])
        case "money":
            amount = Decimal(row["exact"])
            return Money(amount=amount, currency=row["currency"])
        case _:
            return None if row["exact"] is None else Fraction(row["exact"])
