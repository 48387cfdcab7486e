"""Findings become a report: a title, facts, and sections of prose, figures, tables and charts.

Whoever has found something out (a backtest, a sweep, a comparison) writes it down as these
records and knows nothing of pages, files or pixels; `writing.write_report` does the rest. Prose
may hold `code` between backticks, paragraphs between blank lines, and lists of lines that begin
with `- `.
"""

from dataclasses import dataclass

from goodstanding.cli.report.cell import Cell, Column, Interval, Kind, require_cell
from goodstanding.cli.report.chart import BarChart, Dots, LineChart, StepChart
from goodstanding.core.words import Refusal

INTERVAL_SAYS = "95 % interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One labelled value, with the interval that it is known to, if any, and a word on it.

    Raises:
        Refusal: the value is not of its kind.
    """

    label: str
    value: Cell
    kind: Kind = Kind.TEXT
    unit: str = ""
    interval: Interval | None = None
    says: str = ""

    def __post_init__(self) -> None:
        require_cell(f"fact `{self.label}`", self.kind, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A few numbers that matter most; shown big.

    Raises:
        Refusal: there is none.
    """

    title: str
    of: tuple[Fact, ...]
    interval_says: str = INTERVAL_SAYS

    def __post_init__(self) -> None:
        if not self.of:
            raise Refusal("no-figures", f"figures `{self.title}`", cure="give at least one fact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns. The first column names the row.

    Raises:
        Refusal: there is no column, a row is too short or long, or a cell is not of its kind.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise Refusal("table-without-columns", f"table `{self.caption}`", cure="name a column")
        for at, row in enumerate(self.rows, start=1):
            place = f"table `{self.caption}`, row {at}"
            if len(row) != len(self.columns):
                raise Refusal(
                    "row-of-another-length",
                    f"{len(row)} cells under {len(self.columns)} columns",
                    place=place,
                    cure="give a cell for each column; None where it is unknown",
                )
            for column, cell in zip(self.columns, row, strict=True):
                require_cell(f"{place}, column `{column.name}`", column.kind, cell)


Part = Prose | Figures | Table | LineChart | StepChart | BarChart | Dots


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question answered: what is said of it, and the parts that show it."""

    title: str
    says: str = ""
    of: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that one run found, with what it takes to run it again.

    `lead` is the finding in a sentence or two; `command` is exactly what was typed; `facts` are
    what was read and by which policy; `made_with` names the program and its version.
    """

    title: str
    lead: str
    command: str
    facts: tuple[Fact, ...] = ()
    parts: tuple[Section, ...] = ()
    policy_text: str = ""
    made_with: str = ""
