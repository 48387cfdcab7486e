"""A decision is appealed through one of two doors, and the answer is due in days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from goodstanding.core.appeal.clock import answer_due_at, is_late
from goodstanding.core.appeal.hearing import Reply
from goodstanding.core.appeal.lodging import receipt, supply
from goodstanding.core.appeal.record import Answer, Appeal, GroundKind
from goodstanding.core.policy.language import AppealTerms, Until
from goodstanding.core.reasons.redress import Door
from goodstanding.core.reasons.restriction import Terms
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
    policy,
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


# The two doors.


def test_an_error_is_appealed_at_once() -> None:
    assert appeal(at=DECIDED).lodged_at == DECIDED
    with refused("before-the-decision"):
        appeal(at=DECIDED - MICROSECOND)


def test_an_error_can_be_appealed_during_the_notice_before_the_block_takes_effect() -> None:
    in_two_weeks = decision(policy=policy(notice_days=14))

    assert appeal(in_two_weeks, at=DECIDED).is_open


def test_the_error_door_closes_with_the_last_microsecond_of_its_day() -> None:
    assert appeal(at=ERROR_CLOSES).lodged_at == ERROR_CLOSES
    with refused("error-door-closed"):
        appeal(at=ERROR_CLOSES + MICROSECOND)


def test_the_error_door_is_open_for_whoever_was_told_late_or_not_at_all() -> None:
    years_later = DECIDED + 1000 * DAY

    assert appeal(at=years_later, informed_at=None).is_open
    assert appeal(at=years_later, informed_at=years_later - DAY).is_open


def test_reinstatement_opens_at_six_months_to_the_day_and_not_a_microsecond_before() -> None:
    assert reinstatement().lodged_at == REINSTATEMENT_OPENS
    with refused("reinstatement-not-open"):
        reinstatement(at=REINSTATEMENT_OPENS - MICROSECOND)


def test_the_wait_for_reinstatement_counts_from_when_the_block_took_effect() -> None:
    in_two_weeks = decision(policy=policy(notice_days=14))
    opens_at = datetime(2027, 6, 7, 12, 1, tzinfo=UTC)

    assert reinstatement(of=in_two_weeks, at=opens_at).is_open
    with refused("reinstatement-not-open"):
        reinstatement(of=in_two_weeks, at=opens_at - MICROSECOND)


def test_reinstatement_stays_open_as_long_as_the_block_lasts() -> None:
    assert reinstatement(at=DECIDED + 3000 * DAY).is_open


def test_where_the_law_wants_no_wait_reinstatement_opens_with_the_decision() -> None:
    no_wait = replace(SHIPPED.process.appeal, reinstatement_after_months=0)

    assert reinstatement(at=DECIDED, terms=no_wait).is_open


def test_what_restricts_nothing_any_more_needs_no_reinstatement() -> None:
    ending = decision(terms=FOR_A_MONTH)
    ends_at = datetime(2026, 12, 23, 12, 1, tzinfo=UTC)
    no_wait = AppealTerms()

    assert reinstatement(of=ending, at=ends_at - MICROSECOND, terms=no_wait).is_open
    with refused("nothing-to-reinstate"):
        reinstatement(of=ending, at=ends_at, terms=no_wait)
    with refused("nothing-to-reinstate"):
        reinstatement(of=decision(outcome=Outcome.WARN))


def test_a_warning_can_be_appealed_as_an_error() -> None:
    assert appeal(decision(outcome=Outcome.WARN)).is_open


def test_what_takes_nothing_is_not_appealed() -> None:
    with refused("nothing-to-appeal"):
        appeal(decision(outcome=Outcome.NO_ACTION))


# Who and on what grounds.


def test_the_subject_appeals_or_a_representative_whom_they_name() -> None:
    assert appeal(by="lena", representatives={"lena"}).by == "lena"
    with refused("appeal-by-another"):
        appeal(by="lena")
    with refused("appeal-by-another"):
        appeal(by="lena", representatives={"max"})


@pytest.mark.parametrize(
    "kind", [GroundKind.ERROR, GroundKind.NEW_INFORMATION, GroundKind.POLICY_CHANGE]
)
def test_the_error_door_takes_error_new_information_and_policy_change(kind: GroundKind) -> None:
    assert appeal(grounds=(ground(kind),)).is_open


def test_improvement_is_stated_when_reinstatement_opens() -> None:
    with refused("ground-at-the-wrong-door"):
        appeal(grounds=IMPROVED)


@pytest.mark.parametrize("kind", list(GroundKind))
def test_reinstatement_takes_every_ground(kind: GroundKind) -> None:
    assert reinstatement(grounds=(ground(kind),)).is_open


def test_an_appeal_states_a_ground_in_words_and_each_once() -> None:
    with refused("no-ground"):
        appeal(grounds=())
    with refused("blank-words"):
        appeal(grounds=(ground(words=" "),))
    with refused("ground-stated-twice"):
        appeal(grounds=(ground(), ground(words="And more.")))


# One at a time.


def test_only_one_appeal_of_a_decision_is_open_at_a_time() -> None:
    with refused("appeal-open-already"):
        appeal(id="appeal-2", earlier=[appeal()], at=LODGED + HOUR)


def test_the_next_appeal_cools_off_for_ninety_days_to_the_microsecond() -> None:
    answered = hearing().appeal
    next_at = LODGED + HOUR + 90 * DAY

    assert appeal(id="appeal-2", earlier=[answered], at=next_at).is_open
    with refused("cooling-off"):
        appeal(id="appeal-2", earlier=[answered], at=next_at - MICROSECOND)


def test_an_appeal_of_another_decision_holds_nothing_up() -> None:
    other = appeal(decision(id="decision-9"))

    assert appeal(earlier=[other]).is_open


# The clock.


@pytest.mark.parametrize(
    ("lodged_at", "due_at"),
    [
        # Monday to Wednesday, Thursday over the weekend, Saturday and Sunday alike.
        ("2026-11-23T00:00:00Z", "2026-11-25"),
        ("2026-11-23T23:59:59.999999Z", "2026-11-25"),
        ("2026-11-26T12:00:00Z", "2026-11-30"),
        ("2026-11-28T12:00:00Z", "2026-12-01"),
        ("2026-11-29T12:00:00Z", "2026-12-01"),
    ],
)
def test_an_answer_is_due_with_the_end_of_the_second_business_day(
    lodged_at: str, due_at: str
) -> None:
    due = answer_due_at(datetime.fromisoformat(lodged_at), 2)

    assert due.isoformat() == f"{due_at}T23:59:59.999999+00:00"


def test_holidays_are_no_business_days_and_none_means_the_same_day() -> None:
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert answer_due_at(monday, 2, holidays=[date(2026, 11, 24)]).day == 26
    assert answer_due_at(monday, 0).day == 23


def test_an_answer_is_late_only_after_its_due_instant() -> None:
    due_at = datetime(2026, 11, 26, 23, 59, 59, 999999, tzinfo=UTC)
    in_time = hearing(at=due_at).appeal
    late = hearing(at=due_at + MICROSECOND).appeal

    assert appeal().answer_due_at == due_at
    assert not is_late(appeal(), due_at)
    assert is_late(appeal(), due_at + MICROSECOND)
    assert not is_late(in_time, due_at + 90 * DAY)
    assert is_late(late, due_at + MICROSECOND)


def test_the_receipt_says_when_it_was_received_and_when_it_is_answered() -> None:
    assert receipt(appeal()) == (
        "Appeal `appeal-1` against decision `decision-1` was received at 2026-11-24T12:01:00Z; "
        "a person who had no hand in the decision answers by 2026-11-26T23:59:59.999999Z."
    )


# More information.


def asked() -> Appeal:
    """An appeal of which Hugo wants to know more."""
    return hearing(
        answer=Answer.MORE_INFORMATION,
        replies=(Reply(kind=GroundKind.ERROR, words="Which two contracts do you mean?"),),
    ).appeal


def test_while_we_wait_for_the_appellant_nothing_is_late_and_the_appeal_is_open() -> None:
    waiting = asked()

    assert waiting.is_open
    assert waiting.answer is Answer.MORE_INFORMATION
    assert not is_late(waiting, LODGED + 999 * DAY)
    assert receipt(waiting).endswith("it waits for what we asked of you.")


def test_what_was_asked_for_joins_its_ground_and_starts_the_clock_again() -> None:
    more = ground(words="The two of May.", attachments=("letter.pdf",))

    again = supply(asked(), ground=more, by="ana", at=LODGED + DAY, terms=SHIPPED.process.appeal)

    assert again.grounds[0].words == "Two of those contracts were never mine.\n\nThe two of May."
    assert again.attachments == {"letter.pdf"}
    assert again.clock_from_at == LODGED + DAY
    assert again.answer_due_at == datetime(2026, 11, 27, 23, 59, 59, 999999, tzinfo=UTC)
    assert again.answer is None


def test_what_was_asked_for_may_be_another_ground() -> None:
    more = ground(GroundKind.NEW_INFORMATION, words="A letter of the client.")

    again = supply(
        replace(asked(), grounds=(ground(), ground(GroundKind.POLICY_CHANGE))),
        ground=more,
        by="ana",
        at=LODGED + DAY,
        terms=SHIPPED.process.appeal,
    )
    joined = supply(
        replace(asked(), grounds=again.grounds),
        ground=more,
        by="ana",
        at=LODGED + DAY,
        terms=SHIPPED.process.appeal,
    )

    assert [each.kind for each in again.grounds] == [
        GroundKind.ERROR,
        GroundKind.POLICY_CHANGE,
        GroundKind.NEW_INFORMATION,
    ]
    assert joined.grounds[0] == ground()


def test_only_what_was_asked_for_is_supplied_by_the_appellant_in_words() -> None:
    terms = SHIPPED.process.appeal

    with refused("nothing-asked"):
        supply(appeal(), ground=ground(), by="ana", at=LODGED, terms=terms)
    with refused("nothing-asked"):
        supply(hearing().appeal, ground=ground(), by="ana", at=LODGED + DAY, terms=terms)
    with refused("supplied-by-another"):
        supply(asked(), ground=ground(), by="lena", at=LODGED + DAY, terms=terms)
    with refused("blank-words"):
        supply(asked(), ground=ground(words=""), by="ana", at=LODGED + DAY, terms=terms)
    with refused("supplied-before-lodged"):
        supply(asked(), ground=ground(), by="ana", at=LODGED - MICROSECOND, terms=terms)
