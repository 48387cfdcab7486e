"""An expression is what its author sees in it; all else that Python would read is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.expression import DEEPEST, LONGEST, parse
from goodstanding.core.policy.flaw import Flaw, Unreadable
from goodstanding.core.policy.nodes import Comparison, Condition, Name, Number, Text


def flaw_of(text: str) -> Flaw:
    """What is wrong with the expression."""
    with pytest.raises(Unreadable) as unreadable:
        parse(text)
    return unreadable.value.flaw


def number_in(text: str) -> object:
    """The number that `a` is compared with."""
    comparison = parse(text).root
    assert isinstance(comparison, Comparison)
    assert isinstance(comparison.right, Number)
    return comparison.right.value


# What is the same.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a <= 2", "a<=2"),
        ("a <= 2", "  a\n<= \t2 "),
        ("a <= 2", "((a) <= (2))"),
        ("a <= 2", "(a\r<= 2)"),
        ("a <= 0.2", "a <= .20"),
        ("a <= 2", "a <= 2.0"),
        ("a <= 1000", "a <= 1_000"),
        ('a == "b"', "a == 'b'"),
        ("0 <= a < 5", "0 <= a and a < 5"),
        ('a in ("b", "c")', 'a in ["b", "c"]'),
        ('a in ("b",)', 'a in {"b"}'),
        ("a and (b and c)", "(a) and ((b) and (c))"),
    ],
)
def test_spaces_brackets_and_quotes_change_nothing(one: str, other: str) -> None:
    assert parse(one).root == parse(other).root


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a <= 2", "a < 2"),
        ("a <= 2", "2 <= a"),
        ('a == "b c"', 'a == "b  c"'),
        ('a == "b"', 'a == "B"'),
        ("a and b or c", "a and (b or c)"),
        ("not a == 1", "(not a) == 1"),
        ("a is None", "a is not None"),
        ("min(a, b) < 1", "max(a, b) < 1"),
        ("a < -1", "a < 1"),
    ],
)
def test_what_means_something_else_is_something_else(one: str, other: str) -> None:
    assert parse(one).root != parse(other).root


def test_the_text_is_kept_in_one_line_and_quoted_spaces_are_kept() -> None:
    condition = parse(" overall   <= 2\n  or end_reason == 'not  good' ")

    assert condition.text == "overall <= 2 or end_reason == 'not  good'"
    assert condition.reads == {"overall", "end_reason"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("a < 0", 0), ("a < 12", 12), ("a < -3", -3), ("a < 5.", 5), ("a < 1_0.50", 10.5)],
)
def test_a_number_is_what_its_digits_say(text: str, value: float) -> None:
    assert number_in(text) == value


def test_where_a_part_stands_is_told_in_the_text_as_given() -> None:
    text = "\n  ä == 'ö' and  b"

    reached = parse(text).root

    assert text[reached.start : reached.end] == "ä == 'ö' and  b"


def test_a_hash_in_quotes_is_a_sign_like_any_other() -> None:
    comparison = parse('a == "b # c"').root

    assert isinstance(comparison, Comparison)
    assert isinstance(comparison.left, Name)
    assert isinstance(comparison.right, Text)
    assert comparison.right.value == "b # c"


# What is refused, with what is marked.


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("a <= 2  # low\nor b", "comment-in-expression", "#"),
        ("a <= 010", "odd-number", "010"),
        ("a <= 2or b", "odd-number", "2or"),
        ("a <= 0x10", "odd-number", "0x10"),
        ("a <= 1e3", "odd-number", "1e3"),
        ("a <= 1j", "odd-number", "1j"),
        (f"a <= {'1' * 41}", "odd-number", "1" * 41),
        ('a == "b\\n"', "foreign-sign", "\\"),
        ("a\u00a0<= 2", "foreign-sign", "\u00a0"),
        ("a\u200b <= 2", "foreign-sign", "\u200b"),
        ("a\x00", "foreign-sign", "\x00"),
        ("a == '\ud800'", "foreign-sign", "\ud800"),
        ("a && b", "foreign-sign", "&&"),
        ("a || b", "foreign-sign", "||"),
        ("!a", "foreign-sign", "!"),
        ("a AND b", "foreign-sign", "AND"),
        ("Not a", "foreign-sign", "Not"),
        ("a ≤ 2", "foreign-sign", "≤"),
        ("a => 2", "foreign-sign", "=>"),
        ("a <> 2", "foreign-sign", "<>"),
        ("a >= 20%", "foreign-sign", "%"),
        ("a == “b”", "foreign-sign", "“"),
        ('a == "x % y" b', "expression-broken", "b"),
        ("a = 2", "single-equals", "="),
        ('a == "x = y" b', "expression-broken", "b"),
        ("a <=", "expression-broken", "="),
        ("(a <= 2", "expression-broken", "("),
        ("a in [1, 2", "expression-broken", "["),
        ("a <= 2)", "expression-broken", ")"),
        ('a == "b', "expression-broken", '"'),
        ("a b", "expression-broken", "b"),
        ("a <= five stars", "expression-broken", "stars"),
        ("a + b", "arithmetic-not-allowed", "a + b"),
        ("a.b <= 2", "dots-not-allowed", "a.b"),
        ("a[0] <= 2", "brackets-not-allowed", "a[0]"),
        ("a if b else c", "if-not-allowed", "a if b else c"),
        ("(a := 2) == b", "assignment-not-allowed", "a := 2"),
        ("lambda: a", "not-in-the-language", "lambda: a"),
        ("(a, b)", "not-in-the-language", "(a, b)"),
        ("[x for x in a]", "not-in-the-language", "[x for x in a]"),
        ("-a < 1", "not-in-the-language", "-a"),
        ("~a", "not-in-the-language", "~a"),
        ("a == b''", "not-in-the-language", "b''"),
        ("a == ...", "not-in-the-language", "..."),
        ("f'{a}' == b", "not-in-the-language", "f'{a}'"),
        ("a < -'1'", "minus-without-number", "-'1'"),
        ("a < -True", "minus-without-number", "-True"),
        ("None", "none-stands-alone", "None"),
        ("a == None", "compared-with-none", "None"),
        ("None != a", "compared-with-none", "None"),
        ("a is True", "is-without-none", "True"),
        ("None is a", "is-without-none", "a"),
        ("a in b", "in-without-choices", "b"),
        ("a in ()", "in-without-choices", "()"),
        ('a in ("b", c)', "choice-not-a-value", "c"),
        ("a in (True, 1)", "choice-not-a-value", "True"),
        ("len(a) < 2", "call-not-allowed", "len"),
        ("a.b(c) < 2", "call-not-allowed", "a.b"),
        ("min(a) < 2", "extreme-needs-two", "min(a)"),
        ("min(a, b, key=c) < 2", "extreme-needs-two", "min(a, b, key=c)"),
        ("min(*a, b) < 2", "not-in-the-language", "*a"),
    ],
)
def test_what_an_author_may_slip_into_is_refused_where_it_stands(
    text: str, code: str, marked: str
) -> None:
    flaw = flaw_of(text)

    assert (flaw.code, text[flaw.start : flaw.end]) == (code, marked)


def test_a_slip_is_marked_in_the_right_place_after_other_alphabets_and_spaces() -> None:
    text = '\n   ä == "中文" and  overall + recommend <= 2'

    flaw = flaw_of(text)

    assert text[flaw.start : flaw.end] == "overall + recommend"


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_expression_is_refused(text: str) -> None:
    assert flaw_of(text).code == "expression-empty"


def test_an_expression_has_at_most_two_thousand_characters() -> None:
    longest = "a" * LONGEST

    assert parse(longest).text == longest
    assert flaw_of(longest + "a").code == "expression-too-long"


@pytest.mark.parametrize(
    "deep",
    [
        "(" * DEEPEST + "a" + ")" * DEEPEST,
        "not " * (DEEPEST - 2) + "a",
        " or ".join(["a < 1"] * 200),
    ],
)
def test_an_expression_may_be_nested_twenty_deep_and_as_broad_as_it_likes(deep: str) -> None:
    assert parse(deep).reads == {"a"}


@pytest.mark.parametrize(
    "deep",
    ["(" * 21 + "a" + ")" * 21, "not " * 19 + "a", "not " * 490 + "a", "(" * 1999, "min(" * 499],
)
def test_a_deeper_expression_is_refused_before_anything_breaks(deep: str) -> None:
    assert flaw_of(deep).code == "expression-too-deep"


# Whatever is written.

TOKENS = (
    "overall", "negative", "and", "or", "not", "in", "is", "None", "True", "(", ")", "[", "]", "{",
    "}", ",", "<", "<=", "==", "!=", "=", "2", "0.5", "1e3", "010", "'a'", '"b"', "'", '"', "+",
    "-", "*", "**", "//", "%", "if", "else", "lambda", ":", "for", ".", "...", "min(", ":=", "#",
    "\\", "\n", "\t", "\r", "\x0c", "\x00", "é", "中", "f'{", "await", "~", "@", "1_0", "\ud800",
    "\xa0", ";", "$", "?", "!", "<>", "\u2028",
)  # fmt: skip
SCRIBBLES = st.one_of(
    st.lists(st.sampled_from(TOKENS), max_size=14).map("".join),
    st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join),
    st.text(max_size=30),
)


@given(SCRIBBLES)
def test_whatever_is_written_is_a_condition_or_marked_as_unreadable(text: str) -> None:
    try:
        read: Condition | Flaw = parse(text)
    except Unreadable as unreadable:
        read = unreadable.flaw

    match read:
        case Flaw():
            assert 0 <= read.start < read.end <= len(text) + 1
            assert read.message and read.cure
        case Condition():
            assert parse(read.text).root == read.root
