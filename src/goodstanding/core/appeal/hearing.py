"""An appeal becomes an answer, and where it is granted another decision, by another person."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from goodstanding.core.appeal.record import Answer, Appeal, GroundKind
from goodstanding.core.case.record import require_person, require_policy_of
from goodstanding.core.decision import Decision, lift
from goodstanding.core.policy.language import Policy
from goodstanding.core.reasons.discretion import require_discreet
from goodstanding.core.reasons.redress import routes_of
from goodstanding.core.reasons.restriction import (
    Restriction,
    Terms,
    is_milder,
    restrict,
    terms_for,
)
from goodstanding.core.reasons.statement import restate
from goodstanding.core.words import Outcome, Refusal, require_id, require_instant, told_instant

GRANTED = (Answer.REVERSED, Answer.MODIFIED)
BY_GRAVITY = tuple(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the hearer answers to one ground, or asks about it, in words that are told."""

    kind: GroundKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milder:
    """What a decision is modified to; without `terms`, those of the policy."""

    outcome: Outcome
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """The answer to an appeal, and all that follows from it.

    `appeal` is the appeal as answered. `decision` is the one that now stands in place of the first,
    where it was reversed or modified. `must_be_told` are all who had been told of the first;
    `corrections` is the evidence that was wrong and has to be superseded.
    """

    id: str
    appeal: Appeal
    answer: Answer
    replies: tuple[Reply, ...]
    by: str
    heard_at: datetime
    decision: Decision | None = None
    must_be_told: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


def rehear(
    appeal: Appeal,
    *,
    id: str,
    policy: Policy,
    answer: Answer,
    replies: tuple[Reply, ...],
    by: str,
    seen: frozenset[str],
    at: datetime,
    milder: Milder | None = None,
    told_before: Collection[str] = (),
    corrections: Collection[str] = (),
) -> Hearing:
    """The hearing of an appeal by a person who had no hand in the matter before.

    Reversal restores everything at once. A modified decision keeps the day the first one began, so
    that no wait starts again. A decision that follows bears the hearing's own `id`.

    Raises:
        Refusal: the hearer is nobody, a machine, a party, or had a hand in the matter; has not seen
            the evidence and the attachments; leaves a ground unanswered; the appeal is answered;
            what it is modified to is not milder; or corrections are named without an error.
    """
    _require_fresh_eyes(appeal, by)
    _require_answerable(appeal, at)
    _require_seen(appeal, seen)
    _require_replies(appeal, answer, replies)
    _require_corrections(appeal, answer, corrections)
    decision = _what_follows(
        appeal.decision, answer, milder, policy=policy, by=by, at=at, id=require_id("hearing", id)
    )
    return Hearing(
        id=id,
        appeal=_answered(appeal, answer, by=by, at=at),
        answer=answer,
        replies=replies,
        by=by,
        heard_at=at,
        decision=decision,
        must_be_told=tuple(
            sorted({appeal.decision.subject, *(told_before if answer in GRANTED else ())})
        ),
        corrections=tuple(sorted(corrections)),
    )


def _answered(appeal: Appeal, answer: Answer, *, by: str, at: datetime) -> Appeal:
    if answer is Answer.MORE_INFORMATION:
        return replace(appeal, answer=answer, clock_from_at=None, answer_due_at=None)
    return replace(appeal, answer=answer, answered_by=by, answered_at=at)


def _what_follows(
    decision: Decision,
    answer: Answer,
    milder: Milder | None,
    *,
    policy: Policy,
    by: str,
    at: datetime,
    id: str,
) -> Decision | None:
    if (milder is not None) is not (answer is Answer.MODIFIED):
        raise Refusal(
            "modified-to-what",
            f"the answer is `{answer}`, and "
            + ("nothing says" if milder is None else "something says")
            + " what the decision is modified to",
            cure="say it with the answer `modified`, and with no other",
        )
    if milder is not None:
        return _modify(decision, milder, policy=policy, by=by, at=at, id=id)
    if answer is Answer.REVERSED:
        return lift(decision, id=id, by=by, at=at, because="An appeal against it was granted.")
    return None


