"""The gate as a WSGI application of its own: no framework, no database on the path.

Settings, from the environment: `DATABASE_URL`; `GOODSTANDING_URL`, for links; and
`GOODSTANDING_GATE_URL` (its own address), `_GATE_STALE_SECONDS` (60), `_GATE_WHEN_STALE`
(`open` or `closed`), `_GATE_KEYS` (`required` or `none`), `_GATE_FIXTURE` (a file to decide by).
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from goodstanding.server.gate import protocol
from goodstanding.server.gate.fixture import fixture_in
from goodstanding.server.gate.following import Follower, digest_of
from goodstanding.server.gate.marketplace import Marketplace
from goodstanding.server.gate.question import Decider

Start = Callable[..., Any]
LONGEST_BODY_BYTES = 2**20
REQUEST_ID = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
JSON = "application/json"
DOORS: Mapping[str, Callable[[bytes, Decider], bytes]] = {
    "/access/v1/evaluation": protocol.evaluation,
    "/access/v1/evaluations": protocol.evaluations,
    "/access/v1/search/subject": lambda body, decider: protocol.search("subject", body, decider),
    "/access/v1/search/resource": lambda body, decider: protocol.search("resource", body, decider),
    "/access/v1/search/action": lambda body, decider: protocol.search("action", body, decider),
}
Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Gate:
    """The application: what decides, who may ask, and what it tells of itself."""

    decider: Decider
    url: str
    follower: Follower | None = None
    keys_required: bool = True
    stale_after: float = 60.0

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        """One request, answered."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        headers: Headers = [("Content-Type", JSON)]
        name = environ.get("HTTP_X_REQUEST_ID")
        if name is not None and REQUEST_ID.fullmatch(name):
            headers.append(("X-Request-ID", name))
        door = DOORS.get(path)
        if door is None:
            status, body = self._elsewhere(path, method)
        elif method != "POST":
            headers.append(("Allow", "POST"))
            status, body = "405 Method Not Allowed", _error("ask by POST")
        else:
            status, body = self._asked(door, environ, headers)
        headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return (body,)

    def _asked(
        self,
        door: Callable[[bytes, Decider], bytes],
        environ: Mapping[str, Any],
        headers: Headers,
    ) -> tuple[str, bytes]:
        if self.keys_required and not self._is_known(environ.get("HTTP_AUTHORIZATION", "")):
            headers.append(("WWW-Authenticate", 'Bearer realm="goodstanding gate"'))
            return "401 Unauthorized", _error("send `Authorization: Bearer KEY`")
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != JSON:
            return "400 Bad Request", _error(f"send `Content-Type: {JSON}`")
        size = environ.get("CONTENT_LENGTH") or "0"
        if not size.isdigit() or int(size) > LONGEST_BODY_BYTES:
            return "413 Content Too Large", _error("the body is longer than 1 MiB")
        if self.follower is not None:
            headers.append(("Goodstanding-Knowledge-Age", _told(self.follower.age)))
        try:
            return "200 OK", door(environ["wsgi.input"].read(int(size)), self.decider)
        except protocol.BadRequest as wrong:
            return "400 Bad Request", _error(str(wrong))

    def _is_known(self, said: str) -> bool:
        scheme, _, secret = said.partition(" ")
        if scheme.lower() != "bearer" or self.follower is None:
            return False
        keys = self.follower.keys
        digest = digest_of(secret.strip())
        if digest not in keys:
            return False
        ends_at = keys[digest]
        return ends_at is None or datetime.now(UTC) < ends_at

    def _elsewhere(self, path: str, method: str) -> tuple[str, bytes]:
        if method not in ("GET", "HEAD"):
            return "404 Not Found", _error("nothing is at that address")
        if path == "/.well-known/authzen-configuration":
            return "200 OK", protocol.metadata(self.url)
        if path == "/healthz":
            return "200 OK", b'{"alive":true}'
        if path == "/readyz":
            return self._ready()
        return "404 Not Found", _error("nothing is at that address")

    def _ready(self) -> tuple[str, bytes]:
        if self.follower is None:
            return "200 OK", b'{"ready":true}'
        roster, age = self.follower.roster, self.follower.age
        is_stale = age > self.stale_after
        told = {
            "ready": roster is not None,
            "stale": is_stale,
            "knowledge_age_seconds": None if roster is None else round(age, 3),
            "people_restricted": None if roster is None else len(roster),
        }
        status = "503 Service Unavailable" if roster is None else "200 OK"
        return status, json.dumps(told).encode()


def _told(age: float) -> str:
    return "unknown" if age == float("inf") else f"{age:.3f}"


def _error(message: str) -> bytes:
    return json.dumps({"error": message}).encode()


def gate_of(environment: Mapping[str, str]) -> Gate:
    """The gate that the environment asks for, following the database, if it decides by that.

    Raises:
        Refusal: the fixture is none.
    """
    url = environment.get("GOODSTANDING_GATE_URL", "http://localhost:8001").rstrip("/")
    wants_keys = environment.get("GOODSTANDING_GATE_KEYS", "required") != "none"
    fixture = environment.get("GOODSTANDING_GATE_FIXTURE")
    stale_after = float(environment.get("GOODSTANDING_GATE_STALE_SECONDS", "60"))
    follower = None
    if "DATABASE_URL" in environment:
        follower = Follower(environment["DATABASE_URL"])
        follower.start(wait=1.0)
    if fixture:
        return Gate(fixture_in(Path(fixture)), url, follower, keys_required=wants_keys)
    known = follower or Follower("")
    decider = Marketplace(
        lambda: known.roster,
        lambda: known.age,
        url=environment.get("GOODSTANDING_URL", "http://localhost:8000"),
        stale_after=stale_after,
        is_open=environment.get("GOODSTANDING_GATE_WHEN_STALE", "open") != "closed",
        directory=known.accounts,
    )
    return Gate(decider, url, known, keys_required=wants_keys, stale_after=stale_after)


def application(environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
    """The gate as any WSGI server runs it; made with the first request, or by `preload`."""
    return _whole()(environ, start)


_made: list[Gate] = []


def _whole() -> Gate:
    if not _made:
        _made.append(gate_of(os.environ))
    return _made[0]
