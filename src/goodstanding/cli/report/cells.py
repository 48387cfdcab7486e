"""A cell becomes markup: its text for people, with the exact value beside it for programs."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from goodstanding.cli.report.cell import Cell, exact
from goodstanding.cli.report.markup import Markup, tag
from goodstanding.core.words import Money, told_instant


def cell_shown(cell: Cell, text: str) -> Markup:
    """The text, marked with what it exactly stands for; words of people are kept apart."""
    match cell:
        case None:
            return tag("span", text, class_="unknown")
        case str():
            return tag("bdi", text)
        case datetime():
            return tag("time", text, datetime=told_instant(cell))
        case Money():
            return tag("data", text, value=f"{cell.amount} {cell.currency}")
        case _:
            return tag("data", text, value=exact_text(cell))


def exact_text(number: int | Fraction | Decimal | float) -> str:
    """The number without rounding: `2`, `-1/3`."""
    return str(exact(number))
