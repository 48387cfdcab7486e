"""The law of judging: what is known, what is left out, how it is read, which rung is reached."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import Limit, judge, limits_of
from goodstanding.core.words import Refusal
from tests.judging import DAY, NOON, US, figure_of, outcome, policy_of, verdict_of

COUNT = "{count: negative, window: {all_time: true}}"


def known(evidence: Evidence, as_of: datetime = NOON) -> bool:
    """Whether a policy sees it."""
    return figure_of(COUNT, [evidence], as_of=as_of) == 1


# What is known


@pytest.mark.parametrize(("late", "seen"), [(-US, True), (0 * US, True), (US, False)])
def test_evidence_counts_from_the_instant_it_was_received(late: timedelta, seen: bool) -> None:
    assert known(outcome(received_at=NOON + late)) is seen


@pytest.mark.parametrize(("late", "seen"), [(-US, False), (0 * US, False), (US, True)])
def test_evidence_counts_until_just_before_it_is_superseded(late: timedelta, seen: bool) -> None:
    assert known(outcome(superseded_at=NOON + late)) is seen


def test_what_has_not_occurred_is_not_known() -> None:
    assert known(outcome(at=NOON))
    assert not known(outcome(at=NOON + US))


def test_a_replay_sees_corrected_feedback_as_it_read_then() -> None:
    began = NOON - 10 * DAY
    before = outcome(1, at=began, superseded_at=NOON)
    after = replace(before, received_at=NOON, superseded_at=None, items={"overall": 5})

    assert figure_of(COUNT, [before, after], as_of=NOON - US) == 1
    assert figure_of(COUNT, [before, after], as_of=NOON) == 0


def test_removed_feedback_counts_in_a_replay_until_it_was_removed() -> None:
    removed = outcome(1, at=NOON - 10 * DAY, superseded_at=NOON - DAY)

    assert figure_of(COUNT, [removed], as_of=NOON - 2 * DAY) == 1
    assert figure_of(COUNT, [removed], as_of=NOON) == 0


def test_nobody_is_judged_by_what_was_said_of_somebody_else() -> None:
    other = replace(outcome(1), subject="ben")

    verdict = verdict_of(policy_of(COUNT), [other, outcome(2)])

    assert [reading.evidence.id for reading in verdict.readings] == ["e2"]


def test_the_instant_of_judging_must_be_in_utc() -> None:
    with pytest.raises(Refusal, match="has no time zone"):
        judge(policy_of(COUNT), "ada", [], NOON.replace(tzinfo=None))


def test_the_same_evidence_is_never_counted_twice() -> None:
    with pytest.raises(Refusal, match="evidence `e1` is given twice"):
        verdict_of(policy_of(COUNT), [outcome(1), outcome(1)])


@pytest.mark.parametrize(
    ("value", "cure"),
    [
        (6, "give a number from 1 to 5"),
        (0, "give a number from 1 to 5"),
        (Decimal("5.5"), "give a number from 1 to 5"),
        (Decimal("NaN"), "give a number from 1 to 5"),
        (Decimal("-Infinity"), "give a number from 1 to 5"),
        ("five", "give a number from 1 to 5"),
        (True, "give a number from 1 to 5"),
    ],
)
def test_a_value_that_an_item_cannot_have_is_refused_by_name(value: Any, cure: str) -> None:
    with pytest.raises(Refusal, match="evidence `e1`: `overall` is") as refused:
        verdict_of(policy_of(COUNT), [outcome(1, overall=value)])

    assert refused.value.cure == cure


def test_items_that_no_policy_knows_are_let_be() -> None:
    assert known(outcome(1, overall=1, colour="blue"))


# What is left out


def test_what_is_left_out_is_told_with_its_reason_and_counts_nowhere() -> None:
    policy = policy_of(COUNT, leave_out='dispute == "lost_by_client"')
    lost = outcome(1, overall=1, dispute="lost_by_client")

    verdict = verdict_of(policy, [lost, outcome(2)])

    assert [(left.evidence.id, left.because) for left in verdict.left_out] == [
        ("e1", "it does not count")
    ]
    assert verdict.figures[0].value == 1
    assert [reading.evidence.id for reading in verdict.readings] == ["e2"]


def test_what_is_left_out_fills_no_window_of_last_votes() -> None:
    said = {"leave_out": "report_open"}
    history = [outcome(1, at=NOON - 5 * DAY), outcome(2, overall=1, report_open=True)]

    assert figure_of("{count: negative, window: {last: 1}}", history, **said) == 1


def test_what_is_left_out_makes_nobody_busy() -> None:
    signal = (
        "{count: negative, window: {by_volume: "
        "{at_least: 2, within: {days: 9}, then: {days: 9}, otherwise: {months: 12}}}}"
    )
    history = [
        outcome(1, at=NOON - 30 * DAY),
        outcome(2, overall=5),
        outcome(3, overall=5, report_open=True),
    ]

    assert figure_of(signal, history, leave_out="report_open") == 1


def test_an_unknown_fact_leaves_nothing_out() -> None:
    assert figure_of(COUNT, [outcome(1)], leave_out='dispute != "open"') == 1


# How it is read


def test_a_reading_says_why_and_which_dimension_and_whether_in_public() -> None:
    policy = read(
        """
