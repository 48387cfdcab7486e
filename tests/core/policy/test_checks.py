"""A policy that can be misread, or cannot work, is refused; one that only looks like it is not."""

import pytest

from goodstanding.core.policy.text import examine

POLICY = """
policy: checked
version: 1
title: Checked
about: {about}
{more}
negative: [{{when: '{negative}'}}]
signals: {{f: {signal}}}
ladder:
  - {{rung: look, when: '{when}', propose: advise}}
  {rungs}
impact_budget: 0.02
examples: [{{example: one, as_of: 2026-07-01, outcomes: [], wants: {{}}}}]
"""
SOUND = {
    "about": "freelancer",
    "more": "",
    "negative": "overall <= 2",
    "signal": "{count: negative, window: {days: 90}}",
    "when": "f >= 3",
    "rungs": "",
}
COUNT = "{{count: {}, window: {{days: 90}}}}"
SHARE = "{{share: negative, per: {}, window: {{days: 90}}}}"
OWN = (
    "items: {rating: {kind: number, says: r, from: -10, to: 10}, open: {kind: number, says: o},"
    " low: {kind: number, says: l, to: 5}, tint: {kind: word, says: t, choices: [red, blue]},"
    " late: {kind: yes_no, says: late}, note_kind: {kind: word, says: n}}"
)


def said(**changed: str) -> list[str]:
    """The codes of what is said against the policy with these parts changed."""
    _, findings = examine(POLICY.format(**{**SOUND, **changed}))
    return sorted(finding.code for finding in findings)


def of_negative(negative: str) -> list[str]:
    """What is said against a policy with items of its own that calls this negative."""
    return [code for code in said(negative=negative, more=OWN) if code != "item-not-read"]


def test_the_sound_policy_is_sound() -> None:
    assert said() == []


# Kinds.


@pytest.mark.parametrize(
    "negative",
    [
        "late",
        "not late and overall <= 2",
        "late == True",
        "late != late",
        "rating < 0",
        "0 > rating",
        "rating <= -10",
        "rating >= 10",
        "-10 <= rating < 0",
        "open <= 1000000",
        "low <= -1000000",
        "low <= 5",
        "rating < overall",
        "min(rating, overall) < 0",
        "max(rating, open, overall) <= 0",
        "rating in (-10, 0.5, 10)",
        'tint == "red"',
        'tint in ("red", "blue")',
        'tint not in ("red",)',
        'note_kind != "anything at all"',
        "tint == note_kind",
        "tint is not None and late",
        "(rating < 0) == late",
    ],
)
def test_a_condition_in_which_kinds_go_together_is_taken(negative: str) -> None:
    assert of_negative(negative) == []


@pytest.mark.parametrize(
    ("negative", "code"),
    [
        ("rating", "not-a-condition"),
        ("tint", "not-a-condition"),
        ("min(rating, 1)", "not-a-condition"),
        ("True", "reads-nothing"),
        ("2 in (1, 2)", "reads-nothing"),
        ("not 1 is None", "reads-nothing"),
        ("1 < 2 and min(1, 2) < 1", "reads-nothing"),
        ('"red" == "red"', "reads-nothing"),
        ("late and rating", "wrong-kind"),
        ("not tint", "wrong-kind"),
        ("min(rating, late) < 1", "wrong-kind"),
        ("rating == late", "kinds-differ"),
        ("late == 1", "kinds-differ"),
        ('rating < "5"', "kinds-differ"),
        ("late < True", "no-order"),
        ('tint >= "red"', "no-order"),
        ("rating < -10.5", "limit-out-of-range"),
        ("rating > 10.01", "limit-out-of-range"),
        ("11 < rating", "limit-out-of-range"),
        ("rating in (1, 11)", "limit-out-of-range"),
        ("low > 6", "limit-out-of-range"),
        ('tint == "green"', "unknown-choice"),
        ('"Red" == tint', "unknown-choice"),
        ('tint in ("red", "green")', "unknown-choice"),
        ('rating in (1, "2")', "choice-of-another-kind"),
        ('late in ("yes",)', "choice-of-another-kind"),
        ("ratin < 0", "unknown-word"),
        ("late == true", "unknown-word"),
        ("min(rating, ratin) < 0", "unknown-word"),
        ("ratin in (1, 2)", "unknown-word"),
        ("not ratin is None and late", "unknown-word"),
        ("f >= 3", "signal-in-outcome"),
        ("rated", "circular"),
        ("all", "circular"),
        ("note is not None", "free-words"),
    ],
)
def test_a_condition_in_which_they_do_not_is_refused(negative: str, code: str) -> None:
    assert code in of_negative(negative)


