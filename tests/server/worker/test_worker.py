"""A worker wakes when something is due, survives what fails, and stops when it is asked."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import psycopg
import pytest
from django.db import OperationalError, connection

from goodstanding.server.outbox.endpoint import add_endpoint
from goodstanding.server.outbox.letter import write, write_all
from goodstanding.server.steps.entering import enter
from goodstanding.server.store.ledger_export import check_tables
from goodstanding.server.store.models import Letter, LetterDelivery, WorkerSign
from goodstanding.server.store.signing import signer_in
from goodstanding.server.worker.loop import work
from goodstanding.server.worker.rounds import Round
from goodstanding.server.worker.stop import Stop
from tests.server.outbox.receiver import Receiver, receiver

pytestmark = pytest.mark.usefixtures("database_url")


@contextmanager
def working(*rounds: Round, tick_seconds: float = 0.1) -> Iterator[Stop]:
    """A worker in a thread; it has stopped when this ends."""
    stop = Stop()
    thread = Thread(
        target=work, args=(stop,), kwargs={"lanes": {"only": rounds}, "tick_seconds": tick_seconds}
    )
    thread.start()
    try:
        yield stop
    finally:
        stop.ask()
        thread.join(20)
        assert not thread.is_alive()


def comes_true(truth: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Whether it comes true within that time."""
    until = monotonic() + seconds
    while monotonic() < until:
        if truth():
            return True
        sleep(0.02)
    return False


def counted(counts: list[datetime]) -> Round:
    """A round that notes when it was made, and never has more to do."""

    def make(at: datetime) -> int:
        counts.append(at)
        return 0

    return Round(name="counted", make=make)


def test_a_worker_wakes_when_something_is_due_long_before_its_tick() -> None:
    made: list[datetime] = []
    with working(counted(made), tick_seconds=60):
        assert comes_true(lambda: len(made) == 1)
        sleep(0.3)
        asked = monotonic()

        write("case.opened", {})

        assert comes_true(lambda: len(made) >= 2, seconds=5)
        assert monotonic() - asked < 1


def test_a_worker_wakes_by_the_clock() -> None:
    made: list[datetime] = []
    with working(counted(made), tick_seconds=0.05):
        assert comes_true(lambda: len(made) >= 5)


def test_a_round_is_made_again_while_there_is_more_and_others_have_their_turn() -> None:
    left, order = [30], []

    def many(_at: datetime) -> int:
        order.append("many")
        left[0] -= 1
        return max(left[0], 0)

    def few(_at: datetime) -> int:
        order.append("few")
        return 0

    with working(Round(name="many", make=many), Round(name="few", make=few), tick_seconds=60):
        assert comes_true(lambda: left[0] == 0)

    assert order[:22] == ["many"] * 20 + ["few", "many"]


def test_a_round_that_fails_stops_no_other_and_is_told_of() -> None:
    made: list[datetime] = []

    def fails(_at: datetime) -> int:
        raise ValueError

    with working(Round(name="fails", make=fails), counted(made), tick_seconds=0.05):
        assert comes_true(lambda: len(made) >= 5)
        sign = WorkerSign.objects.get()

    assert (sign.failures, sign.last_failure) == (1, "fails: ValueError")
    assert WorkerSign.objects.count() == 0


def test_a_worker_survives_a_lost_database(database_url: str) -> None:
    made: list[datetime] = []
    with working(counted(made), tick_seconds=0.05):
        assert comes_true(lambda: len(made) >= 2)
        with psycopg.connect(database_url, autocommit=True) as other:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        before = len(made)

        assert comes_true(lambda: len(made) >= before + 3)
    connection.close()


def test_a_database_that_stays_away_is_waited_for_longer_and_longer() -> None:
    tried: list[float] = []

    def lost(_at: datetime) -> int:
        tried.append(monotonic())
        raise OperationalError

    with working(Round(name="lost", make=lost), tick_seconds=0.01):
        assert comes_true(lambda: len(tried) == 3)

    assert tried[1] - tried[0] >= 0.5
    assert tried[2] - tried[1] >= 1


@contextmanager
def process(database_url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as it is run, in a process of its own."""
    told = {
        "DATABASE_URL": database_url,
        "GOODSTANDING_LEDGER_KEY_FILE": str(folder / "ledger.key"),
        "GOODSTANDING_WEBHOOKS_LOOPBACK": "yes",
    }
    command = [sys.executable, "-m", "goodstanding.server.worker"]
    own = subprocess.Popen(command, env={**os.environ, **told}, stderr=subprocess.DEVNULL)
    try:
        yield own
    finally:
        own.kill()
        own.wait()


@pytest.fixture
def market() -> Iterator[Receiver]:
    with receiver() as own:
        yield own


def test_a_worker_process_seals_spreads_delivers_and_stops_when_asked(
    database_url: str, market: Receiver, tmp_path: Path
) -> None:
    add_endpoint("market", market.url, topics=["*"], allow_loopback=True)
    enter("step", {}, at=datetime.now(UTC))
    write("case.opened", {"case": "k1"})
    signer = signer_in(tmp_path / "ledger.key")
    keys = {signer.key_id: signer.key.public_key()}

    with process(database_url, tmp_path) as own:
        assert market.came.wait(30)
        assert comes_true(lambda: check_tables(keys).checkpoints == 1)
        assert comes_true(lambda: LetterDelivery.objects.exclude(delivered_at=None).count() == 1)
        assert comes_true(lambda: WorkerSign.objects.count() == 3)
        own.send_signal(signal.SIGTERM)

        assert own.wait(20) == 0

    assert WorkerSign.objects.count() == 0


def test_workers_killed_in_the_middle_lose_nothing_and_break_no_chain(
    database_url: str, market: Receiver, tmp_path: Path
) -> None:
    add_endpoint("market", market.url, topics=["*"], allow_loopback=True)
    signer = signer_in(tmp_path / "ledger.key")
    for part in range(3):
        with process(database_url, tmp_path) as first, process(database_url, tmp_path) as second:
            for number in range(20):
                enter("step", {"part": part, "number": number}, at=datetime.now(UTC))
                write_all([("case.opened", {"n": n}) for n in range(10)])
            assert comes_true(lambda part=part: len(set(market.letters)) > part * 200 + 20)
            first.kill()
            second.kill()
    # A lease of the dead would have to be waited for.
    LetterDelivery.objects.filter(delivered_at=None).update(leased_until_at=None)

    with process(database_url, tmp_path):
        assert comes_true(lambda: Letter.objects.filter(spread_at=None).count() == 0)
        assert comes_true(lambda: LetterDelivery.objects.filter(delivered_at=None).count() == 0)
        whole = {signer.key_id: signer.key.public_key()}
        assert comes_true(lambda: check_tables(whole).entries == 60)

    assert len(set(market.letters)) == 600
