"""The bytes of one event become what it tells, or a refusal that names it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from goodstanding.core.feedback.form import Form, Kind, check_answers
from goodstanding.core.feedback.forms import FORMS
from goodstanding.core.words import Refusal, did_you_mean, told_instant
from goodstanding.server.steps import event_types as types
from goodstanding.server.store.event_digest import WRITER, digest_of_event

EARLIEST_AT = datetime(1990, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=5)
_ENVELOPE = msgspec.json.Decoder(types.CloudEvent)
_SAID = {name: msgspec.json.Decoder(kind) for name, kind in types.TYPES.items()}
_FORMS = {each.name: tuple(form for form in FORMS if form.name == each.name) for each in FORMS}
_WORDS = frozenset(item.name for form in FORMS for item in form.items if item.kind is Kind.WORDS)
JSON = frozenset({None, "application/json", "text/json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One event, checked. `body` is canonical JSON without anybody's words; those are in `words`.

    `digest` is of all but the words, so that the same event sent again is known as the same.
    """

    source: str
    event_id: str
    type: str
    about: str
    happened_at: datetime
    received_at: datetime
    body: str
    words: dict[str, str]
    digest: bytes


def taken(raw: bytes | msgspec.Raw, *, now_at: datetime, may_date: bool = False) -> Taken:
    """The event, once it can be believed to be one.

    Its instant lies between 1990 and a few minutes from now. Only who `may_date` says in
    `receivedat` when something was known; for everybody else that is now.

    Raises:
        Refusal: it is no CloudEvent, of an unknown type, or what it tells is not as its type says.
    """
    event, said = _decoded(raw)
    happened_at = _instant("time", event.time, until_at=now_at + CLOCKS_DIFFER)
    body, words = _apart(said)
    written = WRITER.encode(body)
    return Taken(
        source=event.source,
        event_id=event.id,
        type=event.type,
        about=about_of(body),
        happened_at=happened_at,
        received_at=_received_at(event, happened_at, now_at=now_at, may_date=may_date),
        body=written.decode(),
        words=words,
        digest=digest_of_event(
            event.source, event.id, event.type, happened_at=happened_at, body=written
        ),
    )


def about_of(body: dict[str, Any]) -> str:
    """What the event is folded with: its contract, or its account; a complaint with itself."""
    if "complaint" in body:
        return f"complaint:{body['complaint']}"
    if "contract" in body:
        return f"contract:{body['contract']}"
    return f"account:{body['account']}"


def _decoded(raw: bytes | msgspec.Raw) -> tuple[types.CloudEvent, types.Told]:
    try:
        event = _ENVELOPE.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise _odd("odd-event", wrong) from None
    decoder = _SAID.get(event.type)
    if decoder is None:
        raise Refusal(
            "unknown-event-type",
            f"`type` is `{event.type[:100]}`",
            cure=did_you_mean(event.type, _SAID),
        )
    if event.datacontenttype not in JSON:
        raise Refusal(
            "data-not-json",
            f"`datacontenttype` is `{event.datacontenttype}`",
            cure="send `data` as JSON",
        )
    try:
        said = decoder.decode(event.data)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise _odd("odd-data", wrong) from None
    for name in ("id", "source"):
        _require_text(name, getattr(event, name))
    return event, said


def _odd(code: str, wrong: Exception) -> Refusal:
    told = str(wrong).replace("`$.", "`")
    return Refusal(
        code,
        f"it cannot be read: {told[:300]}",
        cure="docs/reference/events.md tells what each type of event holds",
    )


def _apart(said: types.Told) -> tuple[dict[str, Any], dict[str, str]]:
    """What it tells without anybody's words, and the words by name."""
    body = {
        name: value
        for name, value in msgspec.structs.asdict(said).items()
        if value is not None or name == "belongs_to"
    }
    for name, value in body.items():
        if isinstance(value, str):
            _require_text(name, value)
    words: dict[str, str] = {}
    if isinstance(said, types.FeedbackSubmitted | types.FeedbackEdited):
        _require_answers(said)
        words = {name: str(text) for name, text in said.answers.items() if name in _WORDS}
        body["answers"] = {n: each for n, each in said.answers.items() if n not in words}
    elif isinstance(said, types.ComplaintMade):
        words = {"words": said.words, "says": said.claim.says}
        del body["words"]
        body["claim"] = {"id": said.claim.id, "kind": said.claim.kind}
        for reference in (said.claim.id, *said.attachments):
            _require_text("attachment", reference)
    for name, text in words.items():
        _require_no_nul(name, text)
    return body, words


def _require_answers(said: types.FeedbackSubmitted | types.FeedbackEdited) -> None:
    """Every answer fits a question of the form; whose form it is shows with the contract."""
    forms: tuple[Form, ...] = FORMS
    if isinstance(said, types.FeedbackSubmitted):
        forms = _FORMS.get(said.form, ())
        if not forms:
            raise Refusal(
                "unknown-form", f"`form` is `{said.form}`", cure=did_you_mean(said.form, _FORMS)
            )
    first: Refusal | None = None
    for form in forms:
        try:
            return check_answers(form, said.answers)
        except Refusal as refusal:
            first = first or refusal
    assert first is not None
    raise first


def _require_text(name: str, text: str) -> None:
    if not text.isprintable() or text != text.strip():
        raise Refusal(
            "odd-text",
            f"`{name}` is `{text[:60]!a}`",
            cure="give it without control characters, and without white space at its edges",
        )


def _require_no_nul(name: str, text: str) -> None:
    if "\0" in text:
        raise Refusal("nul-in-words", f"`{name}` holds a NUL character", cure="take it out")


def _instant(name: str, value: datetime, *, until_at: datetime) -> datetime:
    if value.tzinfo is None:
        raise Refusal(
            "instant-without-zone",
            f"`{name}` is `{value.isoformat()}`, which has no time zone",
            cure="end it with `Z`, or with an offset such as `+02:00`",
        )
    try:
        told_at = value.astimezone(UTC)
    except OverflowError:
        told_at = datetime.min.replace(tzinfo=UTC)
    if not EARLIEST_AT <= told_at <= until_at:
        raise Refusal(
            "instant-out-of-range",
            f"`{name}` is `{value.isoformat()}`",
            cure=f"give an instant from 1990 until now (`{told_instant(until_at)}` at the latest)",
        )
    return told_at


def _received_at(
    event: types.CloudEvent, happened_at: datetime, *, now_at: datetime, may_date: bool
) -> datetime:
    """When we knew: now, or what history says. Never before it happened."""
    if event.receivedat is None:
        return max(now_at, happened_at)
    if not may_date:
        raise Refusal(
            "history-not-allowed",
            "`receivedat` says when this was known",
            cure="leave it out, or use a key with the scope `history`",
        )
    told_at = _instant("receivedat", event.receivedat, until_at=now_at)
    return max(told_at, happened_at)