@pytest.mark.parametrize(
    ("written", "cure"),
    [("true", "write `True`"), ("false", "write `False`"), ("null", "write `None`")],
)
def test_yamls_words_in_an_expression_are_told_as_the_language_has_them(
    written: str, cure: str
) -> None:
    _, findings = examine(POLICY.format(**{**SOUND, "negative": f"concern_skills == {written}"}))

    assert [finding.cure for finding in findings] == [cure]


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("f >= -1", "limit-out-of-range"),
        ("g > 1.5", "limit-out-of-range"),
        ("h < -1.5", "limit-out-of-range"),
        ("h <= -1", ""),
        ("m > 5", ""),
        ("m > 5.5", "limit-out-of-range"),
        ("negative", "item-in-ladder"),
        ("overall <= 2", "item-in-ladder"),
        ("f is None", ""),
    ],
)
def test_a_limit_on_the_ladder_is_one_that_the_figure_can_have(when: str, code: str) -> None:
    every = (
        f"{COUNT.format('negative')}, g: {SHARE.format('all')}, "
        "h: {net_share: overall >= 4, minus: negative, per: all, window: {days: 90}}, "
        "m: {mean: overall, per: all, window: {days: 90}}"
    )
    compared = f"{when} and f >= 0 and g >= 0 and h >= 0 and m >= 1"

    assert said(signal=every, when=compared) == ([code] if code else [])


# Silence.


@pytest.mark.parametrize(
    "negative",
    [
        "overall is None",
        "overall <= 2 or recommend is None",
        "not (overall is not None)",
        "overall <= 2 or 1 < 2",
        "max(overall, 1) <= 2",
    ],
)
def test_silence_is_neither_negative_nor_left_out(negative: str) -> None:
    left_out = f"leave_out: [{{when: '{negative}', because: so}}]"

    assert said(negative=negative) == ["silence-is-negative"]
    assert said(more=left_out) == ["silence-left-out"]


def test_what_was_said_may_be_asked_beside_what_was_not() -> None:
    assert said(negative="overall <= 2 and recommend is None") == []


# Names and items.


@pytest.mark.parametrize("name", ["overall", "net_paid", "comment", "negative", "rated", "all"])
def test_a_name_that_is_taken_is_refused(name: str) -> None:
    items = f"items: {{{name}: {{kind: number, says: mine}}}}"

    assert "name-taken" in said(more=items)
    assert "name-taken" in said(
        signal=f"{COUNT.format('negative')}, {name}: {COUNT.format('negative')}"
    )


@pytest.mark.parametrize("name", ["min", "max", "not", "in", "class", "lambda"])
def test_a_word_of_the_expressions_is_no_name(name: str) -> None:
    assert "name-of-the-language" in said(more=f"items: {{{name}: {{kind: number, says: mine}}}}")


def test_an_item_and_a_signal_cannot_share_a_name() -> None:
    assert "name-taken" in said(more="items: {f: {kind: number, says: mine}}")


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        ("kind: number, says: i, from: 1, to: 2", []),
        ("kind: number, says: i, from: 2, to: 2", ["range-upside-down"]),
        ("kind: number, says: i, from: 3, to: 2", ["range-upside-down"]),
        ("kind: number, says: i, choices: [a, b]", ["kind-has-no"]),
        ("kind: word, says: i, choices: [a, b]", []),
        ("kind: word, says: i, from: 0, to: 1", ["kind-has-no", "kind-has-no"]),
        ("kind: yes_no, says: i, from: 0", ["kind-has-no"]),
    ],
)
def test_an_items_limits_go_with_its_kind(item: str, codes: list[str]) -> None:
    items = f"items: {{mine: {{{item}}}}}"

    assert said(more=items, negative="mine is not None and overall <= 2") == codes


