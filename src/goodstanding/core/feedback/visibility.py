"""Feedback, an instant and a viewer become exactly what that viewer may see then, or nothing.

Sealed feedback is nothing to everybody but its author. What was written for the public shows once
the contract paid enough. Until then, and after a full refund, its recipient does not read it, so
that the recipient knows no more than what a statement of reasons counts as public. No rating
decides what is shown, nor in which order.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.change import answers_at, is_edited
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.form import Answers, Audience, Form
from goodstanding.core.feedback.interim import InterimFeedback
from goodstanding.core.feedback.removal import is_removed, removed_items
from goodstanding.core.feedback.seal import Feedback, release_at
from goodstanding.core.words import Money, Refusal

Minimums = Iterable[Money]
DEFAULT_MINIMUMS = (Money(amount=Decimal(1), currency="USD"),)
NO_ANSWERS: Answers = MappingProxyType({})


class Viewer(StrEnum):
    """Who looks at feedback."""

    AUTHOR = "author"
    RECIPIENT = "recipient"
    PUBLIC = "public"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one viewer sees of one feedback at one instant.

    `tombstone`: the feedback was removed; `removed` names single answers that were. `shown` says
    whether the public part is on the page. `since_at` is the release or, while `sealed`, the
    submission.
    """

    feedback: str
    contract: str
    side: Side
    answers: Answers = field(hash=False)
    since_at: datetime
    shown: bool
    sealed: bool = False
    edited: bool = False
    tombstone: bool = False
    removed: frozenset[str] = frozenset()
    answer: str | None = None


def shows_publicly(contract: Contract, minimums: Minimums = DEFAULT_MINIMUMS) -> bool:
    """Whether the public part of feedback on the contract shows: paid enough, not all refunded.

    Exactly the minimum is enough. Nothing is converted: each currency has its own minimum.

    Raises:
        Refusal: there is no minimum for the contract's currency.
    """
    if contract.refunded_in_full:
        return False
    paid = contract.net_paid
    for minimum in minimums:
        if minimum.currency == paid.currency:
            return paid.amount >= minimum.amount
    raise Refusal(
        "no-minimum-for-currency",
        f"contract `{contract.id}` is paid in `{paid.currency}`, which has no minimum",
        cure=f"set the least net payment in `{paid.currency}` at which public feedback shows",
    )


def seen_by(
    viewer: Viewer,
    feedback: Feedback,
    *,
    exchange: Exchange,
    as_of: datetime,
    minimums: Minimums = DEFAULT_MINIMUMS,
) -> View | None:
    """What the viewer sees of the feedback at the instant; None where there is nothing to see.

    None is said for sealed, withdrawn and hidden feedback alike: a door answers it as it answers
    for feedback that does not exist.

    Raises:
        Refusal: the feedback is released and there is no minimum for the contract's currency.
    """
    if feedback.withdrawn_at is not None or as_of < feedback.submitted_at:
        return None
    if exchange.is_sealed(feedback, as_of):
        return _sealed(feedback) if viewer is Viewer.AUTHOR else None
    shown = shows_publicly(exchange.contract, minimums)
    view = _released(feedback, exchange=exchange, as_of=as_of, shown=shown)
    match viewer:
        case Viewer.AUTHOR:
            return view
        case Viewer.RECIPIENT:
            return _for_recipient(view, feedback.form)
        case Viewer.PUBLIC:
            return _for_others(view, feedback.form, Audience.PUBLIC) if shown else None
        case Viewer.PLATFORM:
            return _for_platform(view, feedback.form)
        case _:
            assert_never(viewer)


def interim_seen_by(
    viewer: Viewer,
    interim: InterimFeedback,
    *,
    exchange: Exchange,
    as_of: datetime,
    minimums: Minimums = DEFAULT_MINIMUMS,
) -> View | None:
    """What the viewer sees of mid-contract feedback: it has no seal, no private part, no answer.

    Raises:
        Refusal: there is no minimum for the contract's currency.
    """
    if as_of < interim.given_at:
        return None
    view = View(
        feedback=interim.id,
        contract=interim.contract,
        side=interim.side,
        answers=interim.answers,
        since_at=interim.given_at,
        shown=shows_publicly(exchange.contract, minimums),
        tombstone=is_removed(interim, as_of=as_of, reports=exchange.reports),
        removed=removed_items(interim, as_of=as_of, reports=exchange.reports),
    )
    if viewer in (Viewer.AUTHOR, Viewer.PLATFORM):
        return view
    return _for_others(view, interim.form, Audience.PUBLIC) if view.shown else None


def _sealed(feedback: Feedback) -> View:
    return View(
        feedback=feedback.id,
        contract=feedback.contract,
        side=feedback.side,
        answers=feedback.answers,
        since_at=feedback.submitted_at,
        shown=False,
        sealed=True,
    )


def _released(feedback: Feedback, *, exchange: Exchange, as_of: datetime, shown: bool) -> View:
    """The whole feedback; its answer stands only beside words that are shown."""
    tombstone = is_removed(feedback, as_of=as_of, reports=exchange.reports)
    answers = (
        answer.words
        for answer in exchange.answers
        if answer.feedback == feedback.id and answer.answered_at <= as_of
    )
    return View(
        feedback=feedback.id,
        contract=feedback.contract,
        side=feedback.side,
        answers=answers_at(feedback, as_of=as_of, changes=exchange.changes),
        since_at=release_at(feedback, contract=exchange.contract, given=exchange.given),
        shown=shown,
        edited=is_edited(feedback, as_of=as_of, changes=exchange.changes),
        tombstone=tombstone,
        removed=removed_items(feedback, as_of=as_of, reports=exchange.reports),
        answer=next(answers, None) if shown and not tombstone else None,
    )


def _for_platform(view: View, form: Form) -> View:
    """All but what is for the recipient alone; what was removed stays readable to reviewers."""
    own = form.names(Audience.RECIPIENT)
    return replace(view, answers=_only(view.answers, view.answers.keys() - own))


def _for_recipient(view: View, form: Form) -> View | None:
    if view.shown:
        return _for_others(view, form, Audience.PUBLIC, Audience.RECIPIENT)
    note = _for_others(view, form, Audience.RECIPIENT)
    return replace(note, edited=False, tombstone=False) if note.answers else None


def _for_others(view: View, form: Form, *audiences: Audience) -> View:
    """What those audiences read, less what was removed; of a tombstone, that it is there."""
    names = frozenset(name for audience in audiences for name in form.names(audience))
    if view.tombstone:
        return replace(view, answers=NO_ANSWERS, edited=False, removed=frozenset())
    return replace(
        view, answers=_only(view.answers, names - view.removed), removed=view.removed & names
    )


def _only(answers: Answers, names: Container[str]) -> Answers:
    return MappingProxyType({name: answer for name, answer in answers.items() if name in names})
