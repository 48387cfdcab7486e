"""Programs with keys, at the doors of the API."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from goodstanding.server.api import allowance
from goodstanding.server.api.entering import forget_keys
from goodstanding.server.api.urls import PAGES
from goodstanding.server.steps.make_key import make_key
from goodstanding.server.store.actor import Scope

# Importing them is what declares the routes.
assert PAGES
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


class Program:
    """A program with a key of some scopes, and what the API answers it."""

    def __init__(self, *scopes: Scope) -> None:
        self.client = Client(raise_request_exception=False)
        self.key = make_key("of a test", scopes, by="dana", at=NOW)[0] if scopes else ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = told.pop("Content-Type", "application/json")
        if self.key:
            told["Authorization"] = f"Bearer {self.key}"
        return self.client.generic(method, path, sent, content_type=kind, headers=told)


@pytest.fixture(autouse=True)
def fresh(database_url: str) -> Iterator[str]:
    forget_keys()
    allowance._left.clear()
    yield database_url
    forget_keys()


@pytest.fixture
def everything() -> Program:
    return Program(*Scope)
