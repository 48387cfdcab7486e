"""A folder or a database address becomes the running service: database, worker, web and gate.

Each is a process of its own. One that dies is started again; Ctrl-C stops all, in order, and loses
nothing: what was answered is committed, and what was begun is done again.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

from goodstanding.core.words import Refusal

READY_SECONDS = 60
STOP_SECONDS = 15
Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Part:
    """One process of the service, and how often it had to be started again."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    started_at: float = field(default=0.0)

    def start(self) -> None:
        """The process, in a session of its own, so that Ctrl-C is ours to pass on.

        What a killed one left behind is ended first: its own workers would still hold the port.
        """
        self.clear()
        self.starts += 1
        self.started_at = monotonic()
        self.process = subprocess.Popen(
            self.words, env={**os.environ, **self.environment}, start_new_session=True
        )

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """It ends at once, as if by a failure of the machine."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def clear(self) -> None:
        """Nothing of it is left running."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """It is asked to end, and made to if it does not."""
        if self.process is None or not self.is_alive:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.clear()


def free_port(host: str, wanted: int | None) -> int:
    """The port that was wanted, or any that is free.

    Raises:
        Refusal: the wanted one is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted or 0))
        except OSError as wrong:
            raise Refusal(
                "port-taken",
                f"port `{wanted}` of `{host}`: {wrong.strerror}",
                cure="give another with `--port`, or none for any that is free",
            ) from None
        return int(probe.getsockname()[1])


def web(host: str, port: int, environment: Mapping[str, str], *, workers: int = 1) -> Part:
    """The web process, and by it the API."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    words += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "4"]
    words += ["--no-ws", "--log-level", "warning", "goodstanding.server.project.wsgi:application"]
    return Part(name="web", words=words, environment=environment)


def worker(environment: Mapping[str, str]) -> Part:
    """The process of time."""
    words = [sys.executable, "-m", "goodstanding.server.worker"]
    return Part(name="worker", words=words, environment=environment)


def gate(host: str, port: int, environment: Mapping[str, str]) -> Part:
    """The gate: one worker, which knows everything that it answers by heart."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    words += ["--port", str(port), "--workers", "1", "--blocking-threads", "1", "--no-ws"]
    words += ["--log-level", "warning", "goodstanding.server.gate.app:application"]
    own = {"GOODSTANDING_GATE_URL": f"http://{host}:{port}", **environment}
    return Part(name="gate", words=words, environment=own)


@contextmanager
def running(parts: Sequence[Part]) -> Iterator[None]:
    """All parts, started; stopped again in the end, the last first."""
    try:
        for part in parts:
            part.start()
        yield
    finally:
        for part in reversed(parts):
            part.stop()


def wait_until_ready(url: str, parts: Sequence[Part]) -> None:
    """Nothing, once the service says that it is ready.

    Raises:
        Refusal: a part ends, or a minute passes.
    """
    until = monotonic() + READY_SECONDS
    while monotonic() < until:
        for part in parts:
            if not part.is_alive:
                raise Refusal("part-ended", f"the {part.name} ended", cure="see what it said above")
        if _says_ready(url):
            return
        sleep(0.1)
    raise Refusal("not-ready", f"`{url}` is not ready after a minute", cure="see what was said")


def _says_ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(json.load(answer)["ready"])
    except (URLError, OSError, ValueError):
        return False


def keep_running(parts: Sequence[Part], *, say: Say) -> None:
    """Parts that die are started again, until somebody stops the service."""
    stopped = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.append(True))
    while not stopped:
        for part in parts:
            if not part.is_alive and monotonic() - part.started_at > 1:
                code = part.process.returncode if part.process else None
                say(f"the {part.name} ended with {code}; it is started again")
                part.start()
        sleep(0.2)


def secret_in(folder: Path) -> str:
    """The secret that signs sessions, made once and kept in the folder for its owner alone."""
    path = folder / "secret"
    if not path.exists():
        text = os.urandom(48).hex()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    return path.read_text().strip()
