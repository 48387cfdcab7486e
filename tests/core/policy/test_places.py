"""The caret stands under the wrong word, however the text around it is written."""

import pytest

from goodstanding.core.policy.finding import Finding
from goodstanding.core.policy.text import examine

POLICY = """\
policy: late
version: 1
title: Late work
about: freelancer
negative:
  - when: {when}
signals:
  unhappy: {{count: negative, window: {{days: 90}}}}
ladder:
  - {{rung: look, when: unhappy >= 3, propose: advise}}
impact_budget: 0.02
"""


def only(text: str) -> Finding:
    """The one thing that is wrong in the text (but that it has no examples)."""
    (found,) = (each for each in examine(text)[1] if each.code != "no-examples")
    return found


def marked(text: str) -> str:
    """What is marked in the text."""
    found = only(text)
    line = text.splitlines()[found.line - 1]
    return line[found.column - 1 : found.column - 1 + found.place.length]


@pytest.mark.parametrize(
    "when",
    [
        "overall <= 2 or wrong <= 1",
        '"overall <= 2 or wrong <= 1"',
        "'overall <= 2 or wrong <= 1'",
        "'contract_kind == ''other'' or wrong'",
        "'''other'' == wrong'",
        '"contract_kind == \\"other\\" or wrong"',
        '"\\"other\\" == wrong"',
        '"contract_kind == \\"\\u00f6\\x41\\U0001f600\\" or wrong"',
        '"overall <=\\t2 or wrong"',
        '"overall \\\n      <= 2 or wrong"',
        "overall <= 2\n      or wrong",
        "overall <= 2\n\n\n      or wrong",
        ">-\n      overall <= 2\n      or wrong",
        ">\n      overall <= 2\n\n      or wrong\n\n",
        "|\n      overall <= 2\n        or wrong",
        "|2-  # a remark\n      overall   <= 2 or\n        wrong",
        '"overall <= 2\n      or wrong"',
        "'contract_kind == ''two\n\n      lines'' or wrong'",
        "\"'中文ö' == wrong\"",
        "wrong",
        ">\n      wrong",
        "'wrong'",
    ],
)
def test_an_unknown_word_is_marked_in_every_way_of_writing(when: str) -> None:
    text = POLICY.format(when=when)

    assert marked(text) == "wrong"


def test_a_part_that_runs_over_lines_is_marked_to_the_end_of_its_first() -> None:
    text = POLICY.format(when=">\n      overall <= 2 or overall\n      + recommend <= 3")

    assert only(text).code == "arithmetic-not-allowed"
    assert marked(text) == "overall"


def test_an_empty_expression_in_quotes_is_marked_by_its_quotes() -> None:
    assert marked(POLICY.format(when='""')) == '""'


SOUND = POLICY.format(when="overall <= 2")


@pytest.mark.parametrize(
    ("sound", "broken", "code", "line", "mark"),
    [
        ("title: Late work", "title:", "empty-value", 3, "title"),
        ("title: Late work\n", "", "missing-key", 1, "p"),
        ("count: negative, ", "", "none-of", 8, "unhappy"),
        ("{days: 90}", "{days: 90, last: 2}", "several-of", 8, "last"),
        ("{days: 90}", "{last: 2, lag_days: 1}", "stands-alone", 8, "lag_days"),
        ("{days: 90}", "[days, 90]", "wants-keys", 8, "window"),
        ("{days: 90}", "{dais: 90, last: 2}", "unknown-key", 8, "dais"),
        ("unhappy: {count", "Un-happy: {count", "odd-name", 8, "Un-happy"),
        ("negative,", "negative, of: all,", "measure-has-no", 8, "of"),
        ("count: negative", "share: negative", "measure-lacks", 8, "share"),
        ("propose: advise", "propose: pause", "denies-nothing", 10, "{"),
        ("impact_budget: 0.02", "impact_budget: 0", "budget-of-nobody", 11, "0"),
        ("0.02\n", "0.02\nlaw: [eu-p2b]\nprocess: {lead_days: 3}\n", "law-lead-too-short", 13, "3"),
    ],
)
def test_what_is_wrong_with_a_key_or_a_section_is_marked_at_its_name(
    sound: str, broken: str, code: str, line: int, mark: str
) -> None:
    text = SOUND.replace(sound, broken, 1)
    found = next(each for each in examine(text)[1] if each.code == code)

    assert found.line == line
    assert text.splitlines()[line - 1][found.column - 1 :].startswith(mark)
    assert found.place.length == len(mark)


def test_what_a_law_asks_of_a_section_that_is_not_there_is_marked_at_the_law() -> None:
    block = "propose: block, deny: [proposal.submit], until: {days: 9}, cure: Wait"
    text = SOUND.replace("propose: advise", block) + "law: [in-karnataka]\n"

    assert marked(text) == "law"


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        ("{at: 2026-06-01, overal: 1}", "overal"),
        ("{at: 2026-06-01, overall: 6}", "6"),
        ("{times: 3, at: 2026-06-01, overall: true}", "true"),
        ("{at: 2026-06-01, received_at: 2026-05-01}", "{"),
    ],
)
def test_what_is_wrong_in_an_example_is_marked_in_its_row(row: str, mark: str) -> None:
    text = SOUND + (
        "examples:\n  - example: one\n    as_of: 2026-07-01\n    wants: {}\n    outcomes:\n"
        f"      - {{at: 2026-06-01, overall: 1}}\n      - {row}\n"
    )

    assert (only(text).line, marked(text)) == (18, mark)
