"""A word of a policy's text means what its key lets it mean, and never what YAML guesses."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from goodstanding.core.contract import Side
from goodstanding.core.policy.finding import Place
from goodstanding.core.policy.leaf import LONGEST_WORDS, Unfit, value_of_leaf
from goodstanding.core.policy.shape import (
    Exactly,
    Identifier,
    InstantOrDay,
    LeafShape,
    Numeral,
    OneOf,
    Scalar,
    Whole,
    Words,
    YesNo,
)
from goodstanding.core.policy.tree import Leaf

WHOLE = Whole(-10, 1_000_000)
SHARE = Numeral(Fraction(0), Fraction(1))


def value(written: str, shape: LeafShape, *, quoted: bool = False) -> Any:
    """What the word says under a key of that shape."""
    place = Place(line=1, column=1)
    return value_of_leaf(Leaf(text=written, quoted=quoted, place=place, raw=written), shape)


def unfit(written: str, shape: LeafShape, *, quoted: bool = False) -> str:
    """The code of what is wrong with the word."""
    with pytest.raises(Unfit) as refused:
        value(written, shape, quoted=quoted)
    return refused.value.code


@pytest.mark.parametrize(
    ("written", "number"),
    [("0", 0), ("7", 7), ("+5", 5), ("-0", 0), ("-10", -10), ("1000000", 1_000_000)],
)
def test_a_whole_number_is_its_digits_in_tens(written: str, number: int) -> None:
    assert value(written, WHOLE) == number


@pytest.mark.parametrize(
    "written",
    [
        "010",
        "1:30",
        "1e3",
        "1_000",
        "5.0",
        ".5",
        "0x10",
        "0o7",
        "1 000",
        "٣",
        "²",
        "+",
        "five",
        "9" * 41,
    ],
)
def test_nothing_else_is_a_whole_number(written: str) -> None:
    assert unfit(written, WHOLE) == "wants-whole-number"


def test_a_whole_number_in_quotes_is_text() -> None:
    assert unfit("7", WHOLE, quoted=True) == "wants-whole-number"


@pytest.mark.parametrize("written", ["-11", "1000001", "9" * 40])
def test_both_ends_of_a_range_belong_to_it_and_nothing_beyond(written: str) -> None:
    assert unfit(written, WHOLE) == "whole-number-out-of-range"


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("0.2", Fraction(1, 5)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("+.25", Fraction(1, 4)),
        ("-010.10", Fraction(-101, 10)),
        ("0.1000000000000000000000000000000001", Fraction(10**33 + 1, 10**34)),
    ],
)
def test_a_number_is_exact_as_written(written: str, exact: Fraction) -> None:
    assert value(written, Numeral()) == exact


@pytest.mark.parametrize(
    "written",
    ["1e3", "1_0", "1:30", ".", "-.", "nan", ".inf", "inf", "0,2", "2 %", "2%", "½", "1/5"],
)
def test_nothing_else_is_a_number(written: str) -> None:
    assert unfit(written, Numeral()) == "wants-number"


@pytest.mark.parametrize(("written", "fits"), [("0", True), ("1", True), ("1.0", True)])
def test_a_share_runs_from_nothing_to_all(written: str, fits: bool) -> None:
    assert (value(written, SHARE) in (0, 1)) is fits


@pytest.mark.parametrize("written", ["-0.01", "1.01", "2", "20"])
def test_a_share_is_no_percentage(written: str) -> None:
    assert unfit(written, SHARE) == "number-out-of-range"


@pytest.mark.parametrize(("written", "truth"), [("true", True), ("false", False)])
def test_yes_and_no_are_written_true_and_false(written: str, truth: bool) -> None:
    assert value(written, YesNo()) is truth


@pytest.mark.parametrize("written", ["yes", "no", "on", "off", "True", "FALSE", "y", "1", "0"])
def test_no_other_word_is_taken_for_true_or_false(written: str) -> None:
    assert unfit(written, YesNo()) == "wants-true-or-false"


def test_true_in_quotes_is_text() -> None:
    assert unfit("true", YesNo(), quoted=True) == "wants-true-or-false"
    assert value("true", Scalar(), quoted=True) == "true"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31t12:00z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31 12:00:00.5Z", datetime(2026, 1, 31, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-01-31T12:00:00.000001Z", datetime(2026, 1, 31, 12, 0, 0, 1, tzinfo=UTC)),
        ("2026-01-31T00:30:00+02:00", datetime(2026, 1, 30, 22, 30, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59.999999Z", datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_an_instant_is_in_utc_and_a_day_is_its_midnight(written: str, at: datetime) -> None:
    assert value(written, InstantOrDay()) == at


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31T12:00:00",
        "2026-02-29",
        "2026-13-01",
        "2026-1-31",
        "31.01.2026",
        "20260131",
        "2026-W05-6",
        "2026-031",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T12:00:60Z",
        "2026-01-31T12:00:00.1234567Z",
        "2026-01-31T12Z",
        "2026-01-31T12:00:00 Z",
        "2026-01-31T12:00:00Z ",
        "2026-01-31T12:00:00+24:00",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "1767225600",
        "now",
    ],
)
def test_an_instant_that_could_be_read_in_two_ways_or_cannot_be_is_refused(written: str) -> None:
    assert unfit(written, InstantOrDay()) == "wants-instant"


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_a_value_that_may_be_unknown_is_unknown_where_nothing_is_said(written: str) -> None:
    assert value(written, Scalar()) is None
    assert value(written, Exactly()) is None
    assert unfit(written, Words()) == "empty-value"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("5", 5),
        ("4.5", Fraction(9, 2)),
        ("true", True),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("1e3", "1e3"),
        ("2026-01-01", "2026-01-01"),
        ("Null", "Null"),
    ],
)
def test_an_items_value_is_a_number_a_truth_or_the_word_itself(written: str, plain: object) -> None:
    found = value(written, Scalar())

    assert (found, type(found) is bool) == (plain, type(plain) is bool)


@pytest.mark.parametrize(
    ("written", "exact"),
    [("3/23", Fraction(3, 23)), ("-1/2", Fraction(-1, 2)), ("0.2", Fraction(1, 5)), ("4", 4)],
)
def test_a_figure_may_be_a_quotient(written: str, exact: Fraction) -> None:
    assert value(written, Exactly()) == exact


@pytest.mark.parametrize("written", ["1/0", "1 / 2", "1/2/3", "0.5/2", "/2", "many", "2 %"])
def test_a_figure_that_is_no_number_is_refused(written: str) -> None:
    assert unfit(written, Exactly()) == "wants-figure"


def test_text_for_people_is_one_paragraph_of_at_most_four_thousand_characters() -> None:
    assert value("  two\n  lines ", Words()) == "two lines"
    assert value("no", Words()) == "no"
    assert value("x" * LONGEST_WORDS, Words()) == "x" * LONGEST_WORDS
    assert unfit("x" * (LONGEST_WORDS + 1), Words()) == "odd-words"
    assert unfit(" ", Words(), quoted=True) == "odd-words"


@pytest.mark.parametrize("written", ["late", "late_2", "a1", "l2_x"])
def test_a_name_is_small_letters_and_digits_joined_by_underscores(written: str) -> None:
    assert value(written, Identifier()) == written


@pytest.mark.parametrize(
    "written", ["Late", "2late", "_late", "late_", "la__te", "la-te", "spät", "a b"]
)
def test_nothing_else_is_a_name(written: str) -> None:
    assert unfit(written, Identifier()) == "odd-name"


def test_a_policys_name_may_have_dashes() -> None:
    assert value("late-work", Identifier(dashes=True)) == "late-work"
    assert unfit("late--work", Identifier(dashes=True)) == "odd-name"


def test_a_choice_is_one_of_those_there_are() -> None:
    assert value("client", OneOf(Side)) is Side.CLIENT
    assert unfit("Client", OneOf(Side)) == "not-a-choice"


def test_a_value_of_any_length_is_shown_short_and_in_one_line() -> None:
    with pytest.raises(Unfit) as refused:
        value("1\n2 " + "3" * 100_000, WHOLE)

    assert refused.value.message == f"`1 2 {'3' * 56}…` is not a whole number"
