"""Where a policy's text is nearly right, the reader says what is wrong, and takes what is right."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from goodstanding.core.policy.finding import told
from goodstanding.core.policy.language import DeclaredItem, ItemKind
from goodstanding.core.policy.text import examine
from goodstanding.core.policy.vocabulary import fits, wanted

POLICY = """
policy: edges
version: 1
title: Edges
about: freelancer
{more}
negative: [{{when: {negative}}}]
signals: {{f: {signal}}}
ladder: [{{rung: look, when: {when}, propose: {outcome}}}]
impact_budget: {budget}
examples:
  - {{example: one, as_of: 2026-07-01, outcomes: [{{at: 2026-06-01, {items}}}], wants: {{}}}}
"""
SOUND = {
    "more": "",
    "negative": "overall <= 2",
    "signal": "{count: negative, window: {days: 90}}",
    "when": "f >= 3",
    "outcome": "advise",
    "budget": "0.02",
    "items": "overall: 5",
}


FOR_EVER = "permanent_block, deny: [proposal.submit], cure: Appeal"


def text_of(**changed: str) -> str:
    """The sound policy with one part changed."""
    return POLICY.format(**{**SOUND, **changed})


def codes(text: str) -> list[str]:
    """What is said against it."""
    _, findings = examine(text)
    return sorted(finding.code for finding in findings)


def message(text: str) -> str:
    """All that is said against it."""
    _, findings = examine(text)
    return "\n".join(f"{finding.message}; {finding.cure}" for finding in findings)


def test_the_sound_policy_is_sound() -> None:
    assert codes(text_of()) == []


@pytest.mark.parametrize(
    ("negative", "said"),
    [
        ("'overall <='", "`overall <=` ends too early; say what comes then"),
        ("'(overall <= 2'", "`(` is never closed; close it with `)`"),
        ("""'end_reason == "other'""", "is never closed"),
        ("'concern_skills == 1'", "a yes or no needs no comparison: write `concern_skills`"),
        ("'True == 1'", "a yes or no needs no comparison: write `item`"),
        ("'overall == \"two\"'", "put words in quotes, and leave numbers without"),
        ("'concern_skills in (1, 2)'", "a yes or no needs no choices; it stands alone"),
        ("'not 3'", "`3` is a number"),
        ("'not \"other\"'", "`other` is a word"),
        ("'min(True, overall) <= 2'", "`True` is yes or no"),
        ("'min(overall <= 2, overall) <= 2'", "this is yes or no"),
        ("'end_reason and overall <= 2'", "`end_reason` is a word"),
        ("'overall <= 1j'", "1j"),
        ("'overall <= b\"x\"'", "is not in the language"),
        (f"'net_paid <= {'9' * 50}'", "99999"),
        ("'overall <= 2 # low'", "#"),
        ("'overall\u200b <= 2'", "is not a sign of this language; remove it"),
    ],
)
def test_an_expression_that_is_nearly_right_is_told_its_slip(negative: str, said: str) -> None:
    assert said in message(text_of(negative=negative))


@pytest.mark.parametrize(
    "negative",
    [
        "min(overall, recommend) in (1, 2)",
        "concern_skills == True",
        "overall <= 2 and True",
        "2 >= overall",
        "net_paid <= -5",
    ],
)
def test_what_is_right_is_taken(negative: str) -> None:
    assert codes(text_of(negative=f"'{negative}'")) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"budget": "abc"}, "give digits and at most one point"),
        ({"budget": "'0.02'"}, "is not a number"),
        ({"budget": "1" * 60}, "is not a number"),
        ({"more": "process: {human_gate: 'true'}"}, "neither true nor false"),
        ({"more": "items: {Odd Name: {kind: number, says: odd}}"}, "is not a name"),
        ({"more": "items: 3"}, "stands where names belong"),
        ({"more": "process: 3"}, "stands where"),
        ({"more": "process: ''"}, "empty text stands where"),
        ({"more": "law: 3"}, "stands where"),
        ({"signal": "[1]"}, "a list stands where"),
        ({"signal": "~"}, "nothing stands where"),
        ({"more": "votes: {per: client, keep: {a: 1}}"}, "a section with keys stands where"),
    ],
)
def test_a_value_of_another_shape_is_told_what_belongs_there(
    changed: dict[str, str], said: str
) -> None:
    assert said in message(text_of(**changed))


def test_an_optional_key_may_stay_empty_and_an_unknown_item_may_be_null() -> None:
    assert (
        codes(text_of(more="anchor:\nleave_out: ~", items="overall: ~, concern_skills: true")) == []
    )


@pytest.mark.parametrize("text", ["- a list", "only words", "3", '"quoted"'])
def test_a_text_that_is_no_policy_at_all_is_refused(text: str) -> None:
    assert codes(text) == ["wants-keys"]


@pytest.mark.parametrize(
    "text",
    [
        'title: "\\UFFFFFFFF"',
        'title: "\\q"',
        "title: 'never closed",
        "a: [1, 2",
        "a: {b: 1",
        "a: b: c",
        "a:\n\tb: 1",
        "a: @x",
        "a: `x`",
        "%YAML 9.9\n---\na: 1",
        "? [a]\n: b",
        "a: 1\n b: 2",
        "- a\nb: 1",
        "a: |1x\n  b",
    ],
)
def test_text_that_is_no_yaml_is_refused_with_a_place(text: str) -> None:
    _, findings = examine(text)
    printed = told(findings, source="x.yaml", text=text)

    assert findings
    assert "^" in printed


def test_a_quoted_text_with_an_unseen_character_is_refused() -> None:
    assert codes(text_of(more='process: {cadence: "dai\\aly"}')) == ["unprintable-character"]


def test_long_lines_are_cut_on_both_sides_of_the_caret() -> None:
    long = " or ".join(["overall <= 2"] * 12 + ["overal <= 2"] + ["overall <= 2"] * 12)
    text = text_of(negative=f"'{long}'")
    _, findings = examine(text)

    line = told(findings, source="x.yaml", text=text).splitlines()[2]

    assert line.count("…") == 2
    assert "overal <= 2" in line


@pytest.mark.parametrize(
    ("when", "warned"),
    [
        ("f >= 2", False),
        ("2 <= f", False),
        ("f > 1", False),
        ("1 < f", False),
        ("f >= 1", True),
        ("f == 2", False),
        ("f <= 9", True),
        ("f >= 2 or f >= 1", True),
        ("not (f < 2)", True),
    ],
)
def test_it_is_warned_where_one_client_suffices(when: str, warned: bool) -> None:
    text = text_of(
        when=f"'{when}'", outcome="permanent_block, deny: [proposal.submit], cure: Appeal"
    )

    assert ("one-client-suffices" in codes(text)) is warned


def test_a_rung_over_an_unknown_signal_is_refused_once() -> None:
    text = text_of(when="g >= 3", outcome=FOR_EVER)

    assert "unknown-word" in codes(text)


def test_distinct_voters_may_be_counted_in_windows_chosen_by_volume() -> None:
    window = "{by_volume: {at_least: 9, within: {days: 9}, then: {days: 9}, otherwise: {days: 90}}}"
    signal = f"{{distinct: client_group, of: negative, window: {window}}}"

    assert codes(text_of(signal=signal)) == []
    assert codes(
        text_of(signal=signal.replace("otherwise: {days: 90}", "otherwise: {last: 9}"))
    ) == ["distinct-of-last"]


def test_distinct_voters_may_be_counted_in_the_best_of_windows() -> None:
    signal = (
        "{distinct: client_group, of: negative, better: lower, "
        "window: {best_of: [{days: 9}, {days: 90}]}}"
    )

    assert codes(text_of(signal=signal)) == []


LAYOUTS = (
    '""',
    '"overal\\x20<= 2"',
    '"overal \\\n    <= 2"',
    "'overal <= ''2'''",
    ">\n    overal\n\n\n    <= 2\n",
    "|\n    overal\n    <= 2\n",
    ">-\n    overal <=\n    2",
    '"overal\n\n\n  <= 2"',
    "overal <=\n\n\n    2",
)


@pytest.mark.parametrize("negative", LAYOUTS)
def test_however_an_expression_is_laid_out_its_slip_has_a_place(negative: str) -> None:
    text = text_of(negative="HERE").replace("[{when: HERE}]", f"\n  - when: {negative}")
    _, findings = examine(text)

    assert findings
    assert all(1 <= each.line <= text.count("\n") for each in findings)


def test_under_seattles_law_a_mean_of_stars_is_a_rating_alone() -> None:
    block = "block, deny: [proposal.submit], until: {days: 9}, cure: Wait"
    law = "law: [us-seattle]\nprocess: {notice_days: 14}"
    mean = "{mean: overall, per: rated, window: {days: 90}}"
    other = (
        "{mean: overall, per: rated, window: {days: 90}}, g: {count: negative, window: {days: 9}}"
    )

    assert "law-ratings-alone" in codes(
        text_of(signal=mean, when="f <= 2", outcome=block, more=law)
    )
    assert "law-ratings-alone" in codes(
        text_of(signal=other, when="f <= 2", outcome=block, more=law, negative="concern_skills")
    )


def item(kind: ItemKind, **limits: Any) -> DeclaredItem:
    """An item of that kind."""
    return DeclaredItem(name="item", kind=kind, says="an item", **limits)


@pytest.mark.parametrize(
    ("declared", "told_as"),
    [
        (item(ItemKind.YES_NO), "`true` or `false`"),
        (item(ItemKind.WORD), "a word"),
        (item(ItemKind.WORD, choices=("a", "b")), "one of a, b"),
        (item(ItemKind.NUMBER), "a number"),
        (item(ItemKind.NUMBER, low=Fraction(1), high=Fraction(5)), "a number from 1 to 5"),
        (item(ItemKind.NUMBER, low=Fraction(1)), "a number from 1 on"),
        (item(ItemKind.NUMBER, high=Fraction(5)), "a number up to 5"),
    ],
)
def test_what_an_item_can_be_is_told(declared: DeclaredItem, told_as: str) -> None:
    assert wanted(declared) == told_as


def test_a_number_that_is_none_fits_nowhere() -> None:
    assert not fits(item(ItemKind.NUMBER), Decimal("NaN"))
    assert not fits(item(ItemKind.NUMBER), "5")
    assert fits(item(ItemKind.NUMBER), Decimal("5.5"))
    assert fits(item(ItemKind.WORD), "anything")
