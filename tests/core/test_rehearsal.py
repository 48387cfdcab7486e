"""A policy is its own first test: what its examples want must come out."""

from dataclasses import replace
from fractions import Fraction

from goodstanding.core.rehearsal import Rehearsed, rehearse
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
