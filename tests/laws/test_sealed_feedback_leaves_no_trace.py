"""While feedback is sealed, the world is the same as if it did not exist, but for its author.

Whoever is not the author compares two histories: one with the sealed feedback, one without. Nothing
that can be asked tells them apart: no evidence, verdict, figure, because, profile page or view.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goodstanding.core import evidence as admitting
from goodstanding.core.contract import Side
from goodstanding.core.evidence import Evidence, admit
from goodstanding.core.feedback import seal
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.profile import profile_page
from goodstanding.core.feedback.seal import Feedback, edit
from goodstanding.core.feedback.visibility import Viewer, seen_by
from goodstanding.core.verdict import judge
from goodstanding.core.words import MICROSECOND, Refusal
from tests.core.builders import CLOSES_AT, ENDED_AT, OPENED_AT, a_contract, a_feedback
from tests.core.story_builders import SHIPPED

AT_ONCE = timedelta(0)
SPANS = (AT_ONCE, MICROSECOND, timedelta(days=3), CLOSES_AT - ENDED_AT)
TICKS = (-MICROSECOND, AT_ONCE, MICROSECOND)


@dataclass(frozen=True)
class Said:
    """When each side spoke after the contract's end (None: never), and when the client edited."""

    client: timedelta | None
    freelancer: timedelta | None
    edited: bool


spans = st.none() | st.sampled_from(SPANS)
histories = st.lists(
    st.builds(Said, client=spans, freelancer=spans, edited=st.booleans()), min_size=1, max_size=4
)


def instants_of(history: list[Said]) -> list[datetime]:
    """Every edge of the history: ends, submissions, edits, the window's close, each by a tick."""
    spoken = {span for said in history for span in (said.client, said.freelancer)} - {None}
    edges = [ENDED_AT + span for span in spoken if span is not None] + [CLOSES_AT, OPENED_AT]
    return sorted({edge + tick for edge in edges for tick in TICKS})


def feedback_of(number: int, said: Said, as_of: datetime) -> tuple[Feedback, ...]:
    """What was given on one contract by that instant, one star and private concerns."""
    contract = a_contract(id=f"k{number}", client=f"c{number}", client_group=f"g{number}")
    given: list[Feedback] = []
    for side, span in ((Side.CLIENT, said.client), (Side.FREELANCER, said.freelancer)):
        if span is None or ENDED_AT + span > as_of:
            continue
        answers = {"overall": 1}
        feedback = a_feedback(
            contract=contract, side=side, answers=answers, at=ENDED_AT + span, id=f"{side}-{number}"
        )
        given.append(feedback)
    if said.edited and given and given[0].side is Side.CLIENT:
        at = ENDED_AT + (said.client or AT_ONCE) + MICROSECOND
        other = said.freelancer
        if at <= min(as_of, CLOSES_AT) and (other is None or ENDED_AT + other > at):
            changed = {"overall": 2, "concern_skills": True}
            given[0] = edit(given[0], changed, contract=contract, by=given[0].author, at=at)
    return tuple(given)


def exchanges_of(history: list[Said], as_of: datetime) -> tuple[Exchange, ...]:
    """All that was given by that instant."""
    return tuple(
        Exchange(
            contract=a_contract(id=f"k{number}", client=f"c{number}", client_group=f"g{number}"),
            given=feedback_of(number, said, as_of),
        )
        for number, said in enumerate(history)
    )


def without_sealed(exchanges: tuple[Exchange, ...], as_of: datetime) -> tuple[Exchange, ...]:
    """The same exchanges, had nobody given what is sealed at that instant."""
    return tuple(
        replace(
            exchange,
            given=tuple(f for f in exchange.given if not exchange.is_sealed(f, as_of)),
        )
        for exchange in exchanges
    )


