"""Who sees what of feedback, and when."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.answer import answer
from goodstanding.core.feedback.change import revise
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.forms import SIMPLE
from goodstanding.core.feedback.report import ReportOutcome
from goodstanding.core.feedback.resolution import resolve_report
from goodstanding.core.feedback.seal import Feedback, withdraw
from goodstanding.core.feedback.visibility import (
    View,
    Viewer,
    interim_seen_by,
    seen_by,
    shows_publicly,
)
from goodstanding.core.words import Money
from tests.core.builders import (
    CLIENT_GAVE_AT,
    LATER_AT,
    RELEASED_AT,
    REVIEWER,
    a_contract,
    a_feedback,
    a_granted_change,
    a_report,
    an_exchange,
    an_interim,
    changed,
    instant,
    just_after,
    just_before,
    refused,
    released_feedback,
    simple_answers,
    some_answers,
    usd,
)

PUBLIC = {
    "stars_skills": 5,
    "stars_quality": 5,
    "overall": 5,
    "comment": "A pleasure to work with.",
}
RESOLVED_AT = instant("2026-03-25T09:00:00Z")
EUROS = Money(amount=Decimal("0.90"), currency="EUR")


def seen(
    viewer: Viewer,
    feedback: Feedback | None = None,
    *,
    exchange: Exchange | None = None,
    as_of: datetime = LATER_AT,
    **given: Any,
) -> View | None:
    exchange = exchange or an_exchange()
    return seen_by(viewer, feedback or exchange.given[0], exchange=exchange, as_of=as_of, **given)


def surely(view: View | None) -> View:
    assert view is not None
    return view


def unpaid() -> Contract:
    return a_contract(net_paid=usd("0.99"))


@pytest.mark.parametrize(
    ("paid", "shows"), [("0.99", False), ("0.999999", False), ("1.00", True), ("1.01", True)]
)
def test_public_feedback_shows_from_a_net_payment_of_exactly_the_minimum(
    paid: str, shows: bool
) -> None:
    assert shows_publicly(a_contract(net_paid=usd(paid))) is shows


def test_a_full_refund_hides_public_feedback_whatever_was_paid() -> None:
    assert shows_publicly(a_contract(net_paid=usd("500"), refunded_in_full=True)) is False


def test_each_currency_has_its_own_minimum_and_none_is_converted() -> None:
    paid_in_euros = a_contract(net_paid=Money(amount=Decimal("0.90"), currency="EUR"))
    minimums = (usd("1"), EUROS)

    assert shows_publicly(paid_in_euros, minimums) is True
    with refused("no-minimum-for-currency"):
        shows_publicly(paid_in_euros)
    with refused("no-minimum-for-currency"):
        shows_publicly(a_contract(), (EUROS,))


def test_sealed_feedback_is_nothing_to_all_but_its_author() -> None:
    as_of = just_before(RELEASED_AT)

    for viewer in (Viewer.RECIPIENT, Viewer.PUBLIC, Viewer.PLATFORM):
        assert seen(viewer, as_of=as_of) is None
    own = surely(seen(Viewer.AUTHOR, as_of=as_of))
    assert own.sealed
    assert dict(own.answers) == some_answers()
    assert (own.since_at, own.shown, own.edited) == (CLIENT_GAVE_AT, False, False)


def test_feedback_is_seen_from_the_instant_of_its_release() -> None:
    for viewer in Viewer:
        view = surely(seen(viewer, as_of=RELEASED_AT))
        assert (view.sealed, view.since_at) == (False, RELEASED_AT)
        assert (view.feedback, view.contract, view.side) == ("client-1", "contract-1", Side.CLIENT)


def test_withdrawn_feedback_and_feedback_of_the_future_is_nothing_to_anybody() -> None:
    contract = a_contract()
    gone = withdraw(a_feedback(), contract=contract, by="carla", at=just_after(CLIENT_GAVE_AT))
    exchange = an_exchange(given=(gone,))

    for viewer in Viewer:
        assert seen(viewer, gone, exchange=exchange) is None
        assert seen(viewer, as_of=just_before(CLIENT_GAVE_AT)) is None
    assert seen(Viewer.AUTHOR, as_of=CLIENT_GAVE_AT)


def test_everybody_reads_the_public_part_and_only_it() -> None:
    assert dict(surely(seen(Viewer.PUBLIC)).answers) == PUBLIC
    assert dict(surely(seen(Viewer.RECIPIENT)).answers) == PUBLIC


def test_the_platform_reads_the_private_part_and_the_author_their_own_words() -> None:
    assert dict(surely(seen(Viewer.PLATFORM)).answers) == some_answers()
    assert dict(surely(seen(Viewer.AUTHOR)).answers) == some_answers()


def test_a_note_to_the_recipient_is_for_the_recipient_alone() -> None:
    feedback, exchange = released_feedback(form=SIMPLE, answers=simple_answers())
    names = {
        viewer: set(surely(seen(viewer, feedback, exchange=exchange)).answers) for viewer in Viewer
    }

    assert names == {
        Viewer.AUTHOR: {"overall", "comment", "note_to_recipient"},
        Viewer.RECIPIENT: {"overall", "comment", "note_to_recipient"},
        Viewer.PUBLIC: {"overall", "comment"},
        Viewer.PLATFORM: {"overall", "comment"},
    }


def test_feedback_on_an_unpaid_contract_is_hidden_from_public_and_recipient() -> None:
    exchange = an_exchange(contract=unpaid())

    assert seen(Viewer.PUBLIC, exchange=exchange) is None
    assert seen(Viewer.RECIPIENT, exchange=exchange) is None
    assert dict(surely(seen(Viewer.PLATFORM, exchange=exchange)).answers) == some_answers()
    assert surely(seen(Viewer.AUTHOR, exchange=exchange)).shown is False


def test_the_note_to_the_recipient_arrives_even_if_the_public_part_is_hidden() -> None:
    feedback, exchange = released_feedback(contract=unpaid(), form=SIMPLE, answers=simple_answers())
    exchange = changed(exchange, reports=(removed(feedback, exchange, {"comment"}),))

    view = surely(seen(Viewer.RECIPIENT, feedback, exchange=exchange, as_of=RESOLVED_AT))

    assert dict(view.answers) == {"note_to_recipient": "Do answer messages sooner."}
    assert (view.shown, view.tombstone, view.edited) == (False, False, False)
    assert view.removed == frozenset()


def test_hidden_or_shown_never_depends_on_the_rating() -> None:
    for overall in (1, 2, 3, 4, 5):
        feedback, exchange = released_feedback(answers={"overall": overall})
        assert surely(seen(Viewer.PUBLIC, feedback, exchange=exchange)).answers == {
            "overall": overall
        }


def revised_exchange(contract: Contract | None = None) -> Exchange:
    exchange = an_exchange(contract=contract)
    change = a_granted_change(exchange.given[0], exchange)
    change = revise(change, exchange.given[0], {"overall": 2}, by="carla", at=LATER_AT)
    return changed(exchange, changes=(change,))


def test_revised_feedback_shows_the_latest_words_with_a_mark() -> None:
    exchange = revised_exchange()

    before = surely(seen(Viewer.PUBLIC, exchange=exchange, as_of=just_before(LATER_AT)))
    after = surely(seen(Viewer.PUBLIC, exchange=exchange, as_of=LATER_AT))

    assert (dict(before.answers), before.edited) == (PUBLIC, False)
    assert (dict(after.answers), after.edited) == ({"overall": 2}, True)
    assert surely(seen(Viewer.PLATFORM, exchange=exchange)).answers["recommend"] == 3


def answered_exchange(contract: Contract | None = None) -> Exchange:
    exchange = an_exchange(contract=contract)
    given = answer(
        exchange.given[0],
        "Thank you.",
        contract=exchange.contract,
        given=exchange.given,
        by="fritzi",
        at=LATER_AT,
    )
    return changed(exchange, answers=(given,))


def test_the_answer_stands_beside_the_feedback_for_everybody() -> None:
    exchange = answered_exchange()

    for viewer in Viewer:
        assert surely(seen(viewer, exchange=exchange)).answer == "Thank you."
        earlier = surely(seen(viewer, exchange=exchange, as_of=just_before(LATER_AT)))
        assert earlier.answer is None


def test_the_answer_to_one_side_does_not_stand_beside_the_other() -> None:
    exchange = answered_exchange()

    assert surely(seen(Viewer.PUBLIC, exchange.given[1], exchange=exchange)).answer is None


def test_an_answer_does_not_stand_alone_where_the_feedback_is_hidden() -> None:
    exchange = answered_exchange(unpaid())

    assert surely(seen(Viewer.PLATFORM, exchange=exchange)).answer is None


def removed(feedback: Feedback, exchange: Exchange, items: set[str] | None = None) -> Any:
    return resolve_report(
        a_report(feedback, exchange, by="otto"),
        feedback,
        ReportOutcome.REMOVE_IN_PART if items else ReportOutcome.REMOVE,
        by=REVIEWER,
        at=RESOLVED_AT,
        reasons="It breaks a rule.",
        items=frozenset(items or ()),
    )


def test_removed_feedback_leaves_a_tombstone_without_words_marks_or_answer() -> None:
    exchange = changed(revised_exchange(), answers=answered_exchange().answers)
    exchange = changed(exchange, reports=(removed(exchange.given[0], exchange),))

    for viewer in (Viewer.PUBLIC, Viewer.RECIPIENT):
        before = surely(seen(viewer, exchange=exchange, as_of=just_before(RESOLVED_AT)))
        after = surely(seen(viewer, exchange=exchange, as_of=RESOLVED_AT))
        assert not before.tombstone
        assert (after.tombstone, after.edited, after.answer) == (True, False, None)
        assert dict(after.answers) == {}


def test_the_words_of_a_tombstone_stay_readable_to_author_and_platform() -> None:
    exchange = an_exchange()
    exchange = changed(exchange, reports=(removed(exchange.given[0], exchange),))

    for viewer in (Viewer.AUTHOR, Viewer.PLATFORM):
        view = surely(seen(viewer, exchange=exchange, as_of=RESOLVED_AT))
        assert view.tombstone
        assert dict(view.answers) == some_answers()


def test_a_tombstone_shows_only_where_the_feedback_would() -> None:
    feedback, exchange = released_feedback(contract=unpaid(), form=SIMPLE, answers=simple_answers())
    exchange = changed(exchange, reports=(removed(feedback, exchange),))

    assert seen(Viewer.PUBLIC, feedback, exchange=exchange, as_of=RESOLVED_AT) is None
    assert seen(Viewer.RECIPIENT, feedback, exchange=exchange, as_of=RESOLVED_AT) is None


def test_a_part_that_was_removed_is_gone_and_named_to_those_who_read_its_kind() -> None:
    exchange = an_exchange()
    report = removed(exchange.given[0], exchange, {"comment", "concern_performance"})
    exchange = changed(exchange, reports=(report,))
    public = surely(seen(Viewer.PUBLIC, exchange=exchange, as_of=RESOLVED_AT))
    platform = surely(seen(Viewer.PLATFORM, exchange=exchange, as_of=RESOLVED_AT))

    assert dict(public.answers) == {"stars_skills": 5, "stars_quality": 5, "overall": 5}
    assert public.removed == {"comment"}
    assert public.tombstone is False
    assert platform.removed == {"comment", "concern_performance"}
    assert dict(platform.answers) == some_answers()


def test_mid_contract_feedback_is_seen_by_all_from_the_instant_it_is_given() -> None:
    interim = an_interim()
    exchange = an_exchange(interims=(interim,))

    for viewer in Viewer:
        view = surely(interim_seen_by(viewer, interim, exchange=exchange, as_of=interim.given_at))
        assert dict(view.answers) == {"overall": 4, "comment": "Going well."}
        assert (view.since_at, view.answer, view.sealed) == (interim.given_at, None, False)
        earlier_at = just_before(interim.given_at)
        assert interim_seen_by(viewer, interim, exchange=exchange, as_of=earlier_at) is None


def test_mid_contract_feedback_is_hidden_while_too_little_is_paid() -> None:
    interim = an_interim()
    exchange = an_exchange(contract=unpaid(), interims=(interim,))

    sees = {
        viewer: interim_seen_by(viewer, interim, exchange=exchange, as_of=LATER_AT) is not None
        for viewer in Viewer
    }

    assert sees == {
        Viewer.AUTHOR: True,
        Viewer.RECIPIENT: False,
        Viewer.PUBLIC: False,
        Viewer.PLATFORM: True,
    }


def test_removed_mid_contract_feedback_leaves_a_tombstone_too() -> None:
    interim = an_interim()
    exchange = an_exchange(interims=(interim,))
    report = resolve_report(
        a_report(interim, exchange, by="fritzi"),
        interim,
        ReportOutcome.REMOVE,
        by=REVIEWER,
        at=RESOLVED_AT,
        reasons="It is about another contract.",
    )
    exchange = changed(exchange, reports=(report,))

    view = surely(interim_seen_by(Viewer.PUBLIC, interim, exchange=exchange, as_of=RESOLVED_AT))

    assert (view.tombstone, dict(view.answers)) == (True, {})


def test_other_minimums_can_be_set_for_every_view() -> None:
    minimums = (usd("2000"),)
    interim = an_interim()
    exchange = an_exchange(interims=(interim,))

    assert seen(Viewer.PUBLIC, minimums=minimums) is None
    assert (
        interim_seen_by(
            Viewer.PUBLIC, interim, exchange=exchange, as_of=LATER_AT, minimums=minimums
        )
        is None
    )
