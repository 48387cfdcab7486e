"""Answers are checked against a form; each version of a form is data and never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from goodstanding.core.contract import Side
from goodstanding.core.words import Dimension, Refusal, did_you_mean, require_words

Answer = bool | int | str
Answers = Mapping[str, Answer]


class Kind(StrEnum):
    """What an answer may be: whole stars 1 to 5, a scale 0 to 10, yes or no, a choice, words."""

    STARS = "stars"
    SCALE = "scale"
    YES_NO = "yes_no"
    CHOICE = "choice"
    WORDS = "words"


LONGEST_WORDS = 5000
RANGES = {Kind.STARS: (1, 5), Kind.SCALE: (0, 10)}


class Audience(StrEnum):
    """Who will ever read an answer: everybody, only the recipient, or only the platform."""

    PUBLIC = "public"
    RECIPIENT = "recipient"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer that can be picked; an adverse one may name the dimension it is about."""

    name: str
    says: str
    adverse: bool = False
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of a form, who reads the answer, and the dimension it speaks of."""

    name: str
    asks: str
    kind: Kind
    audience: Audience
    dimension: Dimension | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of what one side is asked about the other when a contract ends."""

    name: str
    author: Side
    items: tuple[Item, ...]

    def item(self, name: str) -> Item:
        """The question of that name.

        Raises:
            Refusal: the form does not ask it.
        """
        for item in self.items:
            if item.name == name:
                return item
        raise Refusal(
            "unknown-answer",
            f"form `{self.name}` does not ask `{name}`",
            cure=did_you_mean(name, [item.name for item in self.items]),
        )

    def names(self, audience: Audience) -> frozenset[str]:
        """The items whose answers that audience reads."""
        return frozenset(item.name for item in self.items if item.audience is audience)


def require_own_form(form: Form, side: Side) -> None:
    """Nothing, once the form asks that side.

    Raises:
        Refusal: it asks the other side.
    """
    if form.author is not side:
        raise Refusal(
            "form-of-other-side",
            f"form `{form.name}` asks the {form.author}, and the author is the {side}",
            cure=f"use the {side}'s form `{form.name}`",
        )


def check_answers(form: Form, answers: Answers) -> None:
    """Nothing, once every answer fits its question and every required question has one.

    An item left out was not answered; silence is allowed wherever the form does not require words.

    Raises:
        Refusal: an answer to a question that is not asked, of the wrong kind, out of range or not
            among the choices; or a required answer is missing.
    """
    for name, answer in answers.items():
        check_answer(form.item(name), answer)
    for item in form.items:
        if item.required and item.name not in answers:
            raise Refusal(
                "missing-answer",
                f"form `{form.name}` needs an answer to `{item.name}`",
                cure=f"answer the question: {item.asks}",
            )


def check_answer(item: Item, answer: Answer) -> None:
    """Nothing, once the answer fits the question. A yes is never a 1, nor a 5 a "5".

    Raises:
        Refusal: the answer is of the wrong kind, out of range or not among the choices.
    """
    match item.kind:
        case Kind.STARS | Kind.SCALE:
            _check_whole_number(item, answer)
        case Kind.YES_NO:
            if not isinstance(answer, bool):
                raise _wrong_kind(item, answer, "answer yes or no (`true` or `false`)")
        case Kind.CHOICE:
            if not isinstance(answer, str):
                raise _wrong_kind(item, answer, "name one of its choices")
            names = [choice.name for choice in item.choices]
            if answer not in names:
                raise Refusal(
                    "unknown-choice",
                    f"`{item.name}` has no choice `{answer}`",
                    cure=did_you_mean(answer, names),
                )
        case Kind.WORDS:
            if not isinstance(answer, str):
                raise _wrong_kind(item, answer, "answer in words, or leave it out")
            require_words(f"`{item.name}`", answer, longest=LONGEST_WORDS)
        case _:
            assert_never(item.kind)


def _check_whole_number(item: Item, answer: Answer) -> None:
    low, high = RANGES[item.kind]
    if isinstance(answer, bool) or not isinstance(answer, int):
        raise _wrong_kind(item, answer, f"give a whole number from {low} to {high}")
    if not low <= answer <= high:
        raise Refusal(
            "answer-out-of-range",
            f"`{item.name}` is `{answer}`",
            cure=f"give a whole number from {low} to {high}",
        )


def _wrong_kind(item: Item, answer: Answer, cure: str) -> Refusal:
    return Refusal("wrong-kind-of-answer", f"`{item.name}` is `{answer!r}`", cure=cure)
