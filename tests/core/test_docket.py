"""The entries about a case, in order, say how far it has come."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from goodstanding.core.appeal.hearing import Milder, Reply
from goodstanding.core.appeal.record import Answer, GroundKind
from goodstanding.core.decision import lift
from goodstanding.core.docket import Recorded, Stage, Step, enter, stage_of, step_of
from goodstanding.core.ledger import Entry, append, verify
from goodstanding.core.words import Outcome
from tests.core.story_builders import (
    DAY,
    NOON,
    appeal,
    case,
    complaint_case,
    decision,
    hearing,
    held,
    refused,
)

NAMES = ("reasons", "note", *(kind.value for kind in GroundKind))
SALTS = {name: f"salt of {name:>11}" for name in NAMES}
A_DECISION = decision(note="A hard year, as she told us in confidence.")
AN_APPEAL = appeal(A_DECISION)
LIFTED = lift(A_DECISION, id="decision-2", by="saul", at=NOON + DAY, because="The course is done.")
ASKED = hearing(
    AN_APPEAL,
    answer=Answer.MORE_INFORMATION,
    replies=(Reply(kind=GroundKind.ERROR, words="Which two contracts?"),),
)
RECORDS: dict[Step, Recorded] = {
    Step.OPENED: case(),
    Step.CLAIMED: held(),
    Step.RELEASED: case(),
    Step.DECIDED: A_DECISION,
    Step.LIFTED: LIFTED,
    Step.APPEALED: AN_APPEAL,
    Step.ASKED: ASKED,
    Step.SUPPLIED: AN_APPEAL,
    Step.REHEARD: hearing(AN_APPEAL),
    Step.CLOSED: case(),
}
TO_CLAIMED = (Step.OPENED, Step.CLAIMED)
TO_DECIDED = (*TO_CLAIMED, Step.DECIDED)
TO_APPEAL = (*TO_DECIDED, Step.APPEALED)
TO_ASKED = (*TO_APPEAL, Step.ASKED)
TO_REHEARD = (*TO_APPEAL, Step.REHEARD)
TO_CLOSED = (*TO_DECIDED, Step.CLOSED)
PATHS = {
    Stage.OPENED: (Step.OPENED,),
    Stage.CLAIMED: TO_CLAIMED,
    Stage.DECIDED: TO_DECIDED,
    Stage.UNDER_APPEAL: TO_APPEAL,
    Stage.INFORMATION_ASKED: TO_ASKED,
    Stage.REHEARD: TO_REHEARD,
    Stage.CLOSED: TO_CLOSED,
}
LEADS_TO = {
    (Stage.OPENED, Step.CLAIMED): Stage.CLAIMED,
    (Stage.CLAIMED, Step.CLAIMED): Stage.CLAIMED,
    (Stage.CLAIMED, Step.RELEASED): Stage.OPENED,
    (Stage.CLAIMED, Step.DECIDED): Stage.DECIDED,
    (Stage.DECIDED, Step.LIFTED): Stage.DECIDED,
    (Stage.DECIDED, Step.APPEALED): Stage.UNDER_APPEAL,
    (Stage.DECIDED, Step.CLOSED): Stage.CLOSED,
    (Stage.UNDER_APPEAL, Step.LIFTED): Stage.UNDER_APPEAL,
    (Stage.UNDER_APPEAL, Step.ASKED): Stage.INFORMATION_ASKED,
    (Stage.UNDER_APPEAL, Step.REHEARD): Stage.REHEARD,
    (Stage.INFORMATION_ASKED, Step.LIFTED): Stage.INFORMATION_ASKED,
    (Stage.INFORMATION_ASKED, Step.SUPPLIED): Stage.UNDER_APPEAL,
    (Stage.INFORMATION_ASKED, Step.REHEARD): Stage.REHEARD,
    (Stage.REHEARD, Step.LIFTED): Stage.REHEARD,
    (Stage.REHEARD, Step.APPEALED): Stage.UNDER_APPEAL,
    (Stage.REHEARD, Step.CLOSED): Stage.CLOSED,
    (Stage.CLOSED, Step.LIFTED): Stage.CLOSED,
}


def entries_of(steps: Iterable[Step]) -> tuple[Entry, ...]:
    """One entry for each step, a minute apart."""
    entries: tuple[Entry, ...] = ()
    for minutes, step in enumerate(steps):
        at = NOON + timedelta(minutes=minutes)
        entries = enter(entries, RECORDS[step], step=step, at=at, salts=SALTS)
    return entries


@pytest.mark.parametrize(("stage", "path"), PATHS.items())
def test_a_case_is_at_the_stage_that_its_entries_lead_to(
    stage: Stage, path: tuple[Step, ...]
) -> None:
    entries = entries_of(path)

    assert stage_of("case-1", entries) is stage
    assert verify(entries)


@pytest.mark.parametrize("stage", PATHS)
@pytest.mark.parametrize("step", Step)
def test_from_each_stage_only_some_steps_are_possible(stage: Stage, step: Step) -> None:
    entries = entries_of((*PATHS[stage], step))

    if (stage, step) in LEADS_TO:
        assert stage_of("case-1", entries) is LEADS_TO[stage, step]
    else:
        with refused("impossible-step"):
            stage_of("case-1", entries)


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.OPENED])
def test_nothing_happens_to_a_case_before_it_is_opened(step: Step) -> None:
    with refused("impossible-step"):
        stage_of("case-1", entries_of((step,)))


def test_a_case_that_is_in_no_entry_has_no_stage() -> None:
    with refused("case-not-in-the-ledger"):
        stage_of("case-9", entries_of(TO_DECIDED))


def test_entries_about_other_cases_and_other_things_change_nothing() -> None:
    entries = entries_of(TO_CLAIMED)
    later_at = NOON + DAY
    entries = append(entries, {"case": "case-1", "to": "ana"}, kind="notice.sent", at=later_at)
    entries = append(entries, ["not about a case"], kind="policy.adopted", at=later_at)
    entries = enter(entries, complaint_case(1), step=Step.OPENED, at=later_at, salts={})

    assert stage_of("case-1", entries) is Stage.CLAIMED
    assert stage_of("case-c", entries) is Stage.OPENED


def test_a_hearing_is_an_answer_or_a_question() -> None:
    assert step_of(hearing()) is Step.REHEARD
    assert step_of(ASKED) is Step.ASKED


def test_personal_words_are_beside_the_seal_and_never_in_it() -> None:
    entries = entries_of((*TO_ASKED, Step.SUPPLIED, Step.REHEARD, Step.LIFTED))

    sealed = " ".join(entry.body for entry in entries)
    beside = {words.text for entry in entries for words in entry.words}

    assert beside == {
        A_DECISION.reasons,
        A_DECISION.note,
        "Two of those contracts were never mine.",
        "Which two contracts?",
        "We looked again at every contract.",
        "The course is done.",
    }
    for words in beside:
        assert words is not None
        assert words not in sealed


def test_no_private_feedback_and_no_client_is_sealed() -> None:
    sealed = " ".join(entry.body for entry in entries_of((*TO_ASKED, Step.SUPPLIED, Step.REHEARD)))

    assert "drawings" not in sealed
    assert "client-" not in sealed
    assert "group-" not in sealed


def test_a_decision_that_follows_a_hearing_is_sealed_with_it() -> None:
    modified = hearing(answer=Answer.MODIFIED, milder=Milder(outcome=Outcome.WARN))

    (entry,) = enter((), modified, step=Step.REHEARD, at=NOON, salts=SALTS)

    assert '"outcome":"warn"' in entry.body
    assert '"lifts":"decision-1"' in entry.body


def test_words_are_entered_only_with_a_salt() -> None:
    with refused("words-without-salt"):
        enter((), A_DECISION, step=Step.DECIDED, at=NOON, salts={"reasons": SALTS["reasons"]})
