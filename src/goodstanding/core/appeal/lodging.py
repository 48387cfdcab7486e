"""A decision becomes an appeal, through one of two doors."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from goodstanding.core.appeal.clock import answer_due_at
from goodstanding.core.appeal.record import Appeal, Ground, GroundKind
from goodstanding.core.decision import Decision, require_not_before
from goodstanding.core.policy.language import AppealTerms
from goodstanding.core.reasons.redress import (
    Door,
    error_door_closes_at,
    reinstatement_opens_at,
)
from goodstanding.core.words import (
    Outcome,
    Refusal,
    require_id,
    require_instant,
    require_words,
    told_instant,
)

LATER_ONLY = (GroundKind.IMPROVEMENT,)


def lodge(
    decision: Decision,
    *,
    id: str,
    door: Door,
    grounds: tuple[Ground, ...],
    by: str,
    at: datetime,
    terms: AppealTerms,
    informed_at: datetime | None,
    earlier: Iterable[Appeal] = (),
    representatives: Collection[str] = (),
    holidays: Collection[date] = (),
) -> Appeal:
    """The appeal, which is its own receipt: it is received, and answered by `answer_due_at`.

    The error door opens with the decision and closes with the day so many months after the subject
    was told (`informed_at`; not told yet: it stays open). The reinstatement door opens after the
    wait, on its very instant. Give all earlier appeals of the decision as `earlier`.

    Raises:
        Refusal: the door is not open or leads nowhere, a ground is not stated or does not fit the
            door, somebody else appeals, another appeal is open, or the last one cools off.
    """
    _require_appellant(decision, by, representatives)
    require_not_before(decision, at)
    if door is Door.ERROR:
        _require_error_door(decision, at=at, terms=terms, informed_at=informed_at)
    else:
        _require_reinstatement_door(decision, at=at, terms=terms)
    _require_grounds(grounds, door)
    before = [appeal for appeal in earlier if appeal.decision.id == decision.id]
    _require_turn(before, at=at, terms=terms)
    return Appeal(
        id=require_id("appeal", id),
        decision=decision,
        door=door,
        grounds=grounds,
        by=by,
        lodged_at=at,
        clock_from_at=at,
        answer_due_at=answer_due_at(at, terms.answer_within_business_days, holidays=holidays),
        earlier_hands=frozenset(appeal.answered_by for appeal in before if appeal.answered_by),
    )


def supply(
    appeal: Appeal,
    *,
    ground: Ground,
    by: str,
    at: datetime,
    terms: AppealTerms,
    holidays: Collection[date] = (),
) -> Appeal:
    """The appeal with what we had asked for, added to the ground of that kind or as one more.

    The clock starts again.

    Raises:
        Refusal: nothing was asked, somebody else supplies it, it is blank, or lies before the
            appeal.
    """
    if not appeal.is_open or appeal.clock_from_at is not None:
        raise Refusal(
            "nothing-asked",
            f"appeal `{appeal.id}` waits for nothing from the appellant",
            cure="wait for the answer, or lodge another appeal when one may be lodged",
        )
    if by not in (appeal.by, appeal.decision.subject):
        raise Refusal(
            "supplied-by-another",
            f"`{by}` answers for appeal `{appeal.id}` of `{appeal.by}`",
            cure="let the appellant answer, or the subject",
        )
    require_words(f"the ground `{ground.kind}`", ground.words)
    if require_instant("at", at) < appeal.lodged_at:
        raise Refusal(
            "supplied-before-lodged",
            f"appeal `{appeal.id}` was lodged at `{told_instant(appeal.lodged_at)}`",
            cure="give an instant at or after it",
        )
    return replace(
        appeal,
        grounds=_joined(appeal.grounds, ground),
        clock_from_at=at,
        answer_due_at=answer_due_at(at, terms.answer_within_business_days, holidays=holidays),
        answer=None,
    )


def receipt(appeal: Appeal) -> str:
    """What the appellant is told at once, in one sentence."""
    due = (
        "it waits for what we asked of you"
        if appeal.answer_due_at is None
        else f"a person who had no hand in the decision answers by "
        f"{told_instant(appeal.answer_due_at)}"
    )
    return (
        f"Appeal `{appeal.id}` against decision `{appeal.decision.id}` was received at "
        f"{told_instant(appeal.lodged_at)}; {due}."
    )


def _joined(grounds: tuple[Ground, ...], more: Ground) -> tuple[Ground, ...]:
    if more.kind not in {ground.kind for ground in grounds}:
        return (*grounds, more)
    return tuple(
        replace(
            ground,
            words=f"{ground.words}\n\n{more.words}",
            attachments=ground.attachments + more.attachments,
        )
        if ground.kind is more.kind
        else ground
        for ground in grounds
    )


def _require_appellant(decision: Decision, by: str, representatives: Collection[str]) -> None:
    if by != decision.subject and by not in representatives:
        raise Refusal(
            "appeal-by-another",
            f"`{by}` appeals a decision about `{decision.subject}`",
            cure="let the subject appeal, or somebody whom they name as representative",
        )
    if decision.outcome is Outcome.NO_ACTION:
        raise Refusal(
            "nothing-to-appeal",
            f"decision `{decision.id}` takes nothing from `{decision.subject}`",
            cure="appeal the decision that does",
        )


def _require_error_door(
    decision: Decision, *, at: datetime, terms: AppealTerms, informed_at: datetime | None
) -> None:
    if informed_at is None:
        return
    closes_at = error_door_closes_at(require_instant("informed_at", informed_at), terms)
    if at > closes_at:
        raise Refusal(
            "error-door-closed",
            f"the time to say that decision `{decision.id}` is wrong ended at "
            f"`{told_instant(closes_at)}`",
            cure="ask for reinstatement, or turn to one of the routes outside",
        )


def _require_reinstatement_door(decision: Decision, *, at: datetime, terms: AppealTerms) -> None:
    restriction = decision.restriction
    if restriction is None or (restriction.until_at is not None and at >= restriction.until_at):
        raise Refusal(
            "nothing-to-reinstate",
            f"decision `{decision.id}` restricts nothing at `{told_instant(at)}`",
            cure="to clear the name, appeal an error",
        )
    opens_at = reinstatement_opens_at(
        terms, decided_at=decision.decided_at, restricted_from_at=restriction.from_at
    )
    if at < opens_at:
        raise Refusal(
            "reinstatement-not-open",
            f"reinstatement from decision `{decision.id}` is asked for at `{told_instant(at)}`",
            cure=f"ask from `{told_instant(opens_at)}` on; to say that it is wrong, use the error "
            "door now",
        )


def _require_grounds(grounds: tuple[Ground, ...], door: Door) -> None:
    if not grounds:
        raise Refusal("no-ground", "the appeal states no ground", cure="state at least one")
    stated: set[GroundKind] = set()
    for ground in grounds:
        require_words(f"the ground `{ground.kind}`", ground.words)
        if ground.kind in stated:
            raise Refusal(
                "ground-stated-twice",
                f"the ground `{ground.kind}` is stated twice",
                cure="say all that belongs to it at once",
            )
        stated.add(ground.kind)
        if door is Door.ERROR and ground.kind in LATER_ONLY:
            raise Refusal(
                "ground-at-the-wrong-door",
                f"the ground `{ground.kind}` is stated at the door `{door}`",
                cure="state it when reinstatement opens; the door `error` takes error, new "
                "information and policy change",
            )


def _require_turn(before: list[Appeal], *, at: datetime, terms: AppealTerms) -> None:
    for appeal in before:
        if appeal.answered_at is None:
            raise Refusal(
                "appeal-open-already",
                f"appeal `{appeal.id}` against the same decision is open",
                cure="wait for its answer, or add to it when asked",
            )
    answered = [(appeal.answered_at, appeal.id) for appeal in before if appeal.answered_at]
    if not answered:
        return
    last_at, last = max(answered)
    next_at = last_at + terms.cooling_off
    if at < next_at:
        raise Refusal(
            "cooling-off",
            f"appeal `{last}` was answered at `{told_instant(last_at)}`",
            cure=f"appeal again from `{told_instant(next_at)}` on",
        )
