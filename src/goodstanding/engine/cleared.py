"""Cases that were closed without any action become what evidence points count anew from.

An instant at which a person looked at somebody's case and closed it speaks from then on: the engine
is told of it only at instants of judging that are not before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.words import Refusal
from goodstanding.engine.cells import instants, texts
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.figures import microseconds
from goodstanding.engine.people import names_of
from goodstanding.engine.points import Cleared

CLEARED_AT = "cleared_at"
LONG_AGO = int(np.iinfo(np.int64).min)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Clearings:
    """Whose cases were cleared, and when: a name and microseconds since 1970 for each."""

    names: Any
    at: Whole

    def known_at(self, subjects: Any, as_of: datetime) -> Cleared:
        """What of it was known at the instant, for each of a frame's people."""
        people = names_of(subjects)
        place, there = self._places(people)
        there &= self.at <= microseconds(as_of)
        latest = np.full(len(people), LONG_AGO)
        np.maximum.at(latest, place[there], self.at[there])
        return Cleared(at=latest, times=np.bincount(place[there], minlength=len(people)))

    def among(self, subjects: Any) -> Truths:
        """Which of a frame's people were ever cleared."""
        people = names_of(subjects)
        place, there = self._places(people)
        found = np.zeros(len(people), dtype=np.bool_)
        found[place[there]] = True
        return found

    def by_person(self) -> Mapping[str, tuple[datetime, ...]]:
        """The instants of each person, as the core reads them."""
        told: dict[str, tuple[datetime, ...]] = {}
        for name, at in zip(self.names.to_pylist(), self.at.tolist(), strict=True):
            told[name] = (*told.get(name, ()), EPOCH + timedelta(microseconds=at))
        return told

    def _places(self, people: Any) -> tuple[Whole, Truths]:
        """Where among the people each of the names stands, and whether it does."""
        place = pc.index_in(self.names, value_set=people)
        there = np.array(pc.is_valid(place), dtype=np.bool_)
        return np.asarray(pc.fill_null(place, 0)).astype(np.int64), there


def clearings_of(table: Any, *, about: str, assume_utc: bool = False) -> Clearings:
    """The cleared cases of a table with one row for each: who (`about`), and `cleared_at`.

    The same person at the same instant is one case, however often it stands there.

    Raises:
        Refusal: the table lacks a column, somebody has no name, or an instant is none.
    """
    for name in (about, CLEARED_AT):
        if name not in table.column_names:
            raise Refusal(
                "cleared-lacks-column",
                f"cleared cases have no column `{name}`",
                cure=f"give `{about}` and `{CLEARED_AT}`, one row for each case",
            )
    names = texts(table.column(about))
    at = instants(table.column(CLEARED_AT), CLEARED_AT, assume_utc=assume_utc)
    for name, column in ((about, names), (CLEARED_AT, at)):
        if column.null_count:
            row = int(np.argmax(np.asarray(pc.is_null(column)))) + 1
            raise Refusal(
                "cleared-lacks-value",
                f"row {row} of the cleared cases has no `{name}`",
                cure="give every case both, or leave it out",
            )
    once = pa.table({"name": names, "at": at}).group_by(["name", "at"]).aggregate([])
    own = once.sort_by([("name", "ascending"), ("at", "ascending")])
    return Clearings(
        names=texts(own.column("name")),
        at=np.asarray(own.column("at").to_numpy()),
    )
