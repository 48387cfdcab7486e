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


def require_report(path: Path) -> None:
    """Nothing, once a report can be written in the form that the path ends in, and in its folder.

    To be asked before the work that is reported: that may take hours.

    Raises:
        Refusal: the path ends in another form, or there is no such folder.
    """
    if path.suffix not in WRITERS:
        raise Refusal(
            "unknown-ending",
            f"`{path}` ends in no form that reports are written in",
            cure="let it end in .html, .json or .parquet",
        )
    require_folder(path)


def require_folder(path: Path) -> None:
    """Nothing, once the folder is there that the file is to be written in.

    Raises:
        Refusal: there is none.
    """
    if not path.parent.is_dir():
        raise unwritable(path, "there is no such folder")


def unwritable(path: Path, wrong: object) -> Refusal:
    """The refusal of a path that cannot be written."""
    return Refusal("unwritable", f"`{path}` cannot be written: {wrong}", cure="give another path")


def write_report(report: Report, path: Path) -> None:
    """Writes the report in the form that the path ends in: .html, .json or .parquet.

    What stood there before stays until the report is whole.

    Raises:
        Refusal: the path ends in another form, or cannot be written.
    """
    require_report(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        WRITERS[path.suffix](report, beside)
        beside.replace(path)
    except OSError as wrong:
        raise unwritable(path, wrong.strerror or wrong) from None
    finally:
        with suppress(OSError):
            beside.unlink()
