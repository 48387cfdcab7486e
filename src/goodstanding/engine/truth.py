"""What people are in truth, where it is known, and a replay become how often the policy was right.

A flag is right if the person was bad when it fell: poor all along, or turned poor before it. All
intervals are of 95 %, by drawing the people anew (bootstrap): who was in the market is chance, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.words import Refusal
from goodstanding.engine.backtest import NEVER, Backtest
from goodstanding.engine.cells import instants, texts
from goodstanding.engine.column import Truths, Whole
from goodstanding.engine.figures import microseconds

DRAWS = 1000
SEED = 20260701
DAY = 86_400_000_000
POOR, TURNED = "poor", "turned"
KINDS = frozenset({"ordinary", POOR, TURNED, "attacked"})
KINDS_TOLD = "`ordinary`, `poor`, `turned` or `attacked` for each person"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A share or a median, of how many, with the interval that chance would leave it in."""

    value: float | None
    low: float | None
    high: float | None
    of: int


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What each person of a replay is in truth, in its order; unknown kinds are empty text.

    `bad_since` is in microseconds since 1970, `NEVER_BAD` for whoever never was.
    """

    kind: Any
    bad_since: Whole


NEVER_BAD = int(np.iinfo(np.int64).max)


def share(hits: Truths, *, chance: np.random.Generator | None = None) -> Estimate:
    """The share of hits among people, with its bootstrap interval."""
    people, found = len(hits), int(np.count_nonzero(hits))
    return share_of(found, people, chance=chance)


def share_of(found: int, people: int, *, chance: np.random.Generator | None = None) -> Estimate:
    """The share of so many found among so many people: drawing people anew is a binomial draw."""
    if not people:
        return Estimate(value=None, low=None, high=None, of=0)
    draws = (chance or np.random.default_rng(SEED)).binomial(people, found / people, DRAWS) / people
    low, high = np.quantile(draws, (0.025, 0.975))
    return Estimate(value=found / people, low=float(low), high=float(high), of=people)


def median(values: Whole, *, chance: np.random.Generator | None = None) -> Estimate:
    """The median, with its bootstrap interval."""
    if not len(values):
        return Estimate(value=None, low=None, high=None, of=0)
    draw = chance or np.random.default_rng(SEED)
    size = (DRAWS // 5, len(values))
    draws = np.median(draw.choice(values, size=size), axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return Estimate(
        value=float(np.median(values)), low=float(low), high=float(high), of=len(values)
    )


def truth_of(found: Backtest, table: Any) -> Truth:
    """The truth of the replay's people, from a table with their names, `kind` and `turned_at`.

    The name's column is called as the policy calls whom it judges. Kinds are `ordinary`, `poor`,
    `turned` and `attacked`; other words count as not bad.

    Raises:
        Refusal: the table lacks a column, names somebody twice, has none of these kinds, or does
            not say as an instant when somebody turned.
    """
    about = found.policy.about.value
    require_truth(table, about=about)
    place = places_of(found.names, table.column(about))
    told = texts(table.column("kind"))
    kind = pc.fill_null(told.take(place), "")
    since = np.full(len(found.volume), NEVER_BAD)
    is_poor = _is(kind, POOR)
    since[is_poor] = found.begun[is_poor]
    turned = _is(kind, TURNED)
    whole = pc.fill_null(_turned_at(table, told).take(place), NEVER_BAD)
    since[turned] = np.asarray(whole.to_numpy(zero_copy_only=False))[turned]
    return Truth(kind=kind, bad_since=since)


def require_truth(table: Any, *, about: str) -> None:
    """Nothing, once the table can be a truth: to be asked before a replay, which may take hours.

    Raises:
        Refusal: as for `truth_of`.
    """
    for name in (about, "kind"):
        if name not in table.column_names:
            raise Refusal(
                "truth-lacks-column",
                f"the truth has no column `{name}`",
                cure=f"give `{about}`, `kind` and, for those who turned, `turned_at`",
            )
    require_once(table.column(about))
    _turned_at(table, _kinds(table.column("kind")))


def _kinds(column: Any) -> Any:
    """The kinds as texts, once one of them at least is a word that we know."""
    try:
        kinds = texts(column)
    except pa.ArrowException:
        raise Refusal(
            "odd-kind", f"the truth's `kind` holds `{column.type}`", cure=f"write {KINDS_TOLD}"
        ) from None
    said = sorted(set(pc.unique(kinds).to_pylist()) - {None})
    if not KINDS & set(said):
        told = ", ".join(f"`{each}`" for each in said[:3]) or "nothing"
        raise Refusal("odd-kind", f"the truth's `kind` says {told}", cure=f"write {KINDS_TOLD}")
    return kinds


def _turned_at(table: Any, kinds: Any) -> Any:
    """When each person of the table turned, in microseconds since 1970; null where nothing says."""
    at = pa.nulls(table.num_rows, pa.int64())
    if "turned_at" in table.column_names:
        at = instants(table.column("turned_at"), "turned_at")
    lost = int(np.count_nonzero(_is(pc.fill_null(kinds, ""), TURNED) & np.asarray(pc.is_null(at))))
    if lost:
        raise Refusal(
            "turned-at-no-instant",
            f"`{lost}` of the truth turned, and no `turned_at` says when",
            cure="give the instant from which each of them was bad, in UTC",
        )
    return at


def places_of(names: Any, known: Any) -> Any:
    """Where each name stands in a column of names; null for those that do not.

    Raises:
        Refusal: the column names somebody twice.
    """
    require_once(known)
    return pc.index_in(names, value_set=texts(known))


def require_once(names: Any) -> None:
    """Nothing, once nobody is named twice.

    Raises:
        Refusal: somebody is.
    """
    column = texts(names)
    counts = pc.value_counts(column)
    twice = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(twice):
        raise Refusal(
            "named-twice",
            f"`{twice.field('values')[0]}` is named twice",
            cure="give one row for each person",
        )


def _is(kinds: Any, kind: str) -> Truths:
    return np.asarray(pc.equal(kinds, kind).to_numpy(zero_copy_only=False), dtype=np.bool_)


@dataclass(frozen=True, kw_only=True)
class Rightness:
    """How often the flags of one rung were right, and whom they missed.

    `recall` is among the bad who had so many outcomes, by that number; delays are in days, from
    when somebody was bad (or first seen) to the flag.
    """

    flagged: int
    precision: Estimate
    recall: Mapping[int, Estimate]
    delay: Estimate
    by_kind: Mapping[str, Estimate]


def rightness(found: Backtest, truth: Truth, first: Whole) -> Rightness:
    """How right the flags are that first fell at those places of the grid (-1: never)."""
    chance = np.random.default_rng(SEED)
    at = np.array([microseconds(each) for each in found.instants])
    fell = first != NEVER
    fell_at = at[np.where(fell, first, 0)]
    right = fell & (fell_at >= truth.bad_since)
    is_bad = truth.bad_since <= at[-1]
    recall = {
        least: share(right[is_bad & (found.volume >= least)], chance=chance) for least in (1, 5, 20)
    }
    late = (fell_at - truth.bad_since)[right] / DAY
    return Rightness(
        flagged=int(fell.sum()),
        precision=share(right[fell], chance=chance),
        recall=recall,
        delay=median(late, chance=chance),
        by_kind={
            kind: share(fell[_is(truth.kind, kind)], chance=chance)
            for kind in sorted(set(pc.unique(truth.kind).to_pylist()) - {""})
        },
    )


Shares = list[tuple[str, Estimate]]


def by_volume(found: Backtest, first: Whole, *, among: Truths | None = None) -> Shares:
    """The share ever flagged in each tenth of the people by how many outcomes they have."""
    people = np.ones(len(first), dtype=np.bool_) if among is None else among
    if not len(found.volume):
        return []
    lows = np.unique(np.quantile(found.volume, np.linspace(0, 1, 11)[:-1], method="lower"))
    highs = [*(lows[1:] - 1), found.volume.max()]
    told: Shares = []
    for low, high in zip(lows, highs, strict=True):
        inside = (found.volume >= low) & (found.volume <= high)
        label = f"{low} to {high}" if low < high else f"{low}"
        told.append((label, share((first != NEVER)[people & inside])))
    return told


def by_group(first: Whole, groups: Any) -> Shares:
    """The share ever flagged in each group; `groups` has a text for each person, or null."""
    told: Shares = []
    for name in sorted(set(pc.unique(groups).to_pylist()) - {None}):
        own = pc.fill_null(pc.equal(groups, name), False)
        inside = np.asarray(own.to_numpy(zero_copy_only=False), dtype=np.bool_)
        told.append((str(name), share((first != NEVER)[inside])))
    return told
