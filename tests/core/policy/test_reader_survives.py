"""Whatever text it is given, the reader gives a policy or findings that can be printed."""

import re
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.policy.finding import LINE_BREAK, Place, PolicyRefused, Severity, told
from goodstanding.core.policy.text import examine, read

ROOT = Path(__file__).parents[3]
SHIPPED = tuple(
    path.read_text(encoding="utf-8")
    for path in (
        ROOT / "policies" / "poor-contract-outcomes.yaml",
        ROOT / "policies" / "zoo" / "1e-job-success-score.yaml",
    )
)
SMALL = """\
policy: late
version: 1
title: Late work
about: freelancer
items:
  cost: {kind: number, says: What was paid}
negative:
  - when: overall <= 2
    dimension: skills
leave_out:
  - when: cost == 0
    because: nothing was paid
windows: {quarter: {days: 90, lag_days: 1}}
signals:
  unhappy: {count: negative, window: quarter, votes: {per: client, keep: first}}
  share: {share: negative, per: rated, window: {last: 25}, sample: {votes: 5}}
ladder:
  - {rung: advice, when: unhappy >= 2, propose: advise}
  - rung: review
    when: >
      unhappy >= 3
      and share >= 0.2
    propose: block
    deny: [proposal.submit]
    until: {days: 30}
    cure: Finish what is open
law: [us-washington]
impact_budget: 0.02
process: {cadence: monthly, on_day: 20, appeal: {cooling_off_days: 30}}
examples:
  - example: three
    as_of: 2026-07-01
    outcomes: [{times: 3, at: 2026-06-01, overall: 1, cost: 9.5}]
    wants: {rung: advice, figures: {unhappy: 3, share: null}}
"""
NASTY = (
    *"\0\a\t\n\r\v\f\x1f\x7f\x80\x85\xa0\xad\u200b\u200d\u2028\u2029\u202e\ud800\udfff\ufeff\ufffe",
    *":-?*&!|>%@`'\"\\#,[]{}()<>=~^.0123456789_ +/",
    *"äß中👩\u0301\U0010ffff",
    *("---", "...", "<<: ", "!!python/object:os.system ", "%YAML 1.1", "&a ", "*a", "- ", "? "),
    *(": ", " #", "\r\n", "''", '""', "\\U00110000", "\\ud800", "1:30", "010", "1e3", ".5", "+5"),
    *("yes", "on", "null", "true", "nan", ".inf", "0x1F", "1_000", "9" * 5000, "not ", "if "),
)
TOKENS = (
    *("overall", "recommend", "end_reason", "concern_skills", "cost", "negative", "unhappy"),
    *("and", "or", "not", "in", "is", "None", "True", "False", "min", "max", "if", "else", "for"),
    *("lambda", "await", "yield", "import", "len", "f'x'", "b'x'", '"other"', "'mutual'", "''"),
    *("<", "<=", ">", ">=", "==", "!=", "=", ":=", "<>", "&&", "||", "!", "+", "-", "*", "**"),
    *("(", ")", "[", "]", "{", "}", ",", ":", ";", ".", "...", "@", "~", "->", "\\", "#", "`"),
    *("0", "1", "0.2", "010", "1e3", "1e999", "1j", "0x1F", "1_000", ".5", "5.", "9" * 60),
    *("ä", "\uff4fverall", "ª", "\xa0", "\u200b", "👩", "\n", "\t", "\r", "\0", "\ud800"),
)
ACCIDENTS = (
    *("delete", "double", "swap", "insert", "cut"),
    *("indent", "dedent", "empty", "join"),
)
GOOD = st.sampled_from([SMALL, SMALL, SMALL, *SHIPPED])


def answer(text: str) -> frozenset[str]:
    """The codes of what is said against the text, once it is certain that all can be printed and
    that each place is within the text."""
    policy, findings = examine(text)
    printed = told(findings, source="late.yaml", text=text)

    errors = [each for each in findings if each.severity is Severity.ERROR]
    assert (policy is None) is bool(errors)
    assert len(findings) == len(re.findall(r"^late\.yaml:\d+:\d+: ", printed, re.MULTILINE))
    assert len(printed.splitlines()) == max(0, 6 * len(findings) - 1)
    printed.encode()
    for finding in findings:
        assert 1 <= finding.line <= len(LINE_BREAK.split(text))
        assert finding.column >= 1
    return frozenset(each.code for each in findings)


