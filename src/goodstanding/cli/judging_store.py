"""An evidence store and a policy become a judgement of everybody, told as one of a file is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import Any, overload

import pyarrow.compute as pc

from goodstanding.cli.progress import meter
from goodstanding.core.figure import Figure
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.parts import items_read
from goodstanding.core.verdict import RungTest, Verdict, limits_of
from goodstanding.core.words import Refusal, did_you_mean
from goodstanding.engine.cleared import Clearings
from goodstanding.engine.everybody import each_bucket, travelling
from goodstanding.engine.store.folder import open_store
from goodstanding.engine.telling import COUNTS, Flagged, Told, tell, together

SLICE_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class _Verdicts(Sequence[Verdict]):
    """The verdicts on the flagged, each made when it is asked for."""

    policy: Policy
    as_of: datetime
    flagged: list[Flagged]

    def __len__(self) -> int:
        return len(self.flagged)

    @overload
    def __getitem__(self, place: int) -> Verdict: ...

    @overload
    def __getitem__(self, place: slice) -> "_Verdicts": ...

    def __getitem__(self, place: int | slice) -> "Verdict | _Verdicts":
        if isinstance(place, slice):
            return replace(self, flagged=self.flagged[place])
        return _verdict(self.policy, self.as_of, self.flagged[place])


@dataclass(frozen=True, kw_only=True)
class StoreJudgement:
    """The judgement of everybody in a store at one instant."""

    policy: Policy
    as_of: datetime
    told: Told

    @property
    def judged(self) -> int:
        """How many people were judged."""
        return self.told.judged

    @property
    def rungs(self) -> Mapping[str, int]:
        """How many stand on each rung of the ladder, mildest first, empty ones too."""
        names = (rung.name for rung in self.policy.ladder)
        return dict(zip(names, self.told.rungs, strict=True))

    @cached_property
    def flagged(self) -> Sequence[Verdict]:
        """Those on a rung that proposes anything, without their readings."""
        own = sorted(self.told.flagged, key=lambda one: (-one.rung, one.subject))
        return _Verdicts(policy=self.policy, as_of=self.as_of, flagged=own)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Items that the policy reads and no evidence known then has."""
        return tuple(sorted(items_read(self.policy) - self.told.seen))

    def records(self) -> Iterator[dict[str, Any]]:
        """One flat record for each person judged, gravest rung first and then by name."""
        policy, table = self.policy, self.told.everybody
        if table is None:
            return
        rung = pc.fill_null(table.column("rung"), -1)
        keys = [("rung", "descending"), ("subject", "ascending")]
        order = pc.sort_indices(table.set_column(1, "rung", rung), sort_keys=keys)
        names = [rung.name for rung in policy.ladder]
        same = {
            "policy": policy.name,
            "version": policy.version,
            "digest": policy.digest,
            "as_of": self.as_of,
        }
        for start in range(0, len(order), SLICE_ROWS):
            for row in table.take(order.slice(start, SLICE_ROWS)).to_pylist():
                yield {
                    policy.about.value: row["subject"],
                    "rung": None if row["rung"] is None else names[row["rung"]],
                    **{
                        signal.name: _number(row[f"figure {signal.name}"])
                        for signal in policy.signals
                    },
                    **{name: row[name] for name in COUNTS},
                    **same,
                }


def _number(value: float | None) -> int | float | None:
    """A whole figure as a whole number, as JSON has it."""
    return int(value) if value is not None and value.is_integer() else value


def _verdict(policy: Policy, as_of: datetime, one: Flagged) -> Verdict:
    rung = policy.ladder[one.rung]
    values = {
        signal.name: None if pair is None else Fraction(*pair)
        for signal, (pair, _) in zip(policy.signals, one.figures, strict=True)
    }
    limits = limits_of(rung.when.root, values)
    reached = RungTest(
        rung=rung.name, reached=True, limits=tuple(limit for limit in limits if limit.holds)
    )
    return Verdict(
        policy=policy.name,
        version=policy.version,
        digest=policy.digest,
        subject=one.subject,
        as_of=as_of,
        rung=rung.name,
        figures=tuple(
            Figure(signal=name, value=value, sample=sample, counted=())
            for (name, value), (_, sample) in zip(values.items(), one.figures, strict=True)
        ),
        tests=(reached,),
        readings=(),
        left_out=(),
        unseen=(),
    )


def judge_store(
    path: Path,
    policy: Policy,
    as_of: datetime,
    *,
    own_items: tuple[str, ...],
    cleared: Clearings | None,
    everybody: bool,
    processes: int,
    quiet: bool,
) -> StoreJudgement:
    """The judgement of all people in the store; everybody's record only if asked for.

    Raises:
        Refusal: it is no store, is broken, or the policy does not go with it.
    """
    store = open_store(path)
    for name in own_items:
        if name not in store.items:
            raise Refusal(
                "no-column-for-item",
                f"`--negative` reads `{name}`, and the store `{path}` has no such item",
                cure=did_you_mean(name, store.items),
            )
    work = partial(tell, travelling(policy), as_of, everybody=everybody, cleared=cleared)
    told = []
    with meter("judging", total=store.buckets, quiet=quiet) as bar:
        for found in each_bucket(work, policy, store, processes=processes):
            told.append(found)
            bar.advance(1)
    return StoreJudgement(policy=policy, as_of=as_of, told=together(policy, told))
