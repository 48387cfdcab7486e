"""The public page of a profile."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from goodstanding.core.contract import Side
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.profile import Average, profile_page
from goodstanding.core.feedback.report import ReportOutcome
from goodstanding.core.feedback.resolution import resolve_report
from tests.core.builders import (
    LATER_AT,
    OPENED_AT,
    RELEASED_AT,
    REVIEWER,
    a_contract,
    a_feedback,
    a_report,
    an_exchange,
    an_interim,
    changed,
    instant,
    just_before,
    the_other_feedback,
    usd,
)


def an_exchange_about(number: int, *, overall: int = 5, **given: Any) -> Exchange:
    """The contract of that number; both sides have given feedback by 4 March."""
    contract = a_contract(id=f"contract-{number}", **given)
    return an_exchange(
        contract=contract,
        given=(
            a_feedback(contract=contract, id=f"f-{number}", answers={"overall": overall}),
            the_other_feedback(contract=contract, id=f"g-{number}", answers={"overall": 1}),
        ),
    )


def test_a_page_shows_what_clients_said_and_not_what_the_subject_said() -> None:
    page = profile_page("fritzi", [an_exchange_about(1)], as_of=LATER_AT)

    assert page.subject == "fritzi"
    assert [view.feedback for view in page.feedback] == ["f-1"]
    assert page.averages == (Average(item="overall", mean=Fraction(5), count=1),)


def test_a_client_has_a_page_too() -> None:
    page = profile_page("carla", [an_exchange_about(1)], as_of=LATER_AT, side=Side.CLIENT)

    assert [view.feedback for view in page.feedback] == ["g-1"]
    assert profile_page("carla", [an_exchange_about(1)], as_of=LATER_AT).feedback == ()


def test_a_page_is_about_its_subject_only() -> None:
    elsewhere = an_exchange_about(2, freelancer="felix")

    page = profile_page("fritzi", [an_exchange_about(1), elsewhere], as_of=LATER_AT)

    assert [view.feedback for view in page.feedback] == ["f-1"]


def test_sealed_feedback_leaves_no_trace_on_the_page() -> None:
    as_of = just_before(RELEASED_AT)

    page = profile_page("fritzi", [an_exchange_about(1)], as_of=as_of)

    assert (page.feedback, page.averages) == ((), ())


def test_hidden_feedback_counts_in_no_average() -> None:
    hidden = an_exchange_about(2, overall=1, net_paid=usd("0.50"))

    page = profile_page("fritzi", [an_exchange_about(1), hidden], as_of=LATER_AT)

    assert page.averages == (Average(item="overall", mean=Fraction(5), count=1),)


def test_averages_are_exact_and_carry_their_counts() -> None:
    page = profile_page(
        "fritzi",
        [an_exchange_about(n, overall=overall) for n, overall in ((1, 5), (2, 4), (3, 4))],
        as_of=LATER_AT,
    )

    assert page.averages == (Average(item="overall", mean=Fraction(13, 3), count=3),)


def test_each_category_has_its_own_average_and_words_have_none() -> None:
    contract = a_contract()
    detailed = a_feedback(
        contract=contract, answers={"overall": 4, "stars_skills": 2, "comment": "Hm."}
    )
    exchange = Exchange(contract=contract, given=(detailed,))

    page = profile_page("fritzi", [exchange, an_exchange_about(2)], as_of=OPENED_AT)

    assert page.averages == (
        Average(item="overall", mean=Fraction(9, 2), count=2),
        Average(item="stars_skills", mean=Fraction(2), count=1),
    )


def test_tombstones_stand_on_the_page_and_count_in_no_average() -> None:
    exchange = an_exchange_about(1, overall=1)
    report = resolve_report(
        a_report(exchange.given[0], exchange),
        exchange.given[0],
        ReportOutcome.REMOVE,
        by=REVIEWER,
        at=LATER_AT,
        reasons="It was bought.",
    )

    page = profile_page("fritzi", [changed(exchange, reports=(report,))], as_of=LATER_AT)

    assert [(view.feedback, view.tombstone) for view in page.feedback] == [("f-1", True)]
    assert page.averages == ()


def test_mid_contract_feedback_stands_apart_and_counts_in_no_average() -> None:
    interims = (
        an_interim(),
        an_interim(id="interim-2", at=instant("2026-01-12T12:00:00Z")),
    )
    exchange = changed(an_exchange_about(1), interims=interims)

    page = profile_page("fritzi", [exchange], as_of=LATER_AT)
    of_client = profile_page("carla", [exchange], as_of=LATER_AT, side=Side.CLIENT)

    assert [view.feedback for view in page.interims] == ["interim-2", "interim-1"]
    assert page.averages == (Average(item="overall", mean=Fraction(5), count=1),)
    assert of_client.interims == ()


def test_the_newest_release_comes_first_and_the_same_instant_goes_by_identifier() -> None:
    alone = a_contract(id="contract-9")
    newest = Exchange(
        contract=alone, given=(a_feedback(contract=alone, id="f-9", answers={"overall": 1}),)
    )

    page = profile_page(
        "fritzi", [an_exchange_about(2), newest, an_exchange_about(1)], as_of=LATER_AT
    )

    assert [view.feedback for view in page.feedback] == ["f-9", "f-1", "f-2"]


def test_the_minimum_of_the_page_can_be_set() -> None:
    exchange = changed(an_exchange_about(1), interims=(an_interim(),))

    page = profile_page("fritzi", [exchange], as_of=LATER_AT, minimums=iter([usd("2000")]))

    assert (page.feedback, page.interims) == ((), ())


@given(ratings=st.lists(st.integers(1, 5), min_size=2, max_size=5), drawn=st.data())
def test_law_the_order_of_a_page_depends_on_no_rating(ratings: list[int], drawn: Any) -> None:
    others = drawn.draw(st.permutations(ratings))

    def order(marks: list[int]) -> list[str]:
        exchanges = [an_exchange_about(n, overall=mark) for n, mark in enumerate(marks)]
        page = profile_page("fritzi", exchanges, as_of=LATER_AT)
        return [view.feedback for view in page.feedback]

    assert order(ratings) == order(others)
