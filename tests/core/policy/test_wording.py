"""Conditions, windows, figures and spans in words."""

from fractions import Fraction

import pytest

from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.language import Until
from goodstanding.core.policy.signal import (
    AllTime,
    BestOf,
    Better,
    ByVolume,
    Count,
    LastVotes,
    RollingDays,
    RollingMonths,
    Sample,
    Share,
    Signal,
    Votes,
    Window,
)
from goodstanding.core.policy.wording import (
    CAPABILITIES,
    OUTCOMES,
    expression_told,
    figure_told,
    ladder_lines,
    number_told,
    share_told,
    signal_told,
    until_told,
    window_told,
)
from goodstanding.core.words import Capability, Outcome
from tests.judging import policy_of


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("overall <= 2", "overall is 2 or less"),
        ("overall < 2.5", "overall is less than 2.5"),
        ("overall > 2", "overall is more than 2"),
        ("overall != 2", "overall is not 2"),
        ('end_reason == "poor_performance"', 'end reason is exactly "poor performance"'),
        ("concern_skills and overall >= 3", "concern skills and overall is 3 or more"),
        ("a and (b or c)", "a and (b or c)"),
        ("not (a or b)", "not (a or b)"),
        ("overall is None", "overall is not known"),
        ("overall is not None", "overall is known"),
        ('end_reason in ("other", "mutual")', 'end reason is "other" or "mutual"'),
        ("recommend not in (0, 1)", "recommend is not 0 or 1"),
        ("min(a, b) <= 2", "the least of a and b is 2 or less"),
        ("max(a, b) <= 2", "the greatest of a and b is 2 or less"),
        ("a == True", "a is exactly yes"),
        ("a == False", "a is exactly no"),
    ],
)
def test_a_condition_in_words(condition: str, told: str) -> None:
    assert expression_told(parse(condition).root) == told


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (RollingDays(days=1), "the last 1 day"),
        (RollingDays(days=14, lag_days=7), "the last 14 days, up to 7 days ago"),
        (RollingMonths(months=12), "the last 12 months"),
        (LastVotes(last=25), "the latest 25 votes"),
        (AllTime(), "all time"),
        (
            BestOf(windows=(RollingMonths(months=6), AllTime())),
            "the best of the last 6 months, all time",
        ),
        (
            ByVolume(
                at_least=400,
                within=RollingMonths(months=3),
                then=RollingMonths(months=3),
                otherwise=RollingMonths(months=12),
            ),
            "the last 3 months with 400 outcomes or more in the last 3 months, "
            "else the last 12 months",
        ),
    ],
)
def test_a_window_in_words(window: Window, told: str) -> None:
    assert window_told(window) == told


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (Until(days=1), "after 1 day"),
        (Until(months=6), "after 6 months"),
        (Until(appeal=True), "when an appeal is granted"),
        (Until(course="Clients"), 'when the course "Clients" is completed'),
        (
            Until(course="Clients", restored_by="by Monday"),
            'when the course "Clients" is completed (by Monday)',
        ),
    ],
)
def test_the_end_of_a_restriction_in_words(until: Until, told: str) -> None:
    assert until_told(until) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(3, "3"), (Fraction(1, 4), "0.25"), (Fraction(1, 3), "1/3"), (Fraction(4, 2), "2")],
)
def test_a_number_as_people_write_it(value: Fraction, told: str) -> None:
    assert number_told(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(Fraction(1, 5), "20 %"), (Fraction(1, 3), "33.33 %"), (Fraction(2, 135), "1.48 %")],
)
def test_a_share_in_per_cent(value: Fraction, told: str) -> None:
    assert share_told(value) == told


def signal(measure: Count | Share, says: str = "") -> Signal:
    """A signal of that measure over all time."""
    return Signal(
        name="unhappy_clients",
        measure=measure,
        window=AllTime(),
        votes=Votes(),
        sample=Sample(),
        better=Better.LOWER,
        says=says,
    )


def test_figures_are_told_as_what_they_are() -> None:
    count = signal(Count(of=parse("negative")))
    share = signal(Share(of=parse("negative"), per=parse("all")))

    assert figure_told(count, Fraction(4)) == "4"
    assert figure_told(count, Fraction(13, 3)) == "4.33"
    assert figure_told(share, Fraction(4, 9)) == "44.44 %"
    assert figure_told(share, None) == "too little to say"


def test_a_signal_without_words_goes_by_its_name() -> None:
    assert signal_told(signal(Count(of=parse("all")))) == "unhappy clients (all time)"
    assert signal_told(signal(Count(of=parse("all")), "unhappy")) == "unhappy (all time)"


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        ("f >= 3", ["- f (all time): 3 or more"]),
        ("3 <= f", ["- f (all time): 3 or more"]),
        (
            "f > 1 and f <= 9",
            ["- all of these:", "  - f (all time): more than 1", "  - f (all time): 9 or less"],
        ),
        (
            "f >= 9 or not (f < 2)",
            [
                "- at least one of these:",
                "  - f (all time): 9 or more",
                "  - not f is less than 2",
            ],
        ),
    ],
)
def test_a_rung_in_words_is_a_list_of_figures_and_limits(when: str, lines: list[str]) -> None:
    policy = policy_of("{count: negative, window: {all_time: true}}", when=when)

    assert ladder_lines(policy, policy.ladder[0].when) == lines


def test_every_capability_and_every_outcome_has_words() -> None:
    assert set(CAPABILITIES) == set(Capability)
    assert set(OUTCOMES) == set(Outcome)
