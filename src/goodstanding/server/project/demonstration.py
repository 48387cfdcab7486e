"""A drawn marketplace becomes one that lives in the service: three years of it, until today.

It comes in by the same door as a real one's history: as events, which are then said to be complete.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from django.db import connection

from goodstanding.core.feedback.window import WINDOW_DAYS
from goodstanding.core.words import end_of_utc_day, told_instant
from goodstanding.engine.simulate.market import simulate
from goodstanding.engine.simulate.scenarios import world_of
from goodstanding.server.steps.adopt_policy import adopt_policy
from goodstanding.server.steps.close_history import close_history
from goodstanding.server.steps.fold_due import fold_due
from goodstanding.server.steps.judge_due import judge_due
from goodstanding.server.steps.make_key import make_key
from goodstanding.server.steps.receive_events import LONGEST_BATCH, receive_events
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.models import Event, Member, SignInLink

FREELANCERS, MONTHS, SEED = 2000, 36, 7
SOURCE = "/demonstration"
WORKED = timedelta(days=20)
FOLDED_AT_ONCE, JUDGED_AT_ONCE = 1000, 2000
ANSWERS = (
    "overall",
    "recommend",
    "concern_skills",
    "concern_experience",
    "concern_availability",
    "concern_performance",
    "end_reason",
)
ROLES = {"rosa": "reviewer", "otto": "reviewer", "dana": "policy owner", "ada": "administrator"}
LINKS_LAST = timedelta(days=30)
Say = Callable[[str], None]


def is_loaded() -> bool:
    """Whether anything was ever taken in."""
    return Event.objects.exists()


def load_demonstration(policies: list[Path], *, at: datetime, say: Say) -> None:
    """A marketplace of 2,000 freelancers, taken in, folded and judged."""
    for path in policies:
        text = path.read_text(encoding="utf-8")
        begin_at = at - timedelta(days=31 * MONTHS + 60)
        adopt_policy(text, source=path.name, by="dana", at=begin_at)
    taken = 0
    for batch in _batches(drawn_events(at)):
        received = receive_events(batch, now_at=at, may_date=True)
        assert not received.refused, next(iter(received.refused.values()))
        taken += received.taken
    say(f"{taken:,} events taken in")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE event")
    close_history(by="demonstration", at=at)
    folded = _all(lambda: fold_due(at=at, limit=FOLDED_AT_ONCE))
    say(f"{folded:,} contracts folded into evidence")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    judged = _all(lambda: judge_due(at=at, limit=JUDGED_AT_ONCE))
    say(f"{judged:,} people judged")


def _all(step: Callable[[], int]) -> int:
    done = 0
    while count := step():
        done += count
    return done


def _batches(events: Iterator[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for event in events:
        batch.append(event)
        if len(batch) == LONGEST_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def drawn_events(until_at: datetime) -> Iterator[bytes]:
    """What the marketplace would have sent of all its contracts, moved so that it ends today."""
    changed = {
        "freelancers": str(FREELANCERS),
        "clients": str(round(FREELANCERS * 1.5)),
        "months": str(MONTHS),
    }
    world = world_of("base", changed)
    market = simulate(world, seed=SEED)
    today_at = until_at.replace(hour=0, minute=0, second=0, microsecond=0)
    moved = today_at - world.ends_at
    answered = market.contracts.column("answered").to_pylist()
    rows = market.evidence.to_pylist()
    for row, has_answer in zip(rows, answered, strict=True):
        yield from _told(row, moved, has_answer=has_answer, until_at=until_at)


def _told(
    row: dict[str, Any], moved: timedelta, *, has_answer: bool, until_at: datetime
) -> Iterator[bytes]:
    ended_at, known_at = row["occurred_at"] + moved, row["received_at"] + moved
    if ended_at > until_at:
        return
    name, started_at = row["contract"], ended_at - WORKED
    parties = {"freelancer": row["freelancer"], "client": row["client"], "currency": "USD"}
    yield _event("contract.started", name, started_at, said={"contract": name, **parties})
    paid = {"contract": name, "amount": "250", "currency": "USD"}
    yield _event("contract.paid", name, ended_at - timedelta(days=1), said=paid)
    yield _event("contract.ended", name, ended_at, said={"contract": name})
    if row["dispute"] is not None:
        said = {"contract": name, "status": row["dispute"]}
        yield _event("contract.disputed", name, ended_at, said=said)
    answers = {each: row[each] for each in ANSWERS if row[each] is not None}
    if has_answer and "overall" in answers and known_at <= until_at:
        said = {"feedback": f"{name}-c", "contract": name, "author": row["client"]}
        told = {**said, "form": "classic", "answers": answers}
        given_at = min(known_at, end_of_utc_day(ended_at, days_later=WINDOW_DAYS))
        yield _event("feedback.submitted", name, given_at, said=told)


def _event(kind: str, name: str, at: datetime, *, said: dict[str, Any]) -> bytes:
    told = told_instant(at)
    return json.dumps(
        {
            "specversion": "1.0",
            "id": f"{name}-{kind}",
            "source": SOURCE,
            "type": f"goodstanding.{kind}",
            "time": told,
            "receivedat": told,
            "data": said,
        }
    ).encode()


def make_credentials(url: str, *, at: datetime) -> dict[str, Any]:
    """A key for programs, and a sign-in link for each role; the secrets are told this once."""
    key, _ = make_key("demonstration", list(Scope), by="demonstration", at=at)
    links: dict[str, str] = {}
    for name, role in ROLES.items():
        Member.objects.get_or_create(name=name, defaults={"title": name.title(), "roles": [role]})
    people = {**ROLES, "f0000000": "freelancer", "c0000000": "client"}
    for name, role in people.items():
        secret = token_urlsafe(32)
        SignInLink.objects.create(
            digest=sha256(secret.encode()).digest(), name=name, role=role, ends_at=at + LINKS_LAST
        )
        links.setdefault(role, f"{url}/sign-in/{secret}")
    return {"api_key": key, "sign_in": links, "made_at": told_instant(at.astimezone(UTC))}
