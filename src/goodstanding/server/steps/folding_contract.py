"""All events about one contract become the contract, the feedback on it, and its evidence.

A fold: the same events give the same result, in whatever order they came. Each version of evidence
is what was known at its instant, so that a replay of any day reads what was known that day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from goodstanding.core.contract import Contract, Dispute, Side
from goodstanding.core.evidence import Evidence, admit, supersede
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.forms import form_for
from goodstanding.core.feedback.seal import Feedback, edit, release_at, submit, withdraw
from goodstanding.core.words import Money, Refusal
from goodstanding.server.steps.known_event import KnownEvent

NOT_KNOWN = Refusal(
    "contract-not-known",
    "nothing says yet who the parties of the contract are",
    cure="send its `goodstanding.contract.started`",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """From when on a client belongs to a group, or a freelancer to an agency."""

    account: str
    kind: str
    belongs_to: str | None
    from_at: datetime


@dataclass(slots=True, kw_only=True)
class Folded:
    """One contract as known at an instant, with what could not be used, by event.

    `evidence` are all versions up to that instant, by side they are about. `changes_at` is when the
    clock alone will change something: the next release.
    """

    contract: Contract | None = None
    given: tuple[Feedback, ...] = ()
    evidence: dict[Side, list[Evidence]] = field(default_factory=dict)
    releases: dict[str, datetime] = field(default_factory=dict)
    changes_at: datetime | None = None
    problems: dict[int, Refusal] = field(default_factory=dict)


def folded(events: Sequence[KnownEvent], links: Sequence[Link], *, as_of: datetime) -> Folded:
    """The contract of these events as known at the instant; those known later are not read."""
    known = [event for event in events if event.known_at <= as_of]
    found = Folded()
    found.contract = contract_of(known, links, as_of=as_of, problems=found.problems)
    if found.contract is None:
        found.problems |= {event.id: NOT_KNOWN for event in known if event.id not in found.problems}
        return found
    found.given = given_on(found.contract, known, problems=found.problems)
    standing = [each for each in found.given if each.withdrawn_at is None]
    for feedback in standing:
        at = release_at(feedback, contract=found.contract, given=found.given)
        found.releases[feedback.id] = at
    ahead = [at for at in found.releases.values() if at > as_of]
    found.changes_at = min(ahead, default=None)
    if standing and found.contract.ended_at is not None:
        for instant in _instants(known, links, found, as_of=as_of):
            _admit_known_at(instant, known, links, found=found)
    return found


def contract_of(
    events: Sequence[KnownEvent],
    links: Iterable[Link],
    *,
    as_of: datetime,
    problems: dict[int, Refusal],
) -> Contract | None:
    """The contract that the events tell of; None while its start is not known."""
    started = _of(events, "contract.started")
    if not started:
        return None
    first, *more = started
    for event in more:
        problems[event.id] = _twice("start")
    body = first.body
    paid = _sum(events, "contract.paid", body["currency"], problems=problems)
    refunded = _sum(events, "contract.refunded", body["currency"], problems=problems)
    ends = _of(events, "contract.ended")
    for event in ends[1:]:
        problems[event.id] = _twice("end")
    client, freelancer = body["client"], body["freelancer"]
    try:
        return Contract(
            id=body["contract"],
            freelancer=freelancer,
            client=client,
            client_group=_linked(links, client, kind="client_group", as_of=as_of) or client,
            agency=body.get("agency") or _linked(links, freelancer, kind="agency", as_of=as_of),
            kind=body.get("kind"),
            net_paid=Money(amount=paid - refunded, currency=body["currency"]),
            started_at=first.happened_at,
            refunded_in_full=_in_full(events, paid=paid, refunded=refunded),
            **_end(ends[0] if ends else None),
            **_latest(events),
        )
    except Refusal as refusal:
        problems[first.id] = refusal
        return None


def _in_full(events: Sequence[KnownEvent], *, paid: Decimal, refunded: Decimal) -> bool:
    refunds = _of(events, "contract.refunded")
    said = any(event.body.get("in_full") for event in refunds)
    return said or (bool(refunds) and paid > 0 and refunded >= paid)


def _end(ended: KnownEvent | None) -> dict[str, Any]:
    if ended is None:
        return {}
    by = ended.body.get("by")
    return {
        "ended_at": ended.happened_at,
        "ended_by": None if by is None else Side(by),
        "end_reason": ended.body.get("reason"),
    }


def _latest(events: Sequence[KnownEvent]) -> dict[str, Any]:
    """How the last dispute stands, and when something was paid last."""
    disputes, payments = _of(events, "contract.disputed"), _of(events, "contract.paid")
    return {
        "dispute": Dispute(disputes[-1].body["status"]) if disputes else None,
        "last_paid_at": payments[-1].happened_at if payments else None,
    }


def given_on(
    contract: Contract, events: Sequence[KnownEvent], *, problems: dict[int, Refusal]
) -> tuple[Feedback, ...]:
    """The feedback that was given on the contract, as last edited, or withdrawn."""
    given: dict[str, Feedback] = {}
    for event in events:
        if ".feedback." not in event.type:
            continue
        try:
            feedback = _after(event, contract, given)
        except Refusal as refusal:
            problems[event.id] = refusal
        else:
            given[feedback.id] = feedback
    return tuple(given.values())


def _after(event: KnownEvent, contract: Contract, given: dict[str, Feedback]) -> Feedback:
    """The feedback after what one event tells of it."""
    body, at = event.body, event.happened_at
    name, author = body["feedback"], body["author"]
    standing = tuple(given.values())
    if event.type.endswith(".submitted"):
        if name in given:
            raise _twice("submission")
        form = form_for(body["form"], contract.side_of(author))
        answers = {**body["answers"], **event.words}
        return submit(
            form, answers, id=name, contract=contract, author=author, at=at, given=standing
        )
    if name not in given:
        raise Refusal(
            "feedback-not-known",
            f"nothing says yet what feedback `{name}` was",
            cure="send its `goodstanding.feedback.submitted`",
        )
    said = {"contract": contract, "by": author, "at": at, "given": standing}
    if event.type.endswith(".withdrawn"):
        return withdraw(given[name], **said)
    return edit(given[name], {**body["answers"], **event.words}, **said)


def _instants(
    events: Sequence[KnownEvent], links: Iterable[Link], found: Folded, *, as_of: datetime
) -> list[datetime]:
    """When evidence may have become another: a release, and what was learned after the first."""
    releases = sorted(at for at in found.releases.values() if at <= as_of)
    if not releases:
        return []
    learned = {event.known_at for event in events} | {link.from_at for link in links}
    later = {at for at in learned if releases[0] < at <= as_of}
    return sorted({*releases, *later})


def _admit_known_at(
    instant: datetime, events: Sequence[KnownEvent], links: Sequence[Link], *, found: Folded
) -> None:
    """The evidence as it was known at that instant, added where it differs from what was before."""
    known = [event for event in events if event.known_at <= instant]
    ignored: dict[int, Refusal] = {}
    contract = contract_of(known, links, as_of=instant, problems=ignored)
    if contract is None or contract.ended_at is None or contract.ended_at > instant:
        return
    given = given_on(contract, known, problems=ignored)
    exchange = Exchange(contract=contract, given=given)
    for side in Side:
        versions = found.evidence.setdefault(side, [])
        wanted = _evidence_about(side, exchange, instant)
        last = versions[-1] if versions else None
        if last is not None and last.superseded_at is None and not _same(last, wanted):
            versions[-1] = supersede(last, at=instant)
        if wanted is not None and not _same(last, wanted):
            versions.append(wanted)


def _evidence_about(side: Side, exchange: Exchange, instant: datetime) -> Evidence | None:
    for feedback in exchange.given:
        released = feedback.withdrawn_at is None and not exchange.is_sealed(feedback, instant)
        if feedback.side is side.other and released:
            return admit(feedback, exchange=exchange, received_at=instant, about=side)
    return None


def _same(one: Evidence | None, other: Evidence | None) -> bool:
    """Whether both say the same, whenever it was learned."""
    if one is None or other is None:
        return one is other
    return content_of(one) == content_of(other)


def content_of(evidence: Evidence) -> tuple[object, ...]:
    """All that a version says but when it was learned."""
    return (
        evidence.id,
        evidence.subject,
        evidence.client,
        evidence.client_group,
        evidence.contract,
        evidence.occurred_at,
        evidence.source,
        dict(evidence.items),
        evidence.public_items,
    )


def _of(events: Iterable[KnownEvent], kind: str) -> list[KnownEvent]:
    return [event for event in events if event.type == f"goodstanding.{kind}"]


def _sum(
    events: Iterable[KnownEvent], kind: str, currency: str, *, problems: dict[int, Refusal]
) -> Decimal:
    total = Decimal(0)
    for event in _of(events, kind):
        if event.body["currency"] == currency:
            total += Decimal(event.body["amount"])
            continue
        problems[event.id] = Refusal(
            "other-currency",
            f"`{event.body['currency']}` on a contract in `{currency}`",
            cure="tell the amount in the contract's currency",
        )
    return total


def _linked(links: Iterable[Link], account: str, *, kind: str, as_of: datetime) -> str | None:
    """What the account belonged to at the instant, as then known."""
    own = [
        link
        for link in links
        if (link.account, link.kind) == (account, kind) and link.from_at <= as_of
    ]
    return max(own, key=lambda link: link.from_at).belongs_to if own else None


def _twice(what: str) -> Refusal:
    return Refusal(
        "told-twice",
        f"the {what} was told before",
        cure="send it once; what was told first counts",
    )
