"""Feedback that breaks a rule is reported; a person keeps it, removes it, or removes a part.

An account reports one feedback once. A report counts as plausible until a named person, at first
reading, finds that it is not: while it is open and plausible, the feedback is not evidence. The
author learns of a removal, never who reported, and may contest it once (see `removal`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from goodstanding.core.contract import Contract
from goodstanding.core.feedback.interim import InterimFeedback
from goodstanding.core.feedback.seal import Feedback, Given, require_released
from goodstanding.core.words import (
    Refusal,
    end_of_utc_day,
    require_id,
    require_instant,
    require_words,
    told_instant,
)

TARGET_BUSINESS_DAYS = 7
SATURDAY = 5


class Ground(StrEnum):
    """The rules that feedback can break; that it is unkind or low is not among them."""

    MANIPULATION = "manipulation"
    INAPPROPRIATE = "inappropriate"
    IRRELEVANT = "irrelevant"
    INSIDER = "insider"
    FACTUALLY_WRONG = "factually_wrong"


class ReportOutcome(StrEnum):
    """What a person resolves about reported feedback."""

    KEEP = "keep"
    REMOVE = "remove"
    REMOVE_IN_PART = "remove_in_part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What one person resolved about a report; `items` names what a removal in part takes away."""

    outcome: ReportOutcome
    by: str
    reasons: str
    resolved_at: datetime
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The author's one objection to a removal."""

    words: str
    attachments: tuple[str, ...]
    contested_at: datetime

    def __post_init__(self) -> None:
        for reference in self.attachments:
            require_id("attachment", reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One account's report of one feedback, and what people made of it.

    `attachments` are references to what the marketplace keeps. `doubted_at` is when somebody found
    it implausible. `rehearing` follows the contest.
    """

    id: str
    feedback: str
    reporter: str
    ground: Ground
    words: str
    attachments: tuple[str, ...]
    reported_at: datetime
    doubted_at: datetime | None = None
    doubted_by: str | None = None
    resolution: Resolution | None = None
    contest: Contest | None = None
    rehearing: Resolution | None = None

    def __post_init__(self) -> None:
        for name in ("id", "feedback", "reporter"):
            require_id(name, getattr(self, name))
        for reference in self.attachments:
            require_id("attachment", reference)
        require_instant("reported_at", self.reported_at)

    @property
    def target_at(self) -> datetime:
        """When it should be resolved: the end of the seventh weekday (UTC) after the report.

        The day of the report is day 0. Saturdays and Sundays do not count; public holidays do.
        """
        target_at, left = self.reported_at, TARGET_BUSINESS_DAYS
        while left:
            target_at += timedelta(days=1)
            left -= target_at.weekday() < SATURDAY
        return end_of_utc_day(target_at)

    def in_force(self, as_of: datetime) -> Resolution | None:
        """The resolution that holds at that instant, the rehearing before the first; or none."""
        for resolution in (self.rehearing, self.resolution):
            if resolution is not None and resolution.resolved_at <= as_of:
                return resolution
        return None

    def is_open(self, as_of: datetime) -> bool:
        """Whether it was reported (inclusive) and not yet resolved at that instant."""
        return self.reported_at <= as_of and self.in_force(as_of) is None

    def suspends(self, as_of: datetime) -> bool:
        """Whether it is open on a plausible ground, so that the feedback is not evidence."""
        return self.is_open(as_of) and (self.doubted_at is None or as_of < self.doubted_at)


Reports = Iterable[Report]
Reportable = Feedback | InterimFeedback


def report_feedback(
    feedback: Reportable,
    ground: Ground,
    words: str,
    *,
    id: str,
    contract: Contract,
    by: str,
    at: datetime,
    attachments: tuple[str, ...] = (),
    given: Given = (),
    reports: Reports = (),
) -> Report:
    """The account's report of released or mid-contract feedback.

    Raises:
        Refusal: the feedback is sealed, its author reports it, the account has reported it before,
            or the words are blank or too long.
    """
    require_instant("at", at)
    if isinstance(feedback, Feedback):
        require_released(feedback, contract=contract, at=at, given=given)
    _require_first_report(feedback, by, reports)
    require_words("report", words)
    return Report(
        id=id,
        feedback=feedback.id,
        reporter=by,
        ground=ground,
        words=words,
        attachments=attachments,
        reported_at=at,
    )


def reports_of(feedback: Reportable, reports: Reports) -> tuple[Report, ...]:
    """The reports that are about that feedback, in the order given."""
    return tuple(report for report in reports if report.feedback == feedback.id)


def require_no_party(report: Report, by: str, *parties: str) -> None:
    """Nothing, once the account is neither the reporter nor one of the parties named.

    Raises:
        Refusal: it is one of them.
    """
    require_id("by", by)
    if by in (report.reporter, *parties):
        raise Refusal(
            "party-resolves",
            f"`{by}` has a part in report `{report.id}`",
            cure="somebody without a part in it has to look at it",
        )


def _require_first_report(feedback: Reportable, by: str, reports: Reports) -> None:
    if by == feedback.author:
        raise Refusal(
            "report-of-own-feedback",
            f"`{by}` wrote feedback `{feedback.id}`",
            cure="ask the other side to let you change it",
        )
    for earlier in reports_of(feedback, reports):
        if earlier.reporter == by:
            raise Refusal(
                "reported-already",
                f"`{by}` reported feedback `{feedback.id}` at "
                f"`{told_instant(earlier.reported_at)}`",
                cure="a report can be made once; its outcome will be told",
            )
