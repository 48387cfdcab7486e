"""Events come in: one, a batch, or lines; each is taken, known already, or refused by name."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import unquote

import msgspec
from django.http import HttpRequest

from goodstanding.core.words import Refusal
from goodstanding.server.api.problem import Problem, members, of_refusal
from goodstanding.server.api.route import Asked, route
from goodstanding.server.steps.close_history import close_history
from goodstanding.server.steps.receive_events import LONGEST_BATCH, Received, receive_events
from goodstanding.server.store.actor import Scope

ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
BINARY = "application/json"
MOST_EVENTS = 10_000
ATTRIBUTES = ("id", "source", "specversion", "type", "time", "subject", "receivedat")


class Refused(msgspec.Struct, frozen=True):
    """One event of a batch that was refused, by its place from 0."""

    place: int
    type: str
    title: str
    status: int
    detail: str
    cure: str


class Taken(msgspec.Struct, frozen=True):
    """What became of the events of one request."""

    taken: Annotated[int, msgspec.Meta(ge=0)]
    known: Annotated[int, msgspec.Meta(ge=0)]
    refused: list[Refused]


class Closed(msgspec.Struct, frozen=True):
    """History was said to be complete."""

    folded: Annotated[int, msgspec.Meta(ge=0)]
    state: Literal["closed"] = "closed"


@route(
    "POST",
    "/v1/events",
    Scope.EVENTS,
    Scope.HISTORY,
    takes=bytes,
    gives=Taken,
    media_types=(ONE, BATCH, LINES, BINARY),
    query=("history",),
    statuses=(400, 413, 415, 422),
)
def post_events(asked: Asked) -> Taken:
    """Take events in, durably: CloudEvents 1.0, structured, binary, in a batch, or line by line.

    What was sent before is known by its `source` and `id`. A bad event stops no other; a single one
    that is refused is a problem.
    """
    may_date = _is_history(asked)
    items = list(_items(asked.request))
    if len(items) > MOST_EVENTS:
        raise Problem(
            413, "too-many-events", f"{len(items)} events", cure=f"send at most {MOST_EVENTS}"
        )
    whole = Received()
    for begin in range(0, len(items), LONGEST_BATCH):
        some = receive_events(
            items[begin : begin + LONGEST_BATCH], now_at=asked.at, may_date=may_date
        )
        whole.taken += some.taken
        whole.known += some.known
        whole.refused |= {begin + place: refusal for place, refusal in some.refused.items()}
    if asked.request.content_type in (ONE, BINARY) and whole.refused:
        raise of_refusal(whole.refused[0])
    return Taken(
        taken=whole.taken,
        known=whole.known,
        refused=[_refused(place, refusal) for place, refusal in sorted(whole.refused.items())],
    )


@route("POST", "/v1/events/history/close", Scope.HISTORY, gives=Closed)
def post_history_closed(asked: Asked) -> Closed:
    """Say that the history sent is complete: now it is folded, and people are judged on it."""
    return Closed(folded=close_history(by=f"key:{asked.actor.name}", at=asked.at))


def _is_history(asked: Asked) -> bool:
    """Whether the events say themselves when they were known."""
    said = asked.request.GET.get("history", "false")
    if said not in ("true", "false"):
        raise Problem(422, "odd-query", f"`history` is `{said[:40]!a}`", cure="say true or false")
    if said == "true" and not asked.actor.may(Scope.HISTORY):
        raise Problem(
            403, "scope-missing", "the key has not the scope `history`", cure="use another key"
        )
    if said == "false" and not asked.actor.may(Scope.EVENTS):
        raise Problem(
            403,
            "scope-missing",
            "the key has not the scope `events`",
            cure="say ?history=true, or use another key",
        )
    return said == "true"


def _items(request: HttpRequest) -> Iterator[bytes | msgspec.Raw]:
    body = request.body
    match request.content_type:
        case "application/cloudevents-batch+json":
            yield from _many(body)
        case "application/x-ndjson":
            yield from (line for line in body.splitlines() if line.strip())
        case "application/cloudevents+json":
            yield _whole(body)
        case _:
            yield _binary(request, body)


def _many(body: bytes) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Problem(
            400, "not-json", str(wrong)[:300], cure="send a JSON array of events"
        ) from None


def _whole(body: bytes) -> bytes:
    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError as wrong:
        raise Problem(422, "odd-event", str(wrong)[:300], cure="send one JSON object") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Problem(400, "not-json", str(wrong)[:300], cure="send one JSON object") from None
    return body


def _binary(request: HttpRequest, body: bytes) -> bytes:
    """An event in binary mode: its attributes are headers, the body is its data alone."""
    told: dict[str, Any] = {}
    for name in ATTRIBUTES:
        said = request.headers.get(f"ce-{name}")
        if said is not None:
            told[name] = unquote(said)
    if not told:
        raise Problem(
            415,
            "unsupported-media-type",
            "`application/json` without the headers of an event",
            cure=f"send ce-id, ce-source, ce-specversion, ce-type and ce-time, or {ONE}",
        )
    try:
        told["data"] = msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Problem(400, "not-json", str(wrong)[:300], cure="send `data` as JSON") from None
    return msgspec.json.encode(told)


def _refused(place: int, refusal: Refusal) -> Refused:
    return Refused(
        place=place, **members(refusal.code, refusal.message, cure=refusal.cure, status=422)
    )
