"""Flags and the truth become figures: how many are right, how many are found, who is wronged."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from benchmarks.decisions.flags import NEVER
from benchmarks.decisions.record import SECOND, Record, Truth, Whole
from goodstanding.engine.simulate.market import Market
from goodstanding.engine.simulate.people import DAY
from goodstanding.engine.simulate.tables import STARTS

ENOUGH_VOTES, MANY_VOTES = 5, 20
DECILES = 10
BUSIEST = {"busiest 1 %": 0.01, "busiest 0.1 %": 0.001}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The truth, one row a person; `turned_at` is 0 for all but those that turn.

    `votes` counts those since then: nobody can be found by votes on work that was good.
    """

    kind: np.typing.NDArray[np.object_]
    turned_at: Whole
    volume: Whole
    votes: Whole


def known_of(market: Market, record: Record) -> Known:
    """The truth of a market."""
    instants = market.freelancers["turned_at"].cast(pa.int64())
    turned_at = instants.fill_null(STARTS).to_numpy() - STARTS
    since = record.person[record.at >= turned_at[record.person]]
    return Known(
        kind=market.freelancers["kind"].cast(pa.string()).to_numpy(),
        turned_at=turned_at,
        volume=market.freelancers["volume"].to_numpy(),
        votes=np.bincount(since, minlength=record.people),
    )


def figures_of(record: Record, known: Known, rows: Whole) -> dict[str, float]:
    """What the flags are worth; shares are 0 to 1, delays medians, NaN where there is nobody.

    Right is a flag of somebody poor, or of somebody turned at or after the turn. Everything else is
    wrong, too early a flag of somebody who turns later included.
    """
    flagged = rows != NEVER
    is_bad = (known.kind == "poor") | (known.kind == "turned")
    right = flagged & is_bad & (record.at[rows] >= known.turned_at)
    enough, many = known.votes >= ENOUGH_VOTES, known.votes >= MANY_VOTES
    figures = {
        "flagged": _share(flagged, np.ones_like(flagged)),
        "precision": _share(right, flagged),
        "recall": _share(right, is_bad & enough),
        "recall of 20 votes": _share(right, is_bad & many),
    }
    for kind in ("poor", "turned"):
        of_kind = known.kind == kind
        figures[f"recall {kind}"] = _share(right, of_kind & enough)
        figures |= _delays(record, known, rows, found=right & of_kind, kind=kind)
    for kind in ("ordinary", "attacked"):
        figures[f"flagged {kind}"] = _share(flagged, known.kind == kind)
    return figures


def by_volume(known: Known, rows: Whole) -> dict[str, float]:
    """The share of ordinary people who are flagged, by tenths of their contracts, fewest first."""
    ordinary = np.flatnonzero(known.kind == "ordinary")
    ranked = ordinary[np.argsort(known.volume[ordinary], kind="stable")]
    flagged = rows[ranked] != NEVER
    found = {
        f"D{tenth}": float(part.mean())
        for tenth, part in enumerate(np.array_split(flagged, DECILES), start=1)
    }
    for name, share in BUSIEST.items():
        found[name] = float(flagged[-max(round(share * len(flagged)), 1) :].mean())
    return found


def _delays(
    record: Record, known: Known, rows: Whole, *, found: Truth, kind: str
) -> dict[str, float]:
    """From the first vote, or from the turn, to the flag: votes, and days."""
    people = np.flatnonzero(found)
    if not len(people):
        return {f"delay votes {kind}": np.nan, f"delay days {kind}": np.nan}
    flag = rows[people]
    long = int(record.at.max()) // SECOND + 2
    place = record.person * long + record.at // SECOND
    turn = known.turned_at[people]
    first = np.searchsorted(place, people * long + np.minimum(turn // SECOND, long - 1))
    begins_at = np.where(kind == "turned", turn, record.at[record.begins[flag]])
    return {
        f"delay votes {kind}": float(np.median(flag - first + 1)),
        f"delay days {kind}": float(np.median((record.at[flag] - begins_at) / DAY)),
    }


def _share(of: Truth, among: Truth) -> float:
    number = np.count_nonzero(among)
    return float(np.count_nonzero(of & among) / number) if number else np.nan
