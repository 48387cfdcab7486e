"""A long contract gets feedback while it runs: public at once, unanswered, and never evidence.

It may be given once the contract is 30 days old, when something was paid in the last 30 days and
the author gave none in the last 30. Ages are exact spans of 24 hours; "the last 30 days" leaves out
the instant exactly 30 days ago, as windows of policies do. The other side may ask for it: a request
lives until the end (UTC) of day 14, and while it lives only the author's own pause counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.form import Answers, Audience, Form, check_answers, require_own_form
from goodstanding.core.words import (
    Refusal,
    end_of_utc_day,
    require_id,
    require_instant,
    told_instant,
)

OLD_ENOUGH = timedelta(days=30)
PAID_LATELY = timedelta(days=30)
PAUSE = timedelta(days=30)
REQUEST_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimFeedback:
    """What one party said in public of the other while their contract ran."""

    id: str
    contract: str
    form: Form
    author: str
    recipient: str
    answers: Answers = field(hash=False)
    given_at: datetime

    def __post_init__(self) -> None:
        for name in ("id", "contract", "author", "recipient"):
            require_id(name, getattr(self, name))
        require_instant("given_at", self.given_at)

    @property
    def side(self) -> Side:
        """The author's side."""
        return self.form.author


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimRequest:
    """One party's wish that the other give mid-contract feedback."""

    contract: str
    asked_by: str
    asked_at: datetime

    @property
    def until_at(self) -> datetime:
        """The last microsecond at which it may be followed."""
        return end_of_utc_day(self.asked_at, days_later=REQUEST_DAYS)


InterimGiven = Iterable[InterimFeedback]


def ask_for_interim(
    *,
    contract: Contract,
    by: str,
    at: datetime,
    given: InterimGiven = (),
    requests: Iterable[InterimRequest] = (),
) -> InterimRequest:
    """The party's request to the other side.

    Raises:
        Refusal: the account is not a party, an earlier request of theirs still lives, or the other
            side could not give mid-contract feedback now.
    """
    side = contract.side_of(by)
    _require_running(contract, require_instant("at", at))
    for earlier in requests:
        if earlier.contract == contract.id and earlier.asked_by == by and at <= earlier.until_at:
            raise Refusal(
                "interim-asked-already",
                f"`{by}` asked on contract `{contract.id}` at `{told_instant(earlier.asked_at)}`",
                cure=f"ask again after `{told_instant(earlier.until_at)}`",
            )
    _require_eligible(contract, at)
    _require_pause(contract, side.other, at=at, given=given)
    return InterimRequest(contract=contract.id, asked_by=by, asked_at=at)


def give_interim(
    form: Form,
    answers: Answers,
    *,
    id: str,
    contract: Contract,
    author: str,
    at: datetime,
    given: InterimGiven = (),
    requests: Iterable[InterimRequest] = (),
) -> InterimFeedback:
    """Mid-contract feedback, seen from this instant on by everybody.

    Raises:
        Refusal: the author is not a party or the form is the other side's; the contract does not
            run; it is too young or was not paid lately, and no request lives; the author gave some
            lately; or an answer is private or does not fit the form.
    """
    side = contract.side_of(author)
    _require_own_public_form(form, answers, side)
    _require_running(contract, require_instant("at", at))
    if not any(
        request.contract == contract.id
        and request.asked_by == contract.party(side.other)
        and request.asked_at <= at <= request.until_at
        for request in requests
    ):
        _require_eligible(contract, at)
    _require_pause(contract, side, at=at, given=given)
    return InterimFeedback(
        id=id,
        contract=contract.id,
        form=form,
        author=author,
        recipient=contract.party(side.other),
        answers=MappingProxyType(dict(answers)),
        given_at=at,
    )


def _require_own_public_form(form: Form, answers: Answers, side: Side) -> None:
    require_own_form(form, side)
    check_answers(form, answers)
    for name in answers:
        if form.item(name).audience is not Audience.PUBLIC:
            raise Refusal(
                "interim-is-public-only",
                f"`{name}` is in the private part of form `{form.name}`",
                cure="say it when the contract ends; mid-contract feedback is public",
            )


def _require_running(contract: Contract, at: datetime) -> None:
    if contract.ended_at is not None and at >= contract.ended_at:
        raise Refusal(
            "interim-after-end",
            f"contract `{contract.id}` ended at `{told_instant(contract.ended_at)}`",
            cure="give feedback on the whole contract instead",
        )


def _require_eligible(contract: Contract, at: datetime) -> None:
    if at - contract.started_at < OLD_ENOUGH:
        raise Refusal(
            "interim-too-early",
            f"contract `{contract.id}` started at `{told_instant(contract.started_at)}`",
            cure=f"wait until `{told_instant(contract.started_at + OLD_ENOUGH)}`",
        )
    paid_at = contract.last_paid_at
    if paid_at is None or not paid_at <= at < paid_at + PAID_LATELY:
        raise Refusal(
            "interim-without-payment",
            f"nothing was paid on contract `{contract.id}` in the {PAID_LATELY.days} days before "
            f"`{told_instant(at)}`",
            cure="mid-contract feedback is possible after a payment",
        )


def _require_pause(contract: Contract, side: Side, *, at: datetime, given: InterimGiven) -> None:
    for earlier in given:
        again_at = earlier.given_at + PAUSE
        if earlier.contract == contract.id and earlier.side is side and at < again_at:
            raise Refusal(
                "interim-given-lately",
                f"`{earlier.author}` gave mid-contract feedback on `{contract.id}` at "
                f"`{told_instant(earlier.given_at)}`",
                cure=f"wait until `{told_instant(again_at)}`",
            )
