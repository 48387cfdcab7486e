"""A policy over a history: who would have been flagged when, had it been in force.

The policy is put to each instant with what was known then, so that nothing is seen before its time.
Nobody is restricted in a replay: somebody who would have been stopped goes on working here, which
is the most that a replay can say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from goodstanding.core.policy.language import Policy
from goodstanding.core.words import Outcome
from goodstanding.engine.cleared import Clearings
from goodstanding.engine.column import Whole
from goodstanding.engine.everybody import each_bucket, travelling
from goodstanding.engine.frame import Frame
from goodstanding.engine.over_time import History, along
from goodstanding.engine.people import names_of
from goodstanding.engine.population import known_at
from goodstanding.engine.store.adding import Part
from goodstanding.engine.store.folder import Store

NEVER = -1


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """What a replay found.

    `judged` and `standing` are counts at each instant: of all, and on each rung of the ladder.
    Of everybody who was ever judged there are the name, how many outcomes were known in the end
    (`volume`), the place of the first instant of any flag (`flagged`; -1 for never), that of each
    rung or a graver one (`reached`, one column a rung), and in microseconds since 1970 when the
    first outcome was known (`begun`).
    """

    policy: Policy
    instants: tuple[datetime, ...]
    judged: Whole
    standing: Whole
    names: Any
    volume: Whole
    flagged: Whole
    reached: Whole
    begun: Whole

    @property
    def flags(self) -> Whole:
        """How many stand on a rung that proposes anything, at each instant."""
        return self.standing[:, proposing(self.policy)].sum(axis=1)

    @property
    def newly(self) -> Whole:
        """How many are flagged for the first time, at each instant."""
        there = self.flagged[self.flagged != NEVER]
        return np.bincount(there, minlength=len(self.instants))


def proposing(policy: Policy) -> Whole:
    """The places of the rungs that propose anything at all."""
    return np.array(
        [at for at, rung in enumerate(policy.ladder) if rung.proposes is not Outcome.NO_ACTION],
        dtype=np.int64,
    )


def backtest(
    policy: Policy,
    source: Store | Frame,
    instants: tuple[datetime, ...],
    *,
    cleared: Clearings | None = None,
    processes: int = 1,
) -> Backtest:
    """What the policy would have said of everybody at each of those instants, which rise.

    Cases that were cleared count from the first instant that is not before their clearing.

    Raises:
        Refusal: the policy does not go with the store, or the instants do not rise.
    """
    work = partial(_replayed, travelling(policy), instants, cleared=cleared)
    found = list(each_bucket(work, policy, source, processes=processes))
    judged, standing = (np.sum([each[at] for each in found], axis=0) for at in (0, 1))
    volume, flagged, reached, begun = (
        np.concatenate([each[at] for each in found]) for at in (3, 4, 5, 6)
    )
    return Backtest(
        policy=policy,
        instants=instants,
        judged=judged,
        standing=standing,
        names=pa.concat_arrays([each[2] for each in found]),
        volume=volume,
        flagged=flagged,
        reached=reached,
        begun=begun,
    )


def _replayed(
    policy: Policy,
    instants: tuple[datetime, ...],
    parts: Iterable[Part],
    *,
    cleared: Clearings | None,
) -> tuple[Whole, Whole, Any, Whole, Whole, Whole, Whole]:
    rungs, width = len(policy.ladder), len(instants)
    judged, standing = np.zeros(width, np.int64), np.zeros((width, rungs), np.int64)
    people = []
    each = (along(policy, part, instants, cleared=cleared) for part in parts)
    for frame, history in chain.from_iterable(each):
        judged += history.judged.sum(axis=0)
        for rung in range(rungs):
            standing[:, rung] += ((history.rung == rung) & history.judged).sum(axis=0)
        people.append(_people(policy, frame, history, until_at=instants[-1]))
    names = pa.concat_arrays([each[0] for each in people])
    volume, flagged, reached, begun = (
        np.concatenate([each[at] for each in people]) for at in range(1, 5)
    )
    return judged, standing, names, volume, flagged, reached, begun


def _people(
    policy: Policy, frame: Frame, history: History, *, until_at: datetime
) -> tuple[Any, Whole, Whole, Whole, Whole]:
    ever = history.judged.any(axis=1)
    rung = np.where(history.judged, history.rung, NEVER)[ever]
    flagging = np.isin(rung, proposing(policy))
    reached = [_first(rung >= place) for place in range(len(policy.ladder))]
    known = np.concatenate(([0], np.cumsum(known_at(frame, until_at))))
    has_rows = np.diff(frame.starts) > 0
    begun = np.zeros(frame.people, dtype=np.int64)
    begun[has_rows] = np.minimum.reduceat(frame.received_at, frame.starts[:-1][has_rows])
    return (
        names_of(frame.subjects).filter(pa.array(ever)),
        np.diff(known[frame.starts])[ever],
        _first(flagging),
        np.stack(reached, axis=1),
        begun[ever],
    )


def _first(true: Any) -> Whole:
    """The place of each person's first instant of which it is true; -1 for never."""
    return np.where(true.any(axis=1), true.argmax(axis=1), NEVER).astype(np.int32)


def span_of_evidence(source: Store | Frame) -> tuple[int, int]:
    """When the first outcome of all was known, and the last, in microseconds since 1970."""
    least, most = [], []
    for frame in _frames(source):
        if frame.rows:
            least.append(int(frame.received_at.min()))
            most.append(int(frame.received_at.max()))
    return min(least, default=0), max(most, default=0)


def _frames(source: Store | Frame) -> Iterator[Frame]:
    if isinstance(source, Frame):
        yield source
        return
    for name in source.names():
        yield source.frame(name)
