"""Released feedback or an upheld finding becomes evidence: dated, attributed, never edited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from goodstanding.core.complaint import Complaint, FindingOutcome
from goodstanding.core.contract import Side, end_of
from goodstanding.core.fact import Source
from goodstanding.core.feedback.change import answers_at
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.form import Audience, Kind
from goodstanding.core.feedback.interim import InterimFeedback
from goodstanding.core.feedback.leverage import is_quarantined
from goodstanding.core.feedback.removal import is_removed, removed_items
from goodstanding.core.feedback.report import reports_of
from goodstanding.core.feedback.seal import Feedback, release_at, require_released
from goodstanding.core.feedback.visibility import DEFAULT_MINIMUMS, Minimums, shows_publicly
from goodstanding.core.words import (
    Refusal,
    require_id,
    require_instant,
    told_instant,
)

ItemValue = bool | int | Decimal | str
NO_ITEMS: Mapping[str, ItemValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one client's side reported of one subject about one contract (or one claim).

    Two clocks: `occurred_at` is theirs (the contract's end), `received_at` ours (release, change,
    finding). A version counts for an instant t when `received_at <= t` and it was not yet
    superseded (`t < superseded_at`). `items` holds the raw answers and facts, so that a policy can
    decide what is negative; an item that is not there is unknown. `public_items` names those that
    everybody may read; all others are private.
    """

    id: str
    subject: str
    client: str
    client_group: str
    occurred_at: datetime
    received_at: datetime
    superseded_at: datetime | None = None
    contract: str | None = None
    source: Source = Source.FEEDBACK
    items: Mapping[str, ItemValue] = field(default_factory=lambda: NO_ITEMS)
    public_items: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name in ("id", "subject", "client", "client_group"):
            require_id(name, getattr(self, name))
        require_instant("occurred_at", self.occurred_at)
        require_instant("received_at", self.received_at)
        if self.received_at < self.occurred_at:
            raise Refusal(
                "received-before-it-occurred",
                f"evidence `{self.id}` was received at `{told_instant(self.received_at)}`, "
                f"before it occurred at `{told_instant(self.occurred_at)}`",
                cure="check the two instants",
            )
        if self.superseded_at is not None and (
            require_instant("superseded_at", self.superseded_at) < self.received_at
        ):
            raise Refusal(
                "superseded-before-received",
                f"evidence `{self.id}` is superseded at `{told_instant(self.superseded_at)}`, "
                f"before it was received at `{told_instant(self.received_at)}`",
                cure="check `received_at` and `superseded_at`",
            )

    def known_at(self, as_of: datetime) -> bool:
        """Whether this version was what we knew at that instant."""
        if self.occurred_at > as_of or self.received_at > as_of:
            return False
        return self.superseded_at is None or as_of < self.superseded_at


def admit(
    feedback: Feedback | InterimFeedback,
    *,
    exchange: Exchange,
    received_at: datetime | None = None,
    about: Side = Side.FREELANCER,
    minimums: Minimums = DEFAULT_MINIMUMS,
) -> Evidence:
    """Released feedback as evidence about its recipient, as known when it was received.

    `received_at` is the release, or later for a later version. The exchange's contract is given as
    known then; changes, reports and removals after it are not read. Answers in words stay out. Who
    reports is `client`, also when the subject is one: then it is the freelancer.

    Raises:
        Refusal: the feedback is mid-contract, about the other side, sealed or withdrawn at that
            instant, or removed; or the contract's currency has no minimum.
    """
    final = _final(feedback, about)
    known_at = _known_at(final, exchange, received_at)
    answers = dict(_answers(final, exchange, known_at))
    public = final.form.names(Audience.PUBLIC) & answers.keys()
    return Evidence(
        id=final.id,
        subject=final.recipient,
        client=final.author,
        client_group=exchange.contract.group_of(final.side),
        occurred_at=end_of(exchange.contract),
        received_at=known_at,
        contract=final.contract,
        items=MappingProxyType({**answers, **_facts(final, exchange, known_at)}),
        public_items=public if shows_publicly(exchange.contract, minimums) else frozenset(),
    )


def readmit(
    evidence: Evidence,
    feedback: Feedback,
    *,
    exchange: Exchange,
    at: datetime,
    minimums: Minimums = DEFAULT_MINIMUMS,
) -> tuple[Evidence, Evidence]:
    """The old version, superseded at the instant, and the one that counts from then on.

    Due when the public part was changed, a report opened or closed, something was removed in part
    or restored, or a fact of the contract changed. A removal of the whole has no successor: it is
    `supersede` alone.

    Raises:
        Refusal: as for `supersede` and `admit`; or the evidence is of other feedback.
    """
    if evidence.id != feedback.id:
        raise Refusal(
            "evidence-of-other-feedback",
            f"evidence `{evidence.id}` does not come from feedback `{feedback.id}`",
            cure="give the evidence together with its own feedback",
        )
    about = feedback.side.other
    successor = admit(feedback, exchange=exchange, received_at=at, about=about, minimums=minimums)
    return supersede(evidence, at=at), successor


