"""Keys and webhooks: who may come in, and where letters go."""

from typing import Annotated, Any

import msgspec
from django.conf import settings

from goodstanding.core.words import told_instant
from goodstanding.server.api.entering import forget_keys
from goodstanding.server.api.problem import Problem
from goodstanding.server.api.route import Asked, route
from goodstanding.server.outbox.endpoint import add_endpoint, rotate_secret
from goodstanding.server.steps.make_key import end_key, make_key, rotate_key
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.models import ApiKey, WebhookEndpoint

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern="^[^\\x00-\\x1f]+$")]


class WantedKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key to be made: what it is for, and what it is good for."""

    title: Name
    scopes: Annotated[list[Scope], msgspec.Meta(min_length=1)]


class Key(msgspec.Struct, frozen=True):
    """A key, without its secret."""

    name: str
    title: str
    scopes: list[str]
    last_used_at: str | None
    ends_at: str | None


class Keys(msgspec.Struct, frozen=True):
    """All keys that are good now."""

    keys: list[Key]


class FreshKey(msgspec.Struct, frozen=True):
    """A key with its secret, which is told this once."""

    name: str
    key: str


class WantedEndpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where letters are to go, and of which topics."""

    name: Name
    url: Annotated[str, msgspec.Meta(max_length=2000)]
    topics: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=50)]


class Endpoint(msgspec.Struct, frozen=True):
    """Where letters go, without the secret that signs them."""

    name: str
    url: str
    topics: list[str]
    is_disabled: bool


class Endpoints(msgspec.Struct, frozen=True):
    """All endpoints."""

    endpoints: list[Endpoint]


class FreshSecret(msgspec.Struct, frozen=True):
    """An endpoint and the secret that signs its letters, which is told this once."""

    name: str
    secret: str


@route("GET", "/v1/keys", Scope.KEYS, gives=Keys)
def get_keys(_: Asked) -> Any:
    """All keys, without their secrets."""
    return {"keys": [_key(row) for row in ApiKey.objects.order_by("id")]}


@route(
    "POST",
    "/v1/keys",
    Scope.KEYS,
    takes=WantedKey,
    gives=FreshKey,
    status=201,
    statuses=(400, 409, 413, 415, 422),
    is_idempotent=False,
    hides=True,
)
def post_key(asked: Asked) -> Any:
    """Make a key; its secret is told this once."""
    wanted: WantedKey = asked.body
    secret, row = make_key(wanted.title, wanted.scopes, by=f"key:{asked.actor.name}", at=asked.at)
    return {"name": row.name, "key": secret}


@route(
    "POST",
    "/v1/keys/<str:name>/rotate",
    Scope.KEYS,
    gives=FreshKey,
    status=201,
    statuses=(400, 404, 409, 422),
    is_idempotent=False,
    hides=True,
)
def post_rotated(asked: Asked, name: str) -> Any:
    """Make a key in the place of another, which is good for one day more."""
    secret, row = rotate_key(name, by=f"key:{asked.actor.name}", at=asked.at)
    forget_keys()
    return {"name": row.name, "key": secret}


@route("DELETE", "/v1/keys/<str:name>", Scope.KEYS, status=204, statuses=(404,))
def delete_key(asked: Asked, name: str) -> None:
    """End a key, from now on."""
    end_key(name, by=f"key:{asked.actor.name}", at=asked.at)
    forget_keys()


@route("GET", "/v1/webhooks", Scope.WEBHOOKS, gives=Endpoints)
def get_endpoints(_: Asked) -> Any:
    """Where letters go."""
    return {"endpoints": [_endpoint(row) for row in WebhookEndpoint.objects.order_by("name")]}


@route(
    "POST",
    "/v1/webhooks",
    Scope.WEBHOOKS,
    takes=WantedEndpoint,
    gives=FreshSecret,
    status=201,
    statuses=(400, 409, 413, 415, 422),
    is_idempotent=False,
    hides=True,
)
def post_endpoint(asked: Asked) -> Any:
    """Name where letters are to go; the secret that signs them is told this once."""
    wanted: WantedEndpoint = asked.body
    row = add_endpoint(
        wanted.name,
        wanted.url,
        topics=wanted.topics,
        allow_loopback=settings.GOODSTANDING_WEBHOOKS_LOOPBACK,
    )
    return {"name": row.name, "secret": row.secret}


@route(
    "POST",
    "/v1/webhooks/<str:name>/rotate",
    Scope.WEBHOOKS,
    gives=FreshSecret,
    status=201,
    statuses=(400, 404, 409, 422),
    is_idempotent=False,
    hides=True,
)
def post_secret(asked: Asked, name: str) -> Any:
    """Sign an endpoint's letters with another secret; the one before signs for one day more."""
    return {"name": name, "secret": rotate_secret(name, at=asked.at)}


@route("DELETE", "/v1/webhooks/<str:name>", Scope.WEBHOOKS, status=204, statuses=(404,))
def delete_endpoint(_: Asked, name: str) -> None:
    """Send no more letters there."""
    gone, _ = WebhookEndpoint.objects.filter(name=name).delete()
    if not gone:
        raise Problem(404, "not-found", "there is no such endpoint", cure="check the address")


def _key(row: ApiKey) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": row.title,
        "scopes": row.scopes,
        "last_used_at": None if row.last_used_at is None else told_instant(row.last_used_at),
        "ends_at": None if row.ends_at is None else told_instant(row.ends_at),
    }


def _endpoint(row: WebhookEndpoint) -> dict[str, Any]:
    return {
        "name": row.name,
        "url": row.url,
        "topics": row.topics,
        "is_disabled": row.disabled_at is not None,
    }
