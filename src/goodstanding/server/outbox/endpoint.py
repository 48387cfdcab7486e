"""A marketplace names where its letters go, and gets the secret that signs them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from goodstanding.core.words import Refusal, require_id
from goodstanding.server.outbox.address import Resolve, place_of, resolved
from goodstanding.server.outbox.signature import make_secret
from goodstanding.server.store.models import WebhookEndpoint

KEPT_FOR = timedelta(days=1)


def add_endpoint(
    name: str,
    url: str,
    *,
    topics: Sequence[str],
    allow_loopback: bool = False,
    resolve: Resolve = resolved,
) -> WebhookEndpoint:
    """The endpoint with its secret; from now on letters of the topics go there.

    A topic is its name, `case.*` for all that begin so, or `*` for all.

    Raises:
        Refusal: the name is taken or odd, no topic is named, or the URL is refused.
    """
    require_id("name", name)
    if not topics:
        raise Refusal("no-topics", f"`{name}` wants no topic", cure="name some, or `*`")
    place_of(url, allow_loopback=allow_loopback, resolve=resolve)
    if WebhookEndpoint.objects.filter(name=name).exists():
        raise Refusal("endpoint-known", f"there is an endpoint `{name}`", cure="name it otherwise")
    return WebhookEndpoint.objects.create(
        name=name, url=url, topics=list(topics), secret=make_secret()
    )


def rotate_secret(name: str, *, at: datetime, kept_for: timedelta = KEPT_FOR) -> str:
    """A secret in the place of the one there; letters are signed with both for that long.

    Raises:
        Refusal: there is no such endpoint.
    """
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update().filter(name=name).first()
        if endpoint is None:
            raise Refusal("no-such-endpoint", f"there is no endpoint `{name}`", cure="add it")
        endpoint.former_secret, endpoint.former_ends_at = endpoint.secret, at + kept_for
        endpoint.secret = make_secret()
        endpoint.save()
    return endpoint.secret
