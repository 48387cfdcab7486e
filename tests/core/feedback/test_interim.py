"""Mid-contract feedback: who may give it when, and that it is public at once."""

from datetime import datetime
from typing import Any

import pytest

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.forms import CLASSIC, SIMPLE, SIMPLE_MIRROR
from goodstanding.core.feedback.interim import InterimFeedback, InterimRequest, ask_for_interim
from tests.core.builders import (
    ENDED_AT,
    a_contract,
    a_running_contract,
    an_interim,
    instant,
    just_after,
    just_before,
    refused,
)

OLD_ENOUGH_AT = instant("2025-12-03T09:00:00Z")
PAID_AT = instant("2026-01-05T00:00:00Z")
UNPAID_SINCE_AT = instant("2026-02-04T00:00:00Z")
ASKED_AT = instant("2026-01-10T12:00:00Z")
ASKED_LATE_AT = instant("2026-01-20T00:00:00Z")
LAST_AT = instant("2026-01-24T23:59:59.999999Z")


def running(**given: Any) -> Contract:
    return a_running_contract(**{"last_paid_at": PAID_AT, **given})


def a_request(**given: Any) -> InterimRequest:
    return ask_for_interim(**{"contract": running(), "by": "fritzi", "at": ASKED_AT, **given})


def test_either_side_may_give_it_to_the_other() -> None:
    of_client = an_interim()
    of_freelancer = an_interim(form=SIMPLE_MIRROR, author="fritzi", answers={"overall": 5})

    assert (of_client.author, of_client.recipient) == ("carla", "fritzi")
    assert of_client.side is Side.CLIENT
    assert (of_freelancer.author, of_freelancer.recipient) == ("fritzi", "carla")
    assert of_freelancer.side is Side.FREELANCER
    assert of_client.given_at == ASKED_AT
    assert len({of_client, an_interim()}) == 1


def test_only_a_party_gives_it_and_on_its_own_form() -> None:
    with refused("not-a-party"):
        an_interim(author="otto")
    with refused("form-of-other-side"):
        an_interim(form=SIMPLE_MIRROR)
    with refused("blank-id"):
        an_interim(id="")


def test_it_is_public_only_and_fits_the_form() -> None:
    with refused("interim-is-public-only"):
        an_interim(form=CLASSIC, answers={"overall": 4, "concern_skills": True})
    with refused("interim-is-public-only"):
        an_interim(form=SIMPLE, answers={"overall": 4, "note_to_recipient": "Hurry."})
    with refused("missing-answer"):
        an_interim(answers={"comment": "Fine."})


def test_the_contract_has_to_be_thirty_days_old() -> None:
    contract = running(last_paid_at=instant("2025-12-01T00:00:00Z"))

    assert an_interim(contract=contract, at=OLD_ENOUGH_AT).given_at == OLD_ENOUGH_AT
    with refused("interim-too-early") as caught:
        an_interim(contract=contract, at=just_before(OLD_ENOUGH_AT))
    assert caught.value.cure == "wait until `2025-12-03T09:00:00Z`"


@pytest.mark.parametrize("moment_at", [PAID_AT, just_before(UNPAID_SINCE_AT)])
def test_something_has_to_be_paid_in_the_last_thirty_days(moment_at: datetime) -> None:
    assert an_interim(at=moment_at).given_at == moment_at


@pytest.mark.parametrize("moment_at", [just_before(PAID_AT), UNPAID_SINCE_AT])
def test_a_payment_exactly_thirty_days_ago_or_yet_to_come_is_none(moment_at: datetime) -> None:
    with refused("interim-without-payment"):
        an_interim(at=moment_at)


def test_a_contract_that_paid_nothing_gets_none() -> None:
    with refused("interim-without-payment"):
        an_interim(contract=running(last_paid_at=None))


