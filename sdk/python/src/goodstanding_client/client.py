"""Events go out, and what follows from them comes back, over the published API alone."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self
from urllib.parse import quote
from uuid import uuid4

import httpx

BATCH = 1000
TRIES = 6
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 20.0
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
Event = Mapping[str, Any]


class Refused(Exception):
    """The service says no: which, where, and what would cure it."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("type", "")).rpartition(":")[2]
        self.detail = str(problem.get("detail", ""))
        self.cure = str(problem.get("cure", ""))
        super().__init__(f"{status} {self.code}: {self.detail}; {self.cure}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of events: taken, known already, and refused ones by their place."""

    taken: int
    known: int
    refused: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands: `access` is `normal` or `restricted`."""

    subject: str
    access: str
    restrictions: Sequence[Mapping[str, Any]]
    rung: str | None


class Client:
    """A program's connection to the service; use it as a context, or close it.

    `wait` sleeps between tries, in seconds; tests give their own.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str,
        gate_url: str | None = None,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = time.sleep,
        timeout_seconds: float = 30.0,
    ) -> None:
        self._gate_url = (gate_url or url).rstrip("/")
        self._wait = wait
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}", "User-Agent": "goodstanding-client/0.1"},
            transport=transport,
            timeout=timeout_seconds,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._http.close()

    def send(self, events: Iterable[Event], *, history: bool = False) -> Sent:
        """The events, a thousand at a time; sending one again does nothing.

        Raises:
            Refused: a whole batch is.
        """
        taken = known = begin = 0
        refused: dict[int, Mapping[str, Any]] = {}
        rest = iter(events)
        while batch := list(islice(rest, BATCH)):
            told = self._asked(
                "POST",
                "/v1/events",
                json=batch,
                params={"history": "true"} if history else None,
                headers={"Content-Type": "application/cloudevents-batch+json"},
            ).json()
            taken += told["taken"]
            known += told["known"]
            refused |= {begin + each["place"]: each for each in told["refused"]}
            begin += len(batch)
        return Sent(taken=taken, known=known, refused=refused)

    def close_history(self) -> int:
        """How much is folded, now that the history sent is complete."""
        return int(self._asked("POST", "/v1/events/history/close").json()["folded"])

    def standing(self, subject: str) -> Standing:
        """How somebody stands.

        Raises:
            Refused: nobody is called so, or the key may not know.
        """
        told = self._asked("GET", f"/v1/subjects/{quote(subject, safe='')}/standing").json()
        return Standing(
            subject=told["subject"],
            access=told["access"],
            restrictions=told["restrictions"],
            rung=told["rung"],
        )

    def verdicts(self, subject: str) -> Iterator[Mapping[str, Any]]:
        """The verdicts on somebody, the latest first, page by page."""
        return self._pages(f"/v1/subjects/{quote(subject, safe='')}/verdicts", "verdicts")

    def restrictions(self) -> Iterator[Mapping[str, Any]]:
        """All that anybody may not do now, page by page."""
        return self._pages("/v1/restrictions", "restrictions")

    def changes(self, after: int) -> tuple[int, Sequence[Mapping[str, Any]]]:
        """Whose standing changed since that number, with all that they may not do; and the next."""
        told = self._asked(
            "GET", "/v1/restrictions/changes", params={"after": after, "limit": 1000}
        ).json()
        return int(told["next"]), told["changes"]

    def may(self, subject: str, action: str, *, kind: str = "freelancer") -> bool:
        """Whether the gate says yes."""
        question = {
            "subject": {"type": kind, "id": subject},
            "action": {"name": action},
            "resource": {"type": "marketplace", "id": "any"},
        }
        told = self._asked("POST", f"{self._gate_url}/access/v1/evaluation", json=question)
        return bool(told.json()["decision"])

    def make_key(self, title: str, scopes: Sequence[str]) -> tuple[str, str]:
        """A key's name and its secret, told this once."""
        told = self._asked("POST", "/v1/keys", json={"title": title, "scopes": list(scopes)}).json()
        return told["name"], told["key"]

    def add_webhook(self, name: str, url: str, topics: Sequence[str]) -> str:
        """The secret that signs the letters that go there from now on."""
        wanted = {"name": name, "url": url, "topics": list(topics)}
        return str(self._asked("POST", "/v1/webhooks", json=wanted).json()["secret"])

    def _pages(self, path: str, name: str) -> Iterator[Mapping[str, Any]]:
        address: str | None = f"{path}?limit=1000"
        while address is not None:
            answer = self._asked("GET", address)
            yield from answer.json()[name]
            address = answer.links.get("next", {}).get("url")

    def _asked(self, method: str, address: str, **said: Any) -> httpx.Response:
        """The answer; asked again while that may help, under one Idempotency-Key."""
        headers = dict(said.pop("headers", {}))
        if method == "POST":
            headers["Idempotency-Key"] = f'"{uuid4()}"'
        pause = FIRST_PAUSE_SECONDS
        for left in reversed(range(TRIES)):
            answer: httpx.Response | None = None
            try:
                answer = self._http.request(method, address, headers=headers, **said)
            except httpx.TransportError:
                if not left:
                    raise
            if answer is not None and (answer.status_code not in AGAIN or not left):
                return _good(answer)
            if answer is not None and _is_final(answer):
                return _good(answer)
            self._wait(max(_asked_for(answer), pause * random.uniform(0.5, 1.0)))
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        raise AssertionError("the last try is answered or raised")


def _is_final(answer: httpx.Response) -> bool:
    """A conflict that no waiting cures."""
    return answer.status_code == httpx.codes.CONFLICT and "still-being" not in answer.text


def _asked_for(answer: httpx.Response | None) -> float:
    said = "" if answer is None else answer.headers.get("Retry-After", "")
    return float(said) if said.isdigit() else 0.0


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        problem = answer.json()
    except ValueError:
        problem = {"detail": answer.text[:200]}
    raise Refused(answer.status_code, problem if isinstance(problem, dict) else {})


def _quoted(name: str) -> str:
    return quote(name, safe="")
