"""A table becomes markup: it scrolls inside its own box, and its heads stay."""

from goodstanding.cli.report.cell import NUMERIC, Cell, Column, Kind
from goodstanding.cli.report.cells import cell_shown
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.cli.report.prose import line
from goodstanding.cli.report.record import Table
from goodstanding.cli.report.told import Teller, teller_of

HINT = "More columns to the side \N{RIGHTWARDS ARROW}"


def table_shown(table: Table, *, named_by: str) -> Markup:
    """The table in its box; `named_by` is the id of what names it on the page."""
    tellers = [
        teller_of(column, [row[at] for row in table.rows])
        for at, column in enumerate(table.columns)
    ]
    head = tag("thead", tag("tr", *(_head(column) for column in table.columns)))
    rows = [_row(row, table.columns, tellers) for row in table.rows]
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


def _head(column: Column) -> Markup:
    unit = "UTC" if column.kind is Kind.INSTANT else column.unit
    return tag(
        "th",
        tag("bdi", line(column.name)),
        tag("span", f" {unit}", class_="unit") if unit else None,
        scope="col",
        class_="number" if _is_number(column) else None,
    )


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...], tellers: list[Teller]) -> Markup:
    first, *others = zip(row, columns, tellers, strict=True)
    cell, column, tell = first
    return tag(
        "tr",
        tag("th", cell_shown(cell, tell(cell)), scope="row", class_=_class(cell, column)),
        *(
            tag("td", cell_shown(cell, tell(cell)), class_=_class(cell, column))
            for cell, column, tell in others
        ),
    )


def _class(cell: Cell, column: Column) -> str | None:
    words = [
        "number" if _is_number(column) else "",
        "when" if column.kind is Kind.INSTANT else "",
        "unknown" if cell is None else "",
    ]
    return " ".join(word for word in words if word) or None


def _is_number(column: Column) -> bool:
    return column.kind in NUMERIC or column.kind is Kind.MONEY
