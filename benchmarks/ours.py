"""Our engine, plugged into the benchmark: the one file here that knows how it is called.

Each function does one lane's work and hands back what `benchmarks.question` defines: an `Answer`
holds everybody with an outcome in the window, in any order; `rated` is what the share divides by.
While the engine is not plugged in, each raises `EngineMissing`, and the runner says so loudly.
Import the engine at the top of this file: imports are not measured, an import in a function is.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pyarrow as pa

from benchmarks.question import Answer, EngineMissing


def judge_raw(raw: Path, *, as_of: datetime) -> Answer:
    """The verdicts on everybody, straight from the unsorted Parquet file."""
    _missing("judge_raw", raw, as_of)


def build_store(raw: Path, store: Path) -> None:
    """Make the store of the raw file; nothing is at `store` before."""
    _missing("build_store", raw, store)


def append_to_store(store: Path, day: Path) -> None:
    """Take a day's rows into the store."""
    _missing("append_to_store", store, day)


def judge_store(store: Path, *, as_of: datetime, processes: int = 1) -> Answer:
    """The verdicts on everybody, from the store, by so many processes."""
    _missing("judge_store", store, as_of, processes)


def sweep_store(
    store: Path, *, instants: Sequence[datetime], limits: Sequence[int]
) -> list[list[int]]:
    """For each instant and each limit, how many have so many unhappy clients and a fifth."""
    _missing("sweep_store", store, instants, limits)


def hold(table: pa.Table) -> object:
    """A small batch of raw rows as the engine likes to have them in memory."""
    _missing("hold", table)


def judge_held(held: object, *, as_of: datetime) -> Answer:
    """The verdicts on everybody in a small batch."""
    _missing("judge_held", held, as_of)


def _missing(what: str, *_: object) -> NoReturn:
    raise EngineMissing(f"`{what}` in benchmarks/ours.py does not call our engine yet")
