"""The truth and the evidence of a drawn marketplace tell the same story."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.verdict import read
from goodstanding.core.words import end_of_utc_day
from goodstanding.engine.simulate.market import Market
from goodstanding.engine.simulate.votes import reported_negative
from tests.core.story_builders import SHIPPED
from tests.engine.simulate.markets import a_market, column, is_near

PARTIES = {"freelancer", "client", "client_group", "contract", "occurred_at", "received_at"}
ITEMS = [
    "overall",
    "recommend",
    "concern_skills",
    "concern_experience",
    "concern_availability",
    "concern_performance",
    "end_reason",
]
EVERY = ["base", "harsher", "heavier_attacks", "public_only", "few_answers"]
MONTH = 30 * 86_400_000_000


@pytest.fixture(scope="module")
def market() -> Market:
    """The ordinary world, with many that turn and many that are attacked."""
    return a_market(freelancers=4_000, share_turned=0.2, share_attacked=0.2)


def evidence_of(market: Market) -> Iterator[Evidence]:
    """The rows as the core admits them."""
    for row in market.evidence.to_pylist():
        items = {name: row[name] for name in row if name not in PARTIES and row[name] is not None}
        yield Evidence(
            id=row["contract"],
            subject=row["freelancer"],
            client=row["client"],
            client_group=row["client_group"],
            occurred_at=row["occurred_at"],
            received_at=row["received_at"],
            contract=row["contract"],
            items=items,
        )


@pytest.mark.parametrize("scenario", EVERY)
def test_the_shipped_policy_finds_negative_what_clients_reported(scenario: str) -> None:
    market = a_market(scenario, freelancers=300, share_disputed=0.3, share_attacked=0.2)
    truth = {row["contract"]: row for row in market.contracts.to_pylist()}

    readings = [read(SHIPPED, evidence) for evidence in evidence_of(market)]

    assert len(readings) == len(truth)
    assert any(reading.negative for reading in readings)
    for reading in readings:
        assert reading.negative == truth[reading.evidence.id]["negative"]
        assert reading.rated == truth[reading.evidence.id]["answered"]


@pytest.mark.parametrize("scenario", EVERY)
def test_the_evidence_says_negative_where_the_truth_does(scenario: str) -> None:
    market = a_market(scenario)

    assert (
        reported_negative(market.evidence).tolist() == column(market.contracts, "negative").tolist()
    )


def rows_of(market: Market) -> list[dict[str, Any]]:
    """Each row of the evidence with the truth of its contract."""
    pairs = zip(market.evidence.to_pylist(), market.contracts.to_pylist(), strict=True)
    return [{**row, **truth} for row, truth in pairs]


def test_a_silent_client_leaves_every_item_empty(market: Market) -> None:
    silent = [row for row in rows_of(market) if not row["answered"]]

    assert silent
    assert [row for row in silent for name in (*ITEMS, "dispute") if row[name] is not None] == []


def test_an_answer_fills_every_item_but_a_dispute(market: Market) -> None:
    answered = [row for row in rows_of(market) if row["answered"]]

    assert [row for row in answered for name in ITEMS if row[name] is None] == []


def test_who_is_unhappy_in_private_alone_is_polite_in_public(market: Market) -> None:
    negative = [row for row in rows_of(market) if row["negative"]]

    assert {row["overall"] for row in negative if row["public"]} == {1, 2}
    assert {row["overall"] for row in negative if not row["public"]} == {4, 5}


def test_without_private_questions_there_are_no_private_answers() -> None:
    rows = rows_of(a_market("public_only"))

    assert [row for row in rows for name in ITEMS[1:] if row[name] is not None] == []
    assert all(row["negative"] == row["public"] for row in rows)


def test_nothing_is_received_before_it_occurred_or_after_the_window(market: Market) -> None:
    for row in rows_of(market):
        opens_at, last_at = row["occurred_at"], end_of_utc_day(row["occurred_at"], days_later=14)
        assert opens_at <= row["received_at"]
        assert (row["received_at"] - last_at).total_seconds() <= 0.000001


def test_silence_is_known_one_microsecond_after_the_window(market: Market) -> None:
    for row in rows_of(market):
        last_at = end_of_utc_day(row["occurred_at"], days_later=14)
        if not row["answered"]:
            assert (row["received_at"] - last_at).total_seconds() == 0.000001


def test_the_evidence_stands_in_the_order_in_which_it_came(market: Market) -> None:
    received_at = column(market.evidence, "received_at")

    assert np.all(np.diff(received_at) >= 0)
    assert len(set(column(market.evidence, "contract").tolist())) == market.evidence.num_rows


def test_nobody_has_contracts_before_they_joined(market: Market) -> None:
    truth = {row["freelancer"]: row for row in market.freelancers.to_pylist()}

    assert all(
        truth[row["freelancer"]]["joined_at"] <= row["occurred_at"]
        for row in market.evidence.to_pylist()
    )


def test_each_freelancer_has_the_volume_and_the_colluders_of_the_truth(market: Market) -> None:
    honest: dict[str, int] = {}
    colluding: dict[str, int] = {}
    for row in rows_of(market):
        counted = colluding if row["colluding"] else honest
        counted[row["freelancer"]] = counted.get(row["freelancer"], 0) + 1

    for row in market.freelancers.to_pylist():
        assert honest[row["freelancer"]] == row["volume"]
        assert colluding.get(row["freelancer"], 0) == row["colluders"]


def test_who_turns_changes_at_that_instant(market: Market) -> None:
    turned = {
        row["freelancer"]: row for row in market.freelancers.to_pylist() if row["kind"] == "turned"
    }
    before, after = [], []
    for row in rows_of(market):
        if row["freelancer"] in turned:
            later = row["occurred_at"] >= turned[row["freelancer"]]["turned_at"]
            (after if later else before).append(row["bad"])

    # The mean rates are 5 % and 30 %; clients' severity adds to both.
    assert 0.05 < np.mean(before) < 0.10
    assert 0.28 < np.mean(after) < 0.38
    assert all(row["joined_at"] <= row["turned_at"] for row in turned.values())


def test_only_who_turns_has_an_instant_and_a_later_rate(market: Market) -> None:
    for row in market.freelancers.to_pylist():
        has_turned = row["kind"] == "turned"
        assert (row["turned_at"] is not None) == has_turned
        assert (row["rate_later"] is not None) == has_turned


def test_the_attacked_have_negatives_of_fresh_accounts_within_a_month(market: Market) -> None:
    colluders = {row["client"] for row in market.clients.to_pylist() if row["colluder"]}
    times: dict[str, int] = {}
    attacks: dict[str, list[int]] = {}
    occurred_at = column(market.evidence, "occurred_at")
    for row, at in zip(rows_of(market), occurred_at, strict=True):
        if row["client"] in colluders:
            times[row["client"]] = times.get(row["client"], 0) + 1
            attacks.setdefault(row["freelancer"], []).append(at)
            assert row["colluding"] and row["answered"] and row["negative"]
    attacked = {
        row["freelancer"]: row["colluders"]
        for row in market.freelancers.to_pylist()
        if row["kind"] == "attacked"
    }

    assert set(times.values()) == {1}
    assert {name: len(instants) for name, instants in attacks.items()} == attacked
    assert all(max(instants) - min(instants) <= MONTH for instants in attacks.values())


def test_a_name_does_not_tell_who_colludes(market: Market) -> None:
    names = column(market.clients, "client")
    colluder = column(market.clients, "colluder")
    latest = np.argsort(names)[-len(names) // 10 :]

    assert is_near(colluder[latest].mean(), colluder.mean(), of=len(latest))
