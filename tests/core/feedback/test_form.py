"""Forms: what is asked, who reads the answer, and which answers fit."""

from typing import Any

import pytest

from goodstanding.core.contract import Side
from goodstanding.core.fact import FACTS
from goodstanding.core.feedback.form import (
    Answer,
    Audience,
    Kind,
    check_answer,
    check_answers,
    require_own_form,
)
from goodstanding.core.feedback.forms import (
    CLASSIC,
    CLASSIC_MIRROR,
    FORMS,
    SIMPLE,
    SIMPLE_MIRROR,
    form_for,
)
from goodstanding.core.words import Dimension
from tests.core.builders import refused, some_answers


def test_the_classic_form_asks_six_categories_the_overall_and_a_review_in_public() -> None:
    assert CLASSIC.names(Audience.PUBLIC) == {
        "stars_skills",
        "stars_quality",
        "stars_availability",
        "stars_schedule",
        "stars_communication",
        "stars_cooperation",
        "overall",
        "comment",
    }


def test_the_classic_form_asks_reason_recommendation_concerns_and_a_note_in_private() -> None:
    assert CLASSIC.names(Audience.PLATFORM) == {
        "end_reason",
        "recommend",
        "concern_skills",
        "concern_experience",
        "concern_availability",
        "concern_performance",
        "note",
    }
    assert CLASSIC.names(Audience.RECIPIENT) == frozenset()


def test_the_simple_form_asks_the_overall_a_review_and_a_note_to_the_recipient() -> None:
    assert SIMPLE.names(Audience.PUBLIC) == {"overall", "comment"}
    assert SIMPLE.names(Audience.RECIPIENT) == {"note_to_recipient"}
    assert SIMPLE.names(Audience.PLATFORM) == frozenset()


def test_the_freelancers_forms_mirror_the_clients() -> None:
    assert CLASSIC_MIRROR.names(Audience.PUBLIC) == CLASSIC.names(Audience.PUBLIC)
    assert CLASSIC_MIRROR.names(Audience.PLATFORM) == {"end_reason", "recommend", "note"}
    assert SIMPLE_MIRROR.items == SIMPLE.items


def test_a_form_is_found_by_its_name_and_the_side_it_asks() -> None:
    assert form_for("classic", Side.CLIENT) is CLASSIC
    assert form_for("classic", Side.FREELANCER) is CLASSIC_MIRROR
    assert form_for("simple", Side.CLIENT) is SIMPLE
    assert form_for("simple", Side.FREELANCER) is SIMPLE_MIRROR
    with refused("unknown-form") as caught:
        form_for("clasic", Side.CLIENT)
    assert caught.value.cure == "did you mean `classic`?"


def test_the_clients_form_names_the_four_dimensions_and_the_freelancers_none() -> None:
    named = {item.dimension for item in CLASSIC.items if item.name.startswith("concern_")}
    mapped = {item.name: item.dimension for item in CLASSIC.items if item.kind is Kind.STARS}

    assert named == set(Dimension)
    assert mapped == {
        "stars_skills": Dimension.SKILLS,
        "stars_quality": Dimension.PERFORMANCE,
        "stars_availability": Dimension.AVAILABILITY,
        "stars_schedule": Dimension.PERFORMANCE,
        "stars_communication": Dimension.PERFORMANCE,
        "stars_cooperation": Dimension.PERFORMANCE,
        "overall": None,
    }
    assert {item.dimension for item in CLASSIC_MIRROR.items} == {None}


def test_an_end_for_ones_safety_is_never_adverse_to_the_other_side() -> None:
    for form in (CLASSIC, CLASSIC_MIRROR):
        choices = {choice.name: choice for choice in form.item("end_reason").choices}
        assert choices["safety_exit"].adverse is False
        assert choices["mutual"].adverse is False


def test_each_adverse_reason_of_a_client_names_its_dimension() -> None:
    adverse = {
        choice.name: choice.dimension
        for choice in CLASSIC.item("end_reason").choices
        if choice.adverse
    }

    assert adverse == {
        "skills_not_as_stated": Dimension.SKILLS,
        "experience_not_as_stated": Dimension.EXPERIENCE,
        "freelancer_unavailable": Dimension.AVAILABILITY,
        "poor_performance": Dimension.PERFORMANCE,
    }


def test_no_question_has_the_name_of_a_fact_and_no_form_asks_twice() -> None:
    facts = {fact.name for fact in FACTS}
    for form in FORMS:
        names = [item.name for item in form.items]
        assert len(names) == len(set(names))
        assert facts.isdisjoint(names)


def test_only_the_overall_has_to_be_answered() -> None:
    for form in FORMS:
        check_answers(form, {"overall": 3})
        with refused("missing-answer") as caught:
            check_answers(form, {})
        assert caught.value.cure == "answer the question: Overall, how did it go?"


def test_answers_to_all_kinds_of_question_fit() -> None:
    check_answers(CLASSIC, some_answers())
    check_answers(SIMPLE, {"overall": 1, "note_to_recipient": "Thank you."})


def test_a_question_that_is_not_asked_has_no_answer() -> None:
    with refused("unknown-answer") as caught:
        check_answers(CLASSIC, {"overall": 5, "star_skills": 5})
    assert caught.value.cure == "did you mean `stars_skills`?"
    with refused("unknown-answer"):
        check_answers(CLASSIC_MIRROR, {"overall": 5, "concern_skills": True})


@pytest.mark.parametrize(
    ("name", "answer"),
    [("overall", 1), ("overall", 5), ("recommend", 0), ("recommend", 10)],
)
def test_the_ends_of_a_scale_can_be_given(name: str, answer: int) -> None:
    check_answer(CLASSIC.item(name), answer)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("overall", 0), ("overall", 6), ("recommend", -1), ("recommend", 11)],
)
def test_a_number_outside_the_scale_is_refused(name: str, answer: int) -> None:
    with refused("answer-out-of-range"):
        check_answer(CLASSIC.item(name), answer)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("overall", True),
        ("overall", "5"),
        ("recommend", False),
        ("concern_skills", 1),
        ("concern_skills", "yes"),
        ("end_reason", 1),
        ("end_reason", True),
        ("comment", 5),
    ],
)
def test_a_yes_is_never_a_one_nor_a_five_in_quotes_a_number(name: str, answer: Answer) -> None:
    with refused("wrong-kind-of-answer"):
        check_answer(CLASSIC.item(name), answer)


def test_half_a_star_is_no_answer() -> None:
    half: Any = 4.5

    with refused("wrong-kind-of-answer"):
        check_answers(CLASSIC, {"overall": half})


def test_a_choice_is_one_of_those_offered() -> None:
    check_answer(CLASSIC.item("end_reason"), "mutual")
    with refused("unknown-choice") as caught:
        check_answer(CLASSIC.item("end_reason"), "mutal")
    assert caught.value.cure == "did you mean `mutual`?"


def test_words_are_left_out_rather_than_blank_and_have_at_most_five_thousand_characters() -> None:
    check_answer(CLASSIC.item("comment"), "x" * 5000)
    with refused("blank-words"):
        check_answer(CLASSIC.item("comment"), "  ")
    with refused("long-words"):
        check_answer(CLASSIC.item("comment"), "x" * 5001)


def test_each_side_fills_in_its_own_form() -> None:
    require_own_form(CLASSIC, Side.CLIENT)
    with refused("form-of-other-side"):
        require_own_form(CLASSIC, Side.FREELANCER)
