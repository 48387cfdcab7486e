"""Cells that are wrong become lines of a rejects file, written as they come, and counts."""

import csv
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goodstanding.core.words import Refusal

COLUMNS = ("file", "line", "column", "value", "wrong", "cure")
SCHEMA = pa.schema([(name, pa.int64() if name == "line" else pa.string()) for name in COLUMNS])
FEW = 5


class Rejects:
    """What was refused: how many rows, how many cells for each reason, and the first few lines.

    All of them go to the path as they come, as Parquet if it ends so, else as CSV; without a path
    nowhere. Close it, or use it in a `with`, so that the file is whole.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.rows = 0
        self.first: list[dict[str, Any]] = []
        self._open = ExitStack()
        self._write: Any = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the file."""
        self._open.close()
        self._write = None

    def add(self, lines: Any, reasons: Iterable[tuple[str, int]]) -> None:
        """More lines (an Arrow table of `COLUMNS`, one row's together), counted by reason.

        Raises:
            Refusal: the file cannot be written.
        """
        if not lines.num_rows:
            return
        for reason, times in reasons:
            self.counts[reason] += times
        files = pc.dictionary_encode(lines.column("file")).combine_chunks().indices
        places = np.stack([np.asarray(files), np.asarray(lines.column("line"))])
        self.rows += 1 + int((np.diff(places) != 0).any(axis=0).sum())
        if len(self.first) < FEW:
            self.first += lines.slice(0, FEW - len(self.first)).to_pylist()
        if self.path is not None:
            self._writer(self.path)(lines)

    def _writer(self, path: Path) -> Any:
        if self._write is not None:
            return self._write
        try:
            if path.suffix == ".parquet":
                self._write = self._open.enter_context(pq.ParquetWriter(path, SCHEMA)).write_table
            else:
                text = self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
                writer = csv.writer(text, lineterminator="\n")
                writer.writerow(COLUMNS)
                self._write = lambda lines: writer.writerows(
                    zip(*(lines.column(name).to_pylist() for name in COLUMNS), strict=True)
                )
        except OSError as wrong:
            raise Refusal(
                "unwritable",
                f"`{path}` cannot be written: {wrong.strerror or wrong}",
                cure="give another path",
            ) from None
        return self._write
