"""Events are taken in by the step and over HTTP, beside a raw COPY of the very same rows.

    python -m benchmarks.intake --folder /tmp/intake

The floor copies rows, encoded beforehand, into a table with the same three B-trees; ours reads and
checks JSON, knows what came before, and writes the ledger and what is due. Durable both: the
database syncs. Writes docs/benchmarks/intake.md.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection
from importlib import import_module
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg

from goodstanding.server.project import running
from goodstanding.server.project.embedded import cluster_in, start, stop

ROUNDS, BATCHES, BATCH = 5, 20, 1000
NOW = datetime(2026, 7, 1, tzinfo=UTC)
NUMBERS = count()
INTO = Path(__file__).parents[1] / "docs" / "benchmarks" / "intake.md"
TABLE = """
CREATE TABLE IF NOT EXISTS bare (LIKE event INCLUDING DEFAULTS INCLUDING IDENTITY);
CREATE UNIQUE INDEX IF NOT EXISTS bare_pk ON bare (id);
CREATE UNIQUE INDEX IF NOT EXISTS bare_name ON bare (source, event_id);
CREATE INDEX IF NOT EXISTS bare_about ON bare (about, id);
"""
COPY = """COPY bare (source, event_id, type, about, happened_at, received_at, body, digest, entry)
FROM STDIN"""


def main(words: Sequence[str]) -> int:
    """Measure, and write the page."""
    known = argparse.ArgumentParser(prog="benchmarks.intake")
    known.add_argument("--folder", type=Path, required=True)
    asked = known.parse_args(words)
    cluster = cluster_in(asked.folder)
    start(cluster)
    os.environ.update(
        DATABASE_URL=cluster.url,
        DJANGO_SETTINGS_MODULE="goodstanding.server.project.settings",
        GOODSTANDING_SECRET="of a benchmark alone",
        GOODSTANDING_REQUESTS_A_MINUTE="100000000",
    )
    try:
        told = measured(cluster.url)
    finally:
        import_module("django.db").connections.close_all()
        stop(cluster)
    INTO.write_text(page(told), encoding="utf-8")
    print(page(told))
    return 0


def measured(url: str) -> dict[str, list[float]]:
    """Events a second of each lane, round by round."""
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    receive = import_module("goodstanding.server.steps.receive_events").receive_events
    keys = import_module("goodstanding.server.steps.make_key")
    scope = import_module("goodstanding.server.store.actor").Scope.EVENTS
    key, _ = keys.make_key("intake", [scope], by="dana", at=NOW)
    bare = psycopg.connect(url)
    bare.execute(TABLE.encode())
    bare.commit()
    lanes: dict[str, Callable[[list[list[bytes]]], None]] = {
        "raw COPY": lambda batches: copied(bare, batches),
        "ours, the step": lambda batches: taken(receive, batches),
    }
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, lane in lanes.items():
            found.setdefault(name, []).append(_timed(lane))
    port = running.free_port("127.0.0.1", None)
    part = running.web("127.0.0.1", port, {}, workers=2)
    with running.running([part]):
        running.wait_until_ready(f"http://127.0.0.1:{port}", [part])
        for _ in range(ROUNDS):
            rate = _timed(lambda batches: sent(port, key, batches))
            found.setdefault("ours, over HTTP, 2 workers", []).append(rate)
    return found


def _timed(lane: Callable[[list[list[bytes]]], None]) -> float:
    batches = [[event() for _ in range(BATCH)] for _ in range(BATCHES)]
    began = time.perf_counter()
    lane(batches)
    return BATCHES * BATCH / (time.perf_counter() - began)


def event() -> bytes:
    """One event of feedback, with a name of its own."""
    number = next(NUMBERS)
    answers = {"overall": 5, "stars_skills": 4, "recommend": 9, "end_reason": "completed"}
    said = {"feedback": f"b{number}", "contract": f"c{number}", "author": f"k{number % 997}"}
    return json.dumps(
        {
            "specversion": "1.0",
            "id": f"event-{number}",
            "source": "/marketplace/eu",
            "type": "goodstanding.feedback.submitted",
            "time": "2026-06-01T12:00:00Z",
            "data": {**said, "form": "classic", "answers": answers},
        }
    ).encode()


def copied(connection: psycopg.Connection[Any], batches: list[list[bytes]]) -> None:
    """The same rows, as they would be stored, with nothing known, checked or sealed."""
    for batch in batches:
        rows = []
        for raw in batch:
            told = json.loads(raw)
            about = f"contract:{told['data']['contract']}"
            body = json.dumps(told["data"])
            rows.append(
                f"{told['source']}\t{told['id']}\t{told['type']}\t{about}\t{told['time']}\t"
                f"{told['time']}\t{body}\t\\\\x{'0' * 64}\t1\n"
            )
        with connection.cursor() as cursor, cursor.copy(COPY.encode()) as copy:
            copy.write("".join(rows))
        connection.commit()


def taken(receive: Callable[..., Any], batches: list[list[bytes]]) -> None:
    """The step, batch by batch."""
    for batch in batches:
        received = receive(batch, now_at=NOW)
        assert received.taken == len(batch), received


def sent(port: int, key: str, batches: list[list[bytes]]) -> None:
    """Over HTTP, by two clients at once."""

    def send(own: list[list[bytes]]) -> None:
        connection = HTTPConnection("127.0.0.1", port)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
        for batch in own:
            connection.request("POST", "/v1/events", b"\n".join(batch), headers)
            told = json.loads(connection.getresponse().read())
            assert told["taken"] == len(batch), told

    clients = [Thread(target=send, args=(batches[first::2],)) for first in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def page(found: dict[str, list[float]]) -> str:
    """The table of what was found."""
    floor = found["raw COPY"]
    lines = [
        "# How fast events are taken in",
        "",
        "Made by `python -m benchmarks.intake`; nothing here is written by hand. Medians of "
        f"{ROUNDS} rounds of {BATCHES} batches of {BATCH:,} events, the least and the most in "
        "brackets. Both lanes begin with JSON and end with rows that are synced to the disk. Ours "
        "also checks every member and answer, knows what came before, seals the batch into the "
        "ledger and puts down what is to be folded.",
        "",
        "| lane | events a second | of the floor |",
        "|---|--:|--:|",
    ]
    for name, rates in found.items():
        middle = statistics.median(rates)
        ratio = middle / statistics.median(floor)
        lines.append(
            f"| {name} | {middle:,.0f} ({min(rates):,.0f} to {max(rates):,.0f}) | {ratio:.2f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
