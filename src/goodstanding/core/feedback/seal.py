"""A form and its answers become feedback, sealed until both sides gave theirs or the window closes.

Feedback is released at the instant at which the second side submits; if only one does, at the first
microsecond after the window. Whether something is sealed is never stored: it follows from the
contract, what was given on it, and the instant asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.form import Answers, Form, check_answers, require_own_form
from goodstanding.core.feedback.window import closes_at, require_open_window
from goodstanding.core.words import (
    MICROSECOND,
    Refusal,
    require_id,
    require_instant,
    told_instant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one party said of the other about one contract, as last written before its release.

    Withdrawn feedback keeps no answers. Later changes to the public part are records of their own.
    """

    id: str
    contract: str
    form: Form
    author: str
    recipient: str
    answers: Answers = field(hash=False)
    submitted_at: datetime
    edited_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("id", "contract", "author", "recipient"):
            require_id(name, getattr(self, name))
        require_instant("submitted_at", self.submitted_at)

    @property
    def side(self) -> Side:
        """The author's side."""
        return self.form.author

    @property
    def written_at(self) -> datetime:
        """When the answers got the words they have: the last edit, else the submission."""
        return self.edited_at or self.submitted_at


Given = Iterable[Feedback]


class Authored(Protocol):
    """Whatever somebody wrote about somebody else: feedback on a contract, ended or running."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def author(self) -> str:
        """The account that wrote it."""


def submit(
    form: Form,
    answers: Answers,
    *,
    id: str,
    contract: Contract,
    author: str,
    at: datetime,
    given: Given = (),
) -> Feedback:
    """Feedback of one party about the other, sealed unless the other side gave theirs already.

    `given` is what was given on the contract before; only the author's own is looked at, so that
    no answer tells whether the other side has spoken. Withdrawn feedback may be given anew.

    Raises:
        Refusal: the author is not a party, or the form is the other side's; the window is not open
            (any more); the author's feedback stands already; or an answer does not fit the form.
    """
    require_instant("at", at)
    side = contract.side_of(author)
    require_own_form(form, side)
    require_open_window(contract, at)
    if standing(given, contract=contract, side=side):
        raise Refusal(
            "feedback-given-already",
            f"`{author}` has given feedback on contract `{contract.id}` already",
            cure="edit it while it is sealed, or ask to change it once it is released",
        )
    check_answers(form, answers)
    return Feedback(
        id=id,
        contract=contract.id,
        form=form,
        author=author,
        recipient=contract.party(side.other),
        answers=MappingProxyType(dict(answers)),
        submitted_at=at,
    )


def edit(
    feedback: Feedback,
    answers: Answers,
    *,
    contract: Contract,
    by: str,
    at: datetime,
    given: Given = (),
) -> Feedback:
    """The feedback with all its answers replaced, public and private; still sealed.

    `submitted_at` stays: an edit never moves the release.

    Raises:
        Refusal: somebody else than the author edits, it is released or withdrawn, the instant lies
            before what was written last, or an answer does not fit the form.
    """
    _require_sealed(feedback, contract=contract, by=by, at=at, given=given)
    check_answers(feedback.form, answers)
    return replace(feedback, answers=MappingProxyType(dict(answers)), edited_at=at)


def withdraw(
    feedback: Feedback, *, contract: Contract, by: str, at: datetime, given: Given = ()
) -> Feedback:
    """The feedback as withdrawn while sealed: its answers are gone and nobody sees it any more.

    Raises:
        Refusal: somebody else than the author withdraws, it is released or withdrawn already, or
            the instant lies before what was written last.
    """
    _require_sealed(feedback, contract=contract, by=by, at=at, given=given)
    return replace(feedback, answers=MappingProxyType({}), withdrawn_at=at)


def standing(given: Given, *, contract: Contract, side: Side) -> tuple[Feedback, ...]:
    """The side's feedback on the contract that was not withdrawn: one, or none."""
    return tuple(
        feedback
        for feedback in given
        if feedback.contract == contract.id
        and feedback.side is side
        and feedback.withdrawn_at is None
    )


