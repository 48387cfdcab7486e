"""A store and a policy become everybody's verdicts, bucket by bucket, on one core or on several."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from goodstanding.core.policy.language import Policy
from goodstanding.core.words import Refusal
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.frame import Frame
from goodstanding.engine.points import Cleared
from goodstanding.engine.population import Verdicts, judge_frame
from goodstanding.engine.store.adding import Part, parts_of
from goodstanding.engine.store.folder import Store, open_store

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many were judged, and how many stand on each rung of the ladder, mildest first."""

    judged: int
    rungs: tuple[int, ...]


def count_everybody(
    policy: Policy, source: Store | Frame, as_of: datetime, *, processes: int = 1
) -> Counts:
    """How many of the store's people reach each rung at the instant.

    Raises:
        Refusal: the policy does not go with the store.
    """
    counted = list(
        each_bucket(
            partial(_counted, travelling(policy), as_of), policy, source, processes=processes
        )
    )
    rungs = np.sum([rungs for _, rungs in counted], axis=0)
    return Counts(judged=sum(judged for judged, _ in counted), rungs=tuple(map(int, rungs)))


def _counted(policy: Policy, as_of: datetime, parts: Iterable[Part]) -> tuple[int, Whole]:
    judged, rungs = 0, np.zeros(len(policy.ladder), dtype=np.int64)
    for part in parts:
        verdicts = judge_part(policy, part, as_of)
        judged += int(verdicts.judged.sum())
        stand = verdicts.rung[verdicts.judged & (verdicts.rung >= 0)]
        rungs += np.bincount(stand, minlength=len(policy.ladder))
    return judged, rungs


def judge_part(
    policy: Policy, part: Part, as_of: datetime, *, cleared: Cleared | None = None
) -> Verdicts:
    """The verdicts on a part's people; who is judged elsewhere is not judged here."""
    verdicts = judge_frame(policy, part.frame, as_of, cleared=cleared)
    if part.elsewhere is None:
        return verdicts
    return Verdicts(
        subjects=verdicts.subjects,
        judged=verdicts.judged & ~part.elsewhere,
        rung=verdicts.rung,
        figures=verdicts.figures,
    )


def each_bucket(
    work: Callable[[Iterable[Part]], Found],
    policy: Policy,
    source: Store | Frame,
    *,
    processes: int = 1,
) -> Iterator[Found]:
    """What the work finds in each bucket, in their order; on several processes if asked.

    A frame in memory is one bucket, whatever the number of processes.

    Raises:
        Refusal: the policy does not go with the store, or there is to be no process at all.
    """
    if isinstance(source, Frame):
        yield work((Part(frame=source),))
        return
    store = source
    store.require(policy)
    if processes < 1:
        raise Refusal("no-process", f"`{processes}` processes", cure="give 1 or more")
    todo = partial(_in_bucket, work, store.path)
    if processes == 1:
        yield from map(todo, range(store.buckets))
        return
    # Forking a process that has threads of its own may hang; a fresh one cannot.
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(todo, range(store.buckets))


def travelling(policy: Policy) -> Policy:
    """The policy as other processes need it: without its examples, which no judgement reads."""
    return replace(policy, examples=(), timelines=())


def _in_bucket(work: Callable[[Iterable[Part]], Found], path: Path, bucket: int) -> Found:
    return work(parts_of(open_store(path), bucket))


def verdict_table(
    policy: Policy, source: Store | Frame, as_of: datetime, *, processes: int = 1
) -> Any:
    """Everybody's verdict as an Arrow table: subject, rung, and each figure as over / under.

    By bucket, and in each by the order of its frame. Exact: a figure is two whole numbers, or null.
    """
    found = each_bucket(
        partial(_told, travelling(policy), as_of), policy, source, processes=processes
    )
    return pa.concat_tables(found)


def _told(policy: Policy, as_of: datetime, parts: Iterable[Part]) -> Any:
    return pa.concat_tables(
        table_of_verdicts(policy, judge_part(policy, part, as_of)) for part in parts
    )


def table_of_verdicts(policy: Policy, verdicts: Verdicts) -> Any:
    """The verdicts of those who were judged, as an Arrow table."""
    rows = np.flatnonzero(verdicts.judged)
    subjects = verdicts.subjects
    texts = subjects.texts() if hasattr(subjects, "texts") else subjects
    rungs = pa.array([*(rung.name for rung in policy.ladder), None], pa.string())
    columns = {
        "subject": texts.take(pa.array(rows)),
        "rung": rungs.take(pa.array(verdicts.rung[rows].astype(np.int64) % len(rungs))),
    }
    for name, figure in verdicts.figures.items():
        unknown = ~_spread(figure.values.known, verdicts.judged)[rows]
        for part, values in (("over", figure.values.over), ("under", figure.values.under)):
            whole = _spread(values, verdicts.judged)[rows]
            columns[f"{name} {part}"] = pa.array(whole, pa.int64(), mask=unknown)
        columns[f"{name} votes"] = pa.array(figure.sample[rows], pa.int64())
    return pa.table(columns)


def _spread(values: Whole, like: Truths) -> Whole:
    return np.broadcast_to(values, like.shape)
