"""What is due becomes done: a worker wakes when it is told, and by the clock, and makes its rounds.

It reads the time off the database's clock alone, so that workers on other machines agree with it.
"""

import logging
import os
import socket
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from time import monotonic

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from goodstanding.server.worker.rounds import Lanes, Round
from goodstanding.server.worker.sign import Life, show_life, withdraw
from goodstanding.server.worker.stop import Stop

TICK_SECONDS = 1.0
# Then the next round has its turn, even if this one has more to do.
BATCHES_A_TURN = 20
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
REST_SECONDS = 30.0
LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
LOGGER = logging.getLogger("goodstanding.worker")


@dataclass(slots=True, kw_only=True)
class Lane:
    """Rounds made in turn, by one thread with a connection of its own."""

    name: str
    rounds: Sequence[Round]
    stop: Stop
    tick_seconds: float = TICK_SECONDS
    life: Life = field(init=False)
    resting: dict[str, float] = field(default_factory=dict)
    has_ended_well: bool = False

    def __post_init__(self) -> None:
        self.life = Life(name=f"{socket.gethostname()}:{os.getpid()}:{self.name}")

    def run(self) -> None:
        """Makes rounds until it is asked to stop; a lost database is waited for.

        Should it end by a failure of its own, all stop: half a worker looks like a whole one.
        """
        try:
            self._live()
        finally:
            self.stop.ask()

    def _live(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self.stop.is_asked:
            turns = self.life.turns
            try:
                self._work()
            except LOST as lost:
                if self.life.turns > turns:
                    pause = FIRST_PAUSE_SECONDS
                LOGGER.warning(
                    "lane %s: database lost, waiting: %s", self.name, type(lost).__name__
                )
                connection.close()
                self.stop.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        self._leave()
        self.has_ended_well = True

    def _work(self) -> None:
        with closing(_listener()) as listener:
            while not self.stop.is_asked:
                is_busy = self._turn()
                show_life(self.life, at=_now())
                if not is_busy:
                    self._wait(listener)

    def _wait(self, listener: psycopg.Connection) -> None:
        """Until something is due, or a tick is over; what was told is heard once."""
        self.stop.wait(self.tick_seconds, listener)
        for _ in listener.notifies(timeout=0):
            pass

    def _turn(self) -> bool:
        """Whether any round has more to do."""
        is_busy = False
        for each in self.rounds:
            is_busy |= self._make(each)
        self.life.turns += 1
        return is_busy

    def _make(self, each: Round) -> bool:
        if self.resting.get(each.name, 0) > monotonic():
            return False
        try:
            for _ in range(BATCHES_A_TURN):
                if self.stop.is_asked or not each.make(_now()):
                    return False
        except LOST:
            raise
        except Exception as failure:
            # A round that fails is no reason for the others to stop; it rests, and is told of.
            LOGGER.exception("round %s failed", each.name)
            self._rest(each, failure)
            return False
        return True

    def _rest(self, each: Round, failure: Exception) -> None:
        if connection.needs_rollback or connection.in_atomic_block:
            connection.close()
        self.life.failures += 1
        self.life.last_failure = f"{each.name}: {type(failure).__name__}"
        self.resting[each.name] = monotonic() + REST_SECONDS

    def _leave(self) -> None:
        try:
            withdraw(self.life)
        except DatabaseError:
            LOGGER.warning("lane %s: its sign of life stays, the database is away", self.name)
        connection.close()


def work(stop: Stop, *, lanes: Lanes, tick_seconds: float = TICK_SECONDS) -> bool:
    """Makes all rounds of all lanes until it is asked to stop, and then ends what it is at.

    False if a lane ended by itself, by a failure of its own; its traceback is on stderr.
    """
    own = [
        Lane(name=name, rounds=rounds, stop=stop, tick_seconds=tick_seconds)
        for name, rounds in lanes.items()
    ]
    threads = [Thread(target=lane.run, name=f"lane {lane.name}") for lane in own]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return all(lane.has_ended_well for lane in own)


def _listener() -> psycopg.Connection:
    """A connection of its own that hears what is due."""
    asked = connection.get_connection_params()
    listed = {name: asked[name] for name in asked if name not in {"cursor_factory", "context"}}
    listener = psycopg.connect(**listed, autocommit=True)
    listener.execute("LISTEN due")
    return listener


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
