"""What programs read: how people stand, verdicts with their because, and what nobody could use."""

from typing import Any

import msgspec

from goodstanding.server.api.problem import Problem
from goodstanding.server.api.route import Asked, route
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.reading import subjects


class Restriction(msgspec.Struct, frozen=True, rename={"from_at": "from", "until_at": "until"}):
    """One thing that somebody may not do, since when, until when, and by which decision."""

    subject: str
    capability: str
    from_at: str
    until_at: str | None
    decision: str
    id: int | None = None


class Standing(msgspec.Struct, frozen=True):
    """How somebody stands at an instant."""

    subject: str
    as_of: str
    access: str
    restrictions: list[Restriction]
    rung: str | None
    judged_at: str | None


class Verdict(msgspec.Struct, frozen=True):
    """What one version of a policy said of somebody; because of what, where a rung was reached."""

    number: int
    subject: str
    policy: str
    version: int
    digest: str
    as_of: str
    rung: str | None
    figures: dict[str, str | None]
    because: dict[str, Any] | None


class Verdicts(msgspec.Struct, frozen=True):
    """A page of verdicts, the latest first."""

    verdicts: list[Verdict]


class Restrictions(msgspec.Struct, frozen=True):
    """A page of what people may not do now."""

    restrictions: list[Restriction]


class Change(msgspec.Struct, frozen=True):
    """Somebody whose standing changed, with all that they may not do now."""

    subject: str
    restrictions: list[Restriction]


class Changes(msgspec.Struct, frozen=True):
    """Whose standing changed, and the number to go on from; a change may be told twice."""

    changes: list[Change]
    next: int


class EventProblem(msgspec.Struct, frozen=True):
    """An event that was taken in and could not be used."""

    number: int
    source: str
    id: str
    type: str
    code: str
    detail: str
    cure: str


class EventProblems(msgspec.Struct, frozen=True):
    """A page of events that could not be used, the oldest first."""

    problems: list[EventProblem]


PAGE = ("after", "limit")


@route("GET", "/v1/subjects/<str:subject>/standing", Scope.READ, gives=Standing, statuses=(404,))
def get_standing(asked: Asked, subject: str) -> Any:
    """How somebody stands now, and what they may not do."""
    found = subjects.standing_visible_to(asked.actor, subject, at=asked.at)
    if found is None:
        raise Problem(404, "not-found", "there is no such subject", cure="check the address")
    return found


@route(
    "GET",
    "/v1/subjects/<str:subject>/verdicts",
    Scope.READ,
    gives=Verdicts,
    query=PAGE,
    statuses=(404, 422),
)
def get_verdicts(asked: Asked, subject: str) -> Any:
    """The verdicts on somebody, the latest first."""
    after, limit = asked.page()
    found = subjects.verdicts_visible_to(asked.actor, subject, after=after, limit=limit)
    _link(asked, found, limit, name="number")
    return {"verdicts": found}


@route(
    "GET",
    "/v1/restrictions",
    Scope.READ,
    Scope.GATE,
    gives=Restrictions,
    query=PAGE,
    statuses=(422,),
)
def get_restrictions(asked: Asked) -> Any:
    """What anybody may not do now, for whoever keeps a copy."""
    after, limit = asked.page()
    found = subjects.restrictions_visible_to(asked.actor, at=asked.at, after=after, limit=limit)
    _link(asked, found, limit, name="id")
    return {"restrictions": found}


@route(
    "GET",
    "/v1/restrictions/changes",
    Scope.READ,
    Scope.GATE,
    gives=Changes,
    query=PAGE,
    statuses=(422,),
)
def get_changes(asked: Asked) -> Any:
    """Whose standing changed since a number, with all that they may not do now."""
    after, limit = asked.page()
    number, found = subjects.changes_visible_to(asked.actor, at=asked.at, after=after, limit=limit)
    return {"changes": found, "next": number}


@route(
    "GET",
    "/v1/events/problems",
    Scope.READ,
    Scope.EVENTS,
    gives=EventProblems,
    query=PAGE,
    statuses=(422,),
)
def get_problems(asked: Asked) -> Any:
    """Events that were taken in and could not be used yet, with the cure."""
    after, limit = asked.page()
    found = subjects.problems_visible_to(asked.actor, after=after, limit=limit)
    _link(asked, found, limit, name="number")
    return {"problems": found}


def _link(asked: Asked, found: Any, limit: int, *, name: str) -> None:
    """The address of the next page, as RFC 8288 has it, where there may be one."""
    if len(found) == limit:
        query = f"after={found[-1][name]}&limit={limit}"
        asked.headers["Link"] = f'<{asked.request.path}?{query}>; rel="next"'
