"""A report becomes a file, whole or not at all: a page, JSON or Parquet, by the path's ending."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from goodstanding.cli.report.as_json import report_json
from goodstanding.cli.report.page import page
from goodstanding.cli.report.record import Report
from goodstanding.cli.report.tidy import write_tidy
from goodstanding.core.words import Refusal


def _write_page(report: Report, path: Path) -> None:
    path.write_bytes(page(report).encode())


def _write_json(report: Report, path: Path) -> None:
    path.write_bytes(report_json(report))


WRITERS: dict[str, Callable[[Report, Path], None]] = {
    ".html": _write_page,
    ".json": _write_json,
    ".parquet": write_tidy,
}


def write_report(report: Report, path: Path) -> None:
    """Writes the report in the form that the path ends in: .html, .json or .parquet.

    What stood there before stays until the report is whole.

    Raises:
        Refusal: the path ends in another form, or cannot be written.
    """
    write = WRITERS.get(path.suffix)
    if write is None:
        raise Refusal(
            "unknown-ending",
            f"`{path}` ends in no form that reports are written in",
            cure="let it end in .html, .json or .parquet",
        )
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(report, beside)
        beside.replace(path)
    except OSError as wrong:
        raise Refusal(
            "unwritable",
            f"`{path}` cannot be written: {wrong.strerror or wrong}",
            cure="give another path",
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink()
