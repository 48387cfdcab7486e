"""The routes become their description in OpenAPI 3.1; whoever adds a route describes it by that."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from goodstanding import __version__
from goodstanding.server.api.route import ROUTES, Route
from goodstanding.server.steps.event_types import TYPES

REFUSALS = {
    400: "the request cannot be read",
    401: "there is no key, or it is not good",
    403: "the key has not the scope",
    404: "there is none, or it is not for this key",
    409: "it contradicts what is there",
    413: "it is too long",
    415: "its media type is not read here",
    422: "it was read, and refused",
    429: "too many requests",
}
ALWAYS = (401, 403, 429)
NAMED = re.compile(r"<str:(\w+)>")
SHORT = {"type": "string", "minLength": 1, "maxLength": 200}
PROBLEM = {
    "type": "object",
    "description": "A problem of RFC 9457.",
    "required": ["type", "title", "status", "detail", "cure"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "cure": {"type": "string"},
    },
}


def description() -> dict[str, Any]:
    """The whole description, in the order of the routes."""
    types = [each for route in ROUTES for each in (route.takes, route.gives) if _is_record(each)]
    records = [*types, *TYPES.values()]
    _, components = msgspec.json.schema_components(
        list(dict.fromkeys(records)), ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        address = NAMED.sub(r"{\1}", route.path)
        paths.setdefault(address, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Good Standing",
            "version": __version__,
            "description": "The trust side of a freelance marketplace: events in, verdicts and "
            "standing out.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**components, "Problem": PROBLEM, "CloudEvent": _event(components)},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.does.__name__,
        "summary": route.says,
        "description": "Scope: " + " or ".join(f"`{scope}`" for scope in route.scopes) + ".",
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if route.takes is not None:
        content = {kind: {"schema": _body(route, kind)} for kind in route.media_types}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _parameters(route: Route) -> list[dict[str, Any]]:
    whole = {"type": "integer", "minimum": 0}
    kinds: dict[str, dict[str, Any]] = {
        "after": {**whole, "maximum": 2**63 - 1},
        "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
        "history": {"type": "string", "enum": ["true", "false"]},
    }
    told = [
        {"name": name, "in": "path", "required": True, "schema": SHORT}
        for name in NAMED.findall(route.path)
    ]
    told += [{"name": name, "in": "query", "schema": kinds[name]} for name in route.query]
    if not route.is_idempotent:
        schema = {"type": "string", "pattern": '^"[ !#-\\[\\]-~]{1,255}"$'}
        told.append({"name": "Idempotency-Key", "in": "header", "schema": schema})
    return told


def _responses(route: Route) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "done"}
    if _is_record(route.gives):
        done["content"] = {"application/json": {"schema": _reference(route.gives)}}
    problems: Sequence[int] = sorted({*ALWAYS, *route.statuses})
    told = {str(route.status): done}
    if route.method == "GET":
        told["304"] = {"description": "the asker has it already"}
    for status in problems:
        told[str(status)] = {
            "description": REFUSALS[status],
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    return told


def _body(route: Route, kind: str) -> dict[str, Any]:
    if _is_record(route.takes):
        return _reference(route.takes)
    event = {"$ref": "#/components/schemas/CloudEvent"}
    if kind.endswith("batch+json"):
        return {"type": "array", "items": event}
    return event if kind.endswith("cloudevents+json") else {}


def _event(components: dict[str, Any]) -> dict[str, Any]:
    """A CloudEvent with what it may tell, by its type."""
    kinds = [
        {
            "properties": {
                "type": {"const": name},
                "data": {"$ref": f"#/components/schemas/{kind.__name__}"},
            }
        }
        for name, kind in TYPES.items()
        if kind.__name__ in components
    ]
    return {
        "type": "object",
        "description": "An event of CloudEvents 1.0.",
        "required": ["id", "source", "specversion", "type", "time", "data"],
        "properties": {
            "id": SHORT,
            "source": {"type": "string", "minLength": 1, "maxLength": 500},
            "specversion": {"const": "1.0"},
            "time": {"type": "string", "format": "date-time"},
            "receivedat": {"type": "string", "format": "date-time"},
        },
        "oneOf": kinds,
    }


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _reference(kind: Any) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
