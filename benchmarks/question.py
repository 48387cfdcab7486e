"""What every lane is asked, and the form of its answer, so that answers can be held together."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]

POLICY = Path(__file__).with_name("bench-policy.yaml")
AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
NEXT_AS_OF = AS_OF + timedelta(days=1)
WINDOW = timedelta(days=730)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# A sweep asks how many would be flagged on the first of each of 24 months, for each limit on the
# number of unhappy clients, while the share stays at a fifth.
SWEEP_AT = tuple(
    datetime(2024 + month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in range(7, 31)
)
SWEEP_LIMITS = (2, 3, 4, 5, 6)

NO_RUNG, REVIEW, BLOCK = 0, 1, 2


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970 in UTC, as the Parquet file counts them."""
    return (instant - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The figures and the rung of everybody with an outcome in the window, in any order.

    `unhappy` and `clients` count votes; the share is exactly `unhappy / rated`, and unknown where
    `rated` is 0. `rung` is 0 for none, 1 for review, 2 for block.
    """

    freelancer: Whole
    unhappy: Whole
    clients: Whole
    rated: Whole
    rung: Whole

    def in_order(self) -> "Answer":
        """The same, by freelancer."""
        order = np.argsort(self.freelancer, kind="stable")
        return Answer(
            freelancer=self.freelancer[order],
            unhappy=self.unhappy[order],
            clients=self.clients[order],
            rated=self.rated[order],
            rung=self.rung[order],
        )

    def digest(self) -> str:
        """Equal for equal answers, whatever their order."""
        told = self.in_order()
        columns = (told.freelancer, told.unhappy, told.clients, told.rated, told.rung)
        return digest_of(*columns)


def answer_of(
    freelancer: npt.ArrayLike, *, unhappy: npt.ArrayLike, clients: npt.ArrayLike, rated: Whole
) -> Answer:
    """The answer with its rungs, for a lane that has only counted."""
    negative = np.asarray(unhappy, np.int64)
    return Answer(
        freelancer=np.asarray(freelancer, np.int64),
        unhappy=negative,
        clients=np.asarray(clients, np.int64),
        rated=np.asarray(rated, np.int64),
        rung=rungs(negative, np.asarray(rated, np.int64)),
    )


def rungs(unhappy: Whole, rated: Whole) -> Whole:
    """The gravest rung that is reached; shares are compared as whole numbers, so exactly."""
    review = (unhappy >= 3) & (unhappy * 5 >= rated)
    block = (unhappy >= 4) & (unhappy * 4 >= rated)
    return np.where(block, BLOCK, np.where(review, REVIEW, NO_RUNG)).astype(np.int64)


def flagged(answer: Answer) -> list[int]:
    """How many each limit of the sweep would flag."""
    is_share = answer.unhappy * 5 >= answer.rated
    return [int(np.count_nonzero(is_share & (answer.unhappy >= limit))) for limit in SWEEP_LIMITS]


def digest_of(*columns: npt.ArrayLike) -> str:
    """The first 16 signs of a digest over columns of whole numbers."""
    whole = hashlib.sha256()
    for column in columns:
        whole.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
    return whole.hexdigest()[:16]
