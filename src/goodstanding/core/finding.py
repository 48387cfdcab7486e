"""A complaint that was answered, or whose deadline has passed, becomes one person's finding."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from goodstanding.core.complaint import (
    Claim,
    Complaint,
    Complaints,
    Finding,
    FindingOutcome,
    Response,
    ResponseKind,
    put_and_deadline,
    require_not_before,
)
from goodstanding.core.words import (
    Refusal,
    require_id,
    require_instant,
    require_words,
    told_instant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionedClaim:
    """All that the respondent ever sees of a complaint."""

    claim: Claim
    put_at: datetime
    respond_until_at: datetime
    response: Response | None = None
    outcome: FindingOutcome | None = None
    reasons: str | None = None


def find(
    complaint: Complaint, outcome: FindingOutcome, *, by: str, at: datetime, reasons: str
) -> Complaint:
    """The complaint with a named person's finding, and reasons that the respondent will read.

    A substantiated finding is evidence; a correction in good faith never is.

    Raises:
        Refusal: there is a finding already; the claim was not put, or the respondent has neither
            answered nor let the deadline pass; a party finds; `corrected` without a correction; or
            the reasons are blank or tell who complained.
    """
    if complaint.finding is not None:
        raise Refusal(
            "found-already",
            f"`{complaint.finding.by}` made a finding on complaint `{complaint.id}` already",
            cure="a finding that has an effect can be appealed",
        )
    _require_heard(complaint, require_instant("at", at))
    if require_id("by", by) in (complaint.complainant, complaint.respondent):
        raise Refusal(
            "party-finds",
            f"`{by}` has a part in complaint `{complaint.id}`",
            cure="somebody without a part in it has to look at it",
        )
    corrected = complaint.response is not None and complaint.response.kind is (
        ResponseKind.CORRECTION
    )
    if outcome is FindingOutcome.CORRECTED and not corrected:
        raise Refusal(
            "nothing-corrected",
            f"claim `{complaint.claim.id}` was not corrected",
            cure="find `corrected` only after the respondent has corrected the claim",
        )
    _require_discreet(complaint, require_words("reasons", reasons))
    finding = Finding(outcome=outcome, by=by, reasons=reasons, found_at=at)
    return replace(complaint, finding=finding)


def warn_complainant(complaint: Complaint, *, at: datetime) -> Complaint:
    """The malicious complaint with the warning that its complainant got: the next one counts.

    Raises:
        Refusal: it was not found malicious (by then), or the warning was given already.
    """
    finding = complaint.finding
    if finding is None or finding.outcome is not FindingOutcome.MALICIOUS:
        raise Refusal(
            "warning-without-malice",
            f"complaint `{complaint.id}` was not found malicious",
            cure="a complainant is warned after a malicious complaint only",
        )
    if complaint.warned_at is not None:
        raise Refusal(
            "warned-already",
            f"the complainant was warned at `{told_instant(complaint.warned_at)}`",
            cure="one warning is enough",
        )
    require_not_before(complaint, finding.found_at, require_instant("at", at))
    return replace(complaint, warned_at=at)


def counts_as_misuse(complaint: Complaint, earlier: Complaints) -> bool:
    """Whether a malicious complaint counts against its complainant.

    It does when they had been warned of an earlier malicious one at the latest when they complained
    again (inclusive). A first one never counts.
    """
    if complaint.finding is None or complaint.finding.outcome is not FindingOutcome.MALICIOUS:
        return False
    return any(
        before.complainant == complaint.complainant
        and before.warned_at is not None
        and before.warned_at <= complaint.complained_at
        for before in earlier
    )


def for_respondent(complaint: Complaint) -> QuestionedClaim:
    """The claim that is questioned, and what follows for the respondent; nothing of who asked.

    A malicious complaint is told as unsubstantiated, for the difference speaks of its complainant.

    Raises:
        Refusal: the claim was not put to the respondent.
    """
    put_at, respond_until_at = put_and_deadline(complaint)
    finding = complaint.finding
    outcome = None if finding is None else finding.outcome
    if outcome is FindingOutcome.MALICIOUS:
        outcome = FindingOutcome.UNSUBSTANTIATED
    return QuestionedClaim(
        claim=complaint.claim,
        put_at=put_at,
        respond_until_at=respond_until_at,
        response=complaint.response,
        outcome=outcome,
        reasons=None if finding is None else finding.reasons,
    )


def _require_heard(complaint: Complaint, at: datetime) -> None:
    """Nobody is found against unheard: the answer is in, or the time for it is over."""
    _, respond_until_at = put_and_deadline(complaint)
    if complaint.response is not None:
        require_not_before(complaint, complaint.response.responded_at, at)
    elif at <= respond_until_at:
        raise Refusal(
            "respondent-not-heard",
            f"the respondent may answer complaint `{complaint.id}` until "
            f"`{told_instant(respond_until_at)}`",
            cure="wait for the answer, or for the deadline to pass",
        )


def _require_discreet(complaint: Complaint, reasons: str) -> None:
    telling = (complaint.complainant, complaint.complainant_group, complaint.contract)
    for name in telling:
        if name is not None and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reasons):
            raise Refusal(
                "reasons-tell-the-complainant",
                f"the reasons hold `{name}`, and the respondent will read them",
                cure="say what was found about the claim, not who questioned it",
            )