def with_negative(expression: str) -> str:
    """The small policy with this expression, in double quotes, as what is negative."""
    escaped = "".join(
        sign if sign.isalnum() and sign.isascii() else f"\\U{ord(sign):08X}" for sign in expression
    )
    return SMALL.replace("when: overall <= 2", f'when: "{escaped}"')


def titled(title: str) -> str:
    """The small policy under that title, as it is written."""
    return SMALL.replace("Late work", title)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A good policy to which one to four accidents have happened."""
    lines = draw(GOOD).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        line = lines[at]
        match draw(
            st.sampled_from(
                ["delete", "double", "swap", "insert", "cut", "indent", "dedent", "empty", "join"]
            )
        ):
            case "delete":
                lines[at] = ""
            case "double":
                lines[at] = line + line
            case "swap":
                lines[at], lines[other] = lines[other], line
            case "insert":
                lines[at] = line[:column] + draw(st.sampled_from(NASTY)) + line[column:]
            case "cut":
                lines[at] = line[:column] + line[column + draw(st.integers(1, 9)) :]
            case "indent":
                lines[at] = " " * draw(st.integers(1, 5)) + line
            case "dedent":
                lines[at] = line.removeprefix(" " * draw(st.integers(1, 5)))
            case "empty":
                lines[at] = line.partition(":")[0] + ":\n"
            case _:
                lines[at] = line.rstrip("\n")
    return "".join(lines)


@pytest.mark.parametrize("text", [SMALL, *SHIPPED], ids=["small", "shipped", "zoo"])
def test_the_policies_to_be_mangled_are_good(text: str) -> None:
    assert answer(text) == frozenset()


@given(mangled())
def test_a_policy_with_accidents_is_read_or_refused_in_print(text: str) -> None:
    answer(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from("abc:-{}[]'\" \n#&*!|>%")), max_size=80))
def test_any_text_is_refused_in_print(text: str) -> None:
    assert answer(text)


@given(st.lists(st.sampled_from([*NASTY, "a", "b", "\n", "\n  ", "\n- "]), max_size=15))
def test_any_heap_of_signs_that_mean_something_to_yaml_is_refused_in_print(
    signs: list[str],
) -> None:
    assert answer("".join(signs))


@given(st.lists(st.sampled_from(TOKENS), max_size=12), st.sampled_from(["", " "]))
def test_any_row_of_tokens_is_a_condition_or_refused_in_print(
    tokens: list[str], between: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer(with_negative(between.join(tokens)))


@given(st.text(max_size=40))
def test_any_text_for_an_expression_is_a_condition_or_refused_in_print(expression: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer(with_negative(expression))


@given(st.sampled_from(NASTY), st.sampled_from(re.findall(r"(?<=: )[\w.]+", SMALL)))
def test_any_value_may_be_nonsense(nonsense: str, value: str) -> None:
    answer(SMALL.replace(f": {value}", f": {nonsense}"))


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(9 * [f'*{before}'])}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


MEANT_TO_BREAK = {
    "nothing": ("", "empty-policy"),
    "blank lines": (" \n\n", "empty-policy"),
    "a remark": ("# only a remark\n", "empty-policy"),
    "a byte order mark": ("\ufeff", "empty-policy"),
    "a tab": ("\t", "not-yaml"),
    "two empty documents": ("---\n---\n", "several-documents"),
    "two policies": (SMALL + "---\n" + SMALL, "several-documents"),
    "more after the end": (SMALL + "...\nmore: 1\n", "not-yaml"),
    "tabs for spaces": (SMALL.replace("  ", "\t"), "not-yaml"),
    "a null": (titled("Late\0work"), "unprintable-character"),
    "half a character": (titled("Late\ud800work"), "unprintable-character"),
    "a pair of halves": (titled('"Late\\ud83d\\ude00work"'), "unprintable-character"),
    "beyond Unicode": (titled('"\\UFFFFFFFF"'), "not-yaml"),
    "one beyond Unicode": (titled('"\\U00110000"'), "not-yaml"),
    "emphasis": (titled("*Late* work"), "not-yaml"),
    "an object": (titled("!!python/object/apply:os.system [x]"), "tags-not-allowed"),
    "an exclamation": (titled("!important"), "tags-not-allowed"),
    "a billion laughs": (LAUGHS, "anchors-not-allowed"),
    "an alias of itself": ("a: &a [*a]\n", "anchors-not-allowed"),
    "an alias of nothing": ("a: *a\n", "anchors-not-allowed"),
    "a merge": (SMALL + "<<: {version: 2}\n", "unknown-key"),
    "a merge of an alias": (SMALL + "<<: *late\n", "anchors-not-allowed"),
    "lists in lists": ("[" * 5000, "too-deep"),
    "sections in sections": ("{a: " * 5000, "too-deep"),
    "lists in one line": ("- " * 5000, "too-deep"),
    "keys of keys": ("? " * 5000, "too-deep"),
    "stairs": ("\n".join(" " * depth + "a:" for depth in range(500)), "too-deep"),
    "brackets": (with_negative("(" * 900), "expression-too-deep"),
    "negations": (with_negative("not " * 450 + "negative"), "expression-too-deep"),
    "minus signs": (with_negative("-" * 1900 + "1"), "expression-too-deep"),
    "many digits": (with_negative("overall <= " + "9" * 1900), "odd-number"),
    "infinity": (with_negative("overall <= 1e999"), "odd-number"),
    "a late version of YAML": (f"%YAML {'9' * 5000}.1\n---\n{SMALL}", "not-yaml"),
}


@pytest.mark.parametrize(("text", "code"), MEANT_TO_BREAK.values(), ids=MEANT_TO_BREAK.keys())
def test_what_is_meant_to_break_a_reader_is_refused(text: str, code: str) -> None:
    assert answer(text) == {code}


@pytest.mark.parametrize(
    "written",
    [
        *("010", "1:30", "1e3", ".5", "5.", "0x1F", "0o17", "1_000", "1.0", "yes", "on", ".inf"),
        *("\u0661", "2026-01-31", "9" * 50, "''", '"1"', "'1'"),
    ],
)
def test_a_version_is_a_whole_number_in_plain_digits_and_nothing_else(written: str) -> None:
    assert answer(SMALL.replace("version: 1", f"version: {written}")) == {"wants-whole-number"}


@pytest.mark.parametrize(("written", "version"), [("7", 7), ("+5", 5), ("1000000", 1_000_000)])
def test_plain_digits_are_the_version(written: str, version: int) -> None:
    assert read(SMALL.replace("version: 1", f"version: {written}"), source="x").version == version


@pytest.mark.parametrize("word", ["yes", "on", "no", "off", "y", "1:30", "010", "1e3", ".5", "="])
def test_words_that_yaml_takes_for_something_else_are_words_in_a_title(word: str) -> None:
    assert read(titled(word), source="late.yaml").title == word


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "True", "TRUE", "1", '"true"'])
def test_only_true_and_false_say_so(word: str) -> None:
    text = SMALL.replace("cadence: monthly, on_day: 20", f"human_gate: {word}")

    assert answer(text) == {"wants-true-or-false"}


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x85"])
def test_line_endings_and_a_byte_order_mark_change_nothing(ending: str) -> None:
    plain = read(SMALL, source="late.yaml")

    assert read("\ufeff" + SMALL.replace("\n", ending), source="late.yaml") == plain


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x85"])
def test_line_endings_and_a_byte_order_mark_move_no_place(ending: str) -> None:
    wrong = SMALL.replace("and share >= 0.2", "and shar >= 0.2")

    with pytest.raises(PolicyRefused) as refused:
        read("\ufeff" + wrong.replace("\n", ending), source="late.yaml")

    (error,) = (each for each in refused.value.findings if each.severity is Severity.ERROR)
    assert (error.code, error.line, error.column) == ("unknown-word", 22, 11)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\x85"])
def test_what_is_wrong_in_several_lines_is_marked_where_it_begins(ending: str) -> None:
    text = titled("'Late\n  work'").replace("about: freelancer", "about: 'free\n  lancer'")

    with pytest.raises(PolicyRefused) as refused:
        read(text.replace("\n", ending), source="late.yaml")

    (finding,) = refused.value.findings
    assert finding.place == Place(line=5, column=8, length=1)
