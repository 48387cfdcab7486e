"""A case becomes a decision by a person, with reasons, and with it perhaps a restriction."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from goodstanding.core.case.record import Case, is_machine, require_person, require_policy_of
from goodstanding.core.policy.language import Policy
from goodstanding.core.reasons.discretion import require_discreet
from goodstanding.core.reasons.restriction import (
    RESTRICTING,
    Restriction,
    Terms,
    restrict,
    terms_for,
)
from goodstanding.core.reasons.statement import (
    USUAL,
    Circumstances,
    StatementOfReasons,
    restate,
    state_reasons,
)
from goodstanding.core.words import (
    Outcome,
    Refusal,
    require_id,
    require_instant,
    told_instant,
)

POLICY_VERSION = re.compile(r"policy:[^\s@:]+@[1-9][0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was resolved in a case, by whom, with which effect.

    The statement is told to the subject, the `note` is not. `lifts` names the decision that it
    takes back. `hands` are all who decided, seconded or heard in this matter so far: none of them
    hears an appeal about it.
    """

    id: str
    case: Case
    by: str
    effective_at: datetime
    statement: StatementOfReasons
    hands: frozenset[str]
    seconded_by: str | None = None
    lifts: str | None = None
    note: str = ""

    @property
    def subject(self) -> str:
        """Whom it is about."""
        return self.case.subject

    @property
    def outcome(self) -> Outcome:
        """What was resolved."""
        return self.statement.outcome

    @property
    def decided_at(self) -> datetime:
        """When it was resolved; the effect may come later."""
        return self.statement.stated_at

    @property
    def restriction(self) -> Restriction | None:
        """What it takes, if anything."""
        return self.statement.restriction

    @property
    def reasons(self) -> str:
        """Why, in the words that the subject is told."""
        return self.statement.why


def decide(
    case: Case,
    *,
    id: str,
    policy: Policy,
    outcome: Outcome,
    reasons: str,
    by: str,
    seen: frozenset[str],
    at: datetime,
    effective_at: datetime | None = None,
    seconded_by: str | None = None,
    terms: Terms | None = None,
    note: str = "",
    circumstances: Circumstances = USUAL,
) -> Decision:
    """The decision of the person who holds the case, on the evidence that they have `seen`.

    Any outcome may be chosen, whatever the rule proposed. Without `terms` those of the policy
    apply. A restriction takes effect at the end of the policy's notice, or later if `effective_at`
    says so; anything else at once. The decision's own `case` is the decided one.

    Raises:
        Refusal: whoever decides is nobody, a machine or a party, does not hold the case, has not
            seen what it rests on, or gives no reasons that can be told; the case is decided; a
            permanent block has no second person; the restriction is unsound or comes too early.
    """
    _require_ready(case, policy, by=by, at=at, seen=seen)
    _require_second(case, outcome, by=by, seconded_by=seconded_by)
    effective = _effective_at(policy, outcome, at=at, wanted_at=effective_at)
    statement = _reasoned(
        case,
        terms or terms_for(policy, outcome, rung=case.verdict.rung if case.verdict else None),
        policy=policy,
        outcome=outcome,
        why=reasons,
        decided_at=at,
        effective_at=effective,
        circumstances=circumstances,
    )
    return Decision(
        id=require_id("decision", id),
        case=replace(case, decided_at=at),
        by=by,
        seconded_by=seconded_by,
        effective_at=effective,
        statement=statement,
        hands=frozenset({by, seconded_by or by}),
        note=note,
    )


def lift(decision: Decision, *, id: str, by: str, at: datetime, because: str) -> Decision:
    """The decision that takes another back, at once and whole.

    A person may lift anything; a policy may too (`policy:NAME@VERSION`), when a restriction has run
    out or its course is done. `because` is told to the subject.

    Raises:
        Refusal: nobody or no version of a policy lifts, `because` is blank or tells too much,
            nothing follows from the decision, or it had not been made at that instant.
    """
    _require_lifter(by)
    if decision.outcome is Outcome.NO_ACTION:
        raise Refusal(
            "nothing-to-lift",
            f"nothing follows from decision `{decision.id}`",
            cure="lift the decision that restricts, warns or advises",
        )
    require_not_before(decision, at)
    cited = decision.statement.facts.contracts
    told = require_discreet("the reasons", because, case=decision.case, cited=cited)
    statement = restate(
        decision.statement,
        outcome=Outcome.NO_ACTION,
        restriction=None,
        why=told,
        cure="",
        stated_at=at,
        routes=decision.statement.routes,
        instead_of=decision.id,
    )
    return replace(
        decision,
        id=require_id("decision", id),
        by=by,
        seconded_by=None,
        effective_at=at,
        statement=replace(statement, by_machine=is_machine(by)),
        hands=decision.hands | {by},
        lifts=decision.id,
        note="",
    )


