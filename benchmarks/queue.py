"""Ways of handing out what is due become jobs a second, each drained by one worker, in one run.

    python -m benchmarks.queue docs/benchmarks/queue.md [--peer PYTHON]

PostgreSQL is the embedded one, with every commit on disk. The jobs do nothing, so that only the
queue is measured. PYTHON has procrastinate; without it that lane is left out.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

from benchmarks.machine import machine
from goodstanding.server.project.embedded import Cluster, cluster_in, start, stop

ROUNDS = 3
FILL = "INSERT INTO due (kind, key) SELECT 'fold', 'contract:' || n FROM generate_series(1, %s) n"
LEASES = """
CREATE TABLE lease (id bigserial PRIMARY KEY, key text, due_at timestamptz DEFAULT now(),
                    leased_until_at timestamptz);
CREATE INDEX lease_next ON lease (due_at, id);
"""
FILL_LEASES = "INSERT INTO lease (key) SELECT 'contract:' || n FROM generate_series(1, %s) n"
TAKE_LEASES = """
UPDATE lease SET leased_until_at = now() + interval '1 minute' WHERE id IN (
  SELECT id FROM lease
  WHERE due_at <= now() AND (leased_until_at IS NULL OR leased_until_at < now())
  ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id
"""
Drain = Callable[[int], float]


def drained_by_rows(count: int, *, batch: int) -> float:
    """Seconds for our own way: rows taken under their locks, deleted as the batch commits."""
    transaction = import_module("django.db.transaction")
    due = import_module("goodstanding.server.store.due")
    connection = import_module("django.db").connection
    with connection.cursor() as cursor:
        cursor.execute(FILL, [count])
        cursor.execute("ANALYZE due")
    begun, done = perf_counter(), 0
    while done < count:
        with transaction.atomic():
            done += len(due.take(due.Kind.FOLD, at=datetime.now(UTC), limit=batch))
    return perf_counter() - begun


def drained_by_leases(url: str, count: int, *, batch: int) -> float:
    """Seconds for a table of leases: each batch taken in one transaction, each job ended in one."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE lease")
        connection.execute(FILL_LEASES, [count])
        connection.execute("ANALYZE lease")
        begun = perf_counter()
        while rows := connection.execute(TAKE_LEASES, [batch]).fetchall():
            for row in rows:
                connection.execute("DELETE FROM lease WHERE id = %s", row)
        return perf_counter() - begun


def drained_by_procrastinate(url: str, count: int, *, python: str) -> float:
    """Seconds for procrastinate, whose worker does twenty jobs at once."""
    # Without its own folder in the path, where this very file would hide a module of Python's.
    command = [python, "-P", str(Path(__file__).with_name("queue_peer.py")), url, str(count)]
    asked = subprocess.run(command, capture_output=True, text=True, check=True, env={})
    return float(asked.stdout.split()[-1])


def lanes_of(url: str, peer: str | None) -> dict[str, tuple[int, Drain]]:
    """How many jobs each lane gets, and how it drains them."""
    lanes: dict[str, tuple[int, Drain]] = {
        "rows under their locks, 500 a transaction": (
            50_000,
            lambda count: drained_by_rows(count, batch=500),
        ),
        "rows under their locks, 20 a transaction": (
            10_000,
            lambda count: drained_by_rows(count, batch=20),
        ),
        "rows under their locks, one by one": (
            2_000,
            lambda count: drained_by_rows(count, batch=1),
        ),
        "table of leases, 20 taken at once": (
            2_000,
            lambda count: drained_by_leases(url, count, batch=20),
        ),
        "table of leases, one by one": (
            2_000,
            lambda count: drained_by_leases(url, count, batch=1),
        ),
    }
    if peer:
        lanes["procrastinate, 20 at once"] = (
            2_000,
            lambda count: drained_by_procrastinate(url, count, python=peer),
        )
    return lanes


def measured(cluster: Cluster, peer: str | None) -> dict[str, list[float]]:
    """Jobs a second of each lane in each round."""
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(LEASES)
    rates: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for lane, (count, drain) in lanes_of(cluster.url, peer).items():
            rates.setdefault(lane, []).append(count / drain(count))
    return rates


def page_of(rates: dict[str, list[float]]) -> str:
    """The page with all figures."""
    ours = median(next(iter(rates.values())))
    rows = "\n".join(
        f"| {lane} | {median(each):,.0f} | {min(each):,.0f} to {max(each):,.0f} "
        f"| {median(each) / ours:.3f} |"
        for lane, each in rates.items()
    )
    told = "; ".join(f"{name} {value}" for name, value in machine().items())
    return f"""# What hands out the work that is due

One worker drains jobs that do nothing, from the embedded PostgreSQL with every commit on
disk; {ROUNDS} rounds, in turn, in one run. What varies most is how fast the disk confirms a commit.

| way | jobs/s, median | least to most | ratio to the first |
|---|---|---|---|
{rows}

Who does all that is due in one transaction needs no lease: the rows are locked as long as it lasts
and gone when it commits, and a killed worker's locks end with its connection. What makes it fast is
the batch: one by one it was slower than a table of leases. Folding and judging come in
batches. Letters do not: sending takes seconds, during which nothing should be locked, so deliveries
have leases that end by themselves. A library of jobs is made for jobs of all kinds, one by one;
what is due here is of few kinds and comes in thousands.

Made by `python -m benchmarks.queue docs/benchmarks/queue.md --peer PYTHON` on: {told}.
"""


def main(words: Sequence[str]) -> None:
    """Writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--peer", help="a Python that has procrastinate")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="gs-queue-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        cluster = cluster_in(Path(folder))
        start(cluster)
        os.environ["DATABASE_URL"] = cluster.url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.server.project.settings")
        try:
            rates = measured(cluster, asked.peer)
        finally:
            import_module("django.db").connections.close_all()
            stop(cluster)
    asked.page.parent.mkdir(parents=True, exist_ok=True)
    asked.page.write_text(page_of(rates), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
