"""A receiver of letters on this machine, which answers as it is told and keeps what it got."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(slots=True)
class Receiver:
    """`answers` are given in turn, the last one for ever; it waits for `may_answer` before."""

    port: int = 0
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(204, {})])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    may_answer: Event = field(default_factory=Event)
    came: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def letters(self) -> list[str]:
        """The ids of the letters it got, in the order in which they came."""
        return [headers["webhook-id"] for headers, _ in self.got]

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """What it answers."""
        self.got.append((headers, body))
        self.came.set()
        self.may_answer.wait(30)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """One that listens, and answers at once unless its `may_answer` is cleared."""
    own = Receiver()
    own.may_answer.set()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            named = {name.lower(): text for name, text in self.headers.items()}
            status, headers = own.take(named, body)
            try:
                self.send_response(status)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.send_header("content-length", "0")
                self.end_headers()
            except BrokenPipeError:
                pass  # who sent it was killed

        def log_message(self, *_: object) -> None:
            pass

    class House(ThreadingHTTPServer):
        request_queue_size = 128  # several workers send at once

    server = House(("127.0.0.1", 0), Door)
    own.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield own
    finally:
        own.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()


def is_signed(headers: dict[str, str], body: bytes, *, secret: str) -> bool:
    """The algorithm of Standard Webhooks, written out as its receivers do it."""
    told = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    key = b64decode(secret.removeprefix("whsec_"))
    wanted = b64encode(hmac.new(key, told, sha256).digest()).decode()
    versions = [each.split(",", 1) for each in headers["webhook-signature"].split(" ")]
    return any(
        version == "v1" and hmac.compare_digest(wanted, signature)
        for version, signature in versions
    )
