"""Around every request: it gets a name, is counted and logged without anybody's, and is guarded."""

import json
import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

Answer = Callable[[HttpRequest], HttpResponseBase]
LOGGER = logging.getLogger("goodstanding.requests")
SOUND = re.compile(r"[A-Za-z0-9._~:/+=-]{1,128}", re.ASCII)
REQUESTS = Counter("goodstanding_requests_total", "requests", ["route", "method", "status"])
SECONDS = Histogram("goodstanding_request_seconds", "seconds a request took", ["route"])
GUARDED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def observed(get_response: Answer) -> Answer:
    """Requests named, counted and logged by the route's pattern: never by whose name is in it."""

    def around(request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        said = request.headers.get("X-Request-ID", "")
        name = said if SOUND.fullmatch(said) else str(uuid4())
        response = get_response(request)
        response["X-Request-ID"] = name
        took = perf_counter() - began
        match = request.resolver_match
        route = match.route if match is not None else "none"
        REQUESTS.labels(route, _method(request), response.status_code).inc()
        SECONDS.labels(route).observe(took)
        LOGGER.info(
            json.dumps(
                {
                    "request": name,
                    "method": _method(request),
                    "route": route,
                    "status": response.status_code,
                    "milliseconds": round(took * 1000, 2),
                }
            )
        )
        return response

    return around


def guarded(get_response: Answer) -> Answer:
    """Answers that nobody can put into a frame, or load scripts of others with."""

    def around(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in GUARDED.items():
            response.setdefault(name, value)
        return response

    return around


def _method(request: HttpRequest) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "OTHER"
