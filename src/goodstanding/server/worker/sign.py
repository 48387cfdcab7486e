"""A worker that lives becomes a row that says so, for whoever watches."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

SHOW_EVERY = timedelta(seconds=5)
FORGET_AFTER = timedelta(days=1)
SHOW = """
INSERT INTO worker_sign (name, started_at, seen_at, rounds, failures, last_failure)
VALUES (%(name)s, %(at)s, %(at)s, %(turns)s, %(failures)s, %(last_failure)s)
ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, rounds = excluded.rounds,
  failures = excluded.failures, last_failure = excluded.last_failure
"""
FORGET = "DELETE FROM worker_sign WHERE seen_at < %s"
WITHDRAW = "DELETE FROM worker_sign WHERE name = %s"


@dataclass(slots=True, kw_only=True)
class Life:
    """What one lane of a worker did since it started, and when it said so last."""

    name: str
    turns: int = 0
    failures: int = 0
    last_failure: str = ""
    shown_at: datetime | None = field(default=None)


def show_life(life: Life, *, at: datetime) -> None:
    """Says that it lives, every five seconds; who was killed is forgotten after a day."""
    if life.shown_at is not None and at - life.shown_at < SHOW_EVERY:
        return
    with connection.cursor() as cursor:
        if life.shown_at is None:
            cursor.execute(FORGET, [at - FORGET_AFTER])
        told = {
            "name": life.name,
            "at": at,
            "turns": life.turns,
            "failures": life.failures,
            "last_failure": life.last_failure,
        }
        cursor.execute(SHOW, told)
    life.shown_at = at


def withdraw(life: Life) -> None:
    """Whoever stops in order leaves no row behind."""
    with connection.cursor() as cursor:
        cursor.execute(WITHDRAW, [life.name])
