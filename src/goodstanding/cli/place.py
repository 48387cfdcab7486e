"""What stands where in a file, and what is wrong with it: rows, and the rejects among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as the file has it: cells by column, and the line that it begins on."""

    file: str
    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One thing wrong with one row: where, which column and value, what, and the cure."""

    file: str
    line: int
    column: str
    value: str
    wrong: str
    cure: str
