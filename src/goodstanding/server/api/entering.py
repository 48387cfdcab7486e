"""A bearer key becomes the actor that it stands for, or nobody."""

import hmac
import re
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from django.http import HttpRequest

from goodstanding.server.api.problem import Problem
from goodstanding.server.steps.make_key import digest_of
from goodstanding.server.store.actor import Actor, Scope
from goodstanding.server.store.models import ApiKey

KEY = re.compile(r"gs_([a-z2-7]{12})_[A-Za-z0-9_-]{32,}", re.ASCII)
KNOWN_SECONDS = 5.0
USED_EVERY = timedelta(minutes=1)
_known: dict[str, tuple[float, bytes, Actor, datetime | None]] = {}
_lock = Lock()


def actor_of(request: HttpRequest, *, at: datetime) -> Actor:
    """Whose key the request carries.

    A key is looked up once in a few seconds: that long it may outlive its end.

    Raises:
        Problem: there is no key, or it is not good.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    match = KEY.fullmatch(secret)
    if scheme.lower() != "bearer" or match is None:
        raise _nobody("send `Authorization: Bearer KEY`")
    name, digest = match[1], digest_of(secret)
    found = _known.get(name)
    if found is None or found[0] < monotonic():
        found = _looked_up(name, at)
    if found is None or not hmac.compare_digest(found[1], digest):
        raise _nobody("the key is not known, or has ended")
    if found[3] is not None and found[3] <= at:
        raise _nobody("the key is not known, or has ended")
    return found[2]


def forget_keys() -> None:
    """Every key is looked up anew."""
    with _lock:
        _known.clear()


def _looked_up(name: str, at: datetime) -> tuple[float, bytes, Actor, datetime | None] | None:
    row = ApiKey.objects.filter(name=name).first()
    if row is None:
        return None
    if row.last_used_at is None or at - row.last_used_at >= USED_EVERY:
        ApiKey.objects.filter(pk=row.pk).update(last_used_at=at)
    actor = Actor(name=row.name, scopes=frozenset(map(Scope, row.scopes)))
    found = (monotonic() + KNOWN_SECONDS, bytes(row.digest), actor, row.ends_at)
    with _lock:
        _known[name] = found
    return found


def _nobody(detail: str) -> Problem:
    return Problem(
        401,
        "not-let-in",
        detail,
        cure="ask who runs this service for a key",
        WWW_Authenticate='Bearer realm="goodstanding"',
    )
