"""Whatever is sent to any route, it is answered as the description says, and never breaks."""

import json
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from goodstanding.server.api import allowance
from goodstanding.server.api.openapi import description
from goodstanding.server.project.wsgi import application
from tests.server.api.conftest import Program

HELD_TO = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """One event a line."""
    events = value if isinstance(value, list) else [value]
    return b"\n".join(json.dumps(each).encode() for each in events)


schema = schemathesis.openapi.from_dict(description())
schema.app = application


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_description_has(
    case: Any, everything: Program, monkeypatch: Any
) -> None:
    monkeypatch.setattr(allowance, "ALLOWED", 10**9)

    case.call_and_validate(headers={"Authorization": f"Bearer {everything.key}"}, checks=HELD_TO)
