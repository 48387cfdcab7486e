"""The window and the seal: when feedback may be given, and when it is seen."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.contract import Side
from goodstanding.core.feedback.forms import CLASSIC, CLASSIC_MIRROR
from goodstanding.core.feedback.seal import (
    Feedback,
    edit,
    is_sealed,
    no_feedback_yet,
    release_at,
    require_author,
    require_recipient,
    require_released,
    standing,
    submit,
    withdraw,
)
from goodstanding.core.feedback.window import closes_at
from goodstanding.core.words import Refusal
from tests.core.builders import (
    CLIENT_GAVE_AT,
    CLOSES_AT,
    ENDED_AT,
    FREELANCER_GAVE_AT,
    OPENED_AT,
    a_contract,
    a_feedback,
    a_running_contract,
    instant,
    just_after,
    just_before,
    refused,
    some_answers,
    the_other_feedback,
)


def test_the_window_closes_with_the_last_microsecond_of_the_fourteenth_utc_day_after() -> None:
    assert closes_at(a_contract()) == instant("2026-03-16T23:59:59.999999Z")


@pytest.mark.parametrize("ended", ["2026-03-02T00:00:00Z", "2026-03-02T23:59:59.999999Z"])
def test_day_zero_is_the_utc_date_of_the_end_whatever_its_hour(ended: str) -> None:
    assert closes_at(a_contract(ended_at=instant(ended))) == CLOSES_AT


def test_a_running_contract_has_no_window() -> None:
    with refused("contract-still-running"):
        closes_at(a_running_contract())
    with refused("contract-still-running"):
        submit(
            CLASSIC,
            {"overall": 5},
            id="f",
            contract=a_running_contract(),
            author="carla",
            at=ENDED_AT,
        )


@pytest.mark.parametrize("moment_at", [ENDED_AT, just_after(ENDED_AT), CLOSES_AT])
def test_feedback_may_be_given_from_the_end_to_the_close_both_inclusive(
    moment_at: datetime,
) -> None:
    assert a_feedback(at=moment_at).submitted_at == moment_at


def test_feedback_before_the_end_is_refused() -> None:
    with refused("feedback-window-not-open"):
        a_feedback(at=just_before(ENDED_AT))


def test_feedback_after_the_close_is_refused() -> None:
    with refused("feedback-window-closed"):
        a_feedback(at=OPENED_AT)


def test_feedback_says_who_wrote_what_about_whom() -> None:
    feedback = a_feedback(answers={"overall": 2})

    assert (feedback.author, feedback.recipient) == ("carla", "fritzi")
    assert (feedback.side, feedback.contract) == (Side.CLIENT, "contract-1")
    assert dict(feedback.answers) == {"overall": 2}
    assert the_other_feedback().recipient == "carla"


def test_what_was_submitted_does_not_change_with_the_authors_own_copy() -> None:
    mine = {"overall": 2}
    feedback = a_feedback(answers=mine)

    mine["overall"] = 5

    assert feedback.answers["overall"] == 2


def test_feedback_can_be_kept_in_a_set() -> None:
    assert len({a_feedback(), a_feedback()}) == 1


def test_only_a_party_gives_feedback_and_on_its_own_form() -> None:
    with refused("not-a-party"):
        a_feedback(author="otto")
    with refused("form-of-other-side"):
        a_feedback(form=CLASSIC_MIRROR, answers={"overall": 5})


def test_feedback_has_to_fit_its_form() -> None:
    with refused("missing-answer"):
        a_feedback(answers={"recommend": 9})


def test_feedback_is_dated_in_utc_and_has_an_identifier() -> None:
    with refused("instant-without-zone"):
        a_feedback(at=datetime(2026, 3, 3))
    with refused("blank-id"):
        a_feedback(id="")


def test_each_side_gives_feedback_once() -> None:
    first = a_feedback()

    with refused("feedback-given-already"):
        a_feedback(id="again", given=(first,))


def test_feedback_on_another_contract_or_of_the_other_side_is_no_obstacle() -> None:
    elsewhere = a_feedback(contract=a_contract(id="contract-2"))

    assert a_feedback(given=(elsewhere, the_other_feedback())).id == "client-1"


def test_feedback_of_both_sides_is_released_at_the_later_submission() -> None:
    own, other = a_feedback(), the_other_feedback()
    both = (own, other)

    assert release_at(own, contract=a_contract(), given=both) == FREELANCER_GAVE_AT
    assert release_at(other, contract=a_contract(), given=both) == FREELANCER_GAVE_AT


def test_feedback_of_one_side_is_released_with_the_first_microsecond_after_the_window() -> None:
    own = a_feedback()

    assert release_at(own, contract=a_contract()) == OPENED_AT
    assert release_at(own, contract=a_contract(), given=(own,)) == OPENED_AT


def test_feedback_of_both_sides_at_the_very_close_is_released_there() -> None:
    both = (a_feedback(at=CLOSES_AT), the_other_feedback(at=CLOSES_AT))

    assert release_at(both[0], contract=a_contract(), given=both) == CLOSES_AT


@pytest.mark.parametrize(
    ("as_of", "sealed"),
    [
        (just_before(FREELANCER_GAVE_AT), True),
        (FREELANCER_GAVE_AT, False),
        (just_after(FREELANCER_GAVE_AT), False),
    ],
)
def test_the_seal_breaks_the_instant_the_second_side_submits(as_of: datetime, sealed: bool) -> None:
    both = (a_feedback(), the_other_feedback())

    assert is_sealed(both[0], contract=a_contract(), as_of=as_of, given=both) is sealed


@pytest.mark.parametrize(
    ("as_of", "sealed"),
    [(just_before(CLOSES_AT), True), (CLOSES_AT, True), (just_after(CLOSES_AT), False)],
)
def test_the_seal_of_one_side_alone_holds_to_the_last_microsecond(
    as_of: datetime, sealed: bool
) -> None:
    assert is_sealed(a_feedback(), contract=a_contract(), as_of=as_of) is sealed


def test_while_sealed_the_author_edits_public_and_private_part_freely() -> None:
    first = a_feedback()
    moment_at = instant("2026-03-03T09:00:00Z")

    again = edit(
        first, {"overall": 1, "recommend": 0}, contract=a_contract(), by="carla", at=moment_at
    )

    assert dict(again.answers) == {"overall": 1, "recommend": 0}
    assert (again.submitted_at, again.edited_at) == (CLIENT_GAVE_AT, moment_at)
    assert again.written_at == moment_at
    assert first.written_at == CLIENT_GAVE_AT


def test_feedback_can_be_edited_at_the_very_close_but_not_once_released() -> None:
    own = a_feedback()

    assert edit(own, {"overall": 1}, contract=a_contract(), by="carla", at=CLOSES_AT).id
    with refused("feedback-released"):
        edit(own, {"overall": 1}, contract=a_contract(), by="carla", at=OPENED_AT)


def test_feedback_can_be_edited_until_the_other_side_submits_and_not_then() -> None:
    own = a_feedback()
    both = (own, the_other_feedback())
    last_at = just_before(FREELANCER_GAVE_AT)

    assert edit(own, {"overall": 1}, contract=a_contract(), by="carla", at=last_at, given=both).id
    with refused("feedback-released"):
        edit(
            own,
            {"overall": 1},
            contract=a_contract(),
            by="carla",
            at=FREELANCER_GAVE_AT,
            given=both,
        )


def test_an_edit_never_moves_the_release() -> None:
    edited = edit(a_feedback(), {"overall": 1}, contract=a_contract(), by="carla", at=CLOSES_AT)
    both = (edited, the_other_feedback(at=CLIENT_GAVE_AT))

    assert release_at(edited, contract=a_contract(), given=both) == CLIENT_GAVE_AT


def test_for_all_but_the_author_there_is_no_sealed_feedback_to_edit_or_withdraw() -> None:
    with refused("no-feedback-yet"):
        edit(a_feedback(), {"overall": 1}, contract=a_contract(), by="fritzi", at=CLOSES_AT)
    with refused("no-feedback-yet"):
        withdraw(a_feedback(), contract=a_contract(), by="fritzi", at=CLOSES_AT)


def test_nobody_edits_or_withdraws_the_released_feedback_of_another() -> None:
    with refused("not-the-author"):
        edit(a_feedback(), {"overall": 1}, contract=a_contract(), by="fritzi", at=OPENED_AT)
    with refused("not-the-author"):
        withdraw(a_feedback(), contract=a_contract(), by="fritzi", at=OPENED_AT)


def test_an_edit_has_to_fit_the_form_and_come_after_what_it_replaces() -> None:
    own = a_feedback()

    with refused("answer-out-of-range"):
        edit(own, {"overall": 6}, contract=a_contract(), by="carla", at=CLOSES_AT)
    with refused("edit-before-last-words"):
        edit(own, {"overall": 1}, contract=a_contract(), by="carla", at=just_before(CLIENT_GAVE_AT))
    assert edit(own, {"overall": 1}, contract=a_contract(), by="carla", at=CLIENT_GAVE_AT).id


def withdrawn() -> Feedback:
    return withdraw(
        a_feedback(), contract=a_contract(), by="carla", at=instant("2026-03-03T09:00:00Z")
    )


def test_withdrawn_feedback_keeps_no_answers() -> None:
    gone = withdrawn()

    assert dict(gone.answers) == {}
    assert gone.withdrawn_at == instant("2026-03-03T09:00:00Z")


def test_withdrawn_feedback_is_never_released() -> None:
    gone = withdrawn()

    assert is_sealed(gone, contract=a_contract(), as_of=instant("2027-01-01T00:00:00Z"))
    with refused("feedback-withdrawn"):
        release_at(gone, contract=a_contract())
    with refused("feedback-withdrawn"):
        edit(gone, {"overall": 1}, contract=a_contract(), by="carla", at=CLOSES_AT)
    with refused("feedback-withdrawn"):
        withdraw(gone, contract=a_contract(), by="carla", at=CLOSES_AT)


def test_withdrawn_feedback_counts_as_not_given_for_the_other_side() -> None:
    gone, other = withdrawn(), the_other_feedback()

    assert release_at(other, contract=a_contract(), given=(gone, other)) == OPENED_AT
    assert standing((gone, other), contract=a_contract(), side=Side.CLIENT) == ()


def test_withdrawn_feedback_may_be_given_anew_in_the_window() -> None:
    gone, other = withdrawn(), the_other_feedback()

    anew = a_feedback(id="client-2", at=CLOSES_AT, given=(gone, other))

    assert release_at(anew, contract=a_contract(), given=(gone, other, anew)) == CLOSES_AT


def test_released_feedback_is_not_withdrawn() -> None:
    both = (a_feedback(), the_other_feedback())

    with refused("feedback-released"):
        withdraw(both[0], contract=a_contract(), by="carla", at=FREELANCER_GAVE_AT, given=both)


def test_feedback_is_read_with_its_own_contract() -> None:
    with refused("feedback-on-other-contract"):
        release_at(a_feedback(), contract=a_contract(id="contract-2"))


def test_asking_after_sealed_withdrawn_and_missing_feedback_gets_the_same_words() -> None:
    told = str(no_feedback_yet(a_contract()))

    for feedback in (a_feedback(), withdrawn()):
        with refused("no-feedback-yet") as caught:
            require_released(feedback, contract=a_contract(), at=CLOSES_AT)
        assert str(caught.value) == told


def test_released_feedback_has_the_instant_of_its_release() -> None:
    assert require_released(a_feedback(), contract=a_contract(), at=OPENED_AT) == OPENED_AT


def test_the_author_and_the_recipient_are_told_apart() -> None:
    require_author(a_feedback(), "carla")
    require_recipient(a_feedback(), "fritzi")
    with refused("not-the-author"):
        require_author(a_feedback(), "fritzi")
    with refused("not-the-recipient"):
        require_recipient(a_feedback(), "carla")


EDGES = st.sampled_from([ENDED_AT, FREELANCER_GAVE_AT, just_before(CLOSES_AT), CLOSES_AT])


@given(own_at=EDGES, other_at=EDGES, shift=st.sampled_from([0, 1]), gives=st.booleans())
def test_law_nobody_learns_from_a_refusal_whether_the_other_side_has_spoken(
    own_at: datetime, other_at: datetime, shift: int, gives: bool
) -> None:
    moment_at = own_at + timedelta(microseconds=shift)
    given = (the_other_feedback(at=other_at),) if gives else ()

    def outcome(before: tuple[Feedback, ...]) -> object:
        try:
            return a_feedback(answers=some_answers(), at=moment_at, given=before)
        except Refusal as refusal:
            return str(refusal)

    assert outcome(given) == outcome(())


@given(own_at=EDGES, other_at=EDGES)
def test_law_both_sides_are_released_at_the_same_instant_and_never_after_the_window(
    own_at: datetime, other_at: datetime
) -> None:
    both = (a_feedback(at=own_at), the_other_feedback(at=other_at))

    instants = {release_at(one, contract=a_contract(), given=both) for one in both}

    assert instants == {max(own_at, other_at)}
    assert instants <= {ENDED_AT, FREELANCER_GAVE_AT, just_before(CLOSES_AT), CLOSES_AT}
