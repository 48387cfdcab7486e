"""A threat with feedback, reported before that feedback exists, puts what follows in quarantine.

Quarantined feedback is not evidence while the report is open, nor once it is upheld; the page shows
it all the same, for a mere report must not hide what somebody says. Whether sealed feedback exists
already is never told: such a report is taken as any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.seal import Feedback, Given, is_sealed, standing
from goodstanding.core.words import (
    Refusal,
    require_id,
    require_instant,
    require_words,
    told_instant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverageReport:
    """One party's report that the other, `against`, threatens with feedback on a contract.

    `attachments` are references to what the marketplace keeps.
    """

    id: str
    contract: str
    reporter: str
    against: Side
    words: str
    attachments: tuple[str, ...]
    reported_at: datetime
    upheld_at: datetime | None = None
    dismissed_at: datetime | None = None
    resolved_by: str | None = None
    reasons: str | None = None

    def __post_init__(self) -> None:
        for name in ("id", "contract", "reporter"):
            require_id(name, getattr(self, name))
        for reference in self.attachments:
            require_id("attachment", reference)
        require_instant("reported_at", self.reported_at)


LeverageReports = Iterable[LeverageReport]


def report_leverage(
    words: str,
    *,
    id: str,
    contract: Contract,
    by: str,
    at: datetime,
    attachments: tuple[str, ...] = (),
    given: Given = (),
    reports: LeverageReports = (),
) -> LeverageReport:
    """The party's report that the other side uses feedback as leverage.

    It may come before the contract ends. What the other side gave under seal is no obstacle, and
    falls under the report only once it is written anew.

    Raises:
        Refusal: the account is not a party, the other side's feedback is released already, the
            account reported leverage on this contract before, or the words are blank.
    """
    require_instant("at", at)
    against = contract.side_of(by).other
    _require_unreleased(contract, against, at=at, given=given)
    for earlier in reports:
        if earlier.contract == contract.id and earlier.reporter == by:
            raise Refusal(
                "leverage-reported-already",
                f"`{by}` reported leverage on contract `{contract.id}` in report `{earlier.id}`",
                cure="add to that report what has happened since",
            )
    require_words("report", words)
    return LeverageReport(
        id=id,
        contract=contract.id,
        reporter=by,
        against=against,
        words=words,
        attachments=attachments,
        reported_at=at,
    )


def uphold_leverage(
    report: LeverageReport, *, contract: Contract, by: str, at: datetime, reasons: str
) -> LeverageReport:
    """The report as upheld by a named person: the quarantine stays for good.

    Raises:
        Refusal: it is resolved already (or not made yet), a party resolves it, or the reasons are
            blank.
    """
    _require_resolvable(report, contract=contract, by=by, at=at, reasons=reasons)
    return replace(report, upheld_at=at, resolved_by=by, reasons=reasons)


def dismiss_leverage(
    report: LeverageReport, *, contract: Contract, by: str, at: datetime, reasons: str
) -> LeverageReport:
    """The report as dismissed by a named person: the quarantine ends at that instant.

    Raises:
        Refusal: as for `uphold_leverage`.
    """
    _require_resolvable(report, contract=contract, by=by, at=at, reasons=reasons)
    return replace(report, dismissed_at=at, resolved_by=by, reasons=reasons)


def is_quarantined(feedback: Feedback, *, as_of: datetime, reports: LeverageReports = ()) -> bool:
    """Whether the feedback followed a leverage report that is open or upheld at that instant.

    It follows when its words were last written at the instant of the report or later.
    """
    return any(
        report.contract == feedback.contract
        and report.against is feedback.side
        and report.reported_at <= min(as_of, feedback.written_at)
        and (report.dismissed_at is None or as_of < report.dismissed_at)
        for report in reports
    )


def _require_unreleased(contract: Contract, against: Side, *, at: datetime, given: Given) -> None:
    for feedback in standing(given, contract=contract, side=against):
        if not is_sealed(feedback, contract=contract, as_of=at, given=given):
            raise Refusal(
                "leverage-after-feedback",
                f"the {against}'s feedback on contract `{contract.id}` is released already",
                cure="report that feedback, on the ground `manipulation`",
            )


def _require_resolvable(
    report: LeverageReport, *, contract: Contract, by: str, at: datetime, reasons: str
) -> None:
    if report.resolved_by is not None:
        raise Refusal(
            "leverage-resolved-already",
            f"`{report.resolved_by}` resolved report `{report.id}` already",
            cure="what follows from it can be appealed",
        )
    if require_instant("at", at) < report.reported_at:
        raise Refusal(
            "leverage-not-reported-yet",
            f"`{told_instant(at)}` is before report `{report.id}` was made, at "
            f"`{told_instant(report.reported_at)}`",
            cure="check the instant",
        )
    if require_id("by", by) in (contract.freelancer, contract.client):
        raise Refusal(
            "party-resolves-leverage",
            f"`{by}` is a party to contract `{contract.id}`",
            cure="somebody without a part in it has to look at it",
        )
    require_words("reasons", reasons)
