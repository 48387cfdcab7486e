"""What is wrong is printed as a compiler would: the place, the line, the caret under the word."""

import pytest

from goodstanding.core.policy.finding import Finding, Place, PolicyRefused, Severity, told


def finding(line: int, column: int, *, length: int = 1, **changed: str) -> Finding:
    """Something wrong at that place."""
    said = {"code": "odd-word", "message": "`bad` is odd", "cure": "write `good`", **changed}
    return Finding(
        code=said["code"],
        message=said["message"],
        cure=said["cure"],
        place=Place(line=line, column=column, length=length),
        severity=Severity(said.get("severity", "error")),
    )


def marked(line: str, *, column: int, length: int) -> tuple[str, str]:
    """The line as printed, and what is printed under it."""
    printed = told([finding(1, column, length=length)], source="late.yaml", text=line).splitlines()
    return printed[2].removeprefix("  1 | "), printed[3].removeprefix("    | ")


def test_a_finding_is_told_with_place_line_caret_and_cure() -> None:
    text = "policy: late\ntitle: bad work\n"

    printed = told([finding(2, 8, length=3)], source="late.yaml", text=text)

    assert printed == (
        "late.yaml:2:8: error: `bad` is odd [odd-word]\n"
        "    |\n"
        "  2 | title: bad work\n"
        "    |        ^^^\n"
        "    = write `good`"
    )


def test_the_margin_is_as_wide_as_the_lines_number() -> None:
    printed = told([finding(10, 1)], source="late.yaml", text="\n" * 9 + "bad")

    assert printed.splitlines()[1:] == ["     |", "  10 | bad", "     | ^", "     = write `good`"]


def test_findings_are_told_in_the_order_of_the_text_with_a_line_between() -> None:
    findings = [
        finding(2, 1, message="third"),
        finding(1, 5, message="second", severity="warning"),
        finding(1, 1, message="first"),
        finding(2, 1, code="z", message="fourth"),
    ]

    printed = told(findings, source="x", text="one two\nthree")

    heads = [block.splitlines()[0] for block in printed.split("\n\n")]
    assert heads == [
        "x:1:1: error: first [odd-word]",
        "x:1:5: warning: second [odd-word]",
        "x:2:1: error: third [odd-word]",
        "x:2:1: error: fourth [z]",
    ]


def test_nothing_wrong_is_told_in_no_words() -> None:
    assert told([], source="x", text="policy: late") == ""


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("title: bad", 8, "title: bad", "       ^^^"),
        ("tïtlé: bad", 8, "tïtlé: bad", "       ^^^"),
        ("中文: bad", 5, "中文: bad", "      ^^^"),
        ("👩: bad", 4, "👩: bad", "    ^^^"),
        ("e\u0301: bad", 5, "e\u0301: bad", "   ^^^"),
        ("a:\tbad", 4, "a: bad", "   ^^^"),
        ("\ufeffa: bad", 4, "a: bad", "   ^^^"),
        ("a\u202e: bad", 5, "a\ufffd: bad", "    ^^^"),
        ("a:\u3000bad", 4, "a: bad", "   ^^^"),
    ],
)
def test_the_caret_stands_under_the_word_whatever_is_before_it(
    line: str, column: int, shown: str, caret: str
) -> None:
    assert marked(line, column=column, length=3) == (shown, caret)


def test_a_wide_word_is_marked_in_its_whole_width() -> None:
    assert marked("a: 中文", column=4, length=2) == ("a: 中文", "   ^^^^")


def test_a_place_behind_the_end_of_a_line_is_marked_there() -> None:
    assert marked("title:", column=7, length=1) == ("title:", "      ^")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_lines_end_where_yaml_ends_them(ending: str) -> None:
    printed = told([finding(2, 1)], source="x", text=f"one{ending}two\vtwo{ending}three")

    assert printed.splitlines()[2] == "  2 | two two"


def test_of_a_long_line_what_surrounds_the_word_is_shown() -> None:
    line = "a" * 500 + "bad" + "b" * 500

    shown, caret = marked(line, column=501, length=3)

    assert shown == "…" + "a" * 200 + "bad" + "b" * 197 + "…"
    assert caret == " " * 201 + "^^^"


def test_a_long_word_is_marked_as_far_as_it_is_shown() -> None:
    shown, caret = marked("b" * 500, column=1, length=500)

    assert (shown, caret) == ("b" * 200 + "…", "^" * 200)


def test_a_refused_policy_speaks_of_its_first_error_and_keeps_all_findings() -> None:
    warning = finding(1, 1, message="a warning", severity="warning")
    second, first = finding(3, 1, message="second"), finding(2, 9, message="first")

    refused = PolicyRefused([second, warning, first], source="late.yaml")

    assert str(refused) == "policy `late.yaml`, line 2: first; write `good`"
    assert refused.code == "odd-word"
    assert refused.findings == (warning, first, second)
