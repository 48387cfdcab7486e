"""A row of an example becomes outcomes: so many, so far apart, each of a client of its own."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Example, Policy
from goodstanding.core.policy.outcomes import row_of
from goodstanding.core.policy.text import examine, read

POLICY = """
policy: rows
version: 1
title: Rows
about: freelancer
negative: [{{when: overall <= 2}}]
signals: {{f: {{count: negative, window: {{days: 90}}}}}}
ladder: [{{rung: look, when: f >= 3, propose: advise}}]
examples: [{{example: one, as_of: 2026-07-01, wants: {wants}, outcomes: [{rows}]}}]
"""
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def text_of(*rows: str, wants: str = "{}") -> str:
    """A policy with one example of these rows."""
    return POLICY.format(rows=", ".join(f"{{at: 2026-06-01, {row}}}" for row in rows), wants=wants)


def example_of(*rows: str, wants: str = "{}") -> Example:
    """The example of these rows."""
    policy: Policy = read(text_of(*rows, wants=wants), source="rows")
    return policy.examples[0]


def each(rows: str, of: str) -> list[Any]:
    """What each outcome of the row has there."""
    return [getattr(outcome, of) for outcome in example_of(rows).outcomes]


def refused(*rows: str) -> list[str]:
    """What is said against a policy with these rows."""
    return sorted(finding.code for finding in examine(text_of(*rows))[1])


def test_an_outcome_is_of_a_client_and_a_contract_that_nobody_else_has() -> None:
    outcomes = example_of("overall: 1", "times: 2").outcomes

    assert [one.client for one in outcomes] == [
        "client of outcome 1.1",
        "client of outcome 2.1",
        "client of outcome 2.2",
    ]
    assert [one.client_group for one in outcomes] == [one.client for one in outcomes]
    assert [one.contract for one in outcomes] == ["outcome 1.1", "outcome 2.1", "outcome 2.2"]
    assert [row_of(one) for one in outcomes] == [1, 2, 2]


def test_a_named_client_has_as_many_contracts_as_times() -> None:
    assert each("times: 2, client: carla", "client") == ["carla", "carla"]
    assert each("times: 2, client: carla", "client_group") == ["carla", "carla"]
    assert each("times: 2, client: carla", "contract") == ["outcome 1.1", "outcome 1.2"]


def test_a_named_group_holds_clients_of_their_own() -> None:
    assert each("times: 2, client_group: company", "client_group") == ["company", "company"]
    assert len(set(each("times: 2, client_group: company", "client"))) == 2


def test_a_named_contract_is_one_contract() -> None:
    assert each("times: 2, contract: k1", "contract") == ["k1", "k1"]


def test_outcomes_stand_so_many_days_apart_on_both_clocks() -> None:
    row = "times: 3, apart_days: 10, received_at: 2026-06-02"

    assert each(row, "occurred_at") == [JUNE, JUNE + 10 * DAY, JUNE + 20 * DAY]
    assert each(row, "received_at") == [JUNE + DAY, JUNE + 11 * DAY, JUNE + 21 * DAY]


def test_what_is_not_said_to_be_received_later_is_received_at_once_and_never_superseded() -> None:
    assert each("overall: 1", "received_at") == [JUNE]
    assert each("overall: 1", "superseded_at") == [None]
    assert each("superseded_at: 2026-06-09", "superseded_at") == [JUNE + 8 * DAY]


def test_items_are_exact_and_what_is_null_was_not_said() -> None:
    row = "overall: 4, net_paid: 99.90, concern_skills: false, dispute: settled, recommend: null"

    assert each(row, "items") == [
        {"overall": 4, "net_paid": Decimal("99.9"), "concern_skills": False, "dispute": "settled"}
    ]


def test_an_amount_of_many_digits_is_kept_to_the_last() -> None:
    (items,) = each("net_paid: 1234567890.0123456789012345678901", "items")

    assert items["net_paid"] == Decimal("1234567890.0123456789012345678901")


def test_figures_that_are_wanted_are_exact_or_unknown() -> None:
    wanted = example_of(wants="{rung: look, figures: {f: 3/23}, left_out: 2}")
    unknown = example_of(wants="{figures: {f: null}}")

    assert (wanted.rung, wanted.figures, wanted.left_out) == ("look", (("f", Fraction(3, 23)),), 2)
    assert (unknown.rung, unknown.figures, unknown.left_out) == (None, (("f", None),), None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("received_at: 2026-05-31T23:59:59.999999Z", "received-before-it-occurred"),
        ("superseded_at: 2026-05-31", "superseded-before-received"),
        ("times: 2, apart_days: 1, superseded_at: 2026-06-01", "superseded-before-received"),
        ("times: 100000, apart_days: 3660", "outside-the-calendar"),
        ("times: 0", "whole-number-out-of-range"),
        ("times: 100001", "whole-number-out-of-range"),
        (f"client: {'c' * 201}", "long-id"),
        ("overall: 1e0", "example-odd-value"),
        ("overall: '1'", "example-odd-value"),
        ("overall: 6", "example-odd-value"),
        ("overall: true", "example-odd-value"),
        ("concern_skills: 1", "example-odd-value"),
        ("concern_skills: yes", "example-odd-value"),
        ("end_reason: bored", "example-odd-value"),
        ("comment: bad", "example-unknown-item"),
        ("Overall: 1", "unknown-key"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(row: str, code: str) -> None:
    assert code in refused(row)


def test_each_row_is_looked_at_though_yes_is_like_one() -> None:
    assert refused("concern_skills: true", "concern_skills: 1").count("example-odd-value") == 1


def test_a_policy_shows_at_most_a_hundred_thousand_outcomes() -> None:
    assert "too-many-outcomes" not in refused("times: 60000", "times: 40000")
    assert "too-many-outcomes" in refused("times: 60000", "times: 40000", "overall: 1")


def test_an_example_may_be_of_nothing_known_yet() -> None:
    outcomes: tuple[Evidence, ...] = example_of().outcomes

    assert outcomes == ()
