"""Whatever is refused becomes a problem of RFC 9457: what is wrong, where, and the cure."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from goodstanding.core.words import Refusal

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:goodstanding:problem:"
# The refusals of the core that are not about what was sent.
STATUS_OF = {
    "no-such-key": HTTPStatus.NOT_FOUND,
    "no-such-endpoint": HTTPStatus.NOT_FOUND,
    "endpoint-known": HTTPStatus.CONFLICT,
}


class Problem(Exception):
    """An answer that says no, with its status and its headers."""

    def __init__(
        self, status: int, code: str, detail: str, *, cure: str = "", **headers: str
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.cure = cure
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def of_refusal(refusal: Refusal) -> Problem:
    """The problem that a refusal of the core or of a step is."""
    status = STATUS_OF.get(refusal.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    return Problem(status, refusal.code, refusal.message, cure=refusal.cure)


def members(code: str, detail: str, *, cure: str, status: int) -> dict[str, Any]:
    """The members of one problem."""
    return {
        "type": TYPE + code,
        "title": code.replace("-", " "),
        "status": status,
        "detail": detail,
        "cure": cure,
    }


def answer(problem: Problem) -> HttpResponse:
    """The problem as it is sent."""
    body = members(problem.code, problem.detail, cure=problem.cure, status=problem.status)
    return HttpResponse(
        json.dumps(body), status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers
    )
