"""An appeal is heard by somebody who had no hand in it, ground by ground."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from goodstanding.core.appeal.hearing import Milder, Reply
from goodstanding.core.appeal.lodging import supply
from goodstanding.core.appeal.record import Answer, Appeal, GroundKind
from goodstanding.core.policy.language import Until
from goodstanding.core.reasons.redress import Door
from goodstanding.core.reasons.restriction import Terms
from goodstanding.core.reasons.telling import told
from goodstanding.core.words import MICROSECOND, Capability, Outcome
from tests.core.story_builders import (
    DAY,
    HOUR,
    NOON,
    SHIPPED,
    appeal,
    decision,
    ground,
    hearing,
    refused,
)

DECIDED = NOON + timedelta(minutes=1)
LODGED = DECIDED + DAY
REINSTATEMENT_OPENS = datetime(2027, 5, 23, 12, 1, tzinfo=UTC)
ERROR_CLOSES = datetime(2027, 5, 23, 23, 59, 59, 999999, tzinfo=UTC)
PROPOSALS = frozenset({Capability.PROPOSAL_SUBMIT})
IMPROVED = (ground(GroundKind.IMPROVEMENT, words="The course is done, five new clients are glad."),)
FOR_A_MONTH = Terms(
    denied=frozenset({Capability.PROPOSAL_SUBMIT, Capability.CONTRACT_ACCEPT}),
    until=Until(months=1),
)
WRONG = tuple(sorted({"evidence-1", "evidence-2"}))


def reinstatement(**changed: object) -> Appeal:
    """An appeal for reinstatement on the first instant of its door."""
    told_of = {
        "door": Door.REINSTATEMENT,
        "grounds": IMPROVED,
        "at": REINSTATEMENT_OPENS,
        **changed,
    }
    return appeal(**told_of)


def asked() -> Appeal:
    """An appeal of which Hugo wants to know more."""
    return hearing(
        answer=Answer.MORE_INFORMATION,
        replies=(Reply(kind=GroundKind.ERROR, words="Which two contracts do you mean?"),),
    ).appeal


# Fresh eyes.


def test_the_reviewer_who_decided_cannot_hear_the_appeal() -> None:
    with refused("heard-by-the-same"):
        hearing(by="rita")


def test_the_person_who_seconded_cannot_hear_the_appeal() -> None:
    with refused("heard-by-the-same"):
        hearing(appeal(decision(seconded_by="saul")), by="saul")


def test_who_heard_an_earlier_appeal_cannot_hear_the_next() -> None:
    next_at = LODGED + 91 * DAY
    again = appeal(id="appeal-2", earlier=[hearing().appeal], at=next_at)

    assert again.earlier_hands == {"hugo"}
    assert hearing(again, by="ines").by == "ines"
    with refused("heard-by-the-same"):
        hearing(again, by="hugo")


def test_who_modified_a_decision_cannot_hear_the_appeal_of_what_it_became() -> None:
    modified = hearing(answer=Answer.MODIFIED, milder=Milder(outcome=Outcome.WARN)).decision
    assert modified is not None
    again = appeal(modified)

    for before in ("rita", "hugo"):
        with refused("heard-by-the-same"):
            hearing(again, by=before)
    assert hearing(again, by="ines").by == "ines"


def test_who_asked_for_more_may_hear_the_rest() -> None:
    again = supply(
        asked(), ground=ground(), by="ana", at=LODGED + DAY, terms=SHIPPED.process.appeal
    )

    assert hearing(again, at=LODGED + DAY).by == "hugo"


def test_no_machine_and_nobody_hears_an_appeal() -> None:
    with refused("machine-cannot-decide"):
        hearing(by="policy:poor-contract-outcomes@1")
    with refused("nobody-named"):
        hearing(by="")


def test_no_party_hears_an_appeal() -> None:
    for party in ("ana", "client-1"):
        with refused("heard-by-a-party"):
            hearing(by=party)
    with refused("heard-by-a-party"):
        hearing(appeal(by="lena", representatives={"lena"}), by="lena")


def test_who_hears_has_seen_the_evidence_and_the_attachments() -> None:
    with_letter = appeal(grounds=(ground(attachments=("letter.pdf",)),))
    evidence = with_letter.decision.case.evidence_ids

    assert hearing(with_letter, seen=evidence | {"letter.pdf"}).by == "hugo"
    for unseen in (evidence, frozenset({"letter.pdf"})):
        with refused("appeal-not-seen"):
            hearing(with_letter, seen=unseen)


def test_an_appeal_is_heard_from_the_appellants_last_word_on() -> None:
    assert hearing(at=LODGED).heard_at == LODGED
    with refused("heard-before-lodged"):
        hearing(at=LODGED - MICROSECOND)
    with refused("heard-before-lodged"):
        hearing(asked(), at=LODGED - MICROSECOND)


def test_an_answered_appeal_is_not_heard_again() -> None:
    with refused("answered-already"):
        hearing(hearing().appeal, by="ines", at=LODGED + DAY)


# Each ground answered.


def test_each_ground_is_answered_once() -> None:
    two = appeal(grounds=(ground(), ground(GroundKind.POLICY_CHANGE)))
    error = Reply(kind=GroundKind.ERROR, words="The count is right.")
    change = Reply(kind=GroundKind.POLICY_CHANGE, words="It did not change.")

    assert hearing(two, replies=(change, error)).replies == (change, error)
    with refused("ground-not-answered"):
        hearing(two, replies=(error,))
    with refused("reply-to-no-ground"):
        hearing(two, replies=(error, change, change))
    with refused("reply-to-no-ground"):
        hearing(replies=(error, change))


def test_more_information_is_asked_about_one_ground_at_least() -> None:
    two = appeal(grounds=(ground(), ground(GroundKind.POLICY_CHANGE)))
    error = Reply(kind=GroundKind.ERROR, words="Which two?")

    assert hearing(two, answer=Answer.MORE_INFORMATION, replies=(error,)).decision is None
    with refused("ground-not-answered"):
        hearing(two, answer=Answer.MORE_INFORMATION, replies=())


def test_replies_are_words_that_may_be_told() -> None:
    with refused("blank-words"):
        hearing(replies=(Reply(kind=GroundKind.ERROR, words=""),))
    with refused("client-named"):
        hearing(replies=(Reply(kind=GroundKind.ERROR, words="client-1 insists."),))


# What follows.


def test_an_upheld_decision_stands_and_nobody_else_is_told() -> None:
    upheld = hearing(told_before={"agency-1"})

    assert upheld.decision is None
    assert upheld.must_be_told == ("ana",)
    assert not upheld.appeal.is_open


def test_reversal_restores_everything_at_once_and_tells_all_who_were_told() -> None:
    reversed_ = hearing(
        answer=Answer.REVERSED, told_before={"agency-1", "client-9"}, corrections=WRONG
    )

    assert reversed_.decision is not None
    assert reversed_.decision.id == "hearing-1"
    assert reversed_.decision.lifts == "decision-1"
    assert reversed_.decision.restriction is None
    assert reversed_.decision.effective_at == LODGED + HOUR
    assert reversed_.must_be_told == ("agency-1", "ana", "client-9")
    assert reversed_.corrections == ("evidence-1", "evidence-2")


def test_evidence_is_corrected_only_when_an_appeal_of_an_error_is_granted() -> None:
    with refused("correction-without-error"):
        hearing(corrections=WRONG)
    with refused("correction-without-error"):
        hearing(reinstatement(), answer=Answer.REVERSED, corrections=WRONG)
    with refused("correction-of-other-evidence"):
        hearing(answer=Answer.REVERSED, corrections={"evidence-5"})


def test_a_modified_decision_is_milder_and_keeps_the_day_it_began() -> None:
    modified = hearing(
        answer=Answer.MODIFIED, milder=Milder(outcome=Outcome.BLOCK, terms=FOR_A_MONTH)
    )

    became = modified.decision
    assert became is not None
    assert became.restriction is not None
    assert became.lifts == "decision-1"
    assert became.effective_at == LODGED + HOUR
    assert became.restriction.from_at == DECIDED
    assert became.restriction.until_at == datetime(2026, 12, 23, 12, 1, tzinfo=UTC)
    assert "Decision `decision-1` is lifted." in told(became.statement)
    assert "New work is blocked." in told(became.statement)


def test_a_decision_on_appeal_repeats_the_facts_word_for_word() -> None:
    first = decision()
    modified = hearing(
        appeal(first), answer=Answer.MODIFIED, milder=Milder(outcome=Outcome.WARN)
    ).decision

    assert modified is not None
    assert modified.statement.facts is first.statement.facts
    assert {route.name for route in modified.statement.routes} == {
        "appeal of an error",
        "in court",
    }


def test_a_permanent_block_may_become_a_block_of_the_same_things() -> None:
    terms = Terms(denied=PROPOSALS, until=Until(appeal=True))
    permanent = decision(outcome=Outcome.PERMANENT_BLOCK, terms=terms, seconded_by="saul")

    became = hearing(
        appeal(permanent),
        answer=Answer.MODIFIED,
        milder=Milder(outcome=Outcome.BLOCK, terms=terms),
    ).decision

    assert became is not None
    assert became.outcome is Outcome.BLOCK


def test_a_warning_may_become_advice() -> None:
    warned = appeal(decision(outcome=Outcome.WARN))

    became = hearing(warned, answer=Answer.MODIFIED, milder=Milder(outcome=Outcome.ADVISE))

    assert became.decision is not None
    assert became.decision.restriction is None


@pytest.mark.parametrize(
    "milder",
    [
        Milder(outcome=Outcome.BLOCK),
        Milder(outcome=Outcome.NO_ACTION),
        Milder(
            outcome=Outcome.PERMANENT_BLOCK,
            terms=Terms(denied=PROPOSALS, until=Until(appeal=True)),
        ),
        Milder(
            outcome=Outcome.BLOCK,
            terms=Terms(denied=frozenset({Capability.SEARCH_APPEAR}), until=Until(appeal=True)),
        ),
    ],
)
def test_on_appeal_nothing_gets_worse_and_nothing_stays_the_same_under_another_name(
    milder: Milder,
) -> None:
    with refused("not-milder"):
        hearing(answer=Answer.MODIFIED, milder=milder)


def test_what_it_is_modified_to_is_said_with_that_answer_and_no_other() -> None:
    with refused("modified-to-what"):
        hearing(answer=Answer.MODIFIED)
    with refused("modified-to-what"):
        hearing(answer=Answer.REVERSED, milder=Milder(outcome=Outcome.WARN))


def test_a_decision_is_modified_under_the_version_that_judged() -> None:
    with refused("policy-of-another-verdict"):
        hearing(
            policy=replace(SHIPPED, version=2),
            answer=Answer.MODIFIED,
            milder=Milder(outcome=Outcome.WARN),
        )
