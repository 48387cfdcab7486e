"""The command tells one person's way over the ladder, and decides nothing."""

from pathlib import Path

import pytest

from tests.cli.desk import MARKET, POLICY, Said, csv_file, say

TIMED = """
policy: timed
version: 1
title: Timed
about: freelancer
negative: [{when: overall <= 2}]
signals: {f: {count: negative, window: {days: 90}}}
ladder:
  - {rung: look, when: f >= 1, propose: advise}
  - rung: block
    when: f >= 2
    propose: block
    deny: [proposal.submit]
    cure: wait
    until: {days: 14, released: {weekday: monday, at: "23:59"}}
protection: {days: 7}
"""
ROWS = (
    "ada,c1,2026-01-05T00:00:00Z,1",
    "ada,c2,2026-01-09T00:00:00Z,2",
    "bob,c1,2026-01-09T00:00:00Z,5",
)


def told(folder: Path, *words: str, subject: str = "ada", rows: tuple[str, ...] = ROWS) -> Said:
    """`goodstanding timeline` over the first quarter by the policy with time in it."""
    policy = folder / "timed.yaml"
    policy.write_text(TIMED, encoding="utf-8")
    span = ("--from", "2026-01-01T00:00:00Z", "--until", "2026-03-31T00:00:00Z")
    file = csv_file(folder, *rows)
    rejects = ("--rejects", folder / "rejects.csv")
    return say("timeline", subject, file, "--policy", policy, *rejects, *span, *words)


def test_each_change_is_told_with_its_reason_its_end_and_what_shows(tmp_path: Path) -> None:
    said = told(tmp_path)

    assert said.code == 0
    assert said.out == (
        "ada from 2026-01-01T00:00:00Z to 2026-03-31T00:00:00Z, by policy `timed` version 1:\n"
        "where the ladder would have them stand, if each proposal were taken. It decides nothing.\n"
        "\n"
        "  2026-01-01T00:00:00Z  no rung: nothing was looked at before\n"
        "  2026-01-05T00:00:00Z  rung `look` (nothing shows yet): as the condition says\n"
        "  2026-01-09T00:00:00Z  rung `block` (until 2026-01-26T23:59:00Z, nothing shows yet): as "
        "the condition says\n"
        "  2026-01-12T00:00:00Z  rung `block` (until 2026-01-26T23:59:00Z, `look` shows): as the "
        "condition says\n"
        "  2026-01-16T00:00:00Z  rung `block` (until 2026-01-26T23:59:00Z): as the condition says\n"
        "  2026-01-26T23:59:00Z  no rung: the day of release\n"
    )
    assert said.err == ""


def test_in_json_each_state_has_its_instants_and_a_code(tmp_path: Path) -> None:
    said = told(tmp_path, "--format", "json", "--act", "2026-01-14T00:00:00Z=appeal")

    assert [said.json[key] for key in ("policy", "version", "subject", "from", "until")] == [
        "timed",
        1,
        "ada",
        "2026-01-01T00:00:00Z",
        "2026-03-31T00:00:00Z",
    ]
    assert said.json["states"][2:] == [
        {
            "from": "2026-01-09T00:00:00Z",
            "rung": "block",
            "shown": None,
            "entered": "2026-01-09T00:00:00Z",
            "ends": "2026-01-26T23:59:00Z",
            "because": "condition",
        },
        {
            "from": "2026-01-12T00:00:00Z",
            "rung": "block",
            "shown": "look",
            "entered": "2026-01-09T00:00:00Z",
            "ends": "2026-01-26T23:59:00Z",
            "because": "condition",
        },
        {
            "from": "2026-01-14T00:00:00Z",
            "rung": None,
            "shown": None,
            "entered": None,
            "ends": None,
            "because": "appeal",
        },
    ]


def test_what_was_known_before_is_noted(tmp_path: Path) -> None:
    said = told(tmp_path, "--from", "2026-01-08T00:00:00Z")

    assert said.err == (
        "note: 1 of 2 outcomes were known before --from, when nobody was looked at\n"
    )
    assert "2026-01-09T00:00:00Z  rung `block`" in said.out


def test_a_person_who_is_not_in_the_file_is_refused(tmp_path: Path) -> None:
    said = told(tmp_path, subject="adda")

    assert said.code == 2
    assert "no freelancer is called `adda`" in said.err
    assert "did you mean `ada`?" in said.err


def test_a_timeline_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    said = told(tmp_path, "--until", "2025-12-31T00:00:00Z")

    assert said.code == 2
    assert "let it end after it begins" in said.err


@pytest.mark.parametrize(
    "act", ["appeal", "=appeal", "2026-01-14=appeal", "2026-01-14T00:00:00Z=pardon"]
)
def test_an_act_that_is_none_is_refused_with_an_example(tmp_path: Path, act: str) -> None:
    said = told(tmp_path, "--act", act)

    assert said.code == 2
    assert "for example 2026-07-01T00:00:00Z=appeal" in said.err


def test_rows_that_are_refused_give_one(tmp_path: Path) -> None:
    said = told(tmp_path, rows=(*ROWS, "ada,c9,yesterday,1"))

    assert said.code == 1
    assert "rung `block`" in said.out


def test_the_shipped_example_has_its_timeline() -> None:
    span = ("--from", "2025-01-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z")

    said = say("timeline", "f-ada", MARKET, "--policy", POLICY, *span)

    assert said.code == 0
    assert "rung `review`: as the condition says" in said.out


GOLDEN = """
timelines:
  - timeline: two unhappy clients
    from: 2026-01-01
    until: 2026-03-01
    outcomes: [{times: 2, at: 2026-01-05, overall: 1}]
    wants: [{at: 2026-01-05, rung: RUNG}]
"""


def test_check_walks_the_golden_timelines(tmp_path: Path) -> None:
    policy = tmp_path / "timed.yaml"

    policy.write_text(TIMED + GOLDEN.replace("RUNG", "block"), encoding="utf-8")
    sound = say("check", policy)
    policy.write_text(TIMED + GOLDEN.replace("RUNG", "look"), encoding="utf-8")
    wrong = say("check", policy)
    as_json = say("check", policy, "--format", "json")

    assert (sound.code, wrong.code, as_json.code) == (0, 2, 2)
    assert ": 0 of 0 examples hold, 1 of 1 timeline hold, " in sound.out
    assert (
        "error: timeline `two unhappy clients`: at 2026-01-05T00:00:00Z wanted rung `look`, got "
        "rung `block` [timeline-fails]"
    ) in wrong.out
    assert as_json.json[0]["timelines"] == [
        {
            "name": "two unhappy clients",
            "held": False,
            "told": "at 2026-01-05T00:00:00Z wanted rung `look`, got rung `block`",
        }
    ]