def evidence_of(exchanges: tuple[Exchange, ...], as_of: datetime) -> tuple[Evidence, ...]:
    """What a diligent clerk would admit who tries everything that was given."""
    found = []
    for exchange in exchanges:
        for feedback in exchange.given:
            try:
                evidence = admit(feedback, exchange=exchange, about=feedback.side.other)
            except Refusal:
                continue
            if evidence.received_at <= as_of:
                found.append(evidence)
    return tuple(found)


def trace(exchanges: tuple[Exchange, ...], as_of: datetime) -> Any:
    """Everything that anybody but an author can come to know at that instant."""
    evidence = evidence_of(exchanges, as_of)
    views = [
        seen_by(viewer, feedback, exchange=exchange, as_of=as_of)
        for exchange in exchanges
        for feedback in exchange.given
        for viewer in Viewer
        if viewer is not Viewer.AUTHOR
    ]
    return (
        evidence,
        judge(SHIPPED, "fritzi", evidence, as_of),
        profile_page("fritzi", exchanges, as_of=as_of),
        [view for view in views if view is not None],
    )


def law(history: list[Said]) -> None:
    """The sentence itself."""
    for as_of in instants_of(history):
        exchanges = exchanges_of(history, as_of)

        assert trace(exchanges, as_of) == trace(without_sealed(exchanges, as_of), as_of)


@given(histories)
@example([Said(AT_ONCE, None, True)] * 4)
@example([Said(AT_ONCE, timedelta(days=3), False)] * 4)
@example([Said(CLOSES_AT - ENDED_AT, CLOSES_AT - ENDED_AT, False)])
def test_sealed_feedback_leaves_no_trace_in_any_verdict_page_or_view(history: list[Said]) -> None:
    law(history)


def test_once_released_the_same_feedback_is_known_to_all() -> None:
    history = [Said(AT_ONCE, None, False)] * 4

    assert judge(SHIPPED, "fritzi", at(history, CLOSES_AT), CLOSES_AT).rung is None
    assert judge(SHIPPED, "fritzi", at(history, OPENED_AT), OPENED_AT).rung == "block"


def at(history: list[Said], as_of: datetime) -> tuple[Evidence, ...]:
    """The evidence at that instant."""
    return evidence_of(exchanges_of(history, as_of), as_of)


def _release_early(feedback: Feedback, **known: Any) -> datetime:
    return release_at(feedback, **known) - MICROSECOND


def _release_at_submission(feedback: Feedback, **_: Any) -> datetime:
    return feedback.submitted_at


def _never_sealed(*_: Any, **__: Any) -> datetime:
    return ENDED_AT


release_at = seal.release_at
FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "released a microsecond early": lambda patch: patch.setattr(
        admitting, "release_at", _release_early
    ),
    "received when it was submitted": lambda patch: patch.setattr(
        admitting, "release_at", _release_at_submission
    ),
    "nobody asks whether it is sealed": lambda patch: (
        patch.setattr(admitting, "release_at", _release_at_submission),
        patch.setattr(admitting, "require_released", _never_sealed),
    )[0],
}
WITNESSES = [
    [Said(AT_ONCE, None, False)],
    [Said(timedelta(days=3), timedelta(days=5), False)],
]


@pytest.mark.parametrize("fault", [name for name in FAULTS if name.startswith("nobody")])
def test_a_clerk_who_does_not_ask_about_seals_is_found_out(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    FAULTS[fault](monkeypatch)

    with pytest.raises(AssertionError):
        law(WITNESSES[0])


@pytest.mark.parametrize("fault", [name for name in FAULTS if not name.startswith("nobody")])
def test_a_clerk_who_releases_too_early_is_stopped_at_the_door(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    FAULTS[fault](monkeypatch)

    assert at(WITNESSES[0], OPENED_AT) == ()


def test_a_page_that_shows_what_is_sealed_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Exchange, "is_sealed", lambda *_: False)

    exchange = exchanges_of(WITNESSES[0], CLOSES_AT)
    assert trace(exchange, CLOSES_AT) != trace(
        tuple(replace(each, given=()) for each in exchange), CLOSES_AT
    )
