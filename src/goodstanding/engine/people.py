"""A frame becomes the frame of some of its people."""

from typing import Any

import numpy as np
import pyarrow as pa

from goodstanding.engine.arrange import voters_of
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.frame import Frame, Voters


def only_people(frame: Frame, kept: Truths) -> Frame:
    """The frame of those people only, in the same order."""
    sizes = np.diff(frame.starts)
    rows = np.flatnonzero(np.repeat(kept, sizes))
    starts = np.concatenate(([0], np.cumsum(sizes[kept]))).astype(np.int64)
    person = np.repeat(np.arange(int(kept.sum()), dtype=np.int32), sizes[kept])
    occurred_at = frame.occurred_at[rows]
    is_same = frame.received_at is frame.occurred_at
    remade: dict[int, Voters] = {}
    for voters in frame.voters.values():
        if id(voters) not in remade:
            codes = _codes(voters, frame.rows)
            remade[id(voters)] = (
                Voters.each_row(starts)
                if codes is None
                else voters_of(codes[rows], person, starts=starts)
            )
    return Frame(
        subjects=names_of(frame.subjects).take(pa.array(np.flatnonzero(kept))),
        starts=starts,
        occurred_at=occurred_at,
        received_at=occurred_at if is_same else frame.received_at[rows],
        superseded_at=None if frame.superseded_at is None else frame.superseded_at[rows],
        voters={voter: remade[id(voters)] for voter, voters in frame.voters.items()},
        items={name: column.take(rows) for name, column in frame.items.items()},
        anchor=frame.anchor,
    )


def _codes(voters: Voters, rows: int) -> Whole | None:
    """A number for each row that those of one voter share; None where each row is its own."""
    if voters.order is None:
        return None
    sizes = np.diff(np.append(voters.starts, rows))
    codes = np.empty(rows, dtype=np.int64)
    codes[voters.order] = np.repeat(np.arange(len(sizes)), sizes)
    return codes


def names_of(subjects: Any) -> Any:
    """The names of a frame's people as an Arrow array, in its order."""
    return subjects.texts() if hasattr(subjects, "texts") else subjects
