"""A bucket of people becomes what is told of their verdicts: counts, and the flagged in full."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import items_read
from goodstanding.core.words import Outcome
from goodstanding.engine.cleared import Clearings
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.figures import Measured
from goodstanding.engine.population import (
    Readings,
    Verdicts,
    judge_frame,
    known_at,
    readings_of,
)
from goodstanding.engine.quotient import Quotients, value_at
from goodstanding.engine.store.adding import Part

COUNTS = ("outcomes", "negative_outcomes", "left_out")
# Whole numbers up to here are floats exactly, and their quotient is the nearest float.
EXACT = 2**53


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """One person on a rung that proposes anything: its place, and every figure in the policy's
    order, as its two whole numbers (None: unknown) and over how many votes."""

    subject: str
    rung: int
    figures: tuple[tuple[tuple[int, int] | None, int], ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of some people: how many were judged, how many stand on each rung, who is
    flagged, which of the items that the policy reads anybody said, and everybody's row."""

    judged: int
    rungs: tuple[int, ...]
    flagged: tuple[Flagged, ...]
    seen: frozenset[str]
    everybody: Any | None


def quiet_rungs(policy: Policy) -> frozenset[int]:
    """The places of the rungs that propose nothing."""
    return frozenset(
        place for place, rung in enumerate(policy.ladder) if rung.proposes is Outcome.NO_ACTION
    )


def tell(
    policy: Policy,
    as_of: datetime,
    parts: Iterable[Part],
    *,
    everybody: bool,
    cleared: Clearings | None = None,
) -> Told:
    """What is told of all people of the parts; everybody's row only if asked for.

    A row has `subject`, `rung` (its place, null for none), each figure as the nearest float, and
    how many outcomes counted, were negative, and were left out.
    """
    told = [_told(policy, as_of, part, everybody=everybody, cleared=cleared) for part in parts]
    return together(policy, told)


def together(policy: Policy, told: Sequence[Told]) -> Told:
    """What is told of several groups of people, as of one."""
    tables = [each.everybody for each in told if each.everybody is not None]
    rungs = np.zeros(len(policy.ladder), dtype=np.int64)
    for each in told:
        rungs += np.array(each.rungs, dtype=np.int64)
    return Told(
        judged=sum(each.judged for each in told),
        rungs=tuple(map(int, rungs)),
        flagged=tuple(one for each in told for one in each.flagged),
        seen=frozenset().union(*(each.seen for each in told)),
        everybody=pa.concat_tables(tables) if tables else None,
    )


def _told(
    policy: Policy, as_of: datetime, part: Part, *, everybody: bool, cleared: Clearings | None
) -> Told:
    frame = part.frame
    readings = readings_of(policy, frame)
    own = None if cleared is None else cleared.known_at(frame.subjects, as_of)
    verdicts = judge_frame(policy, frame, as_of, readings=readings, cleared=own)
    judged = verdicts.judged if part.elsewhere is None else verdicts.judged & ~part.elsewhere
    known = known_at(frame, as_of)
    mine = known & judged[frame.person_of]
    stand = verdicts.rung[judged & (verdicts.rung >= 0)]
    return Told(
        judged=int(judged.sum()),
        rungs=tuple(map(int, np.bincount(stand, minlength=len(policy.ladder)))),
        flagged=_flagged(policy, verdicts, judged),
        seen=frozenset(
            name
            for name in items_read(policy)
            if name in frame.items and bool((frame.items[name].known & mine).any())
        ),
        everybody=_rows(part, verdicts, judged, counts=_counts(part, readings, known))
        if everybody
        else None,
    )


def _flagged(policy: Policy, verdicts: Verdicts, judged: Truths) -> tuple[Flagged, ...]:
    loud = judged & (verdicts.rung >= 0)
    for place in quiet_rungs(policy):
        loud &= verdicts.rung != place
    places = np.flatnonzero(loud)
    names = _texts(verdicts.subjects).take(pa.array(places)).to_pylist()
    told = [_figures(figure, places, len(judged)) for figure in verdicts.figures.values()]
    rungs = verdicts.rung[places].tolist()
    return tuple(
        Flagged(subject=name, rung=rung, figures=tuple(figures))
        for name, rung, *figures in zip(names, rungs, *told, strict=True)
    )


def _figures(
    figure: Measured, places: Whole, people: int
) -> Iterator[tuple[tuple[int, int] | None, int]]:
    values = figure.values
    known, over, under = (
        np.broadcast_to(each, (people,))[places].tolist()
        for each in (values.known, values.over, values.under)
    )
    pairs = zip(known, over, under, figure.sample[places].tolist(), strict=True)
    return (((one, other) if is_known else None, votes) for is_known, one, other, votes in pairs)


def _texts(subjects: Any) -> Any:
    return subjects.texts() if hasattr(subjects, "texts") else subjects


def _counts(part: Part, readings: Readings, known: Truths) -> dict[str, Whole]:
    """Of each person the outcomes that count, the negative ones of them, and those left out."""
    left = known & readings.left_out if readings.left_out is not None else known & False
    heard = known & ~left
    asked = (heard, heard & readings.negative, left)
    starts = part.frame.starts
    return {
        name: np.diff(np.concatenate(([0], np.cumsum(flags)))[starts])
        for name, flags in zip(COUNTS, asked, strict=True)
    }


def _rows(part: Part, verdicts: Verdicts, judged: Truths, *, counts: dict[str, Whole]) -> Any:
    rows = np.flatnonzero(judged)
    rungs = verdicts.rung[rows]
    return pa.table(
        {
            "subject": _texts(verdicts.subjects).take(pa.array(rows)),
            "rung": pa.array(rungs, pa.int16(), mask=rungs < 0),
            **{
                f"figure {name}": _floats(figure, rows, people=part.frame.people)
                for name, figure in verdicts.figures.items()
            },
            **{name: pa.array(values[rows], pa.int64()) for name, values in counts.items()},
        }
    )


def _floats(figure: Measured, rows: Whole, *, people: int) -> Any:
    """Everybody's figure as the float nearest to it, null where it is unknown."""
    values = figure.values
    known, over, under = (
        np.broadcast_to(each, (people,))[rows] for each in (values.known, values.over, values.under)
    )
    if _fits(over[known]) and _fits(under[known]):
        quotients = np.where(known, over, 0).astype(np.float64) / np.where(known, under, 1)
        return pa.array(quotients.astype(np.float64), mask=~known)
    exact = Quotients(over=over, under=under, known=known)
    told = [value_at(exact, place) for place in range(len(rows))]
    return pa.array([None if each is None else float(each) for each in told], pa.float64())


def _fits(whole: Whole) -> bool:
    return not whole.size or max(abs(int(whole.min())), abs(int(whole.max()))) <= EXACT
