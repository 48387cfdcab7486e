"""A statement of reasons says of private feedback nothing that fewer than k clients said.

Two histories that differ only in who spoke in private, or in fewer than k who did, give the same
statement to the byte. No name, instant or word of anybody who spoke in private is in it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from goodstanding.core.case.opening import open_case
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Distinct, Voter
from goodstanding.core.reasons import disclosure
from goodstanding.core.reasons.statement import state_reasons
from goodstanding.core.reasons.telling import told
from goodstanding.core.verdict import Verdict
from goodstanding.core.words import MICROSECOND, Outcome, quarter_of
from tests.core.story_builders import DAY, NOON, SHIPPED, SPRING, SUMMER, outcome, policy, verdict

STATED_AT = NOON + DAY
# The shipped policy looks back twelve months: (2025-11-23T12:00, 2026-11-23T12:00].
JUST_OUT = datetime(2025, 11, 23, 12, tzinfo=UTC)
JUST_IN = JUST_OUT + MICROSECOND
THEMES = ("skills", "experience", "availability", "performance")
Voice = frozenset[str]
Voices = tuple[Voice | None, ...]
NO_THEME: Voice = frozenset()
SKILLS: Voice = frozenset({"skills"})


@dataclass(frozen=True)
class Client:
    """One client group: when its contracts ended, and what everybody may know of it.

    `outspoken`: its first contract got one star in public. `silent`: it never answered anything.
    """

    ended_at: tuple[datetime, ...] = (SPRING,)
    outspoken: bool = False
    silent: bool = False

    @property
    def may_speak(self) -> bool:
        """Whether it answered in the period, and has not spoken in public in the period."""
        in_public = self.outspoken and self.ended_at[0] > JUST_OUT
        return self.ended_at[-1] > JUST_OUT and not self.silent and not in_public


Clients = tuple[Client, ...]

in_period = st.sampled_from([JUST_IN, SPRING, SPRING + DAY, SUMMER])
ended = st.lists(st.one_of(st.just(JUST_OUT), in_period), min_size=1, max_size=3).map(sorted)
ended_in_period = st.tuples(ended, in_period).map(lambda drawn: sorted([*drawn[0], drawn[1]]))
content = st.builds(Client, ended_at=ended_in_period.map(tuple))
anybody = st.builds(
    Client, ended_at=ended.map(tuple), outspoken=st.booleans(), silent=st.booleans()
)
voices = st.frozensets(st.sampled_from(THEMES), max_size=2)
themes = st.one_of(st.just(SKILLS), voices)
least_told = st.sampled_from([3, 4])


def evidence_of(clients: Clients, spoken: Voices) -> list[Evidence]:
    """What is known of Ana: a group that speaks in private says it of each of its contracts."""
    return [
        _outcome(number, client, voice, at=at)
        for number, (client, voice) in enumerate(zip(clients, spoken, strict=True))
        for at in range(len(client.ended_at))
    ]


def _outcome(number: int, client: Client, voice: Voice | None, *, at: int) -> Evidence:
    items: dict[str, Any] = {"overall": 5, "recommend": 10}
    if voice is not None:
        items |= {"recommend": 1} | {f"concern_{theme}": True for theme in voice}
    if client.silent:
        items = {}
    if client.outspoken and at == 0:
        items = {"overall": 1}
    return outcome(
        number * 10 + at,
        ended_at=client.ended_at[at],
        client_group=f"group-{number}",
        items=items,
    )


def note_of(evidence: Evidence) -> str:
    """What was written for the platform alone."""
    return f"Nothing in {evidence.id} was ever bolted to the floor."


def judged(clients: Clients, spoken: Voices, by: Policy = SHIPPED) -> Verdict:
    """What the policy says of Ana."""
    return verdict(evidence_of(clients, spoken), by=by)


def text(reached: Verdict, by: Policy = SHIPPED) -> str:
    """The whole statement, as Ana gets it."""
    read = [reading.evidence for reading in reached.readings]
    case = open_case(reached, id="case-1", opened_at=NOON, private_words=map(note_of, read))
    return told(
        state_reasons(
            case,
            policy=by,
            outcome=Outcome.BLOCK,
            restriction=None,
            why="The rule was met.",
            cure="",
            stated_at=STATED_AT,
        )
    )


def speakers(clients: Clients, spoken: Voices) -> list[int]:
    """Who spoke in private alone, in the period."""
    return [
        number
        for number, (client, voice) in enumerate(zip(clients, spoken, strict=True))
        if client.may_speak and voice is not None
    ]


def others(clients: Clients, spoken: Voices) -> list[int]:
    """Who answered in the period and was unhappy neither in public nor in private."""
    return [
        number
        for number, (client, voice) in enumerate(zip(clients, spoken, strict=True))
        if client.may_speak and voice is None
    ]


def same_text(clients: Clients, one: Voices, other: Voices, *, by: Policy = SHIPPED) -> bool:
    """What may not be told apart is not; False where the rung itself, which is told, differs."""
    first, second = judged(clients, one, by), judged(clients, other, by)
    if first.rung is None or first.rung != second.rung:
        return False
    assert text(first, by) == text(second, by)
    return True


# Who it was.


def moved(clients: Clients, spoken: Voices, order: Iterable[int]) -> Voices:
    """The same voices, spoken by others among those who may have spoken."""
    may = [number for number, client in enumerate(clients) if client.may_speak]
    by_speaker = dict(zip(may, [spoken[number] for number in order], strict=True))
    return tuple(by_speaker.get(number, voice) for number, voice in enumerate(spoken))


@st.composite
def shuffles(draw: st.DrawFn) -> tuple[Clients, Voices, Voices]:
    """Three or more who spoke in private, and the same said by others."""
    clients = tuple(draw(st.lists(content, min_size=3, max_size=8)))
    clients += tuple(draw(st.lists(anybody, max_size=4)))
    spoken = tuple(draw(st.one_of(themes, st.none(), themes)) for _ in clients)
    may = [number for number, client in enumerate(clients) if client.may_speak]
    assume(len(speakers(clients, spoken)) >= 3)
    return clients, spoken, moved(clients, spoken, draw(st.permutations(may)))


SEVEN = tuple(Client(ended_at=(SPRING + number * DAY,)) for number in range(7))
FIRST_FOUR: Voices = (SKILLS,) * 4 + (None,) * 3
LAST_FOUR: Voices = (None,) * 3 + (SKILLS,) * 4
CAME_BACK = Client(ended_at=(SPRING, SUMMER, SUMMER + DAY))
ONE_CAME_BACK = (CAME_BACK, *SEVEN[1:])
EARLY_AND_LATE = (Client(ended_at=(JUST_IN,)),) * 4 + (Client(ended_at=(SUMMER,)),) * 4


def who_it_was(history: tuple[Clients, Voices, Voices], by: Policy = SHIPPED) -> bool:
    """Whoever said it, the rung and the statement are the same."""
    clients, spoken, said_by_others = history

    assert judged(clients, spoken, by).rung == judged(clients, said_by_others, by).rung
    return same_text(clients, spoken, said_by_others, by=by)


@given(shuffles(), least_told)
@example((SEVEN, FIRST_FOUR, LAST_FOUR), 3)
@example((ONE_CAME_BACK, FIRST_FOUR, LAST_FOUR), 3)
def test_which_clients_said_it_in_private_changes_no_byte(
    history: tuple[Clients, Voices, Voices], told_over: int
) -> None:
    event(f"compared: {who_it_was(history, policy(told_over_clients=told_over))}")


@pytest.mark.parametrize("voter", [Voter.CONTRACT, Voter.CLIENT])
@given(history=shuffles())
@example(history=(ONE_CAME_BACK, FIRST_FOUR, LAST_FOUR))
def test_nor_does_it_where_every_contract_or_account_has_a_vote(
    history: tuple[Clients, Voices, Voices], voter: Voter
) -> None:
    votes = (replace(each, votes=replace(each.votes, per=voter)) for each in SHIPPED.signals)

    event(f"compared: {same_text(*history, by=replace(SHIPPED, signals=tuple(votes)))}")


DISTINCT = Distinct(on=Voter.CLIENT_GROUP, of=SHIPPED.signals[0].measure.of)
BY_VOICES = replace(
    SHIPPED,
    signals=(
        replace(SHIPPED.signals[0], measure=DISTINCT),
        *SHIPPED.signals[1:],
    ),
)


@given(shuffles())
@example((ONE_CAME_BACK, FIRST_FOUR, LAST_FOUR))
def test_nor_where_every_outcome_counts_but_each_client_once(
    history: tuple[Clients, Voices, Voices],
) -> None:
    event(f"compared: {who_it_was(history, BY_VOICES)}")


# How many they were, while they are too few.


@st.composite
def few_spoke(draw: st.DrawFn) -> tuple[Clients, Voices, int]:
    """Enough in public for a rung, and fewer than k in private."""
    told_over = draw(least_told)
    in_public = tuple(Client(outspoken=True) for _ in range(draw(st.sampled_from([3, 4, 5, 6]))))
    clients = (*in_public, *draw(st.lists(content, min_size=2, max_size=8)))
    voiced = draw(st.lists(themes, min_size=1, max_size=told_over - 1))
    spoken: Voices = (None,) * len(in_public) + tuple(voiced) + (None,) * len(clients)
    return clients, spoken[: len(clients)], told_over


FOUR_IN_PUBLIC = (Client(outspoken=True),) * 4
TWO_OF_NINE: Voices = (None,) * 4 + (SKILLS, SKILLS) + (None,) * 7


def too_few(history: tuple[Clients, Voices, int]) -> bool:
    """One or two in private read as none, while the rung is the same."""
    clients, spoken, told_over = history

    assert len(speakers(clients, spoken)) < told_over
    by = policy(told_over_clients=told_over)
    return same_text(clients, spoken, (None,) * len(clients), by=by)


@given(few_spoke())
@example(((*FOUR_IN_PUBLIC, *SEVEN, *SEVEN[:2]), TWO_OF_NINE, 3))
def test_fewer_than_k_in_private_read_as_none(history: tuple[Clients, Voices, int]) -> None:
    event(f"compared: {too_few(history)}")


# How many they were, while too few others could have been.


@st.composite
def nearly_all_spoke(draw: st.DrawFn) -> tuple[Clients, Voices, Voices]:
    """Two histories of the same clients, in both of which fewer than three were content."""
    clients = tuple(draw(st.lists(content, min_size=3)))
    clients += tuple(Client(outspoken=True) for _ in range(draw(st.integers(0, 4))))
    both = []
    for _ in range(2):
        kept_quiet = draw(st.sets(st.integers(0, len(clients) - 1), max_size=2))
        both.append(
            tuple(
                None if client.outspoken or number in kept_quiet else draw(themes)
                for number, client in enumerate(clients)
            )
        )
    return clients, both[0], both[1]


ALL_SEVEN: Voices = (SKILLS,) * 7
ALL_BUT_TWO: Voices = (*(SKILLS,) * 5, None, None)


def too_few_others(history: tuple[Clients, Voices, Voices]) -> bool:
    """Beside fewer than three content clients, seven of seven read as five of seven."""
    clients, one, other = history

    assert len(others(clients, one)) < 3 and len(others(clients, other)) < 3
    return same_text(clients, one, other)


@given(nearly_all_spoke())
@example((SEVEN, ALL_SEVEN, ALL_BUT_TWO))
def test_when_nearly_all_spoke_nobody_can_tell_that_it_was_all(
    history: tuple[Clients, Voices, Voices],
) -> None:
    event(f"compared: {too_few_others(history)}")


# What stands in it.

CITED = re.compile(r"In public: contract `([^`]+)`, ended in ([0-9]{4}-[0-9]{2})\.")


def nobody_is_named(clients: Clients, spoken: Voices) -> bool:
    """No name, instant or word of private feedback; only what is public is cited."""
    reached = judged(clients, spoken)
    if reached.rung is None:
        return False
    said = text(reached)
    rests_on = said.split("\n\n")[1]
    everything = evidence_of(clients, spoken)
    in_public = {
        (each.contract, each.occurred_at.strftime("%Y-%m"))
        for each in everything
        if each.items.get("overall") == 1
    }
    assert set(CITED.findall(rests_on)) <= in_public
    for each in everything:
        names = {each.id, each.client, each.client_group}
        if (each.contract, each.occurred_at.strftime("%Y-%m")) not in in_public:
            names.add(f"`{each.contract}`")
        assert not [name for name in names if re.search(rf"{re.escape(name)}(?![0-9])", said)]
        assert note_of(each) not in said
        for instant in (each.occurred_at, each.received_at):
            assert f"{instant:%Y-%m-%d}" not in said
    assert f"{NOON:%Y-%m-%d}" not in said
    assert set(re.findall(r"[0-9]{4} Q[1-4]", rests_on)) == {"2025 Q4", "2026 Q4"}
    return True


histories = st.lists(st.tuples(anybody, st.one_of(st.none(), voices)), min_size=3, max_size=12)


@given(histories)
@example([*((each, SKILLS) for each in SEVEN[:4]), *((each, None) for each in SEVEN[4:])])
@example([(Client(outspoken=True), None)] * 4 + [(each, SKILLS) for each in SEVEN])
def test_no_name_instant_or_word_of_private_feedback_is_told(
    history: list[tuple[Client, Voice | None]],
) -> None:
    clients, spoken = zip(*history, strict=True)
    event(f"told: {nobody_is_named(clients, spoken)}")


# Planted faults: each is one line that somebody could write.

facts_of, themes_of = disclosure._facts_of, disclosure._themes


def _with_facts(change: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """A disclosure that changes the facts, knowing the case."""
    return lambda patch: patch.setattr(
        disclosure,
        "_facts_of",
        lambda case, reached, by: change(facts_of(case, reached, by), case, reached, by),
    )


def _told_over_two(*known: Any) -> Any:
    _, case, reached, by = known
    return facts_of(case, reached, replace(by, process=replace(by.process, told_over_clients=2)))


def _exact_always(facts: Any, case: Any, *_: Any) -> Any:
    groups = {reading.evidence.client_group for reading in case.against}
    return replace(facts, clients=len(groups), clients_are_exact=True)


def _every_outcome(facts: Any, case: Any, *_: Any) -> Any:
    return replace(facts, outcomes=len(case.against))


def _all_cited(facts: Any, case: Any, *_: Any) -> Any:
    return replace(
        facts,
        cited=tuple(
            disclosure.Citation(
                contract=reading.evidence.contract,
                month=f"{reading.evidence.occurred_at:%Y-%m}",
            )
            for reading in case.against
        ),
    )


def _quarters_of_theirs(facts: Any, case: Any, *_: Any) -> Any:
    spoken_at = [reading.evidence.occurred_at for reading in case.against]
    return replace(facts, period=(quarter_of(min(spoken_at)), quarter_of(max(spoken_at))))


def _of_each_account(reading: Any) -> str:
    return str(reading.evidence.client)


MANY_CONTENT = (*FOUR_IN_PUBLIC, *SEVEN, *SEVEN[:2])
TWO_IN_PRIVATE = (MANY_CONTENT, TWO_OF_NINE, 3)
ONE_IN_PRIVATE = (MANY_CONTENT, (None,) * 4 + (SKILLS,) + (None,) * 8, 3)
Law = Callable[[], bool]
FAULTS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Law]] = {
    "private feedback is told over two clients": (
        _with_facts(_told_over_two),
        lambda: too_few(TWO_IN_PRIVATE),
    ),
    "a theme is told when one client named it": (
        lambda patch: patch.setattr(disclosure, "_themes", lambda a, b, _: themes_of(a, b, 1)),
        lambda: too_few(ONE_IN_PRIVATE),
    ),
    "the number of clients is always exact": (
        _with_facts(_exact_always),
        lambda: too_few(ONE_IN_PRIVATE),
    ),
    "nobody asks whether others could have been": (
        lambda patch: patch.setattr(
            disclosure, "_answered_beside", lambda _, reached, __: list(reached.readings)
        ),
        lambda: too_few_others((SEVEN, ALL_SEVEN, ALL_BUT_TWO)),
    ),
    "every negative outcome is told": (
        _with_facts(_every_outcome),
        lambda: too_few(ONE_IN_PRIVATE),
    ),
    "what was said in private is cited": (
        _with_facts(_all_cited),
        lambda: nobody_is_named(SEVEN, FIRST_FOUR),
    ),
    "the same, as who compares two statements sees it": (
        _with_facts(_all_cited),
        lambda: who_it_was((SEVEN, FIRST_FOUR, LAST_FOUR)),
    ),
    "linked accounts are several clients": (
        lambda patch: patch.setattr(disclosure, "_group", _of_each_account),
        lambda: who_it_was((ONE_CAME_BACK, FIRST_FOUR, LAST_FOUR), BY_VOICES),
    ),
    "the quarters in which clients spoke are told": (
        _with_facts(_quarters_of_theirs),
        lambda: who_it_was((EARLY_AND_LATE, (*FIRST_FOUR, None), (None, *LAST_FOUR))),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_breaks_the_law(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, law = FAULTS[fault]
    assert law()
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        law()
