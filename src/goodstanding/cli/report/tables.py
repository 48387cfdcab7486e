"""A table becomes markup: it scrolls inside its own box, and its heads stay."""

from goodstanding.cli.report.cell import NUMERIC, Cell, Column, Kind
from goodstanding.cli.report.cells import cell_shown
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.cli.report.prose import line
from goodstanding.cli.report.record import Table
from goodstanding.cli.report.told import Teller, teller_of

SHORT = 24
Filled = tuple[Teller, str]
HINT = "More columns to the side \N{RIGHTWARDS ARROW}"


def table_shown(table: Table, *, named_by: str) -> Markup:
    """The table in its box; `named_by` is the id of what names it on the page."""
    filled = [
        _fill(column, [row[at] for row in table.rows]) for at, column in enumerate(table.columns)
    ]
    head = tag("thead", tag("tr", *(_head(column) for column in table.columns)))
    rows = [_row(row, filled) for row in table.rows]
    if not rows:
        rows = [tag("tr", tag("td", "Nothing stands here.", colspan=len(table.columns)))]
    return tag(
        "div",
        tag("p", HINT, class_="hint", aria_hidden="true"),
        tag("table", head, tag("tbody", *rows), aria_labelledby=named_by),
        class_="scroll",
        role="region",
        tabindex=0,
        aria_labelledby=named_by,
    )


def _fill(column: Column, cells: list[Cell]) -> Filled:
    """How all cells of the column are told, and the class that they share."""
    tell = teller_of(column, cells)
    if _is_number(column):
        return tell, "number"
    if column.kind is Kind.INSTANT:
        return tell, "when"
    return tell, "short" if max(map(len, map(tell, cells)), default=0) <= SHORT else ""


def _head(column: Column) -> Markup:
    unit = "UTC" if column.kind is Kind.INSTANT else column.unit
    return tag(
        "th",
        tag("bdi", line(column.name)),
        tag("span", f" {unit}", class_="unit") if unit else None,
        scope="col",
        class_="number" if _is_number(column) else None,
    )


def _row(row: tuple[Cell, ...], filled: list[Filled]) -> Markup:
    pieces = []
    for at, (cell, (tell, shared)) in enumerate(zip(row, filled, strict=True)):
        name, scope = ("td", None) if at else ("th", "row")
        words = f"{shared} unknown" if cell is None else shared
        pieces.append(
            tag(name, cell_shown(cell, tell(cell)), scope=scope, class_=words.strip() or None)
        )
    return tag("tr", *pieces)


def _is_number(column: Column) -> bool:
    return column.kind in NUMERIC or column.kind is Kind.MONEY
