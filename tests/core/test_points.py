"""Evidence points keep their promise: chance alone rarely gets anywhere, however long one looks."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import exp, log
from pathlib import Path

import pytest

from goodstanding.core import because
from goodstanding.core.points import Vote, tally
from goodstanding.core.policy.parts import reads_clients
from goodstanding.core.policy.plain import Audience, tell
from goodstanding.core.policy.signal import Points
from goodstanding.core.policy.steps import chance_at, fee_of_clearing, fees_of, step_of
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import judge
from goodstanding.core.words import Refusal
from tests.judging import NOON, US, outcome, policy_of, verdict_of

PATH = Path(__file__).parents[2] / "policies" / "evidence-points.yaml"
MEASURE = next(
    signal.measure
    for signal in read(PATH.read_text(encoding="utf-8"), source=PATH.name).signals
    if isinstance(signal.measure, Points)
)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FIRST_AT = datetime(2026, 1, 5, tzinfo=UTC)
REVIEW = Fraction("299.5733")
BLOCK = Fraction("529.8318")
USUAL = {"client_votes_before": 1000, "client_negatives_before": 67}
SIGNAL = (
    "{points: negative, per: rated, rates: {usual: 0.067, tolerated: 0.1, bad: 0.3}, "
    "strictness: {history: 8, from: -1, to: 2}, newcomers_weigh: 0.5, "
    "votes: {per: client_group, keep: first}, window: {months: 24}}"
)


def vote(*, negative: bool, at: datetime = FIRST_AT, before: tuple[int, int] = (1000, 67)) -> Vote:
    step = step_of(MEASURE, negative=negative, votes_before=before[0], negatives_before=before[1])
    return Vote(at=at, step=step)


def points_of(votes: list[Vote], **known: int) -> Fraction:
    return tally(votes, start_at=LONG_AGO, months=24, **known).points


def figure(*evidence: object, **said: object) -> Fraction | None:
    policy = policy_of(SIGNAL, anchor="received_at", when="f >= 299.5733")
    return verdict_of(policy, evidence, **said).figures[0].value


@pytest.mark.parametrize(("negative", "of"), [(4, 6), (5, 12), (6, 17), (8, 28), (10, 39)])
def test_so_many_unhappy_clients_of_so_many_lead_to_a_review(negative: int, of: int) -> None:
    unhappy = [vote(negative=True)] * negative
    happy = [vote(negative=False)] * (of - negative)

    assert points_of([*unhappy, *happy]) >= REVIEW
    assert points_of([*unhappy, *happy, vote(negative=False)]) < REVIEW


@pytest.mark.parametrize(("negative", "of"), [(6, 8), (8, 19), (10, 29)])
def test_so_many_more_let_a_block_be_proposed(negative: int, of: int) -> None:
    unhappy = [vote(negative=True)] * negative
    happy = [vote(negative=False)] * (of - negative)

    assert points_of([*unhappy, *happy]) >= BLOCK
    assert points_of([*unhappy, *happy, vote(negative=False)]) < BLOCK


def test_the_review_is_at_the_logarithm_of_twenty_and_the_block_at_that_of_two_hundred() -> None:
    assert chance_at(REVIEW) == 20
    assert chance_at(REVIEW - Fraction(1, 10_000)) == 19
    assert chance_at(BLOCK) == 200
    assert chance_at(BLOCK - Fraction(1, 10_000)) == 199


@pytest.mark.parametrize("before", [(0, 0), (1, 1), (3, 0), (50, 50), (90, 0), (7, 2), (1000, 67)])
def test_a_vote_at_the_tolerated_rate_of_its_client_never_adds_on_average(
    before: tuple[int, int],
) -> None:
    """The likelihood ratio of one vote has a mean of at most one: all else rests on that."""
    votes, negatives = before
    own = (negatives + 8 * 0.067) / (votes + 8)
    shift = min(max(log(own / (1 - own)) - log(0.067 / 0.933), -1), 2)
    rate = 1 / (1 + exp(-(log(0.1 / 0.9) + shift)))
    up, down = (vote(negative=negative, before=before).step / 1e6 for negative in (True, False))

    mean = rate * exp(up) + (1 - rate) * exp(down)

    assert mean <= 1
    assert mean > 0.999_99 or votes == 0


def test_somebody_at_the_tolerated_rate_gets_to_a_review_less_than_once_in_twenty() -> None:
    """Every course of fourteen votes over seven months, each with its own chance."""
    days = [FIRST_AT + timedelta(days=15 * place) for place in range(14)]
    bad = [vote(negative=True, at=at) for at in days]
    good = [vote(negative=False, at=at) for at in days]
    chance = 0.0

    for course in product((True, False), repeat=14):
        votes = [bad[at] if negative else good[at] for at, negative in enumerate(course)]
        if any(points_of(votes[:upto]) >= REVIEW for upto in (4, 6, 8, 10, 12, 14)):
            chance += 0.1 ** sum(course) * 0.9 ** (14 - sum(course))

    assert 0 < chance <= 1 / 20


def test_what_a_start_costs_adds_up_to_no_more_than_one() -> None:
    first, later = fees_of(24)

    assert (first, later) == (693_148, 3_828_642)
    assert exp(-first / 1e6) + 23 * exp(-later / 1e6) <= 1


def test_a_later_start_costs_more_and_begins_with_a_month() -> None:
    good = [vote(negative=False)] * 100
    turn_at = datetime(2026, 2, 1, tzinfo=UTC)
    bad = [vote(negative=True, at=turn_at)] * 6

    in_february = points_of([*good, *bad])
    in_january = points_of([*good, *[vote(negative=True, at=turn_at - US)] * 6])

    assert in_february == 6 * Fraction(1_098_612, 10_000) - Fraction(3_828_642, 10_000)
    assert in_january == 0


def test_after_a_cleared_case_more_is_needed_each_time() -> None:
    votes = [vote(negative=True)] * 6
    before = points_of(votes)

    assert points_of(votes, cleared=1) == before - Fraction(fee_of_clearing(1), 10_000)
    assert [fee_of_clearing(times) for times in (0, 1, 2)] == [0, 1_386_295, 2_079_442]


def test_a_cleared_case_lets_the_count_start_anew_at_that_instant() -> None:
    votes = [outcome(number, overall=1, **USUAL) for number in range(6)]
    received_at = votes[0].received_at

    assert figure(*votes) == Fraction("589.8524")
    assert figure_after(votes, received_at) == 0
    assert figure_after(votes, received_at - US) == Fraction("451.2229")
    assert figure_after(votes, NOON + US) == Fraction("589.8524")


def figure_after(votes: object, cleared_at: datetime) -> Fraction | None:
    policy = policy_of(SIGNAL, anchor="received_at", when="f >= 299.5733")
    return judge(policy, "ada", votes, NOON, cleared_at=[cleared_at]).figures[0].value


def test_a_client_who_voted_before_the_clearing_has_no_vote_after_it() -> None:
    early = outcome(1, client="c", overall=5, **USUAL)
    late = outcome(2, client="c", at=NOON, overall=1, **USUAL)

    assert figure_after([early, late], early.received_at) == 0


BARE = (
    "{points: negative, per: rated, rates: {usual: 0.05, tolerated: 0.1, bad: 0.3}, "
    "votes: {per: client_group, keep: first}, window: {months: 24}}"
)


def test_without_strictness_every_client_adds_the_same() -> None:
    harsh = {"client_votes_before": 9, "client_negatives_before": 9}
    votes = [outcome(1, overall=1, **harsh), outcome(2, overall=1)]

    bare = verdict_of(policy_of(BARE, anchor="received_at"), votes).figures[0].value

    assert bare == Fraction(2 * 1_098_612 - 693_148, 10_000)


@pytest.mark.parametrize(
    ("part", "reads"),
    [
        ("", False),
        ("newcomers_weigh: 1, ", False),
        ("newcomers_weigh: 0.5, ", True),
        ("strictness: {history: 8, from: -1, to: 2}, ", True),
    ],
)
def test_a_policy_reads_clients_only_where_their_record_changes_a_step(
    part: str, reads: bool
) -> None:
    signal = (
        "{points: negative, per: rated, rates: {usual: 0.067, tolerated: 0.1, bad: 0.3}, "
        f"{part}votes: {{per: client_group, keep: first}}, window: {{months: 24}}}}"
    )

    policy = policy_of(signal, anchor="received_at", when="f >= 299.5733")

    assert reads_clients(policy) is reads


def test_a_page_tells_only_what_the_points_are_reckoned_from() -> None:
    policy = policy_of(BARE, anchor="received_at", when="f >= 299.5733 and (f > 600 or f < 900)")

    told = tell(policy, Audience.FREELANCER)

    assert "A negative outcome adds 110 points, any other takes off 25" in told
    assert "at most a 1 in 20 chance of ever reaching 299.5733 points in 24 months" in told
    assert "1 in 403" not in told, "an alternative is no limit that has to be reached"
    assert "rates everybody hard" not in told
    assert "never rated anybody before" not in told
    assert "logits" not in tell(policy, Audience.REVIEWER)


def test_the_because_says_since_when_points_are_counted() -> None:
    policy = policy_of(BARE, anchor="received_at")
    verdict = judge(policy, "ada", [outcome(1, at=NOON)], NOON, cleared_at=[NOON - US, NOON + US])

    assert "points are counted anew since the last of: 2026-07-01T11:59:59.999999Z\n" in (
        because.tell(verdict, policy)
    )
    assert because.record(verdict)["cleared_at"] == ["2026-07-01T11:59:59.999999Z"]


def test_a_client_of_whom_nothing_is_known_counts_as_new() -> None:
    assert figure(outcome(1, overall=1)) == 0
    assert figure(*[outcome(number, overall=1) for number in range(4)]) == Fraction("150.4076")


@pytest.mark.parametrize(("votes", "negatives"), [(1, 2), (-1, 0), (0, -1), (2, 0.5)])
def test_a_record_that_cannot_be_is_refused_by_name(votes: int, negatives: float) -> None:
    record = {"client_votes_before": votes, "client_negatives_before": Decimal(str(negatives))}
    if negatives == int(negatives):
        record["client_negatives_before"] = int(negatives)

    with pytest.raises(Refusal) as refused:
        figure(outcome(1, overall=1, **record))

    assert refused.value.code == "odd-client-history"
    assert str(refused.value) == (
        f"evidence `e1`: its client had voted on `{votes}` others, on `{negatives}` of them "
        "negatively; give whole numbers, the second not greater than the first"
    )