def admit_finding(complaint: Complaint) -> Evidence:
    """A substantiated finding as evidence about the respondent; all of it is private.

    It occurred when the complaint was made and was received with the finding.

    Raises:
        Refusal: nothing is found yet, or the finding is another one: an honest correction, like a
            doubt that was not borne out, is no evidence.
    """
    finding = complaint.finding
    if finding is None or finding.outcome is not FindingOutcome.SUBSTANTIATED:
        told = "no finding" if finding is None else f"finding `{finding.outcome}`"
        raise Refusal(
            "finding-is-no-evidence",
            f"complaint `{complaint.id}` has {told}",
            cure="only a substantiated finding is evidence",
        )
    return Evidence(
        id=complaint.id,
        subject=complaint.respondent,
        client=complaint.complainant,
        client_group=complaint.complainant_group,
        occurred_at=complaint.complained_at,
        received_at=finding.found_at,
        contract=complaint.contract,
        source=Source.FINDING,
        items=MappingProxyType(
            {
                "source": Source.FINDING.value,
                "claim": complaint.claim.kind.value,
                "claim_dimension": complaint.claim.dimension.value,
            }
        ),
    )


def supersede(evidence: Evidence, *, at: datetime) -> Evidence:
    """The version as it counted until that instant (exclusive); it is kept for replays.

    Raises:
        Refusal: it is superseded already, or the instant is before it was received.
    """
    if evidence.superseded_at is not None:
        raise Refusal(
            "superseded-already",
            f"evidence `{evidence.id}` was superseded at `{told_instant(evidence.superseded_at)}`",
            cure="supersede its latest version",
        )
    return replace(evidence, superseded_at=at)


def _final(feedback: Feedback | InterimFeedback, about: Side) -> Feedback:
    if isinstance(feedback, InterimFeedback):
        raise Refusal(
            "interim-is-no-evidence",
            f"`{feedback.id}` is mid-contract feedback on contract `{feedback.contract}`",
            cure="wait for the feedback at its end",
        )
    if feedback.side is not about.other:
        raise Refusal(
            "evidence-about-other-side",
            f"feedback `{feedback.id}` is about the {feedback.side.other}, not the {about}",
            cure=f"admit it as evidence about the {feedback.side.other}",
        )
    return feedback


def _known_at(feedback: Feedback, exchange: Exchange, received_at: datetime | None) -> datetime:
    """The instant of admission: not before the release, and not while it is removed."""
    given = exchange.given
    known_at = received_at or release_at(feedback, contract=exchange.contract, given=given)
    require_released(feedback, contract=exchange.contract, at=known_at, given=given)
    if is_removed(feedback, as_of=known_at, reports=exchange.reports):
        raise Refusal(
            "evidence-was-removed",
            f"feedback `{feedback.id}` is removed",
            cure="supersede its evidence; removed feedback has no successor",
        )
    return known_at


def _answers(
    feedback: Feedback, exchange: Exchange, known_at: datetime
) -> Iterator[tuple[str, ItemValue]]:
    """Every answer but free words and what was removed: nobody is judged by their adjectives."""
    removed = removed_items(feedback, as_of=known_at, reports=exchange.reports)
    answers = answers_at(feedback, as_of=known_at, changes=exchange.changes)
    for name, answer in answers.items():
        if feedback.form.item(name).kind is not Kind.WORDS and name not in removed:
            yield name, answer


def _facts(feedback: Feedback, exchange: Exchange, known_at: datetime) -> dict[str, ItemValue]:
    """What is known beside the answers; a fact that is not there is unknown."""
    contract = exchange.contract
    reports = reports_of(feedback, exchange.reports)
    raters = exchange.pattern_raters
    facts: dict[str, ItemValue | None] = {
        "source": Source.FEEDBACK.value,
        "contract_kind": contract.kind,
        "ended_by": contract.ended_by and contract.ended_by.value,
        "net_paid": contract.net_paid.amount,
        "currency": contract.net_paid.currency,
        "refunded_in_full": contract.refunded_in_full,
        "dispute": contract.dispute and contract.dispute.value,
        "report_open": any(report.suspends(known_at) for report in reports),
        "quarantined": is_quarantined(feedback, as_of=known_at, reports=exchange.leverage),
        "pattern_rater": None if raters is None else feedback.side in raters,
        "linked_accounts": exchange.linked_accounts,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}