def release_at(feedback: Feedback, *, contract: Contract, given: Given = ()) -> datetime:
    """The first instant at which others see the feedback (inclusive).

    The later of the two submissions; with one side only, one microsecond after the window closes.
    Withdrawn feedback on either side counts as not given.

    Raises:
        Refusal: the feedback was withdrawn, or is about another contract.
    """
    if feedback.contract != contract.id:
        raise Refusal(
            "feedback-on-other-contract",
            f"feedback `{feedback.id}` is about contract `{feedback.contract}`, "
            f"not `{contract.id}`",
            cure="give the feedback together with its own contract",
        )
    if feedback.withdrawn_at is not None:
        raise Refusal(
            "feedback-withdrawn",
            f"feedback `{feedback.id}` was withdrawn at `{told_instant(feedback.withdrawn_at)}`",
            cure="its author may give feedback anew while the window is open",
        )
    for other in standing(given, contract=contract, side=feedback.side.other):
        return max(feedback.submitted_at, other.submitted_at)
    return closes_at(contract) + MICROSECOND


def is_sealed(
    feedback: Feedback, *, contract: Contract, as_of: datetime, given: Given = ()
) -> bool:
    """Whether, at that instant, nobody but the author may see or guess anything of the feedback.

    Withdrawn feedback is sealed for ever.
    """
    if feedback.withdrawn_at is not None:
        return True
    return as_of < release_at(feedback, contract=contract, given=given)


def require_released(
    feedback: Feedback, *, contract: Contract, at: datetime, given: Given = ()
) -> datetime:
    """The instant of the release, once it has come.

    Raises:
        Refusal: the feedback is sealed or withdrawn; said in the words of `no_feedback_yet`.
    """
    if is_sealed(feedback, contract=contract, as_of=at, given=given):
        raise no_feedback_yet(contract)
    return release_at(feedback, contract=contract, given=given)


def no_feedback_yet(contract: Contract) -> Refusal:
    """The refusal for all who ask after feedback that is sealed, withdrawn or was never given.

    It is the same in the three cases, so that it does not tell them apart.
    """
    return Refusal(
        "no-feedback-yet",
        f"contract `{contract.id}` has no released feedback of that side",
        cure="feedback is released when both sides have given it, or after "
        f"`{told_instant(closes_at(contract))}`",
    )


def require_author(feedback: Authored, by: str) -> None:
    """Nothing, once the account is the feedback's author.

    Raises:
        Refusal: it is somebody else.
    """
    if by != feedback.author:
        raise Refusal(
            "not-the-author",
            f"`{by}` did not write feedback `{feedback.id}`",
            cure="only its author may do this",
        )


def require_recipient(feedback: Feedback, by: str) -> None:
    """Nothing, once the account is the one that the feedback is about.

    Raises:
        Refusal: it is somebody else.
    """
    if by != feedback.recipient:
        raise Refusal(
            "not-the-recipient",
            f"feedback `{feedback.id}` is not about `{by}`",
            cure="only the party that it is about may do this",
        )


def _require_sealed(
    feedback: Feedback, *, contract: Contract, by: str, at: datetime, given: Given
) -> None:
    require_instant("at", at)
    if by != feedback.author and is_sealed(feedback, contract=contract, as_of=at, given=given):
        raise no_feedback_yet(contract)
    require_author(feedback, by)
    if at < feedback.written_at:
        raise Refusal(
            "edit-before-last-words",
            f"`{told_instant(at)}` is before feedback `{feedback.id}` was last written, at "
            f"`{told_instant(feedback.written_at)}`",
            cure="check the instant",
        )
    released_at = release_at(feedback, contract=contract, given=given)
    if at >= released_at:
        raise Refusal(
            "feedback-released",
            f"feedback `{feedback.id}` was released at `{told_instant(released_at)}`",
            cure="ask the other side to let you change its public part",
        )
