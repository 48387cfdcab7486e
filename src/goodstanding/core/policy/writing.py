"""A policy becomes a YAML text that reads back as the same policy."""

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
from goodstanding.core.policy.layout import (
    Section,
    figure,
    given,
    lines_of,
    said,
    word,
    words,
    yes_or_no,
)
from goodstanding.core.policy.over_time import GoldenTimeline
from goodstanding.core.policy.writing_outcomes import rows_of
from goodstanding.core.policy.writing_over_time import (
    rung_section,
    timeline_section,
    until_section,
)
from goodstanding.core.policy.writing_signal import signal_section
from goodstanding.core.words import told_instant


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
        **given("items", {item.name: _item(item) for item in policy.items}),
        **given("negative", [_negative(clause) for clause in policy.negative]),
        **given("leave_out", [_left_out(clause) for clause in policy.leave_out]),
        "signals": {signal.name: signal_section(signal) for signal in policy.signals},
        "ladder": [_rung(rung) for rung in policy.ladder],
        "process": _process(policy.process),
        **({} if policy.impact_budget is None else {"impact_budget": figure(policy.impact_budget)}),
        **given("law", policy.law),
        **words("cannot_say", policy.cannot_say),
        **given("examples", [_example(example) for example in policy.examples]),
        **({"protection": {"days": str(policy.protection.days)}} if policy.protection else {}),
        **given("timelines", [_timeline(each) for each in policy.timelines]),
    }
    return "\n".join(lines_of(section)) + "\n"


def _origin(origin: Origin) -> Section:
    return {
        "policy": word(origin.modelled_on),
        "retrieved": word(origin.retrieved),
        "note": word(origin.note),
        **words("sources", origin.sources),
    }


def _item(item: DeclaredItem) -> Section:
    return {
        "kind": item.kind,
        "says": word(item.says),
        **({} if item.low is None else {"from": figure(item.low)}),
        **({} if item.high is None else {"to": figure(item.high)}),
        **words("choices", item.choices),
    }


def _negative(clause: NegativeClause) -> Section:
    return {
        "when": word(clause.when.text),
        **given("dimension", clause.dimension or ""),
        **said("says", clause.says),
    }


def _left_out(clause: LeaveOut) -> Section:
    return {"when": word(clause.when.text), "because": word(clause.because)}


def _rung(rung: Rung) -> Section:
    return {
        "rung": rung.name,
        "when": word(rung.when.text),
        "propose": rung.proposes,
        **given("deny", rung.deny),
        **given("keep", rung.keep),
        **({"until": _until(rung.until)} if rung.until else {}),
        **said("cure", rung.cure),
        **said("says", rung.says),
        **rung_section(rung),
    }


def _until(until: Until) -> Section:
    return {
        **({"days": str(until.days)} if until.days else {}),
        **({"months": str(until.months)} if until.months else {}),
        **({"appeal": "true"} if until.appeal else {}),
        **said("course", until.course or ""),
        **said("restored_by", until.restored_by),
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
            **given("rung", example.rung or ""),
            **given("figures", figures),
            **({} if example.left_out is None else {"left_out": str(example.left_out)}),
        },
    }


def _timeline(timeline: GoldenTimeline) -> Section:
    return timeline_section(timeline, rows_of(timeline.outcomes))
