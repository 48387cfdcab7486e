"""An open report becomes a named person's resolution: to keep the feedback, remove it or a part."""

import re
from dataclasses import replace
from datetime import datetime

from goodstanding.core.feedback.report import (
    Report,
    Reportable,
    ReportOutcome,
    Resolution,
    require_no_party,
)
from goodstanding.core.words import Refusal, require_instant, require_words, told_instant


def doubt_report(report: Report, *, by: str, at: datetime) -> Report:
    """The open report as found implausible at first reading; the feedback is evidence again.

    Raises:
        Refusal: the report is resolved (or not made yet), doubted already, or its reporter doubts.
    """
    _require_open(report, require_instant("at", at))
    if report.doubted_at is not None:
        raise Refusal(
            "doubted-already",
            f"`{report.doubted_by}` found report `{report.id}` implausible already",
            cure="resolve it",
        )
    require_no_party(report, by)
    return replace(report, doubted_at=at, doubted_by=by)


def resolve_report(
    report: Report,
    feedback: Reportable,
    outcome: ReportOutcome,
    *,
    by: str,
    at: datetime,
    reasons: str,
    items: frozenset[str] = frozenset(),
) -> Report:
    """The report as a named person resolved it, with reasons that both sides may read.

    Raises:
        Refusal: the report is resolved already (or not made yet), is about other feedback, a party
            resolves it, the reasons are blank or name the reporter, or the items do not fit the
            outcome.
    """
    _require_open(report, require_instant("at", at))
    resolution = resolution_of(
        report, feedback, outcome, by=by, at=at, reasons=reasons, items=items
    )
    return replace(report, resolution=resolution)


def resolution_of(
    report: Report,
    feedback: Reportable,
    outcome: ReportOutcome,
    *,
    by: str,
    at: datetime,
    reasons: str,
    items: frozenset[str],
) -> Resolution:
    """A resolution that somebody may make of the report, first or on contest.

    Raises:
        Refusal: as for `resolve_report`, but for the report's stage.
    """
    if report.feedback != feedback.id:
        raise Refusal(
            "report-of-other-feedback",
            f"report `{report.id}` is about feedback `{report.feedback}`, not `{feedback.id}`",
            cure="give the report together with its own feedback",
        )
    require_no_party(report, by, feedback.author, feedback.recipient)
    require_words("reasons", reasons)
    if re.search(rf"(?<!\w){re.escape(report.reporter)}(?!\w)", reasons):
        raise Refusal(
            "reasons-name-the-reporter",
            f"the reasons name `{report.reporter}`, and the author will read them",
            cure="say what was found without saying who reported it",
        )
    _require_fitting_items(feedback, outcome, items)
    return Resolution(outcome=outcome, by=by, reasons=reasons, resolved_at=at, items=items)


def _require_open(report: Report, at: datetime) -> None:
    if report.resolution is not None:
        raise Refusal(
            "report-resolved-already",
            f"report `{report.id}` was resolved at `{told_instant(report.resolution.resolved_at)}`",
            cure="the author may contest a removal",
        )
    if at < report.reported_at:
        raise Refusal(
            "report-not-made-yet",
            f"`{told_instant(at)}` is before report `{report.id}` was made, at "
            f"`{told_instant(report.reported_at)}`",
            cure="check the instant",
        )


def _require_fitting_items(
    feedback: Reportable, outcome: ReportOutcome, items: frozenset[str]
) -> None:
    for name in sorted(items):
        feedback.form.item(name)
    if (outcome is ReportOutcome.REMOVE_IN_PART) != bool(items):
        raise Refusal(
            "items-do-not-fit-outcome",
            f"outcome `{outcome}` takes away "
            + (", ".join(f"`{n}`" for n in sorted(items)) or "no item"),
            cure="name the items for `remove_in_part`, and none for any other outcome",
        )
