"""Ticks are few, round, evenly apart, and cover whatever lies along the axis."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.cli.report.axis import axis_over
from goodstanding.cli.report.calendar import calendar_over
from goodstanding.cli.report.cell import Column, Kind
from goodstanding.cli.report.ticks import Wanted, ticks_over

EDGES = [0, 1, -1, 1e-300, -1e-300, 1e300, 0.1, 0.02, 99.99999, 10**9, Fraction(1, 3)]
NUMBERS = st.lists(
    st.one_of(
        st.sampled_from(EDGES),
        st.floats(allow_nan=False, allow_infinity=False),
        st.fractions(),
        st.integers(-(10**12), 10**12),
    ).map(Fraction),
    max_size=6,
)
WANTED = st.builds(Wanted, about=st.integers(3, 8), from_zero=st.sampled_from([True, False, None]))
INSTANTS = st.lists(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2199, 12, 31)).map(
        lambda each: each.replace(tzinfo=UTC)
    ),
    min_size=1,
    max_size=5,
)


def is_round(step: Fraction) -> bool:
    """Whether it is 1, 2, 2.5 or 5 times a power of ten."""
    while step >= 10:
        step /= 10
    while step < 1:
        step *= 10
    return step in (1, 2, Fraction(5, 2), 5)


@given(NUMBERS, WANTED)
def test_ticks_cover_all_numbers_in_even_round_steps(
    numbers: list[Fraction], wanted: Wanted
) -> None:
    ticks = ticks_over(numbers, wanted)

    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) == 1
    (step,) = steps
    assert is_round(step)
    assert all((tick / step).denominator == 1 for tick in ticks)
    assert 2 <= len(ticks) <= wanted.about + 3
    assert all(ticks[0] <= number <= ticks[-1] for number in numbers)
    if wanted.from_zero:
        assert 0 in ticks


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6), st.integers(3, 8))
def test_whole_numbers_have_whole_ticks(numbers: list[int], about: int) -> None:
    ticks = ticks_over([Fraction(each) for each in numbers], Wanted(about=about, whole=True))

    assert all(tick.denominator == 1 for tick in ticks)
    assert ticks[0] <= min(numbers) and max(numbers) <= ticks[-1]


@given(INSTANTS, st.integers(4, 9))
def test_the_calendar_covers_all_instants_from_beginnings_of_its_parts(
    instants: list[datetime], most: int
) -> None:
    calendar = calendar_over(instants, most=most)

    assert calendar.at[0] <= min(instants) and max(instants) <= calendar.at[-1]
    assert 2 <= len(calendar.at) <= most
    assert all(tick_at.minute == 0 and tick_at.second == 0 for tick_at in calendar.at)
    texts = [calendar.told(tick_at) for tick_at in calendar.at]
    assert len(set(texts)) == len(texts)


@given(INSTANTS)
def test_every_instant_lies_on_its_axis(instants: list[datetime]) -> None:
    axis = axis_over(Column(name="Month", kind=Kind.INSTANT), instants, about=4)

    assert all(0 <= axis.share(each) <= 1 for each in instants)


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (["0"], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (["0.02", "0.0278"], ["0", "0.01", "0.02", "0.03"]),
        (["4.4", "4.6"], ["4.4", "4.45", "4.5", "4.55", "4.6"]),
        (["-3", "5"], ["-4", "-2", "0", "2", "4", "6"]),
        (["-5"], ["-5", "-4", "-3", "-2", "-1", "0"]),
    ],
)
def test_ticks_are_what_a_person_would_draw(numbers: list[str], ticks: list[str]) -> None:
    found = ticks_over([Fraction(each) for each in numbers], Wanted())

    assert found == tuple(Fraction(each) for each in ticks)


def test_months_are_ticked_by_quarters() -> None:
    first_at = datetime(2025, 1, 1, tzinfo=UTC)

    calendar = calendar_over([first_at, datetime(2026, 6, 1, tzinfo=UTC)], most=8)

    assert [calendar.told(each) for each in calendar.at] == [
        "Jan 2025",
        "Apr 2025",
        "Jul 2025",
        "Oct 2025",
        "Jan 2026",
        "Apr 2026",
        "Jul 2026",
    ]


def test_a_day_is_ticked_by_hours() -> None:
    first_at = datetime(2026, 1, 5, 3, tzinfo=UTC)

    calendar = calendar_over([first_at, first_at + timedelta(hours=8)], most=4)

    assert [calendar.told(each) for each in calendar.at] == [
        "5 Jan 03:00",
        "5 Jan 06:00",
        "5 Jan 09:00",
        "5 Jan 12:00",
    ]
