"""The routes as addresses that Django knows."""

from itertools import groupby

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

# Declaring them is what importing these pages does.
from goodstanding.server.api import events, managing, reading
from goodstanding.server.api.door import view_of
from goodstanding.server.api.openapi import description
from goodstanding.server.api.route import ROUTES, Route

PAGES = (events, reading, managing)


def described(_: HttpRequest) -> JsonResponse:
    """The description of all routes; nobody needs a key to read it."""
    return JsonResponse(description())


def _path_of(route: Route) -> str:
    return route.path


def addresses() -> list[URLPattern]:
    """Every address, with the methods that are done there."""
    told = [
        path(address.removeprefix("/"), view_of({route.method: route for route in own}))
        for address, own in groupby(sorted(ROUTES, key=_path_of), key=_path_of)
    ]
    return [*told, path("openapi.json", described)]
