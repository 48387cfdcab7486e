"""The table of who may do what is made of the routes, and is the one in the reference."""

import os
from pathlib import Path

from goodstanding.server.api.route import ROUTES
from goodstanding.server.store.actor import Scope

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "who-may-do-what.md"
HEAD = """# Who may do what

Made of the routes by `GOODSTANDING_WRITE_SNAPSHOTS=1 pytest tests/server/api`.
A program comes in with a key; each key is good for scopes. A test asks every route with every
scope alone, and with none.

"""


def table() -> str:
    """Every route, and the scopes of which any lets in."""
    lines = ["| route | does | " + " | ".join(Scope) + " |"]
    lines.append("|---|---|" + ":-:|" * len(Scope))
    for route in sorted(ROUTES, key=lambda each: (each.path, each.method)):
        path = route.path.replace("<str:", "{").replace(">", "}")
        marks = " | ".join("yes" if scope in route.scopes else "" for scope in Scope)
        lines.append(f"| `{route.method} {path}` | {route.says} | {marks} |")
    return "\n".join(lines) + "\n"


def test_the_page_tells_what_the_routes_say() -> None:
    told = HEAD + table()
    if os.environ.get("GOODSTANDING_WRITE_SNAPSHOTS"):
        PAGE.write_text(told, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == told
