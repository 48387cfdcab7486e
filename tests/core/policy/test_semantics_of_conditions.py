"""What is known makes a condition true, false or unknown: every table is written out."""

from decimal import Decimal
from fractions import Fraction

import pytest

from goodstanding.core.policy.evaluation import Value, holds, value_of
from goodstanding.core.policy.expression import parse


def found(text: str, **known: Value) -> Value:
    """What the expression comes to: `t` is true, `f` is false, and nothing else is known."""
    return value_of(parse(text).root, {"t": True, "f": False, **known})


# True, false and unknown.


@pytest.mark.parametrize(
    ("joined", "value"),
    [
        ("t and t", True),
        ("t and f", False),
        ("t and u", None),
        ("f and t", False),
        ("f and f", False),
        ("f and u", False),
        ("u and t", None),
        ("u and f", False),
        ("u and u", None),
        ("t and t and u", None),
        ("u and t and f", False),
    ],
)
def test_and_is_false_as_soon_as_one_part_is(joined: str, value: bool | None) -> None:
    assert found(joined) is value


@pytest.mark.parametrize(
    ("joined", "value"),
    [
        ("t or t", True),
        ("t or f", True),
        ("t or u", True),
        ("f or t", True),
        ("f or f", False),
        ("f or u", None),
        ("u or t", True),
        ("u or f", None),
        ("u or u", None),
        ("f or f or u", None),
        ("u or f or t", True),
    ],
)
def test_or_is_true_as_soon_as_one_part_is(joined: str, value: bool | None) -> None:
    assert found(joined) is value


@pytest.mark.parametrize(("told", "value"), [("not t", False), ("not f", True), ("not u", None)])
def test_not_of_unknown_is_unknown(told: str, value: bool | None) -> None:
    assert found(told) is value


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("compared", ["n {} 3", "3 {} n", "n {} n", "n {} m"])
def test_whatever_is_compared_with_the_unknown_is_unknown(sign: str, compared: str) -> None:
    assert found(compared.format(sign), m=3) is None
    assert found(f"not ({compared.format(sign)})", m=3) is None


@pytest.mark.parametrize(
    ("asked", "of_known", "of_unknown"),
    [
        ("n is None", False, True),
        ("n is not None", True, False),
        ("(n > 3) is None", False, True),
        ("min(n, n) is None", False, True),
    ],
)
def test_asking_whether_something_is_known_is_never_unknown(
    asked: str, of_known: bool, of_unknown: bool
) -> None:
    assert (found(asked, n=0), found(asked)) == (of_known, of_unknown)


def test_only_what_is_true_holds() -> None:
    assert holds(parse("t"), {"t": True})
    assert not holds(parse("t"), {"t": False})
    assert not holds(parse("t"), {})


# Comparisons.


@pytest.mark.parametrize(
    ("sign", "at_two", "at_three", "at_four"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
        ("==", False, True, False),
        ("!=", True, False, True),
    ],
)
def test_a_limit_is_inclusive_or_strict_as_its_sign_says(
    sign: str, at_two: bool, at_three: bool, at_four: bool
) -> None:
    told = [found(f"n {sign} 3", n=number) for number in (2, 3, 4)]

    assert told == [at_two, at_three, at_four]


@pytest.mark.parametrize(
    ("chained", "inside"),
    [
        ("1 <= n < 3", [False, True, True, False]),
        ("1 < n <= 3", [False, False, True, True]),
        ("3 > n >= 1", [False, True, True, False]),
    ],
)
def test_a_chain_asks_for_all_its_links(chained: str, inside: list[bool]) -> None:
    assert [found(chained, n=number) for number in (0, 1, 2, 3)] == inside


def test_a_chain_is_false_where_one_link_is_and_else_unknown() -> None:
    assert found("1 < n < m", n=0) is False
    assert found("1 < n < m", n=2) is None


@pytest.mark.parametrize(
    "tenth", [Decimal("0.1"), Decimal("0.10"), Fraction(1, 10)], ids=["0.1", "0.10", "1/10"]
)
def test_a_tenth_is_a_tenth_however_it_is_kept(tenth: Value) -> None:
    assert found("n == 0.1", n=tenth) is True
    assert found("0.1 <= n <= 0.1", n=tenth) is True
    assert found("n in (0.1, 3)", n=tenth) is True


def test_a_third_lies_between_its_decimals() -> None:
    assert found("0.333333 < n < 0.333334", n=Fraction(1, 3)) is True


# Choices.


@pytest.mark.parametrize(
    ("asked", "of_late", "of_other", "of_nothing"),
    [
        ('n in ("late", "lost")', True, False, None),
        ('n not in ("late", "lost")', False, True, None),
        ('not (n in ("late", "lost"))', False, True, None),
        ('not (n not in ("late", "lost"))', True, False, None),
    ],
)
def test_a_word_that_nobody_said_is_neither_among_the_choices_nor_not(
    asked: str, of_late: bool, of_other: bool, of_nothing: None
) -> None:
    told = (found(asked, n="late"), found(asked, n="other"), found(asked))

    assert told == (of_late, of_other, of_nothing)


# The least and the greatest.


@pytest.mark.parametrize(
    ("asked", "known", "value"),
    [
        ("min(n, m)", {"n": 2, "m": 5}, 2),
        ("max(n, m)", {"n": 2, "m": 5}, 5),
        ("min(n, m)", {"m": 5}, 5),
        ("max(n, m)", {"n": 2}, 2),
        ("min(n, m)", {}, None),
        ("max(n, m, 3)", {}, 3),
        ("min(n, 0.5)", {"n": Decimal("0.4")}, Fraction(2, 5)),
        ("max(n, min(m, 3))", {"n": 1, "m": 9}, 3),
    ],
)
def test_min_and_max_take_what_is_known(asked: str, known: dict[str, Value], value: Value) -> None:
    assert found(asked, **known) == value
