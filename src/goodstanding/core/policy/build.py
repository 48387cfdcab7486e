"""Plain values, already held against the table of keys, become a policy."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import (
    Anchor,
    AppealTerms,
    DeclaredItem,
    Example,
    LeaveOut,
    NegativeClause,
    Origin,
    Policy,
    Process,
    Rung,
    Until,
)
from goodstanding.core.policy.outcomes import example
from goodstanding.core.policy.remark import Path, Remark
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
    RollingDays,
    RollingMonths,
    Round,
    Sample,
    Share,
    Signal,
    SimpleWindow,
    Votes,
    Weight,
    Window,
)
from goodstanding.core.words import Refusal, did_you_mean

EVERYTHING = parse("all")
Section = Mapping[str, Any]

# The keys that each measure takes beside those that every signal takes.
TAKES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": ((), ()),
    "distinct": (("of",), ()),
    "share": (("per",), ("weight", "sample", "round")),
    "net_share": (("minus", "per"), ("weight", "sample", "round")),
    "mean": (("per",), ("weight", "sample", "round")),
}
SPECIAL_KEYS = frozenset({"of", "minus", "per", "weight", "sample", "round"})


def build(values: Section) -> tuple[Policy | None, tuple[Remark, ...]]:
    """The policy, or the remarks that say why its parts do not go together."""
    builder = _Builder(values)
    policy = builder.policy()
    return (None if builder.remarks else policy), tuple(builder.remarks)


class _Builder:
    def __init__(self, values: Section) -> None:
        self.values = values
        self.remarks: list[Remark] = []
        self.votes = _votes(values.get("votes") or {})
        self.windows: Section = values.get("windows") or {}

    def remark(self, path: Path, code: str, message: str, *, cure: str) -> None:
        self.remarks.append(Remark(path=path, code=code, message=message, cure=cure))

    def policy(self) -> Policy:
        values = self.values
        return Policy(
            name=values["policy"],
            version=values["version"],
            title=values["title"],
            about=values["about"],
            anchor=values.get("anchor", Anchor.OCCURRED_AT),
            items=tuple(_item(name, each) for name, each in values.get("items", {}).items()),
            negative=tuple(NegativeClause(**each) for each in values.get("negative", ())),
            leave_out=tuple(LeaveOut(**each) for each in values.get("leave_out", ())),
            signals=tuple(self.signal(name, each) for name, each in values["signals"].items()),
            ladder=tuple(_rung(each) for each in values["ladder"]),
            process=_process(values.get("process", {})),
            impact_budget=values.get("impact_budget"),
            law=values.get("law", ()),
            origin=_origin(values.get("modelled_on")),
            cannot_say=values.get("cannot_say", ()),
            examples=self.examples(values.get("examples", ())),
        )

    def examples(self, sections: tuple[Section, ...]) -> tuple[Example, ...]:
        told = []
        for at, section in enumerate(sections):
            try:
                told.append(example(section))
            except Refusal as refusal:
                path: Path = ("examples", at, "outcomes")
                self.remark(path, refusal.code, refusal.message, cure=refusal.cure)
        return tuple(told)

    def signal(self, name: str, section: Section) -> Signal:
        path: Path = ("signals", name)
        kind = next(each for each in TAKES if each in section)
        self.check_keys(kind, section, path)
        window = self.window(section["window"], (*path, "window"))
        if isinstance(window, BestOf) and "better" not in section:
            self.remark(
                (*path, "window"),
                "best-of-what",
                f"the best of several windows, but `{name}` does not say which way is good",
                cure="add `better: lower` or `better: higher`",
            )
        own_votes = section.get("votes")
        return Signal(
            name=name,
            measure=_MEASURES[kind](section),
            window=window,
            votes=_votes(own_votes) if own_votes else self.votes,
            sample=Sample(**section.get("sample", {})),
            better=section.get("better", _better(kind)),
            round=Round(**section["round"]) if "round" in section else None,
            says=section.get("says", ""),
        )

    def check_keys(self, kind: str, section: Section, path: Path) -> None:
        needed, allowed = TAKES[kind]
        for key in needed:
            if key not in section:
                self.remark(
                    path,
                    "measure-lacks",
                    f"`{kind}` lacks `{key}`",
                    cure=f"add `{key}:`; a denominator is never left to be guessed",
                )
        for key in SPECIAL_KEYS & section.keys():
            if key not in (*needed, *allowed):
                self.remark(
                    (*path, key),
                    "measure-has-no",
                    f"`{kind}` has no `{key}`",
                    cure="remove it, or measure something else",
                )

    def window(self, written: str | Section, path: Path) -> Window:
        if not isinstance(written, str):
            return _window(written)
        if written not in self.windows:
            self.remark(
                path,
                "unknown-window",
                f"no window is called `{written}`",
                cure=did_you_mean(written, self.windows)
                if self.windows
                else "give one under `windows:`, or write it here",
            )
            return AllTime()
        return _window(self.windows[written])


def _votes(section: Section) -> Votes:
    return Votes(**section)


def _better(kind: str) -> Better:
    """Counts and shares are of bad outcomes unless a policy says otherwise."""
    return Better.HIGHER if kind in ("net_share", "mean") else Better.LOWER


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
    return Share(of=section["share"], per=per, weight=_weight(section))


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


_MEASURES: Mapping[str, Callable[[Section], Measure]] = {
    "count": _count,
    "distinct": _distinct,
    "share": _share,
    "net_share": _net_share,
    "mean": _mean,
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


def _window(section: Section) -> Window:
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


def _item(name: str, section: Section) -> DeclaredItem:
    return DeclaredItem(
        name=name,
        kind=section["kind"],
        says=section["says"],
        low=section.get("from"),
        high=section.get("to"),
        choices=section.get("choices", ()),
    )


def _rung(section: Section) -> Rung:
    return Rung(
        name=section["rung"],
        when=section["when"],
        proposes=section["propose"],
        deny=section.get("deny", ()),
        keep=section.get("keep", ()),
        until=Until(**section["until"]) if "until" in section else None,
        cure=section.get("cure", ""),
        says=section.get("says", ""),
    )


def _process(section: Section) -> Process:
    plain = {key: value for key, value in section.items() if key != "appeal"}
    appeal = dict(section.get("appeal", {}))
    if "cooling_off_days" in appeal:
        appeal["cooling_off"] = timedelta(days=appeal.pop("cooling_off_days"))
    return Process(**plain, appeal=AppealTerms(**appeal))


def _origin(section: Section | None) -> Origin | None:
    if section is None:
        return None
    return Origin(
        modelled_on=section["policy"],
        retrieved=section["retrieved"],
        note=section["note"],
        sources=section.get("sources", ()),
    )
