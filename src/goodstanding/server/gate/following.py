"""A thread of its own keeps the gate's knowledge fresh: read whole once, then told of each change.

It listens, and looks from time to time whether it has missed anything. While the database is away
what is known stays, grows old, and says so; when it is back, all is read again.
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from time import monotonic

import psycopg

from goodstanding.server.gate.roster import NEVER, Denial, Roster

LOGGER = logging.getLogger("goodstanding.gate")
LOOK_SECONDS = 1.0
KEYS_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 10.0
ROWS = f"""
SELECT restriction.subject, capability,
  (extract(epoch FROM lower(during)) * 1000000)::bigint,
  coalesce((extract(epoch FROM upper(during)) * 1000000)::bigint, {NEVER}),
  decision.name
FROM restriction JOIN decision ON decision.id = decision_id
"""
WHOLE = f"COPY ({ROWS} WHERE upper_inf(during) OR upper(during) > now()) TO STDOUT (FORMAT csv)"
OF_ONE = f"{ROWS} WHERE restriction.subject = ANY(%s)"
LAST = "SELECT coalesce(max(id), 0) FROM standing_change"
SINCE = "SELECT DISTINCT subject FROM standing_change WHERE id > %s"
KEYS = "SELECT digest, ends_at FROM api_key WHERE 'gate' = ANY(scopes)"
ACCOUNTS = "SELECT name FROM account WHERE name > %s ORDER BY name LIMIT 1000"
# A change is numbered before it commits: look this many behind the last one again.
OVERLAP = 1000


@dataclass(slots=True)
class Follower:
    """What is known, and since when; read by the gate, written by the one thread."""

    url: str
    roster: Roster | None = None
    keys: dict[bytes, datetime | None] = field(default_factory=dict)
    known_at: float = float("-inf")
    stop: Event = field(default_factory=Event)
    thread: Thread | None = None

    def start(self, *, wait: float = 0.0) -> None:
        """Begin to follow; wait so many seconds at most for the first knowledge."""
        self.thread = Thread(target=self._follow, name="follower", daemon=True)
        self.thread.start()
        until = monotonic() + wait
        while self.roster is None and monotonic() < until:
            self.stop.wait(0.005)

    def end(self) -> None:
        """Follow no longer."""
        self.stop.set()
        if self.thread is not None:
            self.thread.join(5)

    @property
    def age(self) -> float:
        """Seconds since what is known was known to be all; endless before it was read."""
        return monotonic() - self.known_at

    def accounts(self, after: str) -> Iterator[str]:
        """Accounts by name, asked of the database as they are needed."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=3) as connection:
            last = after
            while rows := connection.execute(ACCOUNTS, [last]).fetchall():
                yield from (name for (name,) in rows)
                last = rows[-1][0]

    def _follow(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self.stop.is_set():
            began = monotonic()
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
                    self._live(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError) as wrong:
                LOGGER.warning("the database is away: %s", str(wrong).partition("\n")[0])
            if monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self.stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _live(self, connection: psycopg.Connection) -> None:
        # Listening comes first, so that nothing is told between reading and listening.
        connection.execute("LISTEN standing")
        (last,) = connection.execute(LAST).fetchone() or (0,)
        with connection.cursor() as cursor, cursor.copy(WHOLE.encode()) as rows:
            text = b"".join(bytes(block) for block in rows)
        read_at = monotonic()
        self.roster = Roster.of_csv(text)
        self._read_keys(connection)
        self.known_at = read_at
        keys_at = monotonic()
        while not self.stop.is_set():
            told = connection.notifies(timeout=LOOK_SECONDS, stop_after=1)
            subjects = {each.payload for each in told}
            looked_at = monotonic()
            subjects |= (
                {name for (name,) in connection.execute(SINCE, [last - OVERLAP])}
                if (newest := self._newest(connection)) > last
                else set()
            )
            last = max(last, newest)
            if subjects:
                self._read(connection, subjects)
            if looked_at - keys_at > KEYS_SECONDS:
                self._read_keys(connection)
                keys_at = looked_at
            self.known_at = looked_at

    def _newest(self, connection: psycopg.Connection) -> int:
        (newest,) = connection.execute(LAST).fetchone() or (0,)
        return int(newest)

    def _read(self, connection: psycopg.Connection, subjects: set[str]) -> None:
        assert self.roster is not None
        found: dict[str, list[Denial]] = {subject: [] for subject in subjects}
        for subject, *row in connection.execute(OF_ONE, [sorted(subjects)]):
            found[subject].append(Denial(*row))
        for subject, denials in found.items():
            self.roster.replace(subject, denials)

    def _read_keys(self, connection: psycopg.Connection) -> None:
        self.keys = {bytes(digest): ends_at for digest, ends_at in connection.execute(KEYS)}


def digest_of(secret: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).digest()
