"""Cases, decisions and appeals become entries; entries become the stage that a case has reached."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from goodstanding.core.appeal.hearing import Hearing
from goodstanding.core.appeal.record import Answer, Appeal
from goodstanding.core.case.record import Case
from goodstanding.core.decision import Decision
from goodstanding.core.ledger import Entry, Salted, append
from goodstanding.core.words import Refusal


class Step(StrEnum):
    """What can happen to a case, as the kind of its entry."""

    OPENED = "case.opened"
    CLAIMED = "case.claimed"
    RELEASED = "case.released"
    DECIDED = "case.decided"
    LIFTED = "decision.lifted"
    APPEALED = "appeal.lodged"
    ASKED = "appeal.information_asked"
    SUPPLIED = "appeal.information_supplied"
    REHEARD = "appeal.heard"
    CLOSED = "case.closed"


class Stage(StrEnum):
    """How far a case has come."""

    OPENED = "opened"
    CLAIMED = "claimed"
    DECIDED = "decided"
    UNDER_APPEAL = "under_appeal"
    INFORMATION_ASKED = "information_asked"
    REHEARD = "reheard"
    CLOSED = "closed"


# From which stages a step can be taken, and the stage that it leads to; None: the same as before.
FROM: Mapping[Step, tuple[tuple[Stage, ...], Stage | None]] = {
    Step.CLAIMED: ((Stage.OPENED, Stage.CLAIMED), Stage.CLAIMED),
    Step.RELEASED: ((Stage.CLAIMED,), Stage.OPENED),
    Step.DECIDED: ((Stage.CLAIMED,), Stage.DECIDED),
    Step.LIFTED: (
        (
            Stage.DECIDED,
            Stage.UNDER_APPEAL,
            Stage.INFORMATION_ASKED,
            Stage.REHEARD,
            Stage.CLOSED,
        ),
        None,
    ),
    Step.APPEALED: ((Stage.DECIDED, Stage.REHEARD), Stage.UNDER_APPEAL),
    Step.ASKED: ((Stage.UNDER_APPEAL,), Stage.INFORMATION_ASKED),
    Step.SUPPLIED: ((Stage.INFORMATION_ASKED,), Stage.UNDER_APPEAL),
    Step.REHEARD: ((Stage.UNDER_APPEAL, Stage.INFORMATION_ASKED), Stage.REHEARD),
    Step.CLOSED: ((Stage.DECIDED, Stage.REHEARD), Stage.CLOSED),
}
STEPS = frozenset(Step)

Recorded = Case | Decision | Appeal | Hearing


def enter(
    entries: tuple[Entry, ...],
    record: Recorded,
    *,
    step: Step,
    at: datetime,
    salts: Mapping[str, str],
) -> tuple[Entry, ...]:
    """The entries with one more: the record's skeleton sealed, its personal words beside the seal.

    `salts` gives a salt for each of its words: of a decision `reasons` and `note`, of an appeal the
    kinds of its grounds, of a hearing the kinds of its replies; words that are empty need none.

    Raises:
        Refusal: a salt is missing, or the ledger refuses the entry.
    """
    spoken = {name: text for name, text in words_of(record).items() if text}
    for name in sorted(spoken.keys() - salts.keys()):
        raise Refusal(
            "words-without-salt",
            f"the words `{name}` have no salt",
            cure="draw one at random for each of the words of the record",
        )
    return append(
        entries,
        skeleton_of(record),
        kind=step,
        at=at,
        words={name: Salted(text=text, salt=salts[name]) for name, text in spoken.items()},
    )


def stage_of(case: str, entries: Iterable[Entry]) -> Stage:
    """The stage that a case has reached, by all the entries about it in their order.

    Entries of another kind than a step, a notice for example, change nothing.

    Raises:
        Refusal: nothing is known of the case, or a step could not follow the one before it.
    """
    stage: Stage | None = None
    for entry in entries:
        if entry.kind in STEPS and json.loads(entry.body)["case"] == case:
            stage = _after(stage, entry, case=case)
    if stage is None:
        raise Refusal(
            "case-not-in-the-ledger",
            f"no entry is about case `{case}`",
            cure="enter its opening first",
        )
    return stage


def _after(stage: Stage | None, entry: Entry, *, case: str) -> Stage:
    step = Step(entry.kind)
    if step is Step.OPENED and stage is None:
        return Stage.OPENED
    allowed, leads_to = FROM.get(step, ((), None))
    if stage is None or stage not in allowed:
        told = "before it was opened" if stage is None else f"when it was `{stage}`"
        raise Refusal(
            "impossible-step",
            f"entry {entry.sequence}: `{step}` happened to case `{case}` {told}",
            cure="look for the entry that is missing between the two",
        )
    return leads_to or stage


def skeleton_of(record: Recorded) -> Mapping[str, object]:
    """What is sealed of a record: everything that has effect, and nobody's words."""
    match record:
        case Case():
            return _of_case(record)
        case Decision():
            return _of_decision(record)
        case Appeal():
            return _of_appeal(record)
        case Hearing():
            return _of_hearing(record)
        case _:
            assert_never(record)


def _of_case(case: Case) -> Mapping[str, object]:
    verdict = case.verdict
    return {
        "case": case.id,
        "subject": case.subject,
        "kind": case.kind,
        "due_at": case.due_at,
        "evidence": case.evidence_ids,
        "policy": verdict and (verdict.policy, verdict.version, verdict.digest),
        "rung": verdict and verdict.rung,
        "as_of": verdict and verdict.as_of,
        "held_by": case.claim and case.claim.by,
        "lease_ends_at": case.claim and case.claim.lease_ends_at,
    }


def _of_decision(decision: Decision) -> Mapping[str, object]:
    return {
        "case": decision.case.id,
        "subject": decision.subject,
        "decision": decision.id,
        "outcome": decision.outcome,
        "by": decision.by,
        "seconded_by": decision.seconded_by,
        "effective_at": decision.effective_at,
        "restriction": decision.restriction,
        "facts": decision.statement.facts,
        "lifts": decision.lifts,
    }


def _of_appeal(appeal: Appeal) -> Mapping[str, object]:
    return {
        "case": appeal.decision.case.id,
        "subject": appeal.decision.subject,
        "appeal": appeal.id,
        "decision": appeal.decision.id,
        "door": appeal.door,
        "grounds": tuple(ground.kind for ground in appeal.grounds),
        "attachments": appeal.attachments,
        "by": appeal.by,
        "answer_due_at": appeal.answer_due_at,
    }


def _of_hearing(hearing: Hearing) -> Mapping[str, object]:
    return {
        "case": hearing.appeal.decision.case.id,
        "subject": hearing.appeal.decision.subject,
        "appeal": hearing.appeal.id,
        "hearing": hearing.id,
        "answer": hearing.answer,
        "by": hearing.by,
        "decision": hearing.decision and _of_decision(hearing.decision),
        "must_be_told": hearing.must_be_told,
        "corrections": hearing.corrections,
    }


def words_of(record: Recorded) -> Mapping[str, str]:
    """The personal words of a record by name; some may be empty."""
    match record:
        case Case():
            return {}
        case Decision():
            return {"reasons": record.reasons, "note": record.note}
        case Appeal():
            return {ground.kind.value: ground.words for ground in record.grounds}
        case Hearing():
            return {reply.kind.value: reply.words for reply in record.replies}
        case _:
            assert_never(record)


def step_of(hearing: Hearing) -> Step:
    """The step that a hearing is: an answer, or a question."""
    return Step.ASKED if hearing.answer is Answer.MORE_INFORMATION else Step.REHEARD
