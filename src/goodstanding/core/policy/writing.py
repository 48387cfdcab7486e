"""A policy becomes a YAML text that reads back as the same policy."""

from collections.abc import Iterable
from typing import assert_never

from goodstanding.core.policy.language import (
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
from goodstanding.core.policy.layout import Block, figure, lines_of, word, yes_or_no
from goodstanding.core.policy.parts import weight_of
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    ByVolume,
    Count,
    Distinct,
    LastVotes,
    Mean,
    Measure,
    NetShare,
    RollingDays,
    RollingMonths,
    Sample,
    Share,
    Signal,
    Votes,
    Weight,
    Window,
)
from goodstanding.core.policy.writing_outcomes import rows_of
from goodstanding.core.policy.writing_over_time import (
    rung_section,
    timeline_section,
    until_section,
)
from goodstanding.core.words import told_instant

Section = dict[str, Block]


def write(policy: Policy) -> str:
    """The policy as a text; read, it gives an equal policy with the same digest.

    Windows stand where they are used, and votes with each signal. Examples must be as a text gives
    them: their outcomes carry the number of their row.
    """
    section: Section = {
        "policy": policy.name,
        "version": str(policy.version),
        "title": word(policy.title),
        "about": policy.about,
        **({"modelled_on": _origin(policy.origin)} if policy.origin else {}),
        "anchor": policy.anchor,
        **_given("items", {item.name: _item(item) for item in policy.items}),
        **_given("negative", [_negative(clause) for clause in policy.negative]),
        **_given("leave_out", [_left_out(clause) for clause in policy.leave_out]),
        "signals": {signal.name: _signal(signal) for signal in policy.signals},
        "ladder": [_rung(rung) for rung in policy.ladder],
        "process": _process(policy.process),
        **({} if policy.impact_budget is None else {"impact_budget": figure(policy.impact_budget)}),
        **_given("law", policy.law),
        **_words("cannot_say", policy.cannot_say),
        **_given("examples", [_example(example) for example in policy.examples]),
        **({"protection": {"days": str(policy.protection.days)}} if policy.protection else {}),
        **_given(
            "timelines",
            [timeline_section(each, rows_of(each.outcomes)) for each in policy.timelines],
        ),
    }
    return "\n".join(lines_of(section)) + "\n"


def _given(key: str, block: Block) -> Section:
    """The key with what it holds, nothing where that is empty."""
    return {key: block} if block else {}


def _said(key: str, text: str) -> Section:
    return {key: word(text)} if text else {}


def _words(key: str, texts: Iterable[str]) -> Section:
    return _given(key, [word(text) for text in texts])


def _origin(origin: Origin) -> Section:
    return {
        "policy": word(origin.modelled_on),
        "retrieved": word(origin.retrieved),
        "note": word(origin.note),
        **_words("sources", origin.sources),
    }


def _item(item: DeclaredItem) -> Section:
    return {
        "kind": item.kind,
        "says": word(item.says),
        **({} if item.low is None else {"from": figure(item.low)}),
        **({} if item.high is None else {"to": figure(item.high)}),
        **_words("choices", item.choices),
    }


def _negative(clause: NegativeClause) -> Section:
    return {
        "when": word(clause.when.text),
        **_given("dimension", clause.dimension or ""),
        **_said("says", clause.says),
    }


def _left_out(clause: LeaveOut) -> Section:
    return {"when": word(clause.when.text), "because": word(clause.because)}


def _signal(signal: Signal) -> Section:
    return {
        **_measure(signal.measure),
        "window": _window(signal.window),
        "votes": _votes(signal.votes),
        **_given("sample", _sample(signal.sample)),
        "better": signal.better,
        **_weight(weight_of(signal)),
        **(
            {}
            if signal.round is None
            else {"round": {"places": str(signal.round.places), "how": signal.round.how}}
        ),
        **_said("says", signal.says),
    }


def _measure(measure: Measure) -> Section:
    match measure:
        case Count():
            return {"count": word(measure.of.text)}
        case Distinct():
            return {"distinct": measure.on, "of": word(measure.of.text)}
        case Share():
            return {"share": word(measure.of.text), "per": word(measure.per.text)}
        case NetShare():
            return {
                "net_share": word(measure.of.text),
                "minus": word(measure.minus.text),
                "per": word(measure.per.text),
            }
        case Mean():
            return {"mean": measure.of, "per": word(measure.per.text)}
        case _:
            assert_never(measure)


def _votes(votes: Votes) -> Section:
    return {"per": votes.per, "keep": votes.keep}


def _sample(sample: Sample) -> Section:
    least = {"votes": sample.votes, "client_groups": sample.client_groups}
    return {key: str(number) for key, number in least.items() if number}


def _weight(weight: Weight | None) -> Section:
    if weight is None:
        return {}
    steps = [{"from": figure(low), "weighs": str(weighs)} for low, weighs in weight.steps]
    return {"weight": {"by": weight.by, "steps": steps}}


def _window(window: Window) -> Section:
    match window:
        case RollingDays():
            return {"days": str(window.days), **_lag(window.lag_days)}
        case RollingMonths():
            return {"months": str(window.months), **_lag(window.lag_days)}
        case LastVotes():
            return {"last": str(window.last)}
        case AllTime():
            return {"all_time": "true"}
        case BestOf():
            return {"best_of": [_window(each) for each in window.windows]}
        case ByVolume():
            chosen: Section = {
                "at_least": str(window.at_least),
                "within": _window(window.within),
                "then": _window(window.then),
                "otherwise": _window(window.otherwise),
            }
            return {"by_volume": chosen}
        case _:
            assert_never(window)


def _lag(days: int) -> Section:
    return {"lag_days": str(days)} if days else {}


def _rung(rung: Rung) -> Section:
    return {
        "rung": rung.name,
        "when": word(rung.when.text),
        "propose": rung.proposes,
        **_given("deny", rung.deny),
        **_given("keep", rung.keep),
        **({"until": _until(rung.until)} if rung.until else {}),
        **_said("cure", rung.cure),
        **_said("says", rung.says),
        **rung_section(rung),
    }


def _until(until: Until) -> Section:
    return {
        **({"days": str(until.days)} if until.days else {}),
        **({"months": str(until.months)} if until.months else {}),
        **({"appeal": "true"} if until.appeal else {}),
        **_said("course", until.course or ""),
        **_said("restored_by", until.restored_by),
        **until_section(until),
    }


def _process(process: Process) -> Section:
    appeal = process.appeal
    return {
        "cadence": process.cadence,
        **({"on_day": str(process.on_day)} if process.on_day else {}),
        "human_gate": yes_or_no(value=process.human_gate),
        "notice_days": str(process.notice_days),
        "lead_days": str(process.lead_days),
        "told_over_clients": str(process.told_over_clients),
        "appeal": {
            "reinstatement_after_months": str(appeal.reinstatement_after_months),
            "open_for_months": str(appeal.open_for_months),
            "answer_within_business_days": str(appeal.answer_within_business_days),
            "cooling_off_days": str(appeal.cooling_off.days),
        },
    }


def _example(example: Example) -> Section:
    figures = {name: "null" if value is None else figure(value) for name, value in example.figures}
    return {
        "example": word(example.name),
        "as_of": told_instant(example.as_of),
        "outcomes": rows_of(example.outcomes),
        "wants": {
            **_given("rung", example.rung or ""),
            **_given("figures", figures),
            **({} if example.left_out is None else {"left_out": str(example.left_out)}),
        },
    }
