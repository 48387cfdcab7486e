"""A program gets a key, another in its place, or none any more; only a digest of it is kept."""

from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes, token_urlsafe

from django.db import transaction

from goodstanding.core.words import Refusal, require_words
from goodstanding.server.steps.entering import enter
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.models import ApiKey

GRACE = timedelta(days=1)


def make_key(title: str, scopes: Iterable[Scope], *, by: str, at: datetime) -> tuple[str, ApiKey]:
    """The key as the program is to send it, told this once, and its row.

    Raises:
        Refusal: it has no title, or is good for nothing.
    """
    require_words("title", title, longest=200)
    named = sorted(set(scopes))
    if not named:
        raise Refusal("key-without-scope", f"key `{title}` is good for nothing", cure="name scopes")
    name = b32encode(token_bytes(8)).decode().rstrip("=").lower()[:12]
    secret = f"gs_{name}_{token_urlsafe(32)}"
    with transaction.atomic():
        row = ApiKey.objects.create(
            name=name, title=title, digest=digest_of(secret), scopes=[each.value for each in named]
        )
        enter("key.made", {"key": name, "scopes": named, "by": by}, at=at)
    return secret, row


def rotate_key(name: str, *, by: str, at: datetime, grace: timedelta = GRACE) -> tuple[str, ApiKey]:
    """A key of the same scopes; the one there is good for as long as the grace, and no longer.

    Raises:
        Refusal: there is no such key, or it has ended.
    """
    with transaction.atomic():
        row = _living(name, at)
        secret, fresh = make_key(row.title, map(Scope, row.scopes), by=by, at=at)
        row.ends_at = at + grace
        row.save(update_fields=["ends_at"])
    return secret, fresh


def end_key(name: str, *, by: str, at: datetime) -> None:
    """The key is good for nothing from the instant on.

    Raises:
        Refusal: there is no such key, or it has ended.
    """
    with transaction.atomic():
        row = _living(name, at)
        row.ends_at = at
        row.save(update_fields=["ends_at"])
        enter("key.ended", {"key": name, "by": by}, at=at)


def digest_of(secret: str) -> bytes:
    """What is kept of a key; it is long and random, so one hash hides it."""
    return sha256(secret.encode()).digest()


def _living(name: str, at: datetime) -> ApiKey:
    row = ApiKey.objects.select_for_update().filter(name=name).first()
    if row is None or (row.ends_at is not None and row.ends_at <= at):
        raise Refusal("no-such-key", f"there is no key `{name}`", cure="list the keys")
    return row
