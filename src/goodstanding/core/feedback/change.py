"""Released feedback and a permission become changed public words, with the old ones kept.

The author asks, the recipient grants or declines by the end of day 14 (UTC). A recipient answers
once for each author of a contract; a request that nobody answered lapses and may be repeated. After
a grant the author may revise the public part until the end of day 14, as often as they like. The
private part is as it was when the feedback was released, for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from goodstanding.core.contract import Contract
from goodstanding.core.feedback.form import Answer, Answers, Audience, check_answers
from goodstanding.core.feedback.seal import (
    Feedback,
    Given,
    require_author,
    require_recipient,
    require_released,
)
from goodstanding.core.words import (
    Refusal,
    end_of_utc_day,
    require_id,
    require_instant,
    told_instant,
)

REPLY_DAYS = 14
EDIT_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The whole public part as the author rewrote it at one instant."""

    answers: Answers = field(hash=False)
    revised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """One author's wish to change released feedback, what the recipient said, and what came of it.

    `revisions` are in order of time; the last counts.
    """

    id: str
    feedback: str
    asked_at: datetime
    granted_at: datetime | None = None
    declined_at: datetime | None = None
    revisions: tuple[Revision, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        require_id("feedback", self.feedback)
        require_instant("asked_at", self.asked_at)

    @property
    def reply_until_at(self) -> datetime:
        """The last microsecond at which the recipient may answer."""
        return end_of_utc_day(self.asked_at, days_later=REPLY_DAYS)

    @property
    def is_answered(self) -> bool:
        """Whether the recipient has granted or declined."""
        return self.granted_at is not None or self.declined_at is not None


Changes = Iterable[ChangeRequest]


def ask_to_change(
    feedback: Feedback,
    *,
    id: str,
    contract: Contract,
    by: str,
    at: datetime,
    given: Given = (),
    asked: Changes = (),
) -> ChangeRequest:
    """The author's request to change the public part, open until the end of day 14.

    Raises:
        Refusal: the feedback is sealed, somebody else than its author asks, a request is open, or
            the recipient has answered one already.
    """
    require_released(feedback, contract=contract, at=require_instant("at", at), given=given)
    require_author(feedback, by)
    for earlier in changes_of(feedback, asked):
        if earlier.is_answered:
            raise Refusal(
                "change-answered-already",
                f"`{feedback.recipient}` has answered a request to change feedback "
                f"`{feedback.id}` already",
                cure="a change is possible once a contract",
            )
        if at <= earlier.reply_until_at:
            raise Refusal(
                "change-asked-already",
                f"`{feedback.recipient}` may answer request `{earlier.id}` until "
                f"`{told_instant(earlier.reply_until_at)}`",
                cure="wait for the answer; a request that lapses may be repeated",
            )
    return ChangeRequest(id=id, feedback=feedback.id, asked_at=at)


def grant_change(
    request: ChangeRequest, feedback: Feedback, *, by: str, at: datetime
) -> ChangeRequest:
    """The request as granted: the author may revise until the end of day 14 after it.

    Raises:
        Refusal: somebody else than the recipient grants, it is answered already, or it lapsed.
    """
    _require_open_request(request, feedback, by=by, at=at)
    return replace(request, granted_at=at)


def decline_change(
    request: ChangeRequest, feedback: Feedback, *, by: str, at: datetime
) -> ChangeRequest:
    """The request as declined; the feedback stays as it is.

    Raises:
        Refusal: somebody else than the recipient declines, it is answered already, or it lapsed.
    """
    _require_open_request(request, feedback, by=by, at=at)
    return replace(request, declined_at=at)


def revise(
    request: ChangeRequest, feedback: Feedback, answers: Answers, *, by: str, at: datetime
) -> ChangeRequest:
    """The request with one more revision, which replaces the whole public part.

    The end of the edit window is inclusive; what stood before is kept.

    Raises:
        Refusal: somebody else than the author revises, nothing was granted, the edit window has
            closed, the instant lies before the last revision, or an answer is not to a question of
            the public part or does not fit it.
    """
    require_author(feedback, by)
    _require_edit_window(request, feedback, require_instant("at", at))
    public = feedback.form.names(Audience.PUBLIC)
    for name in answers:
        if feedback.form.item(name).name not in public:
            raise Refusal(
                "private-part-is-final",
                f"`{name}` is in the private part of feedback `{feedback.id}`",
                cure="change answers of the public part only",
            )
    check_answers(feedback.form, {**_private(feedback), **answers})
    revision = Revision(answers=MappingProxyType(dict(answers)), revised_at=at)
    return replace(request, revisions=(*request.revisions, revision))


def changes_of(feedback: Feedback, changes: Changes) -> tuple[ChangeRequest, ...]:
    """The requests that are about that feedback, in the order given."""
    return tuple(change for change in changes if change.feedback == feedback.id)


def public_versions(
    feedback: Feedback, *, as_of: datetime, changes: Changes = ()
) -> tuple[Revision, ...]:
    """The public part as first released, then every revision up to the instant (inclusive).

    The first carries the instant at which its words were written.
    """
    public = feedback.form.names(Audience.PUBLIC)
    first = {name: answer for name, answer in feedback.answers.items() if name in public}
    later = (
        revision
        for change in changes_of(feedback, changes)
        for revision in change.revisions
        if revision.revised_at <= as_of
    )
    return (
        Revision(answers=MappingProxyType(first), revised_at=feedback.written_at),
        *sorted(later, key=lambda revision: revision.revised_at),
    )


def answers_at(feedback: Feedback, *, as_of: datetime, changes: Changes = ()) -> Answers:
    """All answers as they stood at that instant: the latest public part and the private one."""
    latest = public_versions(feedback, as_of=as_of, changes=changes)[-1]
    return MappingProxyType({**latest.answers, **_private(feedback)})


def is_edited(feedback: Feedback, *, as_of: datetime, changes: Changes = ()) -> bool:
    """Whether the page says "edited": the public part was revised after its release."""
    return len(public_versions(feedback, as_of=as_of, changes=changes)) > 1


def _private(feedback: Feedback) -> Mapping[str, Answer]:
    public = feedback.form.names(Audience.PUBLIC)
    return {name: answer for name, answer in feedback.answers.items() if name not in public}


def _require_open_request(
    request: ChangeRequest, feedback: Feedback, *, by: str, at: datetime
) -> None:
    _require_same_feedback(request, feedback)
    require_recipient(feedback, by)
    if request.is_answered:
        raise Refusal(
            "change-answered-already",
            f"`{by}` has answered request `{request.id}` already",
            cure="an answer is final",
        )
    if not request.asked_at <= require_instant("at", at) <= request.reply_until_at:
        raise Refusal(
            "change-request-lapsed",
            f"request `{request.id}` can be answered from `{told_instant(request.asked_at)}` "
            f"until `{told_instant(request.reply_until_at)}`, and it is `{told_instant(at)}`",
            cure="the author may ask again",
        )


def _require_edit_window(request: ChangeRequest, feedback: Feedback, at: datetime) -> None:
    _require_same_feedback(request, feedback)
    if request.granted_at is None:
        raise Refusal(
            "change-not-granted",
            f"`{feedback.recipient}` has not granted request `{request.id}`",
            cure="the public part may be changed after a grant",
        )
    from_at = max([request.granted_at, *(one.revised_at for one in request.revisions)])
    until_at = end_of_utc_day(request.granted_at, days_later=EDIT_DAYS)
    if not from_at <= at <= until_at:
        raise Refusal(
            "edit-window-closed",
            f"feedback `{feedback.id}` may be changed from `{told_instant(from_at)}` until "
            f"`{told_instant(until_at)}`, and it is `{told_instant(at)}`",
            cure="a change is possible once a contract",
        )


def _require_same_feedback(request: ChangeRequest, feedback: Feedback) -> None:
    if request.feedback != feedback.id:
        raise Refusal(
            "change-of-other-feedback",
            f"request `{request.id}` is about feedback `{request.feedback}`, not `{feedback.id}`",
            cure="give the request together with its own feedback",
        )