def require_not_before(decision: Decision, at: datetime) -> datetime:
    """The instant itself, once it is known not to lie before the decision.

    Raises:
        Refusal: it does, or it is not in UTC.
    """
    if require_instant("at", at) < decision.decided_at:
        raise Refusal(
            "before-the-decision",
            f"decision `{decision.id}` was made at `{told_instant(decision.decided_at)}`, after "
            f"`{told_instant(at)}`",
            cure="give an instant at or after the decision",
        )
    return at


def _reasoned(
    case: Case,
    terms: Terms,
    *,
    policy: Policy,
    outcome: Outcome,
    why: str,
    decided_at: datetime,
    effective_at: datetime,
    circumstances: Circumstances,
) -> StatementOfReasons:
    return state_reasons(
        case,
        policy=policy,
        outcome=outcome,
        restriction=restrict(outcome, terms, about=policy.about, from_at=effective_at),
        why=why,
        cure=terms.cure,
        stated_at=decided_at,
        circumstances=circumstances,
    )


def _require_lifter(by: str) -> None:
    if is_machine(by) and not POLICY_VERSION.fullmatch(by):
        raise Refusal(
            "policy-without-version",
            f"`{by}` lifts a restriction",
            cure="say which version of which policy does, as in `policy:poor-contract-outcomes@1`",
        )
    if not is_machine(by):
        require_person("person who lifts", by)


def _require_ready(
    case: Case, policy: Policy, *, by: str, at: datetime, seen: frozenset[str]
) -> None:
    require_policy_of(case, policy)
    _require_holder(case, by, at)
    unseen = sorted(case.evidence_ids - seen)
    if unseen:
        raise Refusal(
            "evidence-not-seen",
            f"case `{case.id}` rests on "
            + ", ".join(f"`{each}`" for each in unseen)
            + ", which the decider has not seen",
            cure="open each piece of evidence before deciding",
        )


def _require_holder(case: Case, by: str, at: datetime) -> None:
    require_person("decider", by)
    require_instant("at", at)
    if case.decided_at is not None:
        raise Refusal(
            "decided-already",
            f"case `{case.id}` was decided at `{told_instant(case.decided_at)}`",
            cure="lift that decision, or let it be appealed",
        )
    if case.claim is None or case.claim.by != by or not case.claim.holds(at):
        raise Refusal(
            "case-not-held",
            f"`{by}` does not hold case `{case.id}` at `{told_instant(at)}`",
            cure="claim it first, and decide before the lease ends",
        )


def _require_second(case: Case, outcome: Outcome, *, by: str, seconded_by: str | None) -> None:
    if seconded_by is None:
        if outcome is Outcome.PERMANENT_BLOCK:
            raise Refusal(
                "no-second-person",
                f"`{by}` alone would block `{case.subject}` permanently",
                cure="let a second person look at it and second it",
            )
        return
    require_person("second person", seconded_by)
    if seconded_by == by:
        raise Refusal(
            "seconded-by-the-decider",
            f"`{by}` decides and seconds",
            cure="let another person second it",
        )
    if seconded_by in case.parties:
        raise Refusal(
            "seconded-by-a-party",
            f"`{seconded_by}` is a party to case `{case.id}`",
            cure="let somebody second it who has no part in it",
        )


def _effective_at(
    policy: Policy, outcome: Outcome, *, at: datetime, wanted_at: datetime | None
) -> datetime:
    notice_days = policy.process.notice_days if outcome in RESTRICTING else 0
    earliest_at = at + timedelta(days=notice_days)
    if wanted_at is None:
        return earliest_at
    if require_instant("effective_at", wanted_at) < earliest_at:
        raise Refusal(
            "effect-too-early",
            f"`{outcome}` would take effect at `{told_instant(wanted_at)}`",
            cure=f"policy `{policy.name}` gives {notice_days} days of notice: "
            f"`{told_instant(earliest_at)}` at the earliest",
        )
    return wanted_at
