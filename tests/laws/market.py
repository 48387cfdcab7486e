"""Acts on contracts become what is on record at an instant, sealed or not, and what each may see.

Felix and Fritzi work for clients `c0` to `c3`. Every act is tried in order of time; what the core
refuses never happened.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any

from goodstanding.core import evidence as admitting
from goodstanding.core import verdict as judging
from goodstanding.core.contract import Contract, Side
from goodstanding.core.evidence import Evidence
from goodstanding.core.feedback import answer, change, leverage, profile, report, seal, visibility
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.forms import form_for
from goodstanding.core.feedback.report import Ground
from goodstanding.core.feedback.seal import Feedback
from goodstanding.core.feedback.visibility import Viewer
from goodstanding.core.words import MICROSECOND, Refusal
from tests.core.builders import CLOSES_AT, ENDED_AT, a_contract, instant, usd
from tests.core.story_builders import SHIPPED

MIDNIGHT = instant("2026-03-05T00:00:00Z")
# The last microsecond of day 14, written out: the law must not ask the core when a seal breaks.
LAST_OF_WINDOW = {ENDED_AT: CLOSES_AT, MIDNIGHT: instant("2026-03-19T23:59:59.999999Z")}
UNHAPPY = {
    Side.CLIENT: {"overall": 1, "concern_skills": True, "note": "It never worked."},
    Side.FREELANCER: {"overall": 2, "comment": "Paid late."},
}
HAPPIER = {
    Side.CLIENT: {"overall": 2, "concern_performance": True, "comment": "Slow."},
    Side.FREELANCER: {"overall": 5},
}
STRANGER = "sam"
WORDS = "This breaks a rule."


@dataclass(frozen=True)
class Act:
    """One side submits, edits or withdraws, or tries to, at an instant."""

    at: datetime
    side: Side
    does: str


@dataclass(frozen=True)
class Deal:
    """One ended contract and what its sides do then; little paid does not show in public."""

    acts: tuple[Act, ...]
    freelancer: str = "fritzi"
    client: str = "c0"
    ended_at: datetime = ENDED_AT
    paid: str = "1200.00"

    @property
    def last_of_window_at(self) -> datetime:
        """The last microsecond at which feedback may be given."""
        return LAST_OF_WINDOW[self.ended_at]


History = tuple[Deal, ...]


def contract_of(number: int, deal: Deal) -> Contract:
    """The contract of the deal with that number."""
    return a_contract(
        id=f"k{number}",
        freelancer=deal.freelancer,
        client=deal.client,
        client_group=f"group-of-{deal.client}",
        net_paid=usd(deal.paid),
        ended_at=deal.ended_at,
    )


def played(
    contract: Contract, acts: Iterable[Act], given: tuple[Feedback, ...] = ()
) -> tuple[Feedback, ...]:
    """What was given on the contract after these acts, withdrawn feedback included."""
    for act in sorted(acts, key=lambda each: each.at):
        try:
            given = _done(act, contract, given)
        except Refusal:
            continue
    return given


def _done(act: Act, contract: Contract, given: tuple[Feedback, ...]) -> tuple[Feedback, ...]:
    author = contract.party(act.side)
    if act.does == "submit":
        number = sum(each.side is act.side for each in given)
        form, name = form_for("classic", act.side), f"{contract.id}-{act.side}-{act.at}-{number}"
        known = {"id": name, "contract": contract, "author": author, "at": act.at, "given": given}
        return (*given, seal.submit(form, UNHAPPY[act.side], **known))
    own = last_of(given, act.side)
    if own is None:
        return given
    step = {"contract": contract, "by": author, "at": act.at, "given": given}
    if act.does == "edit":
        written = seal.edit(own, HAPPIER[act.side], **step)
    else:
        written = seal.withdraw(own, **step)
    return tuple(written if each is own else each for each in given)


def last_of(given: tuple[Feedback, ...], side: Side) -> Feedback | None:
    """What the side gave last: what stands, or else what was withdrawn."""
    return next((each for each in reversed(given) if each.side is side), None)


def record_at(history: History, as_of: datetime) -> tuple[Exchange, ...]:
    """What the marketplace holds at the instant, sealed or not."""
    return tuple(
        Exchange(contract=contract, given=played(contract, _until(deal, as_of)))
        for contract, deal in _contracts(history)
    )


def record_ever(
    history: History, exchanges: tuple[Exchange, ...], as_of: datetime
) -> tuple[Exchange, ...]:
    """What it will hold in the end, if it holds these exchanges at the instant."""
    later = (tuple(act for act in deal.acts if act.at > as_of) for deal in history)
    return tuple(
        replace(exchange, given=played(exchange.contract, acts, exchange.given))
        for exchange, acts in zip(exchanges, later, strict=True)
    )


def _until(deal: Deal, as_of: datetime) -> tuple[Act, ...]:
    return tuple(act for act in deal.acts if act.at <= as_of)


def _contracts(history: History) -> Iterator[tuple[Contract, Deal]]:
    for number, deal in enumerate(history):
        yield contract_of(number, deal), deal


def without(exchanges: tuple[Exchange, ...], gone: Iterable[Feedback]) -> tuple[Exchange, ...]:
    """The same exchanges, had that feedback never been given."""
    ids = {feedback.id for feedback in gone}
    return tuple(
        replace(each, given=tuple(one for one in each.given if one.id not in ids))
        for each in exchanges
    )


def sealed_in(exchange: Exchange, as_of: datetime) -> list[Feedback]:
    """What is sealed at the instant, worked out from what the specification says and no code."""
    last_at = LAST_OF_WINDOW[exchange.contract.ended_at or ENDED_AT]
    spoke = {each.side: each.submitted_at for each in exchange.given if not each.withdrawn_at}
    released_at = max(spoke.values()) if len(spoke) == len(Side) else last_at + MICROSECOND
    return [each for each in exchange.given if each.withdrawn_at or as_of < released_at]


@dataclass(frozen=True)
class Trace:
    """All that somebody can come to know at an instant, and the words in which they are refused."""

    evidence: tuple[Evidence, ...]
    verdicts: tuple[Any, ...]
    pages: tuple[Any, ...]
    views: tuple[Any, ...]
    answers: tuple[Any, ...]


def trace(
    who: str,
    exchanges: tuple[Exchange, ...],
    *,
    as_of: datetime,
    ever: tuple[Exchange, ...],
    about: str,
) -> Trace:
    """What the account comes to know at the instant; doors are tried on the contract `about`."""
    admitted = tuple(_admitted(ever))
    return Trace(
        evidence=tuple(each for each in admitted if each.known_at(as_of)),
        verdicts=tuple(_verdicts(exchanges, admitted, as_of)),
        pages=tuple(_pages(exchanges, as_of)),
        views=tuple(_views(who, exchanges, as_of)),
        answers=tuple(
            _told(lambda act=act: act())
            for exchange in exchanges
            if exchange.contract.id == about
            for act in _tries(who, exchange, as_of)
        ),
    )


def _admitted(exchanges: tuple[Exchange, ...]) -> Iterator[Evidence]:
    for exchange, feedback in _given(exchanges):
        try:
            yield admitting.admit(feedback, exchange=exchange, about=feedback.side.other)
        except Refusal:
            continue


def _verdicts(
    exchanges: tuple[Exchange, ...], admitted: tuple[Evidence, ...], as_of: datetime
) -> Iterator[Any]:
    """On everything that is ever admitted, and on what is known now and admitted anew."""
    anew = tuple(_admitted_anew(exchanges, admitted, as_of))
    for subject in ("felix", "fritzi", "c0"):
        yield judging.judge(SHIPPED, subject, admitted, as_of)
        yield judging.judge(SHIPPED, subject, anew, as_of)


def _admitted_anew(
    exchanges: tuple[Exchange, ...], admitted: tuple[Evidence, ...], as_of: datetime
) -> Iterator[Evidence]:
    by_id = {each.id: each for each in admitted if each.known_at(as_of)}
    for exchange, feedback in _given(exchanges):
        if feedback.id in by_id:
            try:
                yield from admitting.readmit(
                    by_id[feedback.id], feedback, exchange=exchange, at=as_of
                )
            except Refusal:
                continue


def _pages(exchanges: tuple[Exchange, ...], as_of: datetime) -> Iterator[Any]:
    for side, subject in (
        (Side.FREELANCER, "felix"),
        (Side.FREELANCER, "fritzi"),
        (Side.CLIENT, "c0"),
        (Side.CLIENT, "c1"),
    ):
        yield profile.profile_page(subject, exchanges, as_of=as_of, side=side)


def _views(who: str, exchanges: tuple[Exchange, ...], as_of: datetime) -> Iterator[Any]:
    for exchange, feedback in _given(exchanges):
        own = {feedback.author: Viewer.AUTHOR, feedback.recipient: Viewer.RECIPIENT}
        for viewer in dict.fromkeys((own.get(who, Viewer.PUBLIC), Viewer.PUBLIC, Viewer.PLATFORM)):
            view = visibility.seen_by(viewer, feedback, exchange=exchange, as_of=as_of)
            if view is not None:
                yield viewer, view


def _given(exchanges: tuple[Exchange, ...]) -> Iterator[tuple[Exchange, Feedback]]:
    for exchange in exchanges:
        for feedback in exchange.given:
            yield exchange, feedback


def _tries(who: str, exchange: Exchange, as_of: datetime) -> Iterator[Callable[[], Any]]:
    """Everything that the account may try on the contract at the instant, at every door."""
    step = {"contract": exchange.contract, "at": as_of, "given": exchange.given}
    for side, door in product(Side, DOORS):
        feedback = last_of(exchange.given, side)
        if feedback is None:
            # Invariant: a door says the same of feedback that does not exist.
            yield lambda: _nothing_there(exchange)
        else:
            yield lambda door=door, feedback=feedback: door(feedback, exchange, who, step)
    for side in Side:
        if exchange.contract.party(side) == who:
            form = form_for("classic", side)
            yield lambda form=form, side=side: seal.submit(
                form, UNHAPPY[side], id="try", author=who, **step
            )
            yield lambda: leverage.report_leverage(WORDS, id="try", by=who, **step)


def _told(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refusal as refusal:
        return refusal.code, str(refusal)


def _nothing_there(exchange: Exchange) -> None:
    last_at = LAST_OF_WINDOW[exchange.contract.ended_at or ENDED_AT]
    raise Refusal(
        "no-feedback-yet",
        f"contract `{exchange.contract.id}` has no released feedback of that side",
        cure="feedback is released when both sides have given it, or after "
        f"`{last_at.isoformat().replace('+00:00', 'Z')}`",
    )


Door = Callable[[Feedback, Exchange, str, dict[str, Any]], Any]
DOORS: tuple[Door, ...] = (
    lambda feedback, _, who, step: seal.edit(feedback, HAPPIER[feedback.side], by=who, **step),
    lambda feedback, _, who, step: seal.withdraw(feedback, by=who, **step),
    lambda feedback, _, who, step: answer.answer(feedback, WORDS, by=who, **step),
    lambda feedback, _, who, step: change.ask_to_change(feedback, id="try", by=who, **step),
    lambda feedback, _, who, step: report.report_feedback(
        feedback, Ground.IRRELEVANT, WORDS, id="try", by=who, **step
    ),
    lambda feedback, exchange, _, step: admitting.admit(
        feedback, exchange=exchange, received_at=step["at"], about=feedback.side.other
    ),
)
