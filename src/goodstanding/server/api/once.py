"""A write with an Idempotency-Key is done once: sent again it is answered as the first time.

After draft-ietf-httpapi-idempotency-key-header: no key is fine, a malformed one is 400, another
request under the same key 422, and one that is still being answered 409.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from goodstanding.core.words import Refusal
from goodstanding.server.api.problem import Problem, answer, of_refusal
from goodstanding.server.api.route import Asked
from goodstanding.server.store.models import IdempotentAnswer

KEY = re.compile(r'"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,255})"')
KEPT_FOR = timedelta(days=1)
TOLD_ONCE = Problem(
    409,
    "told-once",
    "this was done, and its secret was told then",
    cure="rotate it if the secret was lost",
)


def once(
    request: HttpRequest, asked: Asked, do: Callable[[], HttpResponse], *, hides: bool
) -> HttpResponse:
    """What is answered now, or was answered the first time; kept for a day.

    An answer that `hides` a secret is told this once, and never kept.

    Raises:
        Problem: the key is malformed, is another request's, or that one is still being answered.
    """
    said = request.headers.get("Idempotency-Key")
    if said is None:
        return do()
    match = KEY.fullmatch(said.strip())
    if match is None:
        raise Problem(
            400,
            "odd-idempotency-key",
            f"`Idempotency-Key` is `{said[:40]!a}`",
            cure='send a string of RFC 8941, in quotes: `"8e03978e-40d5-43dd-bc93-6894a57f9324"`',
        )
    digest = sha256(f"{request.method} {request.path}\n".encode() + request.body).digest()
    owned = {"api_key": asked.actor.name, "key": match[1]}
    IdempotentAnswer.objects.filter(**owned, begun_at__lt=asked.at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            row = IdempotentAnswer.objects.create(**owned, request_digest=digest)
    except IntegrityError:
        return _again(IdempotentAnswer.objects.get(**owned), digest)
    return _first(row, do, hides=hides)


def _first(row: IdempotentAnswer, do: Callable[[], HttpResponse], *, hides: bool) -> HttpResponse:
    try:
        response = do()
    except Problem as problem:
        response = answer(problem)
    except Refusal as refusal:
        response = answer(of_refusal(refusal))
    except BaseException:
        row.delete()
        raise
    kept = answer(TOLD_ONCE) if hides and response.status_code < 400 else response
    row.status, row.body = kept.status_code, kept.content.decode()
    row.save(update_fields=["status", "body"])
    return response


def _again(row: IdempotentAnswer, digest: bytes) -> HttpResponse:
    if bytes(row.request_digest) != digest:
        raise Problem(
            422,
            "idempotency-key-reused",
            "another request was sent with this key",
            cure="give each request a key of its own",
        )
    if row.status is None:
        raise Problem(
            409,
            "still-being-answered",
            "the first request with this key is still being answered",
            cure="wait a moment, and send it again",
        )
    kind = "application/json" if row.status < 400 else "application/problem+json"
    return HttpResponse(row.body, status=row.status, content_type=kind)