def test_the_contract_has_to_run() -> None:
    ended = a_contract(last_paid_at=instant("2026-03-01T00:00:00Z"))

    assert an_interim(contract=ended, at=just_before(ENDED_AT)).id == "interim-1"
    with refused("interim-after-end"):
        an_interim(contract=ended, at=ENDED_AT)
    with refused("interim-after-end"):
        a_request(contract=ended, at=ENDED_AT)


def test_an_author_gives_it_once_in_thirty_days() -> None:
    contract = running(last_paid_at=instant("2026-02-08T00:00:00Z"))
    again_at = instant("2026-02-09T12:00:00Z")

    assert an_interim(contract=contract, at=again_at, given=(an_interim(),)).given_at == again_at
    with refused("interim-given-lately") as caught:
        an_interim(contract=contract, at=just_before(again_at), given=(an_interim(),))
    assert caught.value.cure == "wait until `2026-02-09T12:00:00Z`"


def test_what_the_other_side_or_another_contract_got_is_no_obstacle() -> None:
    of_freelancer = an_interim(form=SIMPLE_MIRROR, author="fritzi", answers={"overall": 5})
    elsewhere = an_interim(contract=running(id="contract-2"))

    assert an_interim(given=(of_freelancer, elsewhere)).author == "carla"


def test_a_party_may_ask_the_other_for_it() -> None:
    request = a_request()

    assert (request.contract, request.asked_by) == ("contract-1", "fritzi")
    assert request.until_at == LAST_AT
    with refused("not-a-party"):
        a_request(by="otto")


def test_a_request_needs_what_giving_needs() -> None:
    with refused("interim-too-early"):
        a_request(at=just_before(OLD_ENOUGH_AT))
    with refused("interim-without-payment"):
        a_request(at=UNPAID_SINCE_AT)
    with refused("interim-given-lately"):
        a_request(given=(an_interim(at=just_before(ASKED_AT)),))


def test_a_request_is_not_repeated_while_it_lives() -> None:
    with refused("interim-asked-already") as caught:
        a_request(at=LAST_AT, requests=(a_request(),))
    assert caught.value.cure == "ask again after `2026-01-24T23:59:59.999999Z`"
    assert a_request(at=just_after(LAST_AT), requests=(a_request(),)).asked_by


def test_a_request_of_the_other_party_or_on_another_contract_is_no_obstacle() -> None:
    of_client = a_request(by="carla")
    elsewhere = a_request(contract=running(id="contract-2"))

    assert a_request(requests=(of_client, elsewhere)).asked_by == "fritzi"


def given_on_request(moment_at: datetime, *requests: InterimRequest) -> InterimFeedback:
    long_unpaid = running(last_paid_at=instant("2025-12-15T00:00:00Z"))
    return an_interim(contract=long_unpaid, at=moment_at, requests=requests)


def test_while_a_request_lives_the_last_payment_may_have_become_older() -> None:
    request = a_request()

    with refused("interim-without-payment"):
        given_on_request(LAST_AT)
    assert given_on_request(LAST_AT, request).given_at == LAST_AT
    assert given_on_request(ASKED_LATE_AT, a_request(at=ASKED_LATE_AT)).given_at == ASKED_LATE_AT
    with refused("interim-without-payment"):
        given_on_request(just_after(LAST_AT), request)


def test_only_a_request_of_the_other_party_on_this_contract_and_already_made_counts() -> None:
    own = a_request(by="carla")
    elsewhere = a_request(contract=running(id="contract-2"))
    later = a_request(at=ASKED_LATE_AT)

    for request in (own, elsewhere, later):
        with refused("interim-without-payment"):
            given_on_request(just_before(ASKED_LATE_AT), request)


def test_a_request_does_not_lift_the_pause() -> None:
    with refused("interim-given-lately"):
        an_interim(
            at=LAST_AT, requests=(a_request(),), given=(an_interim(at=just_after(ASKED_AT)),)
        )


def test_instants_are_in_utc() -> None:
    for ask_or_give in (a_request, an_interim):
        with refused("instant-without-zone"):
            ask_or_give(at=datetime(2026, 1, 10))
