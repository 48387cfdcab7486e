"""A request becomes an answer: let in, read, done and told, or refused as a problem."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from goodstanding.core.words import Refusal
from goodstanding.server.api.allowance import take_one
from goodstanding.server.api.entering import actor_of
from goodstanding.server.api.once import once
from goodstanding.server.api.problem import Problem, answer, of_refusal
from goodstanding.server.api.route import Asked, Route

LONGEST_BODY_BYTES = 16 * 2**20
View = Callable[..., HttpResponseBase]


def view_of(routes: Mapping[str, Route]) -> View:
    """The view of one address, by method; every other method is refused with those that work."""
    allowed = ", ".join(sorted(routes))

    def view(request: HttpRequest, **named: str) -> HttpResponseBase:
        try:
            method = "GET" if request.method == "HEAD" else request.method or ""
            chosen = routes.get(method)
            if chosen is None:
                raise Problem(
                    405,
                    "method-not-allowed",
                    f"`{request.method}` is not done here",
                    cure=f"use {allowed}",
                    Allow=allowed,
                )
            return _answered(request, chosen, named)
        except Problem as problem:
            return answer(problem)
        except Refusal as refusal:
            return answer(of_refusal(refusal))

    # A program has no cookie that a foreign page could use.
    view.csrf_exempt = True  # type: ignore[attr-defined] # Django looks for it there
    return view


def _answered(request: HttpRequest, route: Route, named: Mapping[str, str]) -> HttpResponse:
    at = timezone.now()
    actor = actor_of(request, at=at)
    headers = take_one(actor.name)
    if not any(actor.may(scope) for scope in route.scopes):
        told = " or ".join(f"`{scope}`" for scope in route.scopes)
        raise Problem(
            403, "scope-missing", f"the key has not the scope {told}", cure="use another key"
        )
    for name, value in named.items():
        _require_sound(name, value)
    asked = Asked(request=request, actor=actor, at=at, headers=headers)
    if route.takes is not None:
        asked.body = _read(request, route)
    if route.is_idempotent or request.method in ("GET", "HEAD"):
        return _told(route, asked, route.does(asked, **named))
    return once(
        request,
        asked,
        lambda: _told(route, asked, route.does(asked, **named)),
        hides=route.hides,
    )


def _require_sound(name: str, value: str) -> None:
    if not value.isprintable() or len(value) > 200:
        raise Problem(404, "not-found", f"there is no such {name}", cure="check the address")


def _read(request: HttpRequest, route: Route) -> Any:
    """The body, as the record that the route takes."""
    if request.content_type not in route.media_types:
        raise Problem(
            415,
            "unsupported-media-type",
            f"`Content-Type` is `{request.content_type[:60]}`",
            cure=f"send {' or '.join(route.media_types)}",
        )
    if int(request.headers.get("Content-Length") or 0) > LONGEST_BODY_BYTES:
        raise Problem(413, "body-too-long", "the body is too long", cure="send at most 16 MiB")
    if route.takes is bytes:
        return request.body
    try:
        return msgspec.json.decode(request.body, type=route.takes)
    except msgspec.ValidationError as wrong:
        raise Problem(422, "odd-body", str(wrong)[:300], cure="see /openapi.json") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise Problem(400, "not-json", str(wrong)[:300], cure="send JSON") from None


def _told(route: Route, asked: Asked, given: Any) -> HttpResponse:
    """The answer with its headers; what the asker has already is not sent again."""
    request = asked.request
    if route.status == 204:
        return HttpResponse(status=204, headers=asked.headers)
    body = msgspec.json.encode(given)
    response = HttpResponse(
        body, status=route.status, content_type="application/json", headers=asked.headers
    )
    response["Cache-Control"] = "no-store" if request.method == "POST" else "private, no-cache"
    if request.method in ("GET", "HEAD"):
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        response["ETag"] = tag
        patch_vary_headers(response, ["Authorization"])
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers={**asked.headers, "ETag": tag})
    return response