policy: bench
version: 1
title: A bench
about: freelancer
negative:
  - {when: concern_skills, dimension: skills, says: unhappy about skills}
  - {when: overall <= 2}
signals: {f: {count: negative, window: {all_time: true}}}
ladder: [{rung: look, when: f >= 1, propose: advise}]
""",
        source="bench",
    )
    public = frozenset({"overall"})
    in_private = replace(outcome(1, overall=5, concern_skills=True), public_items=public)
    in_public = replace(outcome(2, overall=2, concern_skills=True), public_items=public)

    first, second = judge(policy, "ada", [in_private, in_public], NOON).readings

    assert (first.negative, first.publicly_negative) == (True, False)
    assert (first.because, first.dimensions) == (("unhappy about skills",), {"skills"})
    assert (second.negative, second.publicly_negative) == (True, True)
    assert second.because == ("unhappy about skills", "overall <= 2")


@pytest.mark.parametrize(
    "condition",
    [
        "overall <= 2",
        "not (overall >= 3)",
        "overall <= 2 or recommend <= 4",
        "not (overall > 2 and recommend > 4)",
        "min(overall, recommend) <= 2",
        'end_reason in ("poor_performance", "freelancer_unavailable")',
        'end_reason not in ("completed", "other")',
        'end_reason != "completed"',
        "not concern_skills",
        "concern_skills",
    ],
)
def test_no_spelling_of_a_condition_makes_silence_negative(condition: str) -> None:
    policy = policy_of(COUNT, negative=condition.replace("'", "''"))

    verdict = verdict_of(policy, [outcome(1, currency="USD")])

    assert (verdict.readings[0].rated, verdict.readings[0].negative) == (False, False)


@pytest.mark.parametrize(
    ("condition", "items", "negative"),
    [
        ("overall <= 2 or recommend <= 4", {"recommend": 3}, True),
        ("overall <= 2 and recommend <= 4", {"recommend": 3}, False),
        ("overall <= 2 and recommend <= 4", {"overall": 2, "recommend": 4}, True),
        ("not (overall <= 2 and recommend <= 4)", {"recommend": 9}, True),
        ("overall is not None and recommend is None", {"overall": 5}, True),
        ("not concern_skills and overall <= 4", {"overall": 4}, False),
        ("min(overall, recommend) <= 2", {"overall": 5, "recommend": 2}, True),
        ("max(overall, recommend) <= 2", {"overall": 2}, True),
        ("1 <= overall < 3", {"overall": 3}, False),
        ("1 <= overall < 3", {"overall": 1}, True),
        ("overall != 3", {"overall": 3}, False),
        ("recommend in (0, 1)", {"recommend": 1}, True),
        ("recommend not in (0, 1)", {"recommend": 1}, False),
        ("net_paid < 0.3", {"net_paid": Decimal("0.3")}, False),
        ("net_paid <= 0.3", {"net_paid": Decimal("0.3")}, True),
        ("concern_skills == True", {"concern_skills": True}, True),
    ],
)
def test_unknown_is_neither_true_nor_false(
    condition: str, items: dict[str, Any], negative: bool
) -> None:
    policy = policy_of(COUNT, negative=condition)

    assert verdict_of(policy, [outcome(1, **items)]).readings[0].negative is negative


def test_a_verdict_says_what_its_policy_cannot_see() -> None:
    policy = policy_of(COUNT, negative="overall <= 2 or recommend <= 4", leave_out="report_open")

    verdict = verdict_of(policy, [outcome(1)])

    assert verdict.unseen == ("recommend", "report_open")
    assert verdict_of(policy, []).unseen == ("overall", "recommend", "report_open")


# Which rung is reached


@pytest.mark.parametrize(
    ("when", "unhappy", "reached"),
    [
        ("f >= 3", 3, True),
        ("f >= 3", 2, False),
        ("f > 3", 3, False),
        ("f > 3", 4, True),
        ("f == 3", 3, True),
        ("f != 3", 3, False),
    ],
)
def test_a_limit_is_inclusive_or_strict_exactly_as_written(
    when: str, unhappy: int, reached: bool
) -> None:
    verdict = verdict_of(policy_of(COUNT, when=when), [outcome(n) for n in range(unhappy)])

    assert (verdict.rung == "look") is reached


def test_an_unknown_figure_reaches_no_rung() -> None:
    policy = policy_of("{share: negative, per: all, window: {days: 9}}", when="f <= 1")

    verdict = verdict_of(policy, [])

    assert verdict.rung is None
    assert verdict.reached is None
    assert verdict.against == ()


def ladder() -> str:
    """A ladder whose higher rung does not imply the lower one."""
    return """
