"""However events arrive, the verdicts are those that `judge` gives on the file of outcomes."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import judge
from goodstanding.core.words import MICROSECOND, end_of_utc_day
from goodstanding.server.steps.adopt_policy import adopt_policy
from goodstanding.server.steps.close_history import close_history
from goodstanding.server.steps.fold_due import fold_due
from goodstanding.server.steps.judge_due import judge_due
from goodstanding.server.steps.receive_events import receive_events
from goodstanding.server.store.evidence import evidence_of_many
from goodstanding.server.store.models import Due, EventProblem, EvidenceRow, VerdictRow
from tests.server.conftest import use
from tests.server.telling import DAY, START, told

POLICY = Path(__file__).parents[2] / "policies" / "poor-contract-outcomes.yaml"
AS_OF = START + timedelta(days=300)
GOOD, BAD = {"overall": 5}, {"overall": 5, "recommend": 1, "concern_skills": True}


def market(chance: Random) -> tuple[list[bytes], list[Evidence]]:
    """The events of some contracts, and the outcomes that they are."""
    events: list[bytes] = []
    outcomes: list[Evidence] = []
    for number in range(chance.randrange(8, 20)):
        name, who = f"c{number}", f"f{chance.randrange(3)}"
        client = f"k{chance.randrange(8)}"
        ended_at = START + chance.randrange(250) * DAY
        answers = chance.choice([GOOD, BAD, BAD])
        given_at = ended_at + chance.randrange(1, 14) * DAY
        parties = {"freelancer": who, "client": client, "currency": "USD"}
        events += [
            _known("contract.started", ended_at - DAY, contract=name, **parties),
            _known("contract.paid", ended_at - DAY, contract=name, amount="90", currency="USD"),
            _known("contract.ended", ended_at, contract=name),
            _known(
                "feedback.submitted",
                given_at,
                feedback=f"b{number}",
                contract=name,
                author=client,
                form="classic",
                answers=answers,
            ),
        ]
        released_at = end_of_utc_day(ended_at, days_later=14) + MICROSECOND
        one = _outcome(name, who, client, known_at=released_at, answers=answers)
        outcomes.append(replace(one, occurred_at=ended_at))
    return events, outcomes


def _known(kind: str, at: datetime, **said: object) -> bytes:
    return told(kind, at, **said, known_at=at)


def _undated(event: bytes) -> bytes:
    """The event as it comes while it happens: nobody says when it was known."""
    told_now = json.loads(event)
    del told_now["receivedat"]
    return json.dumps(told_now).encode()


def _outcome(
    name: str, who: str, client: str, *, known_at: datetime, answers: dict[str, object]
) -> Evidence:
    return Evidence(
        id=name,
        subject=who,
        client=client,
        client_group=client,
        contract=name,
        occurred_at=known_at,
        received_at=known_at,
        items=answers,
    )


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(min_value=0, max_value=10**6))
def test_however_events_arrive_the_verdicts_are_those_of_the_file(
    fresh_databases: object, seed: int
) -> None:
    use(next(fresh_databases))  # type: ignore[call-overload] # a generator, as its fixture says
    chance = Random(seed)
    policy = read(POLICY.read_text(), source=POLICY.name)
    adopt_policy(POLICY.read_text(), source=POLICY.name, by="dana", at=START - 30 * DAY)
    events, outcomes = market(chance)
    sent = [*events, *chance.sample(events, k=len(events) // 3)]
    chance.shuffle(sent)

    while sent:
        size = chance.randrange(1, 12)
        batch, sent = sent[:size], sent[size:]
        received = receive_events(batch, now_at=AS_OF, may_date=True)
        assert not received.refused
    close_history(by="dana", at=AS_OF)
    while fold_due(at=AS_OF, limit=chance.randrange(1, 9)):
        pass
    while judge_due(at=AS_OF, limit=chance.randrange(1, 4)):
        pass

    assert not EventProblem.objects.exists()
    found = {row.subject: (row.rung, row.figures) for row in VerdictRow.objects.all()}
    for subject in {each.subject for each in outcomes}:
        if not any(each.known_at(AS_OF) for each in outcomes if each.subject == subject):
            continue
        wanted = judge(policy, subject, outcomes, AS_OF)
        figures = {
            each.signal: None if each.value is None else str(each.value) for each in wanted.figures
        }
        assert found.pop(subject) == (wanted.rung, figures)
    assert not found
    connections.close_all()


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("seed", range(3))
def test_two_workers_side_by_side_do_what_one_would(seed: int) -> None:
    chance = Random(seed)
    policy = adopt_policy(POLICY.read_text(), source=POLICY.name, by="dana", at=START - 30 * DAY)
    dated, outcomes = market(chance)
    events = [_undated(event) for event in dated]
    chance.shuffle(events)
    half = len(events) // 2

    def work(own: list[bytes]) -> None:
        for begin in range(0, len(own), 7):
            assert not receive_events(own[begin : begin + 7], now_at=AS_OF).refused
            fold_due(at=AS_OF, limit=3)
            judge_due(at=AS_OF, limit=2)
        for _ in range(50):
            while fold_due(at=AS_OF, limit=3) + judge_due(at=AS_OF, limit=2):
                pass
        connections.close_all()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, (events[:half], [*events[half:], *events[: half // 2]])))

    later = AS_OF + DAY
    while judge_due(at=later):
        pass
    rows = list(EvidenceRow.objects.filter(superseded_at=None).values_list("name", flat=True))
    assert len(rows) == len(set(rows)) == len(outcomes)
    latest = {row.subject: row for row in VerdictRow.objects.order_by("as_of")}
    for subject, row in latest.items():
        evidence = evidence_of_many(policy, [subject])[subject]
        assert row.rung == judge(policy, subject, evidence, row.as_of).rung
    assert not Due.objects.filter(due_at__lte=AS_OF).exists()


@pytest.mark.usefixtures("database_url")
def test_who_is_judged_is_told_exactly_once_an_instant() -> None:
    adopt_policy(POLICY.read_text(), source=POLICY.name, by="dana", at=START - 30 * DAY)
    events, _ = market(Random(1))
    receive_events(events, now_at=AS_OF, may_date=True)
    close_history(by="dana", at=AS_OF)
    while fold_due(at=AS_OF):
        pass

    while judge_due(at=AS_OF, limit=1):
        pass

    rows = VerdictRow.objects.values_list("subject", "as_of")
    assert len(set(rows)) == len(rows)
    assert json.dumps(list(VerdictRow.objects.values_list("figures", flat=True)))
