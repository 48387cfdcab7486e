"""While feedback is sealed, the world is the same as if it did not exist, but for its author.

Whoever is not the author compares two histories: one with the sealed feedback, one without. Nothing
that can be asked tells them apart: no evidence, verdict, figure, because, profile page or view, and
no refusal's words.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, event, example, given, settings
from hypothesis import strategies as st

from goodstanding.core import evidence as admitting
from goodstanding.core import verdict as judging
from goodstanding.core.contract import Contract, Side
from goodstanding.core.evidence import Evidence
from goodstanding.core.feedback import leverage, profile, seal, visibility
from goodstanding.core.feedback.exchange import Exchange
from goodstanding.core.feedback.seal import Feedback
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import MICROSECOND, Refusal
from tests.core.builders import CLOSES_AT, ENDED_AT, OPENED_AT
from tests.laws.market import (
    LAST_OF_WINDOW,
    MIDNIGHT,
    STRANGER,
    Act,
    Deal,
    History,
    record_at,
    record_ever,
    sealed_in,
    trace,
    without,
)

DAY = timedelta(days=1)
TICKS = {"just before": -MICROSECOND, "at": timedelta(0), "just after": MICROSECOND}
CLIENT, FREELANCER = Side.CLIENT, Side.FREELANCER


def points_of(ended_at: datetime) -> list[datetime]:
    """The instants at which a side may do something, from the end to a tick too late."""
    last_at = LAST_OF_WINDOW[ended_at]
    early = [ended_at, ended_at + MICROSECOND, ended_at + 3 * DAY, ended_at + 3 * DAY + MICROSECOND]
    return [*early, ended_at + 5 * DAY, last_at - MICROSECOND, last_at, last_at + MICROSECOND]


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    """A contract on which each side gives feedback mostly, edits it and withdraws it sometimes."""
    ended_at = draw(st.sampled_from([ENDED_AT, MIDNIGHT]))
    does = st.sampled_from(["submit", "submit", "edit", "withdraw"])
    acts = st.builds(
        Act, at=st.sampled_from(points_of(ended_at)), side=st.sampled_from(Side), does=does
    )
    return Deal(
        acts=tuple(draw(st.lists(acts, max_size=5))),
        freelancer=draw(st.sampled_from(["fritzi", "fritzi", "felix"])),
        client=draw(st.sampled_from(["c0", "c1", "c2", "c3"])),
        ended_at=ended_at,
        paid=draw(st.sampled_from(["1200.00", "1.00", "0.99"])),
    )


def edges_of(history: History) -> dict[datetime, str]:
    """Every instant at which something happens, and what it is called."""
    edges = {}
    for deal in history:
        spoken = sorted({act.at for act in deal.acts if act.does == "submit"})
        edges[deal.last_of_window_at] = "the close"
        edges[deal.last_of_window_at + MICROSECOND] = "a tick after the close"
        edges.update((act.at, f"an attempt to {act.does}") for act in deal.acts)
        edges.update(dict.fromkeys(spoken[1:], "a later submission"))
        edges.update(dict.fromkeys(spoken[:1], "the first submission"))
        edges[deal.ended_at] = "the end"
    return edges


def moments_of(history: History) -> dict[datetime, str]:
    """Every edge, the tick before and the tick after."""
    return {
        edge_at + by: f"{tick} {name}"
        for tick, by in TICKS.items()
        for edge_at, name in edges_of(history).items()
    }


@st.composite
def moments(draw: st.DrawFn) -> tuple[History, datetime]:
    """A history, and one of its edges, give or take a microsecond."""
    history = tuple(draw(st.lists(deals(), min_size=1, max_size=6)))
    return history, draw(st.sampled_from(sorted(moments_of(history))))


def sealed_at(history: History, as_of: datetime) -> list[Feedback]:
    """All that is sealed in the market at the instant."""
    return [one for each in record_at(history, as_of) for one in sealed_in(each, as_of)]


def law(history: History, as_of: datetime) -> None:
    """The sentence itself: of each sealed feedback alone, and of all of it together."""
    sealed = sealed_at(history, as_of)
    for hidden in sealed:
        for who in (hidden.recipient, STRANGER):
            require_no_trace(history, as_of, hidden=[hidden], who=who)
    if len(sealed) > 1:
        require_no_trace(history, as_of, hidden=sealed, who=STRANGER)


def law_at_every_edge(history: History) -> None:
    """The law, at all the edges of one history."""
    for as_of in sorted(moments_of(history)):
        law(history, as_of)


def require_no_trace(
    history: History, as_of: datetime, *, hidden: list[Feedback], who: str
) -> None:
    """Nothing that the account can ask tells the world with the feedback from that without."""
    market = record_at(history, as_of)
    with_it, without_it = (
        trace(
            who,
            world,
            as_of=as_of,
            ever=record_ever(history, world, as_of),
            about=hidden[0].contract,
        )
        for world in (market, without(market, hidden))
    )
    assert with_it == without_it


# Histories that everybody should think of.


def submits(side: Side, at: datetime) -> Act:
    return Act(at=at, side=side, does="submit")


def edits(side: Side, at: datetime) -> Act:
    return Act(at=at, side=side, does="edit")


def withdraws(side: Side, at: datetime) -> Act:
    return Act(at=at, side=side, does="withdraw")


def of_four_clients(*acts: Act) -> History:
    """The same happens on four contracts of Fritzi with different clients."""
    return tuple(Deal(acts=acts, client=f"c{number}") for number in range(4))


DAY_3, DAY_5 = ENDED_AT + 3 * DAY, ENDED_AT + 5 * DAY
ONE_SIDE = of_four_clients(submits(CLIENT, ENDED_AT))
ONE_SIDE_EDITS = of_four_clients(submits(CLIENT, ENDED_AT), edits(CLIENT, DAY_3))
BOTH = of_four_clients(submits(CLIENT, ENDED_AT), submits(FREELANCER, DAY_3))
FREELANCER_FIRST = of_four_clients(submits(FREELANCER, DAY_3), submits(CLIENT, DAY_5))
AT_THE_LAST_TICK = of_four_clients(submits(CLIENT, CLOSES_AT), submits(FREELANCER, CLOSES_AT))
TOO_LATE = of_four_clients(submits(CLIENT, ENDED_AT), submits(FREELANCER, OPENED_AT))
WITHDRAWN = of_four_clients(
    submits(CLIENT, ENDED_AT), withdraws(CLIENT, DAY_3), submits(FREELANCER, DAY_5)
)
GIVEN_ANEW = of_four_clients(
    submits(CLIENT, ENDED_AT),
    withdraws(CLIENT, DAY_3),
    submits(CLIENT, DAY_3 + MICROSECOND),
    submits(FREELANCER, DAY_5),
)
THOUGHT_OF = (
    ONE_SIDE,
    ONE_SIDE_EDITS,
    BOTH,
    FREELANCER_FIRST,
    AT_THE_LAST_TICK,
    TOO_LATE,
    WITHDRAWN,
    GIVEN_ANEW,
    ONE_SIDE[:2] + BOTH[2:],
)


@given(moments())
@example((AT_THE_LAST_TICK, CLOSES_AT - MICROSECOND))
@example((TOO_LATE, CLOSES_AT))
def test_sealed_feedback_leaves_no_trace_but_with_its_author(
    moment: tuple[History, datetime],
) -> None:
    history, as_of = moment
    event(moments_of(history).get(as_of, "elsewhere"))
    event(f"{min(3, len(sealed_at(history, as_of)))} sealed")

    law(history, as_of)


@pytest.mark.parametrize("history", THOUGHT_OF)
def test_it_leaves_none_at_any_edge_of_what_everybody_should_think_of(history: History) -> None:
    law_at_every_edge(history)


EDGES = {
    *("at the end", "just after the end"),
    *("at the first submission", "just after the first submission"),
    *(f"{tick} a later submission" for tick in TICKS),
    *(f"{tick} an attempt to edit" for tick in TICKS),
    *(f"{tick} an attempt to withdraw" for tick in TICKS),
    *(f"{tick} the close" for tick in TICKS),
}


def test_the_law_is_tried_at_each_edge_while_something_is_sealed() -> None:
    hit = set()

    @settings(max_examples=500, phases=[Phase.generate])
    @given(moments())
    def drawn(moment: tuple[History, datetime]) -> None:
        history, as_of = moment
        if sealed_at(history, as_of):
            hit.add(moments_of(history)[as_of])

    drawn()

    assert hit >= EDGES


def test_nothing_is_sealed_before_the_end_nor_one_sided_after_the_close() -> None:
    assert sealed_at(ONE_SIDE, ENDED_AT - MICROSECOND) == []
    assert len(sealed_at(ONE_SIDE, CLOSES_AT)) == 4
    assert sealed_at(ONE_SIDE, CLOSES_AT + MICROSECOND) == []


@pytest.mark.parametrize(
    ("history", "released_at"),
    [
        (ONE_SIDE, OPENED_AT),
        (BOTH, DAY_3),
        (FREELANCER_FIRST, DAY_5),
        (AT_THE_LAST_TICK, CLOSES_AT),
        (GIVEN_ANEW, DAY_5),
    ],
)
def test_from_its_release_on_the_same_feedback_is_known_to_all(
    history: History, released_at: datetime
) -> None:
    assert rung_at(history, released_at - MICROSECOND) is None
    assert rung_at(history, released_at) == "block"


def rung_at(history: History, as_of: datetime) -> str | None:
    """The rung that Fritzi is on, by all that is admitted in the end."""
    ever = record_ever(history, record_at(history, as_of), as_of)
    seen = trace(STRANGER, ever, as_of=as_of, ever=ever, about="k0")
    return next(each.rung for each in seen.verdicts if each.subject == "fritzi")


# Planted faults: each is one line that somebody could write.

AUTHOR = visibility.Viewer.AUTHOR
page_of, seen_by = profile.profile_page, visibility.seen_by
release_at, require_sealed = seal.release_at, seal._require_sealed


def _released_early(feedback: Feedback, **known: Any) -> datetime:
    return release_at(feedback, **known) - MICROSECOND


def _released_at_submission(feedback: Feedback, **_: Any) -> datetime:
    return feedback.submitted_at


def _standing_though_withdrawn(
    given: tuple[Feedback, ...], *, side: Side, **_: Contract
) -> tuple[Feedback, ...]:
    return tuple(each for each in given if each.side is side)


def _unseen_by_all(*asked: Any) -> Verdict:
    """What the policy cannot see, worked out from all that there is, and not from what is known."""
    verdict, evidence = judge(*asked), asked[2]
    seen = {name for each in evidence for name in each.items}
    return replace(verdict, unseen=tuple(name for name in verdict.unseen if name not in seen))


def _judging_by_their_clock(self: Evidence, as_of: datetime) -> bool:
    return self.occurred_at <= as_of


def _sealed_told(contract: Contract) -> Refusal:
    return Refusal("sealed", f"feedback on contract `{contract.id}` is sealed", cure="wait")


def _author_first(feedback: Feedback, *, by: str, **known: Any) -> None:
    seal.require_author(feedback, by)
    require_sealed(feedback, by=by, **known)


def _page_with_a_gap(subject: str, exchanges: Any, **known: Any) -> Any:
    return page_of(subject, exchanges, **known), sum(len(each.given) for each in exchanges)


def _released_to_all(patch: pytest.MonkeyPatch, released: Callable[..., datetime]) -> None:
    for module in (seal, visibility, admitting):
        patch.setattr(module, "release_at", released)


Plant = Callable[[pytest.MonkeyPatch], None]
FAULTS: dict[str, tuple[Plant, History]] = {
    "evidence is admitted without asking whether it is released": (
        lambda patch: patch.setattr(admitting, "require_released", lambda *_, **__: None),
        ONE_SIDE,
    ),
    "a seal breaks a microsecond early": (
        lambda patch: _released_to_all(patch, _released_early),
        ONE_SIDE,
    ),
    "a seal breaks a microsecond before the second submission": (
        lambda patch: _released_to_all(patch, _released_early),
        BOTH,
    ),
    "feedback is released as soon as it is given": (
        lambda patch: _released_to_all(patch, _released_at_submission),
        BOTH,
    ),
    "withdrawn feedback of the other side breaks the seal": (
        lambda patch: patch.setattr(seal, "standing", _standing_though_withdrawn),
        WITHDRAWN,
    ),
    "what nobody said is worked out from sealed feedback too": (
        lambda patch: patch.setattr(judging, "judge", _unseen_by_all),
        ONE_SIDE,
    ),
    "evidence counts from when it occurred, and not from when it was received": (
        lambda patch: patch.setattr(Evidence, "known_at", _judging_by_their_clock),
        ONE_SIDE,
    ),
    "a page shows what is sealed": (
        lambda patch: patch.setattr(Exchange, "is_sealed", lambda *_: False),
        ONE_SIDE,
    ),
    "a page counts what it does not show": (
        lambda patch: patch.setattr(profile, "profile_page", _page_with_a_gap),
        ONE_SIDE,
    ),
    "everybody who looks at sealed feedback is taken for its author": (
        lambda patch: patch.setattr(
            visibility, "seen_by", lambda _, *given, **known: seen_by(AUTHOR, *given, **known)
        ),
        ONE_SIDE,
    ),
    "a refusal says that there is something, but sealed": (
        lambda patch: patch.setattr(seal, "no_feedback_yet", _sealed_told),
        ONE_SIDE,
    ),
    "who is no author is told so before they are told that there is nothing": (
        lambda patch: patch.setattr(seal, "_require_sealed", _author_first),
        ONE_SIDE,
    ),
    "a report of leverage is refused because something was given": (
        lambda patch: patch.setattr(leverage, "is_sealed", lambda *_, **__: False),
        ONE_SIDE,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_breaks_the_law(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, history = FAULTS[fault]
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        law_at_every_edge(history)
