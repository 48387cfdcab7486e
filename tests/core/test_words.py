"""The words: identifiers, instants, money, and how a refusal speaks."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.words import (
    Money,
    Refusal,
    add_days,
    add_months,
    did_you_mean,
    end_of_utc_day,
    quarter_of,
    require_id,
    require_instant,
    require_words,
    told_instant,
)
from tests.core.builders import instant, refused


def test_a_refusal_says_the_place_what_is_wrong_and_the_cure() -> None:
    refusal = Refusal("odd-thing", "`x` is odd", cure="make it even", place="line 3")

    assert str(refusal) == "line 3: `x` is odd; make it even"
    assert (refusal.code, refusal.message) == ("odd-thing", "`x` is odd")
    assert (refusal.cure, refusal.place) == ("make it even", "line 3")


def test_a_refusal_without_a_place_or_a_cure_says_only_what_is_wrong() -> None:
    assert str(Refusal("odd-thing", "`x` is odd")) == "`x` is odd"


def test_an_identifier_has_one_to_two_hundred_printable_characters() -> None:
    assert require_id("client", "c") == "c"
    assert require_id("client", "ü" * 200) == "ü" * 200
    with refused("long-id"):
        require_id("client", "c" * 201)


@pytest.mark.parametrize("blank", ["", " ", " c", "c\t"])
def test_an_identifier_is_not_blank_nor_padded(blank: str) -> None:
    with refused("blank-id"):
        require_id("client", blank)


@pytest.mark.parametrize("broken", ["a\nb", "a\x00b", "a\u200bb", "a\u202eb"])
def test_an_identifier_has_no_character_that_cannot_be_printed(broken: str) -> None:
    with refused("unprintable-id"):
        require_id("client", broken)


def test_an_instant_is_in_utc() -> None:
    assert require_instant("at", instant("2026-03-02T15:30:00Z")) == datetime(
        2026, 3, 2, 15, 30, tzinfo=UTC
    )
    with refused("instant-without-zone"):
        require_instant("at", datetime(2026, 3, 2, 15, 30))
    with refused("instant-not-utc") as caught:
        require_instant("at", datetime(2026, 3, 2, 16, 30, tzinfo=timezone(timedelta(hours=1))))
    assert caught.value.cure == "say `2026-03-02T15:30:00Z`"


def test_another_zone_without_an_offset_is_utc_too() -> None:
    in_winter_at = datetime(2026, 1, 2, tzinfo=timezone(timedelta(0), "GMT"))

    assert require_instant("at", in_winter_at) == instant("2026-01-02T00:00:00Z")


def test_words_are_written_and_not_too_long() -> None:
    assert require_words("answer", "x" * 4000) == "x" * 4000
    with refused("long-words"):
        require_words("answer", "x" * 4001)
    with refused("blank-words"):
        require_words("answer", " \n")


def test_an_instant_is_told_in_utc_without_idle_fractions() -> None:
    vienna = timezone(timedelta(hours=1))

    assert told_instant(datetime(2026, 3, 2, 16, 30, tzinfo=vienna)) == "2026-03-02T15:30:00Z"
    assert told_instant(instant("2026-03-02T15:30:00.000001Z")) == "2026-03-02T15:30:00.000001Z"


def test_a_utc_day_ends_with_its_last_microsecond() -> None:
    midnight_at = instant("2026-03-02T00:00:00Z")
    last_at = instant("2026-03-02T23:59:59.999999Z")

    assert end_of_utc_day(midnight_at) == last_at
    assert end_of_utc_day(last_at) == last_at
    assert end_of_utc_day(last_at, days_later=1) == instant("2026-03-03T23:59:59.999999Z")


def test_the_day_of_an_instant_is_its_utc_day_wherever_it_was_written() -> None:
    new_year_in_tokyo_at = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=9)))

    assert end_of_utc_day(new_year_in_tokyo_at) == instant("2025-12-31T23:59:59.999999Z")


@pytest.mark.parametrize(
    ("from_day", "months", "to_day"),
    [
        ("2026-08-31", -6, "2026-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-05-31", 0, "2026-05-31"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_are_calendar_months_and_a_missing_day_is_the_last(
    from_day: str, months: int, to_day: str
) -> None:
    moved_at = add_months(instant(f"{from_day}T07:08:09.000010Z"), months)

    assert moved_at == instant(f"{to_day}T07:08:09.000010Z")


def test_months_stay_within_the_calendar() -> None:
    assert add_months(instant("9999-11-30T00:00:00Z"), 1) == instant("9999-12-30T00:00:00Z")
    assert add_months(instant("0001-02-01T00:00:00Z"), -1) == instant("0001-01-01T00:00:00Z")
    with refused("month-out-of-range"):
        add_months(instant("9999-12-01T00:00:00Z"), 1)
    with refused("month-out-of-range"):
        add_months(instant("0001-01-31T00:00:00Z"), -1)


def test_days_are_of_24_hours_and_stay_within_the_calendar() -> None:
    assert add_days(instant("2026-03-28T12:00:00Z"), 2) == instant("2026-03-30T12:00:00Z")
    assert add_days(instant("9999-12-30T23:00:00Z"), 1) == instant("9999-12-31T23:00:00Z")
    with refused("day-out-of-range"):
        add_days(instant("9999-12-31T00:00:00Z"), 1)


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        ("2026-01-01T00:00:00Z", "2026 Q1"),
        ("2026-03-31T23:59:59.999999Z", "2026 Q1"),
        ("2026-04-01T00:00:00Z", "2026 Q2"),
        ("2026-09-30T23:59:59.999999Z", "2026 Q3"),
        ("2026-10-01T00:00:00Z", "2026 Q4"),
        ("2026-12-31T23:59:59.999999Z", "2026 Q4"),
    ],
)
def test_a_quarter_is_three_calendar_months_in_utc(moment: str, quarter: str) -> None:
    assert quarter_of(instant(moment)) == quarter


def test_the_cure_for_an_unknown_word_is_the_nearest_one_or_all_of_them() -> None:
    known = ["skills", "experience"]

    assert did_you_mean("skils", known) == "did you mean `skills`?"
    assert did_you_mean("skils", {"stars_skills", "concern_skills", "overall"}) == (
        "did you mean `concern_skills` or `stars_skills`?"
    )
    assert did_you_mean("zzz", known) == "use one of `experience`, `skills`"


@pytest.mark.parametrize("currency", ["usd", "US", "USDT", "ÜSD", "U1D", ""])
def test_a_currency_is_three_plain_capitals(currency: str) -> None:
    with refused("unknown-currency"):
        Money(amount=Decimal(1), currency=currency)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_is_a_number(amount: str) -> None:
    with refused("money-not-finite"):
        Money(amount=Decimal(amount), currency="USD")


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9998, 12, 30)))
def test_an_instant_never_lies_after_the_end_of_its_day(naive: datetime) -> None:
    moment_at = naive.replace(tzinfo=UTC)
    end_at = end_of_utc_day(moment_at)

    assert moment_at <= end_at < moment_at + timedelta(days=1)
