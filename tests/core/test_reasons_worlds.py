"""Whoever works out every possible world learns of no client from a statement, nor from two.

The subject is given everything they could know: the policy, their contracts and all public
feedback. Every way in which clients could have spoken in private is a world; worlds that give the
same text cannot be told apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.case.opening import open_case
from goodstanding.core.case.record import Case
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Keep, Voter
from goodstanding.core.reasons.statement import state_reasons
from goodstanding.core.reasons.telling import told
from goodstanding.core.words import Outcome
from tests.core.story_builders import (
    DAY,
    NOON,
    SHIPPED,
    SPRING,
    SUMMER,
    happy,
    outspoken,
    unhappy,
    verdict,
)

WINTER = datetime(2026, 2, 2, 9, tzinfo=UTC)


# Every world.


def _text(under: Case, by: Policy) -> str:
    return told(
        state_reasons(
            under,
            policy=by,
            outcome=Outcome.BLOCK,
            restriction=None,
            why="The rule was met.",
            cure="",
            stated_at=NOON + DAY,
        )
    )


def worlds(clients: dict[int, datetime], themes: tuple[str, ...]) -> Iterator[dict[int, str]]:
    """Every choice of who spoke in private, all about one theme or in turn about each."""
    for size in range(len(clients) + 1):
        for who in combinations(sorted(clients), size):
            yield {number: themes[at % len(themes)] for at, number in enumerate(who)}


def evidence_of(world: dict[int, str], clients: dict[int, datetime]) -> list[Evidence]:
    return [
        unhappy(number, about=world[number], ended_at=ended_at)
        if number in world
        else happy(number, ended_at=ended_at)
        for number, ended_at in clients.items()
    ]


def certain(possible: Iterable[dict[int, str]]) -> set[int]:
    """Who spoke in private in every one of these worlds."""
    return set.intersection(*(set(world) for world in possible))


@pytest.mark.parametrize("in_public", [0, 2, 4])
@pytest.mark.parametrize(
    "clients",
    [
        dict.fromkeys(range(1, 8), SPRING),
        {1: SPRING, 2: SPRING, 3: SPRING, 4: SPRING, 5: SUMMER, 6: SUMMER, 7: WINTER},
        {1: WINTER, **dict.fromkeys(range(2, 6), SPRING), **dict.fromkeys(range(6, 9), SUMMER)},
        {1: SPRING, 2: SPRING},
        {1: SPRING},
    ],
)
@pytest.mark.parametrize("themes", [("skills",), ("skills", "availability")])
def test_whoever_works_out_every_world_is_certain_of_nobody_but_whom_the_rung_gives_away(
    in_public: int, clients: dict[int, datetime], themes: tuple[str, ...]
) -> None:
    cited = [outspoken(number) for number in range(101, 101 + in_public)]
    by_text: dict[tuple[str | None, str], list[dict[int, str]]] = defaultdict(list)
    by_rung: dict[str | None, list[dict[int, str]]] = defaultdict(list)
    for world in worlds(clients, themes):
        reached = verdict([*cited, *evidence_of(world, clients)])
        if reached.rung is not None:
            under = open_case(reached, id="case-1", opened_at=NOON)
            by_text[reached.rung, _text(under, SHIPPED)].append(world)
            by_rung[reached.rung].append(world)

    for (rung, _), possible in by_text.items():
        assert certain(possible) == certain(by_rung[rung])


def test_whoever_compares_two_statements_is_certain_of_nobody_but_whom_the_rungs_give_away() -> (
    None
):
    first = dict.fromkeys(range(1, 7), SPRING)
    then = {7: SUMMER, 8: SUMMER}
    by_texts: dict[tuple[str, str], list[dict[int, str]]] = defaultdict(list)
    by_rungs: dict[tuple[str | None, str | None], list[dict[int, str]]] = defaultdict(list)
    for world in worlds({**first, **then}, ("skills",)):
        before, after = evidence_of(world, first), evidence_of(world, {**first, **then})
        now = verdict(after)
        at_first = verdict(before, as_of=SUMMER)
        if at_first.rung is None or not set(world) & set(then):
            continue
        one = open_case(at_first, id="case-1", opened_at=SUMMER)
        two = open_case(now, id="case-2", opened_at=NOON, earlier=[one])
        by_texts[_text(one, SHIPPED), _text(two, SHIPPED)].append(world)
        by_rungs[at_first.rung, now.rung].append(world)

    for possible in by_texts.values():
        rungs = next(known for known in by_rungs.items() if possible[0] in known[1])
        assert certain(possible) == certain(rungs[1])


CLIENTS = st.integers(6, 12)


@settings(max_examples=60, deadline=None)
@given(drawn=st.data(), count=CLIENTS)
def test_which_of_the_clients_said_it_changes_nothing_that_is_told(
    drawn: st.DataObject, count: int
) -> None:
    quarters = drawn.draw(
        st.lists(st.sampled_from([WINTER, SPRING]), min_size=count, max_size=count)
    )
    clients = dict(enumerate(quarters, start=1))
    who = drawn.draw(st.sets(st.sampled_from(sorted(clients)), min_size=3))
    renamed = dict(zip(sorted(clients), drawn.draw(st.permutations(sorted(clients))), strict=True))
    moved = {renamed[number]: "skills" for number in who}

    one = verdict(evidence_of(dict.fromkeys(who, "skills"), clients))
    other = verdict(evidence_of(moved, clients))

    assert one.rung == other.rung
    if one.rung is not None:
        texts = {
            _text(open_case(each, id="case-1", opened_at=NOON), SHIPPED) for each in (one, other)
        }
        assert len(texts) == 1


# A client who came back: two contracts of `group-1`.
CAME_BACK = {1: 1, 2: 1, **{number: number - 1 for number in range(3, 9)}}


@pytest.mark.parametrize("spoke_in_public_first", [False, True])
@pytest.mark.parametrize("votes", [{}, {"per": Voter.CONTRACT}, {"keep": Keep.LATEST}])
def test_the_client_who_came_back_is_not_found_out(
    spoke_in_public_first: bool, votes: dict[str, Keep | Voter]
) -> None:
    by = replace(
        SHIPPED,
        signals=tuple(replace(s, votes=replace(s.votes, **votes)) for s in SHIPPED.signals),
    )
    by_text: dict[tuple[str | None, str], list[set[int]]] = defaultdict(list)
    by_rung: dict[str | None, list[set[int]]] = defaultdict(list)
    for size in range(len(CAME_BACK) + 1):
        for world in combinations(CAME_BACK, size):
            evidence = [
                replace(
                    unhappy(number) if number in world else happy(number),
                    client_group=f"group-{group}",
                    occurred_at=SPRING + (number == 2) * DAY,
                )
                for number, group in CAME_BACK.items()
            ]
            if spoke_in_public_first:
                said = evidence[0]
                evidence[0] = replace(said, items={**said.items, "overall": 1})
            reached = verdict(evidence, by=by, as_of=NOON)
            if reached.rung is not None:
                text = _text(open_case(reached, id="case-1", opened_at=NOON), by)
                by_text[reached.rung, text].append(set(world))
                by_rung[reached.rung].append(set(world))

    for (rung, _), possible in by_text.items():
        assert set.intersection(*possible) == set.intersection(*by_rung[rung])
