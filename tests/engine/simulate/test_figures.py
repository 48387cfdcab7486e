"""The figures of a drawn marketplace are those that its world asks for."""

import numpy as np
import pytest

from goodstanding.engine.simulate.market import Market
from goodstanding.engine.simulate.votes import summary_of
from tests.engine.simulate.markets import a_market, column, is_near

FREELANCERS = 20_000
MONTH = 31 * 86_400_000_000


@pytest.fixture(scope="module")
def market() -> Market:
    """The ordinary world, a tenth of its size."""
    return a_market(freelancers=FREELANCERS)


def pooled(market: Market) -> float:
    """The share of negative votes."""
    summary = summary_of(market)
    return summary.negative_votes / summary.votes


def test_about_one_vote_in_fifteen_is_negative(market: Market) -> None:
    assert pooled(market) == pytest.approx(0.0665, abs=0.004)


@pytest.mark.parametrize(
    ("scenario", "wanted"),
    [
        ("busier", 0.066),
        ("subtler", 0.063),
        ("harsher", 0.094),
        ("heavier_attacks", 0.068),
        ("public_only", 0.025),
        ("few_answers", 0.084),
    ],
)
def test_each_scenario_has_its_pooled_rate(scenario: str, wanted: float) -> None:
    assert pooled(a_market(scenario, freelancers=FREELANCERS)) == pytest.approx(wanted, rel=0.06)


@pytest.mark.parametrize(
    ("kind", "wanted"), [("ordinary", 0.95), ("poor", 0.03), ("turned", 0.01), ("attacked", 0.01)]
)
def test_each_kind_has_its_share(market: Market, kind: str, wanted: float) -> None:
    kinds = column(market.freelancers, "kind")

    assert is_near(np.mean(kinds == kind), wanted, of=FREELANCERS)


def test_most_have_few_contracts_and_few_have_very_many(market: Market) -> None:
    volume = column(market.freelancers, "volume")

    assert np.median(volume) == 6
    assert np.percentile(volume, 90) == pytest.approx(31, abs=1.5)
    assert volume.max() <= 3_000


def test_rates_are_as_their_kinds_have_them(market: Market) -> None:
    kinds = column(market.freelancers, "kind")
    rate = column(market.freelancers, "rate")

    assert rate[kinds == "ordinary"].mean() == pytest.approx(0.05, abs=0.001)
    assert rate[kinds == "turned"].mean() == pytest.approx(0.05, abs=0.01)
    assert rate[kinds == "poor"].mean() == pytest.approx(0.30, abs=0.015)


def test_a_fifth_of_later_contracts_are_with_an_earlier_client(market: Market) -> None:
    honest = ~column(market.contracts, "colluding")
    freelancer = column(market.evidence, "freelancer")[honest]
    client = column(market.evidence, "client")[honest]
    people = len(set(freelancer.tolist()))
    pairs = len(set(zip(freelancer.tolist(), client.tolist(), strict=True)))
    later = len(freelancer) - people

    # Of 30,000 clients the same one is drawn twice by chance now and then.
    assert (len(freelancer) - pairs) / later == pytest.approx(0.20, abs=0.005)


def test_clients_answer_less_often_after_a_bad_outcome(market: Market) -> None:
    honest = ~column(market.contracts, "colluding")
    bad = column(market.contracts, "bad")
    answered = column(market.contracts, "answered")

    good, poor = honest & ~bad, honest & bad
    assert is_near(answered[good].mean(), 0.75, of=good.sum())
    assert is_near(answered[poor].mean(), 0.60, of=poor.sum())


def test_two_of_three_negatives_stand_in_private_alone(market: Market) -> None:
    negative = column(market.contracts, "negative")
    public = column(market.contracts, "public")

    assert is_near(public[negative].mean(), 0.35, of=negative.sum())


def test_clients_are_of_various_severity_and_some_are_harsh(market: Market) -> None:
    severity = column(market.clients, "severity")
    harsh = column(market.clients, "harsh")
    plain = ~harsh & ~column(market.clients, "colluder")

    assert is_near(harsh.mean(), 0.03, of=len(harsh))
    assert severity[plain].std() == pytest.approx(0.8, rel=0.02)
    assert severity[harsh].mean() == pytest.approx(2, abs=0.12)


def test_two_of_five_freelancers_join_while_it_is_drawn(market: Market) -> None:
    joined_at = column(market.freelancers, "joined_at")
    joined = joined_at > joined_at.min()

    assert is_near(joined.mean(), 0.40, of=FREELANCERS)


def test_five_stars_grow_more_frequent_in_public(market: Market) -> None:
    good = ~column(market.contracts, "bad") & column(market.contracts, "answered")
    five = column(market.evidence, "overall")[good] == 5
    occurred_at = column(market.evidence, "occurred_at")[good]
    early = occurred_at < occurred_at.min() + MONTH
    late = occurred_at > occurred_at.max() - MONTH

    assert five[early].mean() == pytest.approx(0.85, abs=0.02)
    assert five[late].mean() == pytest.approx(0.95, abs=0.02)


def test_attacks_come_from_one_two_or_three_accounts() -> None:
    market = a_market(freelancers=FREELANCERS, share_attacked=0.5, volume_median=1)
    colluders = column(market.freelancers, "colluders")
    attacked = colluders[column(market.freelancers, "kind") == "attacked"]

    assert is_near((attacked == 1).mean(), 0.60, of=len(attacked))
    assert is_near((attacked == 2).mean(), 0.25, of=len(attacked))
    assert is_near((attacked == 3).mean(), 0.15, of=len(attacked))
