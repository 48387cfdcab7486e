"""Requests of the AuthZEN Authorization API become questions, and decisions its answers."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Literal

import msgspec

from goodstanding.server.gate.question import Action, Decider, Decision, Entity, Question

MOST_QUESTIONS = 10_000
USUAL_PAGE, LONGEST_PAGE = 100, 1000
EXECUTE_ALL = "execute_all"


class BadRequest(Exception):
    """The request breaks the protocol; the message says how."""


class Options(msgspec.Struct, frozen=True):
    """How many questions are to be answered together."""

    evaluations_semantic: Literal["execute_all", "deny_on_first_deny", "permit_on_first_permit"] = (
        "execute_all"
    )


class Parts(msgspec.Struct, frozen=True):
    """Parts of questions: defaults, or what one of many says in their place."""

    subject: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    action: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    resource: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    context: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Many(Parts, frozen=True):
    """Several questions at once."""

    evaluations: list[msgspec.Raw] | None = None
    options: Options = Options()


class Page(msgspec.Struct, frozen=True):
    """Which part of a search is wanted."""

    limit: int | None = None
    token: str = ""


class Kind(msgspec.Struct, frozen=True):
    """An entity whose identifier is searched for, or given."""

    type: str
    id: str | None = None
    properties: dict[str, Any] | None = None


class Search(msgspec.Struct, frozen=True):
    """A question with one part left open."""

    subject: Kind | None = None
    action: Action | None = None
    resource: Kind | None = None
    context: dict[str, Any] | None = None
    page: Page = Page()


_ONE = msgspec.json.Decoder(Question)
_MANY = msgspec.json.Decoder(Many)
_PARTS = msgspec.json.Decoder(Parts)
_SEARCH = msgspec.json.Decoder(Search)
_ENCODER = msgspec.json.Encoder()
NAMES = ("subject", "action", "resource", "context")


def evaluation(body: bytes, decider: Decider) -> bytes:
    """The answer to one question.

    Raises:
        BadRequest: the body is no question.
    """
    return _ENCODER.encode(decider.decide(_read(_ONE.decode, body)))


def evaluations(body: bytes, decider: Decider) -> bytes:
    """The answers to several questions, in their order, as far as the semantic asks for them.

    A question that cannot be read is denied in its place, with the error in its context. Without
    questions the body is one itself.

    Raises:
        BadRequest: the body cannot be read.
    """
    many = _read(_MANY.decode, body)
    if not many.evaluations:
        return evaluation(body, decider)
    if len(many.evaluations) > MOST_QUESTIONS:
        raise BadRequest(f"at most {MOST_QUESTIONS} evaluations")
    answers: list[Decision] = []
    stop = {"deny_on_first_deny": False, "permit_on_first_permit": True}.get(
        many.options.evaluations_semantic
    )
    for each in many.evaluations:
        answers.append(_answered(each, many, decider))
        if answers[-1].decision is stop:
            break
    return _ENCODER.encode({"evaluations": answers})


def _answered(said: msgspec.Raw, defaults: Parts, decider: Decider) -> Decision:
    try:
        own = _PARTS.decode(said)
        parts = {
            name: part
            for name in NAMES
            for part in (_chosen(own, defaults, name),)
            if part is not msgspec.UNSET
        }
        question = _ONE.decode(_ENCODER.encode(parts))
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        return Decision(decision=False, context={"error": {"status": 400, "message": _told(wrong)}})
    return decider.decide(question)


def _chosen(own: Parts, defaults: Parts, name: str) -> Any:
    """A key that is given replaces the default whole."""
    part = getattr(own, name)
    return getattr(defaults, name) if part is msgspec.UNSET else part


def search(kind: str, body: bytes, decider: Decider) -> bytes:
    """The subjects, resources or actions of which the answer is yes, page by page.

    An unknown identifier or type finds nothing, and is no error.

    Raises:
        BadRequest: a part is missing that is not searched for, or the body cannot be read.
    """
    asked = _read(_SEARCH.decode, body)
    limit = USUAL_PAGE if asked.page.limit is None else asked.page.limit
    if not 1 <= limit <= LONGEST_PAGE:
        raise BadRequest(f"`page.limit` is {limit}; give 1 to {LONGEST_PAGE}")
    found = list(islice(_found(kind, asked, decider), limit + 1))
    more = len(found) > limit
    page = {"next_token": _name(found[limit - 1]) if more else ""}
    return _ENCODER.encode({"page": page, "results": found[:limit]})


def _found(kind: str, asked: Search, decider: Decider) -> Iterator[dict[str, str]]:
    after = asked.page.token
    if kind == "action":
        subject, resource = _whole(asked.subject, "subject"), _whole(asked.resource, "resource")
        for name in decider.actions():
            action = Action(name=name)
            if name > after and _yes(decider, subject, action, resource=resource, asked=asked):
                yield {"name": name}
        return
    if asked.action is None:
        raise BadRequest("`action` is missing")
    seek: Callable[..., Iterator[str]]
    if kind == "subject":
        wanted, seek = asked.subject, decider.subjects
        other = _whole(asked.resource, "resource")
    else:
        wanted, seek = asked.resource, decider.resources
        other = _whole(asked.subject, "subject")
    if wanted is None:
        raise BadRequest(f"`{kind}` is missing")
    for name in seek(wanted.type, after=after):
        own = Entity(type=wanted.type, id=name, properties=wanted.properties)
        subject, resource = (own, other) if kind == "subject" else (other, own)
        if _yes(decider, subject, asked.action, resource=resource, asked=asked):
            yield {"type": wanted.type, "id": name}


def _yes(
    decider: Decider, subject: Entity, action: Action, *, resource: Entity, asked: Search
) -> bool:
    question = Question(subject=subject, action=action, resource=resource, context=asked.context)
    return decider.decide(question).decision


def _whole(part: Kind | None, name: str) -> Entity:
    if part is None or part.id is None:
        raise BadRequest(f"`{name}` is missing, or has no `id`")
    return Entity(type=part.type, id=part.id, properties=part.properties)


def _name(found: dict[str, str]) -> str:
    return found.get("id") or found["name"]


def _read(decode: Callable[[bytes], Any], body: bytes) -> Any:
    try:
        return decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise BadRequest(_told(wrong)) from None


def _told(wrong: Exception) -> str:
    return str(wrong)[:300]


def metadata(url: str) -> bytes:
    """Where this decision point is asked what; `url` is its own address."""
    return _ENCODER.encode(
        {
            "policy_decision_point": url,
            "access_evaluation_endpoint": f"{url}/access/v1/evaluation",
            "access_evaluations_endpoint": f"{url}/access/v1/evaluations",
            "search_subject_endpoint": f"{url}/access/v1/search/subject",
            "search_resource_endpoint": f"{url}/access/v1/search/resource",
            "search_action_endpoint": f"{url}/access/v1/search/action",
        }
    )
