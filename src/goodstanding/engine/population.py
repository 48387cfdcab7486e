"""An evidence frame and a policy become everybody's verdicts at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

import numpy as np

from goodstanding.core.policy.language import ItemKind, Policy
from goodstanding.core.policy.vocabulary import ALL, NEGATIVE, RATED
from goodstanding.core.words import require_instant
from goodstanding.engine.column import Column, Truths, Whole
from goodstanding.engine.figures import Measured, Scene, measure, microseconds
from goodstanding.engine.frame import Frame
from goodstanding.engine.ladder import rungs_reached
from goodstanding.engine.plan import Outcomes, true_of
from goodstanding.engine.points import Cleared
from goodstanding.engine.votes import Read

NO_RUNG = -1


@dataclass(frozen=True, kw_only=True)
class Readings:
    """How a policy reads every row, whatever the instant: what is left out, rated, negative."""

    left_out: Truths | None
    rated: Truths
    negative: Truths


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """Everybody's verdict: the rung's place on the ladder (-1: none), figures, and counts.

    Only those are `judged` of whom anything was known at the instant.
    """

    subjects: Any
    judged: Truths
    rung: Whole
    figures: Mapping[str, Measured]


def readings_of(policy: Policy, frame: Frame) -> Readings:
    """How the policy reads every row of the frame."""
    return read_items(policy, frame.items, frame.rows)


def read_items(policy: Policy, items: Mapping[str, Column], rows: int) -> Readings:
    """How the policy reads so many rows of these items."""
    outcomes = Outcomes(items=items, rows=rows)
    nowhere = outcomes.nowhere()
    left = [true_of(clause.when.root, outcomes) for clause in policy.leave_out]
    negative = [true_of(clause.when.root, outcomes) for clause in policy.negative]
    asked = {name for clause in policy.negative for name in clause.when.reads}
    rated = [items[name].known for name in sorted(asked) if name in items]
    return Readings(
        left_out=reduce(np.logical_or, left) if left else None,
        rated=reduce(np.logical_or, rated, nowhere),
        negative=reduce(np.logical_or, negative, nowhere),
    )


def known_at(frame: Frame, as_of: datetime) -> Truths:
    """The versions that were what we knew at the instant."""
    at = microseconds(as_of)
    # Invariant: nothing is received before it occurred, so that one comparison says both.
    known = frame.received_at <= at
    if frame.superseded_at is not None:
        known &= frame.superseded_at > at
    return known


def judge_frame(
    policy: Policy,
    frame: Frame,
    as_of: datetime,
    *,
    readings: Readings | None = None,
    cleared: Cleared | None = None,
) -> Verdicts:
    """What the policy says of everybody in the frame at that instant.

    The same as `core.verdict.judge` of each of them. The frame is ordered by the policy's clock.

    Raises:
        Refusal: the instant is not in UTC, or a client's record cannot be.
    """
    require_instant("as_of", as_of)
    own = readings or readings_of(policy, frame)
    known = known_at(frame, as_of)
    heard = known if own.left_out is None else known & ~own.left_out
    scene = Scene(
        frame=frame,
        read=Read(known=heard, rated=own.rated, negative=own.negative),
        outcomes=Outcomes(items=items_of(frame, own), rows=frame.rows),
        as_of=as_of,
        cleared=cleared,
    )
    figures = {signal.name: measure(signal, scene) for signal in policy.signals}
    values = {name: figure.values for name, figure in figures.items()}
    counted = np.concatenate(([0], np.cumsum(known)))[frame.starts]
    return Verdicts(
        subjects=frame.subjects,
        judged=np.diff(counted) > 0,
        rung=rungs_reached(policy, values, shape=(frame.people,)),
        figures=figures,
    )


def items_of(frame: Frame, readings: Readings) -> dict[str, Column]:
    """The items that signals read; of a silent outcome `negative` is unknown."""
    unknown = np.iinfo(np.int8).min
    special = {
        NEGATIVE: np.where(readings.rated, readings.negative, unknown).astype(np.int8),
        RATED: readings.rated.astype(np.int8),
        ALL: np.ones(frame.rows, dtype=np.int8),
    }
    yes_no = {name: Column(kind=ItemKind.YES_NO, values=values) for name, values in special.items()}
    return {**frame.items, **yes_no}
