"""A client questions one claim on a profile, and the respondent proves or corrects it.

The complaint is confidential. The respondent learns which claim is questioned and until when to
answer, never who asked, when, on which contract or with what words: the clock starts when the claim
is put to them, which the platform may do later than it was asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from goodstanding.core.contract import Contract
from goodstanding.core.words import (
    Dimension,
    Refusal,
    end_of_utc_day,
    require_id,
    require_instant,
    require_words,
    told_instant,
)

DEFAULT_RESPONSE_DAYS = 10


class ClaimKind(StrEnum):
    """What a profile can claim."""

    IDENTITY = "identity"
    POSITION = "position"
    DEGREE = "degree"
    LICENCE = "licence"
    CERTIFICATION = "certification"
    SKILL_LEVEL = "skill_level"
    PORTFOLIO = "portfolio"
    WORK_HISTORY = "work_history"


DIMENSION_OF: Mapping[ClaimKind, Dimension] = MappingProxyType(
    {
        ClaimKind.IDENTITY: Dimension.EXPERIENCE,
        ClaimKind.POSITION: Dimension.EXPERIENCE,
        ClaimKind.DEGREE: Dimension.EXPERIENCE,
        ClaimKind.LICENCE: Dimension.SKILLS,
        ClaimKind.CERTIFICATION: Dimension.SKILLS,
        ClaimKind.SKILL_LEVEL: Dimension.SKILLS,
        ClaimKind.PORTFOLIO: Dimension.SKILLS,
        ClaimKind.WORK_HISTORY: Dimension.EXPERIENCE,
    }
)


class ResponseKind(StrEnum):
    """How the respondent answers: the claim is true, or it was wrong and is corrected."""

    PROOF = "proof"
    CORRECTION = "correction"


class FindingOutcome(StrEnum):
    """What a person finds about the claim, or about the complaint."""

    SUBSTANTIATED = "substantiated"
    CORRECTED = "corrected"
    UNSUBSTANTIATED = "unsubstantiated"
    MALICIOUS = "malicious"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim on one profile, in the profile's own words."""

    id: str
    kind: ClaimKind
    says: str

    @property
    def dimension(self) -> Dimension:
        """The dimension that an untrue claim of this kind speaks of."""
        return DIMENSION_OF[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the respondent says to the claim being questioned; attachments are references."""

    kind: ResponseKind
    words: str
    attachments: tuple[str, ...]
    responded_at: datetime

    def __post_init__(self) -> None:
        for reference in self.attachments:
            require_id("attachment", reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one person found, with the reasons that the respondent reads."""

    outcome: FindingOutcome
    by: str
    reasons: str
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One client's doubt about one claim of one respondent, and what came of it.

    `put_at` is when the respondent was asked, `respond_until_at` their deadline (inclusive).
    `warned_at` is when the complainant was warned after a malicious complaint.
    """

    id: str
    complainant: str
    complainant_group: str
    respondent: str
    claim: Claim
    words: str
    attachments: tuple[str, ...]
    complained_at: datetime
    contract: str | None = None
    put_at: datetime | None = None
    respond_until_at: datetime | None = None
    response: Response | None = None
    finding: Finding | None = None
    warned_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("id", "complainant", "complainant_group", "respondent"):
            require_id(name, getattr(self, name))
        for reference in self.attachments:
            require_id("attachment", reference)
        require_instant("complained_at", self.complained_at)


Complaints = Iterable[Complaint]


def complain(
    claim: Claim,
    words: str,
    *,
    id: str,
    complainant: str,
    complainant_group: str,
    respondent: str,
    attachments: tuple[str, ...],
    at: datetime,
    contract: Contract | None = None,
    earlier: Complaints = (),
) -> Complaint:
    """A client's complaint about one claim, with evidence; a contract is not needed.

    Raises:
        Refusal: somebody complains of themselves, not about the contract's freelancer as its
            client, without evidence or words, or their group has questioned this claim before.
    """
    _require_client(complainant, respondent, contract)
    if not attachments:
        raise Refusal(
            "complaint-without-evidence",
            f"nothing is attached to the complaint about claim `{claim.id}`",
            cure="attach at least one reference, for example a message or a public record",
        )
    require_words("complaint", words)
    _require_first_doubt(claim, complainant_group, earlier)
    return Complaint(
        id=id,
        complainant=complainant,
        complainant_group=complainant_group,
        respondent=respondent,
        claim=claim,
        words=words,
        attachments=attachments,
        complained_at=at,
        contract=None if contract is None else contract.id,
    )


def put_to_respondent(
    complaint: Complaint, *, at: datetime, days: int = DEFAULT_RESPONSE_DAYS
) -> Complaint:
    """The complaint as put to the respondent, who has until the end (UTC) of the last day.

    Raises:
        Refusal: it was put already, or the instant is before the complaint.
    """
    if complaint.put_at is not None:
        raise Refusal(
            "claim-put-already",
            f"complaint `{complaint.id}` was put at `{told_instant(complaint.put_at)}`",
            cure="wait for the response or the deadline",
        )
    require_not_before(complaint, complaint.complained_at, require_instant("at", at))
    return replace(complaint, put_at=at, respond_until_at=end_of_utc_day(at, days_later=days))


def respond(
    complaint: Complaint,
    kind: ResponseKind,
    words: str,
    *,
    by: str,
    at: datetime,
    attachments: tuple[str, ...] = (),
) -> Complaint:
    """The complaint with the respondent's one answer, which is heard late too if nothing is found.

    Raises:
        Refusal: somebody else responds, the claim was not put (by then), there is a response or a
            finding already, the words are blank, or a proof comes without a reference.
    """
    if by != complaint.respondent:
        raise Refusal(
            "not-the-respondent",
            f"the claim `{complaint.claim.id}` is not one of `{by}`",
            cure="only the person whose claim it is may respond",
        )
    put_at, _ = put_and_deadline(complaint)
    require_not_before(complaint, put_at, require_instant("at", at))
    if complaint.response is not None or complaint.finding is not None:
        raise Refusal(
            "response-closed",
            f"claim `{complaint.claim.id}` has a response or a finding already",
            cure="a finding that has an effect can be appealed",
        )
    if kind is ResponseKind.PROOF and not attachments:
        raise Refusal(
            "proof-without-reference",
            f"nothing is attached to the proof of claim `{complaint.claim.id}`",
            cure="attach at least one reference, or correct the claim",
        )
    require_words("response", words)
    response = Response(kind=kind, words=words, attachments=attachments, responded_at=at)
    return replace(complaint, response=response)


def put_and_deadline(complaint: Complaint) -> tuple[datetime, datetime]:
    """When the claim was put to the respondent, and the last microsecond of their deadline.

    Raises:
        Refusal: it was not put.
    """
    if complaint.put_at is None or complaint.respond_until_at is None:
        raise Refusal(
            "claim-not-put",
            f"nothing was asked about claim `{complaint.claim.id}`",
            cure="a claim is answered, and something found, once it is put to its respondent",
        )
    return complaint.put_at, complaint.respond_until_at


def require_not_before(complaint: Complaint, earliest_at: datetime, at: datetime) -> None:
    """Nothing, once the instant is not before the earliest possible one.

    Raises:
        Refusal: it is.
    """
    if at < earliest_at:
        raise Refusal(
            "complaint-out-of-order",
            f"`{told_instant(at)}` is before `{told_instant(earliest_at)}`, the last step about "
            f"claim `{complaint.claim.id}`",
            cure="check the instant",
        )


def _require_client(complainant: str, respondent: str, contract: Contract | None) -> None:
    if complainant == respondent:
        raise Refusal(
            "complaint-about-oneself",
            f"`{complainant}` complains of a claim of their own",
            cure="correct the profile",
        )
    if contract is not None and (contract.client, contract.freelancer) != (complainant, respondent):
        raise Refusal(
            "complaint-off-contract",
            f"`{complainant}` is not the client of `{respondent}` on contract `{contract.id}`",
            cure="name their contract, or none",
        )


def _require_first_doubt(claim: Claim, complainant_group: str, earlier: Complaints) -> None:
    for before in earlier:
        if (before.complainant_group, before.claim.id) == (complainant_group, claim.id):
            raise Refusal(
                "complained-already",
                f"`{complainant_group}` questioned claim `{claim.id}` in complaint `{before.id}`",
                cure="add to that complaint what is known since",
            )
