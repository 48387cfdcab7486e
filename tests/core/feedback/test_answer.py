"""Answering feedback in public: once, finally, and in time."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.feedback.answer import PublicAnswer, answer, answer_until
from goodstanding.core.feedback.change import revise
from tests.core.builders import (
    CLIENT_GAVE_AT,
    LATER_AT,
    OPENED_AT,
    RELEASED_AT,
    a_contract,
    a_feedback,
    a_granted_change,
    a_running_contract,
    instant,
    just_after,
    just_before,
    refused,
    released_feedback,
)

DAY_28_AT = instant("2026-03-30T23:59:59.999999Z")


def an_answer(**given: Any) -> PublicAnswer:
    feedback, exchange = released_feedback()
    known: dict[str, Any] = {
        "words": "Thank you, it was a pleasure.",
        "contract": exchange.contract,
        "given": exchange.given,
        "by": "fritzi",
        "at": LATER_AT,
    }
    return answer(feedback, **{**known, **given})


def test_the_recipient_answers_from_the_release_on() -> None:
    answered = an_answer(at=RELEASED_AT)

    assert answered.feedback == "client-1"
    assert (answered.author, answered.words) == ("fritzi", "Thank you, it was a pleasure.")
    assert answered.answered_at == RELEASED_AT


def test_nobody_answers_sealed_feedback() -> None:
    with refused("no-feedback-yet"):
        an_answer(at=just_before(RELEASED_AT))


def test_only_the_recipient_answers() -> None:
    with refused("not-the-recipient"):
        an_answer(by="carla")


def test_an_answer_is_given_once_and_is_final() -> None:
    with refused("answered-already"):
        an_answer(answers=(an_answer(),))


def test_an_answer_to_other_feedback_is_no_obstacle() -> None:
    elsewhere = PublicAnswer(
        feedback="freelancer-1", author="carla", words="Thanks.", answered_at=LATER_AT
    )

    assert an_answer(answers=(elsewhere,)).feedback == "client-1"


def test_an_answer_says_something_in_at_most_four_thousand_characters() -> None:
    with refused("blank-words"):
        an_answer(words=" ")
    with refused("long-words"):
        an_answer(words="x" * 4001)


def test_an_answer_is_possible_to_the_end_of_day_28_after_the_contract() -> None:
    assert an_answer(at=DAY_28_AT).answered_at == DAY_28_AT
    with refused("answer-too-late"):
        an_answer(at=just_after(DAY_28_AT))


@pytest.mark.parametrize(
    ("released", "until"),
    [
        ("2026-03-16T23:59:59.999999Z", "2026-03-30T23:59:59.999999Z"),
        ("2026-03-17T00:00:00Z", "2026-03-31T23:59:59.999999Z"),
    ],
)
def test_a_late_release_leaves_fourteen_days(released: str, until: str) -> None:
    until_at = answer_until(a_contract(), released_at=instant(released), changed_at=CLIENT_GAVE_AT)

    assert until_at == instant(until)


def test_feedback_of_one_side_alone_can_be_answered_fourteen_days_after_it_opens() -> None:
    alone = a_feedback()
    last_at = instant("2026-03-31T23:59:59.999999Z")

    def answer_at(moment_at: datetime) -> PublicAnswer:
        return answer(alone, "Thanks.", contract=a_contract(), by="fritzi", at=moment_at)

    assert answer_at(OPENED_AT).answered_at == OPENED_AT
    assert answer_at(last_at).answered_at == last_at
    with refused("answer-too-late"):
        answer_at(just_after(last_at))


def test_a_change_leaves_fourteen_days_again_after_the_last_revision() -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange, granted_at=instant("2026-05-01T08:00:00Z"))
    change = revise(
        change, feedback, {"overall": 1}, by="carla", at=instant("2026-05-02T08:00:00Z")
    )
    change = revise(
        change, feedback, {"overall": 2}, by="carla", at=instant("2026-05-10T08:00:00Z")
    )
    last_at = instant("2026-05-24T23:59:59.999999Z")

    assert an_answer(at=last_at, changes=(change,)).answered_at == last_at
    with refused("answer-too-late"):
        an_answer(at=just_after(last_at), changes=(change,))
    with refused("answer-too-late"):
        an_answer(at=instant("2026-05-01T12:00:00Z"), changes=(change,))


def test_an_early_change_never_shortens_the_time_to_answer() -> None:
    until_at = answer_until(a_contract(), released_at=RELEASED_AT, changed_at=RELEASED_AT)

    assert until_at == DAY_28_AT


def test_feedback_on_a_running_contract_has_no_such_deadline() -> None:
    with refused("contract-still-running"):
        answer_until(a_running_contract(), released_at=RELEASED_AT, changed_at=CLIENT_GAVE_AT)
