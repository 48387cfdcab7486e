"""A marketplace that tells of contracts and feedback, one line a thing, as events."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from goodstanding.server.steps.fold_due import fold_due
from goodstanding.server.steps.judge_due import judge_due
from goodstanding.server.steps.receive_events import receive_events

SOURCE = "/market"
DAY = timedelta(days=1)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
NUMBERS = count(1)


def told(kind: str, at: datetime, name: str | None = None, /, **said: Any) -> bytes:
    """One event, with a name of its own unless one is given."""
    received = {"receivedat": said.pop("known_at").isoformat()} if "known_at" in said else {}
    return json.dumps(
        {
            "specversion": "1.0",
            "id": name or f"n{next(NUMBERS)}",
            "source": SOURCE,
            "type": f"goodstanding.{kind}",
            "time": at.isoformat(),
            "data": said,
            **received,
        }
    ).encode()


def contract(
    name: str,
    *,
    client: str = "k1",
    freelancer: str = "f1",
    ended_at: datetime = START + DAY,
    paid: str = "100",
) -> list[bytes]:
    """A contract from its start to its end."""
    party = {"freelancer": freelancer, "client": client, "currency": "USD"}
    started_at = ended_at - DAY
    return [
        told("contract.started", started_at, contract=name, **party),
        told("contract.paid", started_at, contract=name, amount=paid, currency="USD"),
        told("contract.ended", ended_at, contract=name),
    ]


def feedback(
    on: str,
    *,
    author: str = "k1",
    at: datetime = START + 2 * DAY,
    answers: Mapping[str, Any] | None = None,
    name: str | None = None,
) -> bytes:
    """What one side says; five stars if nothing else is said."""
    return told(
        "feedback.submitted",
        at,
        feedback=name or f"{on}-{author}",
        contract=on,
        author=author,
        form="classic",
        answers=dict(answers or {"overall": 5}),
    )


UNHAPPY = {"overall": 5, "recommend": 2, "concern_skills": True}


def send(*events: bytes, at: datetime) -> None:
    """All of them are taken, and not one is refused."""
    for begin in range(0, len(events), 1000):
        received = receive_events(events[begin : begin + 1000], now_at=at)
        assert not received.refused, received.refused


def work(at: datetime) -> None:
    """What a worker does until nothing is due any more."""
    while fold_due(at=at):
        pass
    while judge_due(at=at):
        pass
