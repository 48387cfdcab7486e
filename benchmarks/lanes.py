"""The lanes: who is asked what, and which of them must give the same answer."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from benchmarks.files import Files
from benchmarks.question import (
    AS_OF,
    NEXT_AS_OF,
    SWEEP_AT,
    SWEEP_LIMITS,
    Answer,
    digest_of,
    flagged,
)

# What a lane calls is known only in the process that runs it: its library is imported nowhere else.
Library = Any


class Question(StrEnum):
    """What is asked; each has a table of its own on the page."""

    COUNT = "rows of each freelancer"
    VERDICTS = "verdicts on everybody"
    STORE = "keeping the store, judging aside"
    NEXT_DAY = "verdicts a day later"
    SWEEP = "24 months by 5 limits"


def nothing_before(library: Library, files: Files) -> None:
    """Most lanes need nothing made ready."""


def no_more_after(library: Library, files: Files) -> Answer | None:
    """Most lanes' work hands its answer back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One way to answer a question. Only `work` is measured, neither what is before nor after.

    Who only keeps the store is judged by what comes out of it: `answers` names that question.
    """

    name: str
    says: str
    asks: Question
    module: str
    work: Callable[[Library, Files], Any]
    before: Callable[[Library, Files], None] = nothing_before
    after: Callable[[Library, Files], Answer | None] = no_more_after
    answers: Question | None = None
    is_ours: bool = False
    most_rows: int | None = None
    wish: str | None = None

    @property
    def held_against(self) -> Question:
        """All lanes that are held against the same question must answer alike."""
        return self.answers or self.asks

    def digest(self, came: Any) -> str:
        """Equal for equal answers."""
        return came.digest() if isinstance(came, Answer) else digest_of(came)


def _floors() -> Iterator[Lane]:
    for name, library in (("duckdb", "DuckDB"), ("polars", "Polars")):
        yield Lane(
            name=f"floor-{name}",
            says=f"bare count for each freelancer, {library}",
            asks=Question.COUNT,
            module="benchmarks.floor",
            work=_counting(f"by_{name}"),
        )


def _counting(function: str) -> Callable[[Library, Files], Any]:
    return lambda library, files: getattr(library, function)(files.raw)


def _own_store() -> Iterator[Lane]:
    """First of ours, as the others judge from what these leave."""
    yield _own(
        "ours-build",
        "ours, making it from raw Parquet",
        lambda ours, files: ours.build_store(files.raw, files.store),
        asks=Question.STORE,
        answers=Question.VERDICTS,
        before=lambda _, files: shutil.rmtree(files.store, ignore_errors=True),
        after=lambda ours, files: ours.judge_store(files.store, as_of=AS_OF),
    )
    yield _own(
        "ours-append",
        "ours, appending a day's rows",
        lambda ours, files: ours.append_to_store(files.grown, files.day),
        asks=Question.STORE,
        answers=Question.NEXT_DAY,
        before=_copy_store,
        after=lambda ours, files: ours.judge_store(files.grown, as_of=NEXT_AS_OF),
    )


def _ours() -> Iterator[Lane]:
    yield _own(
        "ours",
        "ours, from its store",
        lambda ours, files: ours.judge_store(files.store, as_of=AS_OF),
    )
    for processes in (2, 4):
        yield _own(f"ours-{processes}", f"ours, {processes} processes", _by_processes(processes))
    # All rows in memory at once: beyond that a store is what serves.
    yield _own(
        "ours-raw",
        "ours, from raw Parquet",
        lambda ours, files: ours.judge_raw(files.raw, as_of=AS_OF),
        most_rows=10_000_000,
    )
    yield _own(
        "ours-next-day",
        "ours, from the store to which the day was appended",
        lambda ours, files: ours.judge_store(files.grown, as_of=NEXT_AS_OF),
        asks=Question.NEXT_DAY,
    )
    yield _own(
        "ours-sweep",
        "ours, from its store, one sweep",
        lambda ours, files: ours.sweep_store(files.store, instants=SWEEP_AT, limits=SWEEP_LIMITS),
        asks=Question.SWEEP,
    )


def _own(
    name: str,
    says: str,
    work: Callable[[Library, Files], Any],
    *,
    asks: Question = Question.VERDICTS,
    answers: Question | None = None,
    before: Callable[[Library, Files], None] = nothing_before,
    after: Callable[[Library, Files], Answer | None] = no_more_after,
    most_rows: int | None = None,
) -> Lane:
    return Lane(
        name=name,
        most_rows=most_rows,
        says=says,
        asks=asks,
        module="benchmarks.ours",
        work=work,
        before=before,
        after=after,
        answers=answers,
        is_ours=True,
    )


def _by_processes(processes: int) -> Callable[[Library, Files], Answer]:
    return lambda ours, files: ours.judge_store(files.store, as_of=AS_OF, processes=processes)


def _copy_store(_: Library, files: Files) -> None:
    shutil.rmtree(files.grown, ignore_errors=True)
    if files.store.is_dir():
        shutil.copytree(files.store, files.grown)
    elif files.store.exists():
        shutil.copy(files.store, files.grown)


PEERS = {"polars": "Polars", "duckdb": "DuckDB", "pandas": "pandas", "python": "plain Python loop"}
# What holds all rows in memory several times over is asked no more than surely fit.
MOST_ROWS = {"python": 1_000_000, "pandas": 10_000_000}
PICKS = {name: PEERS[name] for name in ("polars", "duckdb")}


def _peers() -> Iterator[Lane]:
    for name, library in PEERS.items():
        yield _peer(name, library, lambda peer, files: peer.judge([files.raw], as_of=AS_OF))
    for name, library in PICKS.items():
        yield _peer(
            f"{name}-votes",
            f"{library}, picking each client's very vote",
            lambda peer, files: peer.judge_by_votes([files.raw], as_of=AS_OF),
        )
        yield _peer(
            f"{name}-next-day",
            f"{library}, both files a day later",
            lambda peer, files: peer.judge([files.raw, files.day], as_of=NEXT_AS_OF),
            asks=Question.NEXT_DAY,
        )
        yield _peer(
            f"{name}-sweep",
            f"{library}, 24 queries",
            lambda peer, files: [
                flagged(peer.judge([files.raw], as_of=as_of)) for as_of in SWEEP_AT
            ],
            asks=Question.SWEEP,
            wish="sweep-peers",
        )


def _peer(
    name: str,
    says: str,
    work: Callable[[Library, Files], Any],
    *,
    asks: Question = Question.VERDICTS,
    wish: str | None = None,
) -> Lane:
    library = name.split("-", maxsplit=1)[0]
    return Lane(
        name=name,
        says=says,
        asks=asks,
        module=f"benchmarks.peers.with_{library}",
        work=work,
        most_rows=MOST_ROWS.get(library),
        wish=wish,
    )


def _spark() -> Iterator[Lane]:
    for name, says, function, asks in (
        ("spark-floor", "Spark's own bare count", "count", Question.COUNT),
        ("spark-ours", "ours, inside Spark", "judge", Question.VERDICTS),
        (
            "spark-ours-any",
            "ours, inside Spark, from any DataFrame",
            "judge_any",
            Question.VERDICTS,
        ),
    ):
        yield Lane(
            name=name,
            says=says,
            asks=asks,
            module="benchmarks.spark_lane",
            before=lambda spark, files: spark.open_session(files),
            work=_inside_spark(function),
            is_ours=asks is Question.VERDICTS,
            wish="spark",
        )


def _inside_spark(function: str) -> Callable[[Library, Files], Any]:
    return lambda spark, files: getattr(spark, function)(files)


LANES = {lane.name: lane for lane in (*_floors(), *_own_store(), *_ours(), *_peers(), *_spark())}
FLOORS = ("floor-duckdb", "floor-polars")


def lanes_for(rows: int, *, wishes: frozenset[str]) -> list[Lane]:
    """The lanes that run at this size: the default ones, and those that were wished for.

    The wish `sweep-peers` holds for a million rows without being said, as it is quick there.
    """
    implied = wishes | ({"sweep-peers"} if rows <= 1_000_000 else set())
    return [
        lane
        for lane in LANES.values()
        if (lane.wish is None or lane.wish in implied)
        and (lane.most_rows is None or rows <= lane.most_rows or "python-loop" in wishes)
    ]
