"""A CSV file, plain or packed, becomes a source; its rows are read block by block, as text.

Every cell is read as text, so that one that is wrong is refused by itself. Unlike the strict
reader, signs after a closing quote are taken as part of the cell.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from goodstanding.core.words import Refusal
from goodstanding.engine.intake.cell import shown
from goodstanding.engine.intake.source import Batch, Broken, Source

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
BLOCK_BYTES = 2**24
CURE = "quote cells that hold the delimiter, close quotes, or check --delimiter"


def from_csv(path: Path, *, delimiter: str = ",", columns: Sequence[str] = ()) -> Source:
    """The file as a source. Its first line that is not empty names the columns, unless they are
    given.

    A row's place is its number with the header's, not counting empty lines: its line, where no
    cell holds a line break.

    Raises:
        Refusal: it has no header, a column twice, or is no text in UTF-8.
    """
    passed, names = 0, [name.strip() for name in columns]
    if not names:
        passed, names = _header(path, delimiter)
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise Refusal(
            "column-twice",
            f"`{path}` has the column `{repeated[0]}` twice",
            cure="give every column a name of its own",
        )
    return Source(
        name=str(path),
        schema=pa.schema([(name, pa.string()) for name in names]),
        batches=lambda asked: _batches(path, delimiter, (passed, tuple(names)), columns=asked),
    )


def _packing(path: Path) -> str | None:
    with path.open("rb") as octets:
        start = octets.read(4)
    if start.startswith(GZIP):
        return "gzip"
    return "zstd" if start.startswith(ZSTD) else None


def _header(path: Path, delimiter: str) -> tuple[int, list[str]]:
    """How many lines the header takes, with the empty ones before it, and the names."""
    try:
        with _octets(path) as octets, io.TextIOWrapper(octets, "utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            full = (cells for cells in reader if any(cell.strip() for cell in cells))
            names = [cell.strip() for cell in next(full, ())]
            passed = reader.line_num
    except UnicodeDecodeError:
        raise _not_text(path) from None
    except (csv.Error, EOFError, OSError) as wrong:
        raise Refusal(
            "header-broken", f"the header of `{path}` cannot be read: {wrong}", cure="mend it"
        ) from None
    if not names:
        raise Refusal("empty-file", f"`{path}` has no rows", cure="give a file with rows")
    return passed, names


def _octets(path: Path) -> Any:
    """The file's bytes, unpacked."""
    return pa.input_stream(str(path), compression=_packing(path))


@dataclass
class _Rows:
    """The rows of an open file as batches; the broken ones are noted by the reader."""

    passed: int
    names: tuple[str, ...]
    bad: list[Any] = field(default_factory=list)
    good: int = 0
    told: int = 0

    def skip(self, row: Any) -> str:
        """Notes a row with too few or too many cells, and lets the reader go on."""
        self.bad.append(row)
        return "skip"

    def batches(self, reader: Any) -> Iterator[Batch | Broken]:
        """The good rows, and after each block the broken ones of it."""
        for batch in reader:
            places = _places(self.good, batch.num_rows, self.passed, bad=self.bad)
            self.good += batch.num_rows
            yield Batch(table=pa.Table.from_batches([batch]), places=places)
            yield from self.broken()

    def broken(self) -> Iterator[Broken]:
        """The broken rows that were not given yet."""
        if len(self.bad) > self.told:
            yield _broken(self.bad[self.told :], len(self.names))
            self.told = len(self.bad)


def _batches(
    path: Path, delimiter: str, header: tuple[int, tuple[str, ...]], *, columns: Sequence[str]
) -> Iterator[Batch | Broken]:
    rows = _Rows(*header)
    read = arrow_csv.ReadOptions(
        skip_rows=rows.passed, column_names=rows.names, use_threads=False, block_size=BLOCK_BYTES
    )
    parse = arrow_csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, invalid_row_handler=rows.skip
    )
    convert = arrow_csv.ConvertOptions(
        column_types={name: pa.string() for name in rows.names},
        strings_can_be_null=True,
        null_values=[""],
        include_columns=list(columns),
    )
    try:
        with (
            _octets(path) as octets,
            arrow_csv.open_csv(
                octets, read_options=read, parse_options=parse, convert_options=convert
            ) as reader,
        ):
            yield from rows.batches(reader)
    except (pa.ArrowException, OSError) as wrong:
        raise _refused(path, wrong) from None
    yield from rows.broken()


def _places(good: int, more: int, passed: int, *, bad: Sequence[Any]) -> Any:
    """The numbers of the next good rows, between those of the broken ones."""
    numbers = np.array([row.number for row in bad], dtype=np.int64) - passed
    own = np.arange(good, good + more, dtype=np.int64)
    before = np.searchsorted(numbers - np.arange(1, len(numbers) + 1), own, side="right")
    return own + before + 1 + passed


def _broken(rows: Sequence[Any], columns: int) -> Broken:
    return Broken(
        places=[row.number for row in rows],
        values=[shown(row.text.strip()) for row in rows],
        wrong=[
            f"the row has {row.actual_columns} cells, and there are {columns} columns"
            for row in rows
        ],
        cure=CURE,
    )


def _refused(path: Path, wrong: Exception) -> Refusal:
    if "UTF8" in str(wrong):
        return _not_text(path)
    return Refusal(
        "broken-file",
        f"`{path}` breaks off: {wrong}",
        cure="close quotes, or fetch or compress the file again",
    )


def _not_text(path: Path) -> Refusal:
    return Refusal(
        "not-utf-8",
        f"`{path}` is no text in UTF-8",
        cure="convert it, for example with `iconv -f latin1 -t utf-8`",
    )