policy: bench
version: 1
title: A bench
about: freelancer
negative: [{when: overall <= 2}]
signals:
  unhappy: {count: negative, window: {all_time: true}}
  happy: {count: not negative, window: {all_time: true}}
ladder:
  - {rung: look, when: unhappy >= 1 and happy <= 1, propose: advise}
  - {rung: warn, when: unhappy >= 2, propose: warn}
"""


def test_the_gravest_rung_whose_condition_is_true_is_the_verdict() -> None:
    policy = read(ladder(), source="bench")
    unhappy = [outcome(n) for n in (1, 2)]
    happy = [outcome(n, overall=5) for n in (3, 4)]

    def rung(evidence: list[Evidence]) -> str | None:
        return judge(policy, "ada", evidence, NOON).rung

    assert rung(unhappy[:1]) == "look"
    assert rung(unhappy) == "warn"
    assert rung(unhappy + happy) == "warn"
    assert rung(unhappy[:1] + happy) is None


def test_the_verdict_rests_on_the_negative_readings_of_its_own_limits() -> None:
    policy = read(ladder(), source="bench")
    evidence = [outcome(1), outcome(2, overall=5), outcome(3)]

    verdict = judge(policy, "ada", evidence, NOON)

    assert [reading.evidence.id for reading in verdict.against] == ["e1", "e3"]
    assert verdict.reached is not None
    assert verdict.reached.limits == (
        Limit(signal="unhappy", operator=">=", limit=Fraction(2), value=Fraction(2), holds=True),
    )


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("a >= 3 and b >= 1", ["a >= 3", "b >= 1"]),
        ("a >= 3 or b >= 9", ["a >= 3"]),
        ("a >= 9 or b >= 9", ["a >= 9", "b >= 9"]),
        ("3 <= a", ["a >= 3"]),
        ("2 < a <= 5", ["a > 2", "a <= 5"]),
        ("not (a < 3)", ["a >= 3"]),
        ("not (a < 3 or b > 9)", ["a >= 3", "b <= 9"]),
        ("not (a < 3 and b > 9)", ["a >= 3", "b <= 9"]),
        ("not (a > 3 and b > 9)", ["a <= 3", "b <= 9"]),
        ("not (a == 9 and b >= 2)", ["a != 9"]),
        ("a > b", []),
        ("c >= 1", ["c >= 1"]),
    ],
)
def test_the_figures_that_decide_are_told_against_their_limits(
    condition: str, told: list[str]
) -> None:
    values = {"a": Fraction(3), "b": Fraction(2), "c": None}

    limits = limits_of(parse(condition).root, values)

    assert [f"{each.signal} {each.operator} {each.limit}" for each in limits] == told


def test_a_verdict_carries_the_policy_version_and_digest_that_made_it() -> None:
    policy = policy_of(COUNT)

    verdict = verdict_of(policy, [])

    assert (verdict.policy, verdict.version) == ("bench", 1)
    assert verdict.digest == policy.digest
    assert len(verdict.digest) == 64