@pytest.mark.parametrize(
    "signal",
    [
        "{mean: mine, per: all, window: {days: 90}}",
        "{share: negative, per: mine > 1, window: {days: 90}}",
        SHARE.format("all")[:-1] + ", weight: {by: mine, steps: [{from: 0, weighs: 1}]}}",
    ],
)
def test_an_item_is_read_wherever_a_signal_reads_it(signal: str) -> None:
    assert said(more="items: {mine: {kind: number, says: m}}", signal=signal, when="f >= 0.5") == []


def test_about_clients_the_freelancers_form_is_read() -> None:
    assert said(about="client", negative='end_reason == "client_unresponsive"') == []
    assert said(about="client", negative="concern_skills") == ["unknown-word"]
    assert said(negative='end_reason == "client_unresponsive"') == ["unknown-choice"]


# Signals without negative, and weights.


def without_negative(signal: str, *, when: str = "f >= 3", more: str = "") -> list[str]:
    """What is said against a policy that does not say what is negative."""
    text = POLICY.replace("negative: [{{when: '{negative}'}}]\n", "")
    _, findings = examine(text.format(**{**SOUND, "signal": signal, "when": when, "more": more}))
    return sorted(finding.code for finding in findings)


@pytest.mark.parametrize(
    ("signal", "codes"),
    [
        ("{distinct: client, of: overall <= 2, window: {days: 90}}", []),
        ("{count: overall <= 2, window: {days: 90}, votes: {per: contract}}", []),
        ("{count: overall <= 2, window: {days: 90}, votes: {per: client, keep: first}}", []),
        ("{mean: overall, per: all, window: {days: 90}}", ["worst-of-what"]),
        (
            "{mean: overall, per: rated, window: {days: 90}, votes: {per: contract}}",
            ["negative-not-said"],
        ),
        (
            "{distinct: client, of: negative or rated, window: {days: 90}}",
            ["negative-not-said", "negative-not-said"],
        ),
    ],
)
def test_a_policy_that_does_not_say_what_is_negative_cannot_ask_for_it(
    signal: str, codes: list[str]
) -> None:
    assert without_negative(signal) == codes


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ("[{from: 0, weighs: 0}, {from: 1, weighs: 2}]", []),
        ("[{from: -5, weighs: 3}, {from: 0.5, weighs: 1}]", []),
        ("[{from: 1, weighs: 1}, {from: 1, weighs: 2}]", ["steps-not-rising"]),
        ("[{from: 0, weighs: 0}, {from: 1, weighs: 0}]", ["nothing-weighs"]),
    ],
)
def test_steps_rise_and_something_weighs(steps: str, codes: list[str]) -> None:
    weighed = SHARE.format("all")[:-1] + f", weight: {{by: net_paid, steps: {steps}}}}}"

    assert said(signal=weighed, when="f >= 0.5") == codes


# Laws.


def test_seattle_asks_what_the_rung_itself_rests_on() -> None:
    law = "law: [us-seattle]\nprocess: {notice_days: 14}"
    block = (
        "- {rung: end, when: 'f >= 4', propose: block, deny: [proposal.submit],"
        " until: {appeal: true}, cure: Wait}"
    )
    refunds = "{distinct: client_group, of: refunded_in_full, window: {days: 90}}"
    low = "{distinct: client_group, of: overall <= 2, window: {days: 90}}"

    assert without_negative(refunds, more=f"{law}", when="f >= 3") == []
    assert said(signal=refunds, rungs=block, more=law) == []
    assert said(signal=low, rungs=block, more=law) == ["law-ratings-alone"]
    assert said(rungs=block, more=law) == ["law-ratings-alone"]
    assert said(rungs=block, more=law, negative="overall <= 2 or concern_skills") == []
