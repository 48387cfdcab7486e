"""What a marketplace can tell: one record for each type of event, checked as it is read.

Nothing is coerced: `false` is no number, `0` no instant. Identifiers are the marketplace's own.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Raw, Struct

from goodstanding.core.complaint import ClaimKind

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Word = Annotated[str, Meta(min_length=1, max_length=100)]
Words = Annotated[str, Meta(min_length=1, max_length=5000)]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
# As text, so that nothing is lost on the way: `"125.50"`.
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,13}(\.[0-9]{1,6})?$")]
Answers = dict[Word, bool | int | str]


class Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every type has: nothing but what it names."""


class AccountDescribed(Told, frozen=True, kw_only=True):
    """Somebody has an account, and in which roles."""

    account: Id
    roles: Annotated[list[Literal["freelancer", "client", "agency"]], Meta(min_length=1)]
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None


class AccountLinked(Told, frozen=True, kw_only=True):
    """From now on an account belongs to a client group or an agency; `null`: to none any more."""

    account: Id
    kind: Literal["client_group", "agency"]
    belongs_to: Id | None


class AccountClosed(Told, frozen=True, kw_only=True):
    """An account is closed."""

    account: Id


class ContractStarted(Told, frozen=True, kw_only=True):
    """Two parties have a contract."""

    contract: Id
    freelancer: Id
    client: Id
    currency: Currency
    agency: Id | None = None
    kind: Word | None = None


class ContractPaid(Told, frozen=True, kw_only=True):
    """The client has paid so much on the contract."""

    contract: Id
    amount: Amount
    currency: Currency


class ContractRefunded(Told, frozen=True, kw_only=True):
    """So much was given back; `in_full` if nothing of what was paid remains."""

    contract: Id
    amount: Amount
    currency: Currency
    in_full: bool = False


class ContractEnded(Told, frozen=True, kw_only=True):
    """The contract is over."""

    contract: Id
    by: Literal["freelancer", "client"] | None = None
    reason: Word | None = None


class ContractDisputed(Told, frozen=True, kw_only=True):
    """A dispute about the contract stands so."""

    contract: Id
    status: Literal["open", "lost_by_client", "lost_by_freelancer", "settled"]


class FeedbackSubmitted(Told, frozen=True, kw_only=True):
    """One party's answers about the other, sealed as the rules say."""

    feedback: Id
    contract: Id
    author: Id
    form: Word
    answers: Answers


class FeedbackEdited(Told, frozen=True, kw_only=True):
    """All answers replaced while sealed."""

    feedback: Id
    contract: Id
    author: Id
    answers: Answers


class FeedbackWithdrawn(Told, frozen=True, kw_only=True):
    """Taken back while sealed."""

    feedback: Id
    contract: Id
    author: Id


class Claim(Told, frozen=True, kw_only=True):
    """One claim on a profile, in its own words."""

    id: Id
    kind: Literal[tuple(each.value for each in ClaimKind)]  # type: ignore[valid-type] # the words are the core's
    says: Words


class ComplaintMade(Told, frozen=True, kw_only=True):
    """A client doubts one claim on a profile; confidential."""

    complaint: Id
    complainant: Id
    respondent: Id
    claim: Claim
    words: Words
    attachments: Annotated[list[Id], Meta(min_length=1, max_length=20)]
    contract: Id | None = None


class CourseCompleted(Told, frozen=True, kw_only=True):
    """Somebody has completed a course."""

    account: Id
    course: Word


Said = (
    AccountDescribed
    | AccountLinked
    | AccountClosed
    | ContractStarted
    | ContractPaid
    | ContractRefunded
    | ContractEnded
    | ContractDisputed
    | FeedbackSubmitted
    | FeedbackEdited
    | FeedbackWithdrawn
    | ComplaintMade
    | CourseCompleted
)
PREFIX = "goodstanding."
TYPES: Mapping[str, Any] = {
    PREFIX + name: kind
    for name, kind in {
        "account.described": AccountDescribed,
        "account.linked": AccountLinked,
        "account.closed": AccountClosed,
        "contract.started": ContractStarted,
        "contract.paid": ContractPaid,
        "contract.refunded": ContractRefunded,
        "contract.ended": ContractEnded,
        "contract.disputed": ContractDisputed,
        "feedback.submitted": FeedbackSubmitted,
        "feedback.edited": FeedbackEdited,
        "feedback.withdrawn": FeedbackWithdrawn,
        "complaint.made": ComplaintMade,
        "course.completed": CourseCompleted,
    }.items()
}
assert set(TYPES.values()) == set(get_args(Said))


class CloudEvent(Struct, frozen=True, kw_only=True):
    """An event of CloudEvents 1.0; attributes that we do not read are let through.

    `receivedat` is an extension: when the marketplace itself knew, for history only.
    """

    id: Id
    source: Annotated[str, Meta(min_length=1, max_length=500)]
    specversion: Literal["1.0"]
    type: str
    time: datetime  # house: instants - the standard's own name
    data: Raw  # house: empty-names - the standard's own name
    datacontenttype: str | None = None
    receivedat: datetime | None = None  # house: instants - an extension has no underscore
