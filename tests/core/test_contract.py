"""The contract: two parties, what was paid, when and by whom it ended."""

from datetime import datetime

import pytest

from goodstanding.core.contract import Contract, Side, end_of
from tests.core.builders import (
    ENDED_AT,
    STARTED_AT,
    a_contract,
    a_running_contract,
    instant,
    just_before,
    refused,
)


def test_each_side_has_the_other_across_the_table() -> None:
    assert Side.FREELANCER.other is Side.CLIENT
    assert Side.CLIENT.other is Side.FREELANCER


def test_a_contract_knows_its_two_parties() -> None:
    contract = a_contract(freelancer="fritzi", client="carla")

    assert contract.party(Side.FREELANCER) == "fritzi"
    assert contract.party(Side.CLIENT) == "carla"
    assert contract.side_of("fritzi") is Side.FREELANCER
    assert contract.side_of("carla") is Side.CLIENT
    with refused("not-a-party"):
        contract.side_of("otto")


def test_nobody_has_a_contract_with_themselves() -> None:
    with refused("contract-with-oneself"):
        a_contract(freelancer="carla", client="carla")


def test_a_client_votes_as_its_group_and_a_freelancer_as_the_agency_or_alone() -> None:
    assert a_contract(client_group="group").group_of(Side.CLIENT) == "group"
    assert a_contract(agency=None).group_of(Side.FREELANCER) == "fritzi"
    assert a_contract(agency="atelier").group_of(Side.FREELANCER) == "atelier"


def test_a_contract_may_end_the_instant_it_starts_but_not_before() -> None:
    assert end_of(a_contract(started_at=ENDED_AT)) == ENDED_AT
    with refused("contract-ends-before-start") as caught:
        a_contract(ended_at=just_before(STARTED_AT))
    assert "`2025-11-03T08:59:59.999999Z`" in caught.value.message


def test_a_running_contract_has_no_end_yet() -> None:
    with refused("contract-still-running"):
        end_of(a_running_contract())


@pytest.mark.parametrize("name", ["id", "freelancer", "client", "client_group", "agency"])
def test_all_names_on_a_contract_are_identifiers(name: str) -> None:
    with refused("blank-id") as caught:
        a_contract(**{name: " "})
    assert caught.value.message.startswith(name)


@pytest.mark.parametrize("name", ["started_at", "ended_at", "last_paid_at"])
def test_all_instants_on_a_contract_are_in_utc(name: str) -> None:
    with refused("instant-without-zone") as caught:
        a_contract(**{name: datetime(2026, 3, 2)})
    assert caught.value.message.startswith(name)


def test_a_contract_may_be_known_by_little() -> None:
    contract = Contract(
        id="c",
        freelancer="f",
        client="k",
        client_group="k",
        net_paid=a_contract().net_paid,
        started_at=instant("2026-01-01T00:00:00Z"),
    )

    assert (contract.ended_by, contract.dispute, contract.last_paid_at) == (None, None, None)
    assert contract.refunded_in_full is False
