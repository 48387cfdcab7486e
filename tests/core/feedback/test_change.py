"""Changing feedback: the author asks, the recipient lets them, and what stood before is kept."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.feedback.change import (
    ChangeRequest,
    answers_at,
    ask_to_change,
    decline_change,
    grant_change,
    is_edited,
    public_versions,
    revise,
)
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.seal import Feedback
from tests.core.builders import (
    CLIENT_GAVE_AT,
    LATER_AT,
    RELEASED_AT,
    a_contract,
    a_feedback,
    a_granted_change,
    changed,
    instant,
    just_after,
    just_before,
    refused,
    released_feedback,
    some_answers,
)

LAST_REPLY_AT = instant("2026-04-03T23:59:59.999999Z")
LAST_EDIT_AT = LAST_REPLY_AT


def a_request(**given: Any) -> tuple[ChangeRequest, Feedback, Exchange]:
    feedback, exchange = released_feedback()
    known: dict[str, Any] = {"id": "change-1", "by": "carla", "at": LATER_AT}
    request = ask_to_change(
        feedback,
        contract=exchange.contract,
        given=exchange.given,
        **{**known, **given},
    )
    return request, feedback, exchange


def test_the_author_may_ask_from_the_release_on() -> None:
    request, _, _ = a_request(at=RELEASED_AT)

    assert (request.asked_at, request.is_answered) == (RELEASED_AT, False)


def test_nobody_asks_while_the_feedback_is_sealed() -> None:
    with refused("no-feedback-yet"):
        a_request(at=just_before(RELEASED_AT))


def test_only_the_author_asks() -> None:
    with refused("not-the-author"):
        a_request(by="fritzi")


def test_a_request_lives_to_the_last_microsecond_of_the_fourteenth_utc_day() -> None:
    request, feedback, _ = a_request(at=instant("2026-03-20T00:00:00Z"))

    assert request.reply_until_at == LAST_REPLY_AT
    assert grant_change(request, feedback, by="fritzi", at=LAST_REPLY_AT).is_answered
    assert decline_change(request, feedback, by="fritzi", at=LAST_REPLY_AT).is_answered
    for reply in (grant_change, decline_change):
        with refused("change-request-lapsed"):
            reply(request, feedback, by="fritzi", at=just_after(LAST_REPLY_AT))


def test_a_request_is_not_answered_before_it_was_made() -> None:
    request, feedback, _ = a_request()

    assert grant_change(request, feedback, by="fritzi", at=LATER_AT).granted_at == LATER_AT
    with refused("change-request-lapsed"):
        grant_change(request, feedback, by="fritzi", at=just_before(LATER_AT))


def test_only_the_recipient_answers_and_only_once() -> None:
    request, feedback, _ = a_request()
    with refused("not-the-recipient"):
        grant_change(request, feedback, by="carla", at=LATER_AT)

    granted = grant_change(request, feedback, by="fritzi", at=LATER_AT)
    declined = decline_change(request, feedback, by="fritzi", at=LATER_AT)

    for answered in (granted, declined):
        with refused("change-answered-already"):
            decline_change(answered, feedback, by="fritzi", at=LATER_AT)


def test_while_a_request_waits_there_is_no_second_one() -> None:
    request, _, _ = a_request()

    with refused("change-asked-already"):
        a_request(id="change-2", at=LAST_REPLY_AT, asked=(request,))


def test_a_request_that_nobody_answered_lapses_and_may_be_repeated() -> None:
    request, _, _ = a_request()

    again, _, _ = a_request(id="change-2", at=just_after(LAST_REPLY_AT), asked=(request,))

    assert again.asked_at == instant("2026-04-04T00:00:00Z")


def test_after_a_grant_or_a_refusal_there_is_never_another_request() -> None:
    request, feedback, _ = a_request()
    much_later_at = instant("2027-01-01T00:00:00Z")

    for reply in (grant_change, decline_change):
        answered = reply(request, feedback, by="fritzi", at=LATER_AT)
        with refused("change-answered-already"):
            a_request(id="change-2", at=much_later_at, asked=(answered,))


def test_the_change_of_one_side_does_not_use_up_that_of_the_other() -> None:
    _, exchange = released_feedback()
    of_freelancer = a_granted_change(exchange.given[1], exchange, id="change-9")

    request, _, _ = a_request(asked=(of_freelancer,))

    assert request.feedback == "client-1"


def test_after_the_grant_the_author_revises_several_times_to_the_end_of_day_fourteen() -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange)

    change = revise(change, feedback, {"overall": 2}, by="carla", at=LATER_AT)
    change = revise(change, feedback, {"overall": 3}, by="carla", at=LAST_EDIT_AT)

    assert [dict(one.answers) for one in change.revisions] == [{"overall": 2}, {"overall": 3}]
    with refused("edit-window-closed"):
        revise(change, feedback, {"overall": 4}, by="carla", at=just_after(LAST_EDIT_AT))


def test_the_edit_window_runs_from_the_grant_not_from_the_request() -> None:
    request, feedback, _ = a_request()
    change = grant_change(request, feedback, by="fritzi", at=instant("2026-04-03T10:00:00Z"))

    last_at = instant("2026-04-17T23:59:59.999999Z")

    assert revise(change, feedback, {"overall": 3}, by="carla", at=last_at).revisions
    with refused("edit-window-closed"):
        revise(change, feedback, {"overall": 3}, by="carla", at=just_after(last_at))


def test_a_revision_does_not_come_before_the_grant_nor_before_another() -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange)
    with refused("edit-window-closed"):
        revise(change, feedback, {"overall": 2}, by="carla", at=just_before(LATER_AT))

    change = revise(change, feedback, {"overall": 2}, by="carla", at=just_after(LATER_AT))

    with refused("edit-window-closed"):
        revise(change, feedback, {"overall": 3}, by="carla", at=LATER_AT)


@pytest.mark.parametrize("answer", ["nothing", "declined"])
def test_without_a_grant_nothing_is_revised(answer: str) -> None:
    request, feedback, _ = a_request()
    if answer == "declined":
        request = decline_change(request, feedback, by="fritzi", at=LATER_AT)

    with refused("change-not-granted"):
        revise(request, feedback, {"overall": 2}, by="carla", at=LATER_AT)


def test_only_the_author_revises_and_only_the_public_part() -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange)

    with refused("not-the-author"):
        revise(change, feedback, {"overall": 5}, by="fritzi", at=LATER_AT)
    with refused("private-part-is-final"):
        revise(change, feedback, {"overall": 5, "recommend": 10}, by="carla", at=LATER_AT)
    with refused("unknown-answer"):
        revise(change, feedback, {"overal": 5}, by="carla", at=LATER_AT)


def test_a_revision_replaces_the_whole_public_part_and_has_to_fit_the_form() -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange)
    with refused("missing-answer"):
        revise(change, feedback, {"comment": "Better than I said."}, by="carla", at=LATER_AT)
    with refused("answer-out-of-range"):
        revise(change, feedback, {"overall": 0}, by="carla", at=LATER_AT)

    change = revise(change, feedback, {"overall": 2}, by="carla", at=LATER_AT)

    assert dict(answers_at(feedback, as_of=LATER_AT, changes=(change,))) == {
        "overall": 2,
        "end_reason": "completed",
        "recommend": 3,
        "concern_performance": True,
        "note": "Late twice, and I was too polite to say so in public.",
    }


def test_a_request_is_read_with_its_own_feedback() -> None:
    request, _, exchange = a_request()
    other = exchange.given[1]

    with refused("change-of-other-feedback"):
        grant_change(request, other, by="carla", at=LATER_AT)
    with refused("change-of-other-feedback"):
        revise(request, other, {"overall": 1}, by="fritzi", at=LATER_AT)


@pytest.mark.parametrize(
    ("as_of", "overall", "edited"),
    [
        (just_before(LATER_AT), 5, False),
        (LATER_AT, 2, True),
        (just_before(LAST_EDIT_AT), 2, True),
        (LAST_EDIT_AT, 3, True),
    ],
)
def test_the_words_of_any_instant_can_be_read_again(
    as_of: datetime, overall: int, edited: bool
) -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange)
    change = revise(change, feedback, {"overall": 2}, by="carla", at=LATER_AT)
    change = revise(change, feedback, {"overall": 3}, by="carla", at=LAST_EDIT_AT)

    assert answers_at(feedback, as_of=as_of, changes=(change,))["overall"] == overall
    assert is_edited(feedback, as_of=as_of, changes=(change,)) is edited


def test_the_history_keeps_every_public_part_and_no_private_answer() -> None:
    feedback, exchange = released_feedback(answers=some_answers(overall=1))
    change = a_granted_change(feedback, exchange)
    change = revise(change, feedback, {"overall": 2}, by="carla", at=LATER_AT)

    first, second = public_versions(feedback, as_of=LATER_AT, changes=(change,))

    assert dict(first.answers) == {
        "stars_skills": 5,
        "stars_quality": 5,
        "overall": 1,
        "comment": "A pleasure to work with.",
    }
    assert first.revised_at == CLIENT_GAVE_AT
    assert (dict(second.answers), second.revised_at) == ({"overall": 2}, LATER_AT)


def test_revisions_count_in_order_of_time_and_only_on_their_own_feedback() -> None:
    feedback, exchange = released_feedback()
    change = a_granted_change(feedback, exchange)
    change = revise(change, feedback, {"overall": 2}, by="carla", at=LATER_AT)
    change = revise(change, feedback, {"overall": 3}, by="carla", at=LAST_EDIT_AT)
    backwards = changed(change, revisions=change.revisions[::-1])

    assert answers_at(feedback, as_of=LAST_EDIT_AT, changes=(backwards,))["overall"] == 3
    assert not is_edited(exchange.given[1], as_of=LAST_EDIT_AT, changes=(change,))


def test_a_lone_side_may_ask_once_the_window_has_closed() -> None:
    alone = a_feedback()
    opened_at = instant("2026-03-17T00:00:00Z")

    with refused("no-feedback-yet"):
        ask_to_change(alone, id="c", contract=a_contract(), by="carla", at=just_before(opened_at))
    assert ask_to_change(alone, id="c", contract=a_contract(), by="carla", at=opened_at).id
