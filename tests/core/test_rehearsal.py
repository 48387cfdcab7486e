"""A policy is its own first test: what its examples want must come out."""

from dataclasses import replace
from fractions import Fraction

from goodstanding.core.policy.text import read
from goodstanding.core.rehearsal import Rehearsed, rehearse, rehearse_timelines
from tests.core.story_builders import SHIPPED


def test_every_example_of_the_shipped_policy_holds() -> None:
    rehearsed = rehearse(SHIPPED)

    assert [each.told for each in rehearsed] == [""] * len(SHIPPED.examples)
    assert all(each.held for each in rehearsed)


def test_an_example_that_does_not_hold_says_what_came_out() -> None:
    first = SHIPPED.examples[0]
    wrong = replace(
        first,
        name="wrong",
        rung=None,
        figures=(("unhappy_clients", Fraction(5)), ("unhappy_share", None)),
        left_out=2,
    )

    rehearsed = rehearse(replace(SHIPPED, examples=(wrong,)))

    assert rehearsed == (
        Rehearsed(
            name="wrong",
            held=False,
            told="wanted no rung, got rung `block`; wanted `unhappy_clients` 5, got 4; "
            "wanted `unhappy_share` unknown, got 2/5; wanted 2 left out, got 0",
        ),
    )


def test_an_unknown_figure_is_told_as_unknown() -> None:
    silent = replace(SHIPPED.examples[0], outcomes=(), rung="review", figures=(), left_out=None)
    wanting = replace(silent, figures=(("unhappy_share", Fraction(1)),))

    rehearsed = rehearse(replace(SHIPPED, examples=(wanting,)))

    assert rehearsed[0].told == (
        "wanted rung `review`, got no rung; wanted `unhappy_share` 1, got unknown"
    )


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
    until: {days: 14}
protection: {days: 7}
timelines:
  - timeline: two unhappy clients
    from: 2026-01-01
    until: 2026-03-01
    outcomes:
      - {at: 2026-01-05, overall: 1}
      - {at: 2026-01-20, overall: 2}
    acts: [{at: 2026-01-30, done: appeal}]
    wants:
      - {at: 2026-01-01}
      - {at: 2026-01-04T23:59:59.999999Z}
      - {at: 2026-01-05, rung: look}
      - {at: 2026-01-12, rung: look, shown: look}
      - {at: 2026-01-20, rung: block, shown: look}
      - {at: 2026-01-29T23:59:59.999999Z, rung: block, shown: block}
      - {at: 2026-03-01}
"""


def test_a_golden_timeline_that_holds_says_nothing() -> None:
    assert rehearse_timelines(read(TIMED, source="timed")) == (
        Rehearsed(name="two unhappy clients", held=True, told=""),
    )


def test_a_golden_timeline_that_does_not_hold_says_when_and_what_came_out() -> None:
    wrong = TIMED.replace("2026-01-05, rung: look", "2026-01-05, rung: block, shown: look")

    rehearsed = rehearse_timelines(read(wrong, source="timed"))

    assert [(each.held, each.told) for each in rehearsed] == [
        (
            False,
            "at 2026-01-05T00:00:00Z wanted rung `block`, got rung `look`; "
            "at 2026-01-05T00:00:00Z wanted rung `look` shown, got no rung",
        )
    ]


def test_where_nothing_is_protected_what_shows_is_not_asked_for() -> None:
    bare = TIMED.replace("protection: {days: 7}\n", "").replace(", shown: look", "")

    rehearsed = rehearse_timelines(read(bare.replace(", shown: block", ""), source="timed"))

    assert [each.held for each in rehearsed] == [True]
