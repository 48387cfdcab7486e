"""What Django itself refuses becomes a problem of RFC 9457 too."""

from django.http import HttpRequest, HttpResponse

from goodstanding.server.api.problem import Problem, answer


def bad_request(_: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    del exception
    return answer(Problem(400, "bad-request", "the request cannot be read", cure="check it"))


def not_found(_: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is at that address."""
    del exception
    return answer(Problem(404, "not-found", "nothing is at that address", cure="/openapi.json"))


def broken(_: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    cure = "send it again later; the request's id in X-Request-ID helps us to find out why"
    return answer(Problem(500, "broken", "this is a fault of ours", cure=cure))
