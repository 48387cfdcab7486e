"""Resolved reports become what is gone from feedback, what its author is told, and a contest."""

from dataclasses import dataclass, replace
from datetime import datetime

from goodstanding.core.feedback.report import (
    Contest,
    Ground,
    Report,
    Reportable,
    ReportOutcome,
    Reports,
    Resolution,
    reports_of,
)
from goodstanding.core.feedback.resolution import resolution_of
from goodstanding.core.feedback.seal import require_author
from goodstanding.core.words import Refusal, require_instant, require_words


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalTold:
    """What the author is told of a removal: the ground and reasons, never who reported.

    `outcome` is the one in force; after a contest it may be to keep, which restores all.
    """

    feedback: str
    ground: Ground
    outcome: ReportOutcome
    items: frozenset[str]
    reasons: str
    resolved_at: datetime
    may_contest: bool


def contest_removal(
    report: Report,
    feedback: Reportable,
    words: str,
    *,
    by: str,
    at: datetime,
    attachments: tuple[str, ...] = (),
) -> Report:
    """The report with the author's objection to the removal, which stays until it is reheard.

    Raises:
        Refusal: somebody else than the author contests, nothing was removed (by then), the author
            has contested already, or the words are blank or too long.
    """
    require_author(feedback, by)
    resolution = report.in_force(require_instant("at", at))
    if resolution is None or resolution.outcome is ReportOutcome.KEEP:
        raise Refusal(
            "nothing-to-contest",
            f"nothing of feedback `{feedback.id}` was removed",
            cure="a removal can be contested once it is decided",
        )
    if report.contest is not None:
        raise Refusal(
            "contested-already",
            f"`{by}` has contested the removal of feedback `{feedback.id}` already",
            cure="a removal can be contested once",
        )
    require_words("objection", words)
    objection = Contest(words=words, attachments=attachments, contested_at=at)
    return replace(report, contest=objection)


def hear_contest(
    report: Report,
    feedback: Reportable,
    outcome: ReportOutcome,
    *,
    by: str,
    at: datetime,
    reasons: str,
    items: frozenset[str] = frozenset(),
) -> Report:
    """The contested report as another person resolved it; to keep the feedback restores it.

    Raises:
        Refusal: nothing is contested (by then), it was heard already, the person resolved it before
            or is a party, the reasons are blank or name the reporter, or the items do not fit.
    """
    before = report.resolution
    if before is None or report.contest is None or at < report.contest.contested_at:
        raise Refusal(
            "not-contested",
            f"the author has not contested report `{report.id}`",
            cure="a report is heard again when the author contests a removal",
        )
    if report.rehearing is not None:
        raise Refusal(
            "contest-heard-already",
            f"the contest of report `{report.id}` was heard already",
            cure="its outcome is final",
        )
    if by == before.by:
        raise Refusal(
            "same-person-hears-contest",
            f"`{by}` resolved report `{report.id}`",
            cure="another person has to hear the contest",
        )
    rehearing = resolution_of(report, feedback, outcome, by=by, at=at, reasons=reasons, items=items)
    return replace(report, rehearing=rehearing)


def is_removed(feedback: Reportable, *, as_of: datetime, reports: Reports = ()) -> bool:
    """Whether a removal of the whole feedback is in force; one report is enough."""
    in_force = _in_force(feedback, as_of, reports)
    return any(resolution.outcome is ReportOutcome.REMOVE for resolution in in_force)


def removed_items(
    feedback: Reportable, *, as_of: datetime, reports: Reports = ()
) -> frozenset[str]:
    """The items that removals in part have taken away; later revisions do not bring them back."""
    in_force = _in_force(feedback, as_of, reports)
    return frozenset(name for resolution in in_force for name in resolution.items)


def removals_told(
    feedback: Reportable, *, as_of: datetime, reports: Reports = ()
) -> tuple[RemovalTold, ...]:
    """What the author is told at that instant: one for each report that removed something.

    A report that was kept from the start is not told: nothing happened to the author.
    """
    return tuple(
        RemovalTold(
            feedback=feedback.id,
            ground=report.ground,
            outcome=resolution.outcome,
            items=resolution.items,
            reasons=resolution.reasons,
            resolved_at=resolution.resolved_at,
            may_contest=report.contest is None or as_of < report.contest.contested_at,
        )
        for report in reports_of(feedback, reports)
        if (resolution := report.in_force(as_of)) is not None
        and (report.rehearing is not None or resolution.outcome is not ReportOutcome.KEEP)
    )


def _in_force(feedback: Reportable, as_of: datetime, reports: Reports) -> tuple[Resolution, ...]:
    return tuple(
        resolution
        for report in reports_of(feedback, reports)
        if (resolution := report.in_force(as_of)) is not None
    )
