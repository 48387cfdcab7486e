"""What a program can ask becomes a route: one declaration, from which all else is generated.

The address, who may come in, what is taken and given, and every status: the views, the description
in OpenAPI, and the table of who may do what are made of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from goodstanding.server.api.problem import Problem
from goodstanding.server.store.actor import Actor, Scope

LONGEST_PAGE = 1000
USUAL_PAGE = 100


@dataclass(slots=True, kw_only=True)
class Asked:
    """One request, once it was let in: by whom, when, and with what."""

    request: HttpRequest
    actor: Actor
    at: datetime
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def whole(self, name: str, *, usual: int, least: int, most: int) -> int:
        """A whole number of the query.

        Raises:
            Problem: it is none, or out of range.
        """
        said = self.request.GET.get(name)
        if said is None:
            return usual
        if not (
            said.isascii() and said.isdigit() and len(said) < 20 and least <= int(said) <= most
        ):
            raise Problem(
                422,
                "odd-query",
                f"`{name}` is `{said[:40]!a}`",
                cure=f"give a whole number from {least} to {most}",
            )
        return int(said)

    def page(self) -> tuple[int, int]:
        """After which number, and how many."""
        after = self.whole("after", usual=0, least=0, most=2**63 - 1)
        return after, self.whole("limit", usual=USUAL_PAGE, least=1, most=LONGEST_PAGE)


Does = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One thing that can be asked.

    `scopes` are those of which any lets in. `takes` is the record that the body must be, None for
    no body; `statuses` are the problems that it may answer with beside those of every route. What
    is not `is_idempotent` by itself is by a key; what `hides` a secret is told once.
    """

    method: str
    path: str
    says: str
    does: Does
    scopes: tuple[Scope, ...]
    takes: Any = None
    gives: Any = None
    status: int = 200
    query: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    media_types: tuple[str, ...] = ("application/json",)
    is_idempotent: bool = True
    hides: bool = False


ROUTES: list[Route] = []


def route(method: str, path: str, *scopes: Scope, **said: Any) -> Callable[[Does], Does]:
    """The function as what is done at an address; its first line says what it is."""

    def declared(does: Does) -> Does:
        says = (does.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        ROUTES.append(Route(method=method, path=path, says=says, does=does, scopes=scopes, **said))
        return does

    return declared
