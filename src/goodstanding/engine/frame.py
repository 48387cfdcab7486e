"""The columns of an evidence frame: everybody's outcomes, each person's together and in order.

| column | type | unit, and what null means |
|---|---|---|
| `subjects` | texts | one for each person; not read to judge |
| `starts` | int64 | person `i` has the rows from `starts[i]` up to `starts[i + 1]` |
| `occurred_at`, `received_at` | int64 | microseconds since 1970, UTC; never null |
| `superseded_at` | int64 | the same; None, or the greatest number, for never |
| `groups`, `clients`, `contracts` | voters | whose vote each row is |
| `items` | whole numbers | see `column.py`; unknown is the least number of the type |

Rows of one person stand by the frame's clock, then by contract, then by what they say: the total
order of the core, so that position is order. A person is never in two frames of one judgement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from goodstanding.core.policy.language import Anchor
from goodstanding.core.policy.signal import Voter
from goodstanding.engine.column import Column, Whole

NEVER = int(np.iinfo(np.int64).max)
MOST_ROWS = 2**29


@dataclass(frozen=True, kw_only=True)
class Voters:
    """Whose vote each row is: the rows voter by voter, in the frame's order within each.

    `order` None: every row is a voter of its own.
    """

    order: Whole | None
    starts: Whole
    by_subject: Whole

    @classmethod
    def each_row(cls, frame_starts: Whole) -> "Voters":
        """Every row for itself."""
        rows = int(frame_starts[-1])
        return cls(order=None, starts=np.arange(rows, dtype=np.int32), by_subject=frame_starts)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Everybody's evidence as columns; see the module for each column's type, unit and null."""

    subjects: Any
    starts: Whole
    occurred_at: Whole
    received_at: Whole
    superseded_at: Whole | None
    voters: Mapping[Voter, Voters]
    items: Mapping[str, Column]
    anchor: Anchor

    @property
    def rows(self) -> int:
        """How many outcomes there are."""
        return int(self.starts[-1])

    @property
    def people(self) -> int:
        """How many people there are, with or without outcomes."""
        return len(self.starts) - 1

    @property
    def clock(self) -> Whole:
        """The instants that the rows are ordered by."""
        return self.occurred_at if self.anchor is Anchor.OCCURRED_AT else self.received_at

    @cached_property
    def person_of(self) -> Whole:
        """The place of each row's person."""
        return np.repeat(np.arange(self.people, dtype=np.int32), np.diff(self.starts))
