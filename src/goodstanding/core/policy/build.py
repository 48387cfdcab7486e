"""Plain values, already held against the table of keys, become a policy."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.build_over_time import golden_timeline, rung_over_time, until_of
from goodstanding.core.policy.build_signal import (
    SPECIAL_KEYS,
    TAKES,
    better_of,
    measure_of,
    votes_of,
    window_of,
)
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
)
from goodstanding.core.policy.outcomes import example, outcomes_of
from goodstanding.core.policy.over_time import GoldenTimeline, Protection
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.signal import AllTime, BestOf, Round, Sample, Signal, Window
from goodstanding.core.words import Refusal, did_you_mean

MOST_OUTCOMES = 100_000
Section = Mapping[str, Any]


def build(values: Section) -> tuple[Policy | None, tuple[Remark, ...]]:
    """The policy, or the remarks that say why its parts do not go together."""
    builder = _Builder(values)
    policy = builder.policy()
    return (None if builder.remarks else policy), tuple(builder.remarks)


class _Builder:
    def __init__(self, values: Section) -> None:
        self.values = values
        self.remarks: list[Remark] = []
        self.votes = votes_of(values.get("votes") or {})
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
            protection=Protection(**values["protection"]) if "protection" in values else None,
            timelines=self.timelines(values.get("timelines", ())),
        )

    def examples(self, sections: tuple[Section, ...]) -> tuple[Example, ...]:
        if self.has_too_many(sections, "examples"):
            return ()
        return tuple(
            example(section, tuple(self.outcomes(section["outcomes"], ("examples", at))))
            for at, section in enumerate(sections)
        )

    def timelines(self, sections: tuple[Section, ...]) -> tuple[GoldenTimeline, ...]:
        if self.has_too_many(sections, "timelines"):
            return ()
        return tuple(
            golden_timeline(section, tuple(self.outcomes(section["outcomes"], ("timelines", at))))
            for at, section in enumerate(sections)
        )

    def has_too_many(self, sections: tuple[Section, ...], key: str) -> bool:
        times: int = sum(row.get("times", 1) for each in sections for row in each["outcomes"])
        if times > MOST_OUTCOMES:
            self.remark(
                (key,),
                "too-many-outcomes",
                f"the {key} have `{times}` outcomes",
                cure=f"show the same with fewer `times`; a policy has at most {MOST_OUTCOMES}",
            )
        return times > MOST_OUTCOMES

    def outcomes(self, sections: tuple[Section, ...], path: Path) -> Iterator[Evidence]:
        for at, section in enumerate(sections):
            try:
                yield from outcomes_of(section, row=at + 1)
            except Refusal as refusal:
                here: Path = (*path, "outcomes", at)
                self.remark(here, refusal.code, refusal.message, cure=refusal.cure)

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
            measure=measure_of(kind, section),
            window=window,
            votes=votes_of(own_votes) if own_votes else self.votes,
            sample=Sample(**section.get("sample", {})),
            better=section.get("better", better_of(kind)),
            round=Round(**section["round"]) if "round" in section else None,
            says=section.get("says", ""),
        )

    def check_keys(self, kind: str, section: Section, path: Path) -> None:
        needed, allowed = TAKES[kind]
        for key in needed:
            if key not in section:
                self.remark(
                    key_path(path, kind),
                    "measure-lacks",
                    f"`{kind}` lacks `{key}`",
                    cure=f"add `{key}:`, which is never left to be guessed",
                )
        for key in SPECIAL_KEYS & section.keys():
            if key not in (*needed, *allowed):
                self.remark(
                    key_path(path, key),
                    "measure-has-no",
                    f"`{kind}` has no `{key}`",
                    cure="remove it, or measure something else",
                )

    def window(self, written: str | Section, path: Path) -> Window:
        if not isinstance(written, str):
            return window_of(written)
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
        return window_of(self.windows[written])


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
        until=until_of(section.get("until")),
        cure=section.get("cure", ""),
        says=section.get("says", ""),
        **rung_over_time(section),
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
