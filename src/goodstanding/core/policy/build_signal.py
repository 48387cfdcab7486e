"""Plain values of one signal become its measure, its window and whose votes it counts."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    Better,
    ByVolume,
    Count,
    Distinct,
    LastVotes,
    Mean,
    Measure,
    NetShare,
    Points,
    Prior,
    Rates,
    RollingDays,
    RollingMonths,
    Share,
    SimpleWindow,
    Strictness,
    Votes,
    Weight,
    Window,
)

EVERYTHING = parse("all")
Section = Mapping[str, Any]

# The keys that each measure takes beside those that every signal takes.
TAKES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": ((), ()),
    "distinct": (("of",), ()),
    "share": (("per",), ("weight", "sample", "round", "prior")),
    "net_share": (("minus", "per"), ("weight", "sample", "round")),
    "mean": (("per",), ("weight", "sample", "round")),
    "points": (("per", "rates"), ("strictness", "newcomers_weigh")),
}
SPECIAL_KEYS = frozenset(key for needed, allowed in TAKES.values() for key in (*needed, *allowed))
NO_RATES = {"tolerated": Fraction(0), "bad": Fraction(0), "usual": Fraction(0)}


def votes_of(section: Section) -> Votes:
    """Whose votes count."""
    return Votes(**section)


def better_of(kind: str) -> Better:
    """Which way is good: counts and shares are of bad outcomes unless a policy says otherwise."""
    return Better.HIGHER if kind in ("net_share", "mean") else Better.LOWER


def measure_of(kind: str, section: Section) -> Measure:
    """What the signal measures; `all` stands in for a condition that is missed elsewhere."""
    return MEASURES[kind](section)


def _weight(section: Section) -> Weight | None:
    if "weight" not in section:
        return None
    written = section["weight"]
    steps = tuple((step["from"], step["weighs"]) for step in written["steps"])
    return Weight(by=written["by"], steps=steps)


def _count(section: Section) -> Measure:
    return Count(of=section["count"])


def _distinct(section: Section) -> Measure:
    return Distinct(of=section.get("of", EVERYTHING), on=section["distinct"])


def _share(section: Section) -> Measure:
    per = section.get("per", EVERYTHING)
    prior = Prior(**section["prior"]) if "prior" in section else None
    return Share(of=section["share"], per=per, weight=_weight(section), prior=prior)


def _net_share(section: Section) -> Measure:
    return NetShare(
        of=section["net_share"],
        minus=section.get("minus", EVERYTHING),
        per=section.get("per", EVERYTHING),
        weight=_weight(section),
    )


def _mean(section: Section) -> Measure:
    per = section.get("per", EVERYTHING)
    return Mean(of=section["mean"], per=per, weight=_weight(section))


def _points(section: Section) -> Measure:
    moved = section.get("strictness")
    return Points(
        of=section["points"],
        per=section.get("per", EVERYTHING),
        rates=Rates(**section.get("rates", NO_RATES)),
        strictness=moved
        and Strictness(history=moved["history"], least=moved["from"], most=moved["to"]),
        newcomers_weigh=section.get("newcomers_weigh", Fraction(1)),
    )


MEASURES: Mapping[str, Callable[[Section], Measure]] = {
    "count": _count,
    "distinct": _distinct,
    "share": _share,
    "net_share": _net_share,
    "mean": _mean,
    "points": _points,
}


def _simple(section: Section) -> SimpleWindow:
    lag = section.get("lag_days", 0)
    if "days" in section:
        return RollingDays(days=section["days"], lag_days=lag)
    if "months" in section:
        return RollingMonths(months=section["months"], lag_days=lag)
    if "last" in section:
        return LastVotes(last=section["last"])
    return AllTime()


def _span(section: Section) -> RollingDays | RollingMonths:
    lag = section.get("lag_days", 0)
    if "days" in section:
        return RollingDays(days=section["days"], lag_days=lag)
    return RollingMonths(months=section["months"], lag_days=lag)


def window_of(section: Section) -> Window:
    """The window that is written out here."""
    if "best_of" in section:
        return BestOf(windows=tuple(_simple(each) for each in section["best_of"]))
    if "by_volume" in section:
        chosen = section["by_volume"]
        return ByVolume(
            at_least=chosen["at_least"],
            within=_span(chosen["within"]),
            then=_simple(chosen["then"]),
            otherwise=_simple(chosen["otherwise"]),
        )
    return _simple(section)