def _modify(
    decision: Decision, milder: Milder, *, policy: Policy, by: str, at: datetime, id: str
) -> Decision:
    require_policy_of(decision.case, policy)
    terms = milder.terms or terms_for(policy, milder.outcome, rung=None)
    began_at = decision.restriction.from_at if decision.restriction else at
    restriction = restrict(milder.outcome, terms, about=policy.about, from_at=began_at)
    if not _is_milder(decision, milder.outcome, restriction):
        raise Refusal(
            "not-milder",
            f"decision `{decision.id}` would become `{milder.outcome}`, which is not milder than "
            f"`{decision.outcome}` in every respect",
            cure="uphold it, or choose what takes less, for no longer",
        )
    return replace(
        decision,
        id=id,
        by=by,
        seconded_by=None,
        effective_at=at,
        statement=restate(
            decision.statement,
            outcome=milder.outcome,
            restriction=restriction,
            why="An appeal against it was granted in part.",
            cure=terms.cure,
            stated_at=at,
            routes=routes_of(
                decision.statement.redress,
                policy.process.appeal,
                decided_at=at,
                restriction=restriction,
            ),
            instead_of=decision.id,
        ),
        hands=decision.hands | {by},
        lifts=decision.id,
        note="",
    )


def _is_milder(decision: Decision, outcome: Outcome, restriction: Restriction | None) -> bool:
    step = BY_GRAVITY.index(decision.outcome) - BY_GRAVITY.index(outcome)
    if outcome is Outcome.NO_ACTION or step < 0:
        return False
    if restriction == decision.restriction:
        return step > 0
    return is_milder(restriction, decision.restriction)


def _require_fresh_eyes(appeal: Appeal, by: str) -> None:
    require_person("hearer", by)
    decision = appeal.decision
    if by in decision.hands | appeal.earlier_hands:
        part = {decision.by: "decided", decision.seconded_by: "seconded"}.get(by, "heard")
        raise Refusal(
            "heard-by-the-same",
            f"`{by}` {part} in the matter of decision `{decision.id}`",
            cure="let somebody hear the appeal who had no hand in it",
        )
    if by in decision.case.parties | {appeal.by}:
        raise Refusal(
            "heard-by-a-party",
            f"`{by}` is a party to appeal `{appeal.id}`",
            cure="let somebody hear it who has no part in it",
        )


def _require_answerable(appeal: Appeal, at: datetime) -> None:
    if appeal.answered_at is not None:
        raise Refusal(
            "answered-already",
            f"appeal `{appeal.id}` was answered at `{told_instant(appeal.answered_at)}`",
            cure="hear the next appeal, if there is one",
        )
    if require_instant("at", at) < (appeal.clock_from_at or appeal.lodged_at):
        raise Refusal(
            "heard-before-lodged",
            f"appeal `{appeal.id}` is heard at `{told_instant(at)}`, before it stood as it stands",
            cure="give an instant after the appellant's last word",
        )


def _require_seen(appeal: Appeal, seen: frozenset[str]) -> None:
    unseen = sorted((appeal.decision.case.evidence_ids | appeal.attachments) - seen)
    if unseen:
        raise Refusal(
            "appeal-not-seen",
            f"the hearer of appeal `{appeal.id}` has not seen "
            + ", ".join(f"`{each}`" for each in unseen),
            cure="open each piece of evidence and each attachment before answering",
        )


def _require_replies(appeal: Appeal, answer: Answer, replies: tuple[Reply, ...]) -> None:
    case, facts = appeal.decision.case, appeal.decision.statement.facts
    for reply in replies:
        require_discreet(
            f"the reply to `{reply.kind}`", reply.words, case=case, cited=facts.contracts
        )
    stated = [ground.kind for ground in appeal.grounds]
    answered = [reply.kind for reply in replies]
    for kind in answered:
        if kind not in stated or answered.count(kind) > 1:
            raise Refusal(
                "reply-to-no-ground",
                f"`{kind}` is answered, but not once for a ground stated once",
                cure="answer each ground of the appeal once: "
                + ", ".join(f"`{each}`" for each in stated),
            )
    missing = [kind for kind in stated if kind not in answered]
    asks = answer is Answer.MORE_INFORMATION
    if (asks and not answered) or (missing and not asks):
        raise Refusal(
            "ground-not-answered",
            f"appeal `{appeal.id}` has no reply to " + ", ".join(f"`{each}`" for each in missing),
            cure="say of one at least what is missing" if asks else "answer each ground",
        )


def _require_corrections(appeal: Appeal, answer: Answer, corrections: Collection[str]) -> None:
    for evidence in sorted(corrections):
        if evidence not in appeal.decision.case.evidence_ids:
            raise Refusal(
                "correction-of-other-evidence",
                f"decision `{appeal.decision.id}` does not rest on evidence `{evidence}`",
                cure="name only what it rests on",
            )
        kinds = {ground.kind for ground in appeal.grounds}
        if answer not in GRANTED or GroundKind.ERROR not in kinds:
            raise Refusal(
                "correction-without-error",
                f"evidence `{evidence}` would be corrected, but no appeal of an error was granted",
                cure="name corrections only when an appeal of an error is granted",
            )
