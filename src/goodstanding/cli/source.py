"""A file becomes rows: CSV, JSON Lines or Parquet, plain, gzipped or in zstd, told by its bytes."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import IO, Any

from goodstanding.cli.place import Reject, Row
from goodstanding.core.words import Refusal

GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
LONGEST_CELL = 1_000_000
ONE_OBJECT = "write one object a line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a CSV file is laid out: its delimiter, and the columns if it has no header."""

    delimiter: str = ","
    columns: tuple[str, ...] = ()


def columnar() -> Any:
    """The module that reads Parquet and zstd: a heavy engine, loaded only when it is needed."""
    return import_module("goodstanding.cli.columnar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An open file: its columns (None where each row has its own keys) and its rows."""

    file: str
    columns: tuple[str, ...] | None
    rows: Iterator[Row | Reject]


@contextmanager
def open_source(path: Path, layout: Layout) -> Iterator[Source]:
    """The file's columns and rows, in its order; a row that cannot be read comes as a reject.

    Raises:
        Refusal: there is no such file, it is empty, or it is no text in UTF-8.
    """
    try:
        with path.open("rb") as octets:
            start = octets.read(4)
    except OSError as wrong:
        raise Refusal(
            "no-such-file",
            f"`{path}` cannot be read: {wrong.strerror}",
            cure="check its name and whether you may read it",
        ) from None
    if not start:
        raise Refusal("empty-file", f"`{path}` is empty", cure="give a file with rows")
    if start == PARQUET:
        yield columnar().parquet_source(path)
        return
    with _text(path, start) as lines:
        yield _guarded(path, _text_source(path, lines, layout))


@contextmanager
def _text(path: Path, start: bytes) -> Iterator[IO[str]]:
    with _octets(path, start) as octets:
        yield io.TextIOWrapper(octets, encoding="utf-8-sig", newline="")


def _octets(path: Path, start: bytes) -> Any:
    if start.startswith(GZIP):
        return gzip.open(path, "rb")
    if start.startswith(ZSTD):
        return columnar().zstd_stream(path)
    return path.open("rb")


def _guarded(path: Path, source: Source) -> Source:
    """The source, whose rows refuse by name what is not text in UTF-8 or breaks off."""
    return Source(file=source.file, columns=source.columns, rows=_decoded(path, source.rows))


def _decoded(path: Path, rows: Iterator[Row | Reject]) -> Iterator[Row | Reject]:
    try:
        yield from rows
    except UnicodeDecodeError as wrong:
        raise _not_text(path, wrong) from None
    except (EOFError, gzip.BadGzipFile, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` breaks off: {wrong}", cure="fetch or compress it again"
        ) from None


def _not_text(path: Path, wrong: UnicodeDecodeError) -> Refusal:
    return Refusal(
        "not-utf-8",
        f"`{path}` is no text in UTF-8: byte `0x{wrong.object[wrong.start]:02x}`",
        cure="convert it, for example with `iconv -f latin1 -t utf-8`",
    )


def _text_source(path: Path, lines: IO[str], layout: Layout) -> Source:
    try:
        peeked = [lines.readline()]
        while peeked[-1] and not peeked[-1].strip():
            peeked.append(lines.readline())
    except UnicodeDecodeError as wrong:
        raise _not_text(path, wrong) from None
    every = chain(peeked, lines)
    if peeked[-1].lstrip().startswith("{"):
        return Source(file=str(path), columns=None, rows=_json_rows(path, every))
    return _csv_source(path, every, layout)


def _json_rows(path: Path, lines: Iterable[str]) -> Iterator[Row | Reject]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_row(path, number, line)


def _json_row(path: Path, number: int, line: str) -> Row | Reject:
    try:
        cells = json.loads(line, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        return _reject(path, number, line, wrong=f"this is no JSON: {wrong}", cure=ONE_OBJECT)
    if not isinstance(cells, dict):
        return _reject(path, number, line, wrong="this is no JSON object", cure=ONE_OBJECT)
    return Row(file=str(path), line=number, cells=cells)


def _no_constant(name: str) -> Any:
    raise ValueError(f"`{name}` is no number of JSON")


def _reject(path: Path, line: int, value: str, *, wrong: str, cure: str) -> Reject:
    short = value.strip()[:60]
    return Reject(file=str(path), line=line, column="", value=short, wrong=wrong, cure=cure)


def _csv_source(path: Path, lines: Iterable[str], layout: Layout) -> Source:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    columns: Sequence[str] = layout.columns
    if not columns:
        columns = _header(path, reader)
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    if repeated:
        raise Refusal(
            "column-twice",
            f"`{path}` has the column `{repeated[0]}` twice",
            cure="give every column a name of its own",
        )
    rows = _csv_rows(path, reader, tuple(columns))
    return Source(file=str(path), columns=tuple(columns), rows=rows)


def _header(path: Path, reader: Any) -> list[str]:
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                return [cell.strip() for cell in cells]
    except csv.Error as wrong:
        raise Refusal(
            "header-broken", f"the header of `{path}` cannot be read: {wrong}", cure="mend it"
        ) from None
    raise Refusal("empty-file", f"`{path}` has no rows", cure="give a file with rows")


def _csv_rows(path: Path, reader: Any, columns: tuple[str, ...]) -> Iterator[Row | Reject]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            cure = "close quotes, double those inside a cell, and remove NUL characters"
            yield _reject(path, line, "", wrong=f"the row cannot be read: {wrong}", cure=cure)
            continue
        if not cells:
            continue
        if len(cells) == len(columns):
            yield Row(file=str(path), line=line, cells=dict(zip(columns, cells, strict=True)))
        else:
            wrong_count = f"the row has {len(cells)} cells, and there are {len(columns)} columns"
            cure = "quote cells that hold the delimiter, or check --delimiter"
            yield _reject(path, line, ",".join(cells), wrong=wrong_count, cure=cure)
