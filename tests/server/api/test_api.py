"""What a program is answered: each door in each of its ways, and every way of being refused."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

from goodstanding.core.words import Outcome
from goodstanding.server.api import allowance
from goodstanding.server.api.openapi import description
from goodstanding.server.api.route import ROUTES, Route
from goodstanding.server.steps.claim_case import claim_case
from goodstanding.server.steps.decide_case import decide_case
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.models import ApiKey, CaseRow, Due, Event, WebhookEndpoint
from tests.server.api.conftest import Program
from tests.server.telling import DAY, START, told, work
from tests.server.test_from_events_to_cases import RELEASED, adopt, four_unhappy_clients

ONE, BATCH = "application/cloudevents+json", "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
AT = START + DAY


def described(name: str = "e1", **said: Any) -> bytes:
    return told("account.described", AT, name, **{"account": "f1", "roles": ["freelancer"], **said})


def post(program: Program, body: bytes, kind: str, *, query: str = "") -> Any:
    return program.ask("POST", f"/v1/events{query}", body, Content_Type=kind)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (described(), ONE),
        (b"[" + described() + b"]", BATCH),
        (b"\n" + described() + b"\n\n", LINES),
    ],
)
def test_an_event_comes_in_alone_in_a_batch_or_on_a_line(
    everything: Program, body: bytes, kind: str
) -> None:
    answer = post(everything, body, kind)

    assert (answer.status_code, answer.json()) == (200, {"taken": 1, "known": 0, "refused": []})
    assert post(everything, body, kind).json() == {"taken": 0, "known": 1, "refused": []}


def test_an_event_comes_in_with_its_attributes_as_headers(everything: Program) -> None:
    event = json.loads(described())
    headers = {
        f"ce_{name}": event[name] for name in ("id", "source", "specversion", "type", "time")
    }

    answer = everything.ask("POST", "/v1/events", event["data"], **headers)

    assert answer.json()["taken"] == 1
    assert Event.objects.get().event_id == "e1"


def test_a_bad_event_of_many_is_named_by_its_place(everything: Program) -> None:
    bad = described("bad", roles=[])

    answer = post(everything, b"\n".join([described("a"), bad, described("b")]), LINES)

    assert answer.status_code == 200
    (refused,) = answer.json()["refused"]
    assert (refused["place"], refused["title"]) == (1, "odd data")
    assert refused["cure"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (described(roles=[]), ONE, 422),
        (b"{", ONE, 400),
        (b"[1]", ONE, 422),
        (b"{", BATCH, 400),
        (b"{}", BATCH, 400),
        (b"{}", "text/plain", 415),
        (b"{}", "application/json", 415),
        (b"[" + b",".join([b"1"] * 10_001) + b"]", BATCH, 413),
    ],
)
def test_what_is_no_event_is_a_problem(
    everything: Program, body: bytes, kind: str, status: int
) -> None:
    answer = post(everything, body, kind)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "cure"} == answer.json().keys()


def test_history_waits_until_it_is_said_to_be_complete(everything: Program) -> None:
    event = json.loads(described())
    sent = json.dumps({**event, "receivedat": event["time"]}).encode()
    assert post(everything, sent, ONE).status_code == 422
    assert post(everything, sent, ONE, query="?history=true").status_code == 200
    assert Due.objects.get().kind == "history"

    closed = everything.ask("POST", "/v1/events/history/close")

    assert closed.json() == {"folded": 1, "state": "closed"}
    assert Due.objects.get().kind == "fold"


def test_a_key_for_events_alone_cannot_write_history() -> None:
    assert post(Program(Scope.EVENTS), described(), ONE, query="?history=true").status_code == 403
    assert post(Program(Scope.HISTORY), described(), ONE).status_code == 403


def filled(route: Route) -> str:
    return route.path.replace("<str:subject>", "f1").replace("<str:name>", "nobody")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_lets_in_its_scopes_and_nobody_else(route: Route) -> None:
    for scope in (None, *Scope):
        program = Program() if scope is None else Program(scope)
        status = program.ask(route.method, filled(route), {}).status_code
        if scope is None:
            assert status == 401
        elif scope in route.scopes:
            assert status not in (401, 403) or route.path == "/v1/events"
        else:
            assert status == 403, scope


@pytest.mark.parametrize(
    "key", ["", "gs_aaaaaaaaaaaa_" + "x" * 43, "Bearer", "gs_../../x", "gs_" + "a" * 5000]
)
def test_a_key_that_is_none_lets_in_nowhere(key: str) -> None:
    program = Program()
    program.key = key

    answer = program.ask("GET", "/v1/keys")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_only_a_digest_of_a_key_is_kept(everything: Program) -> None:
    row = ApiKey.objects.get()

    assert everything.key not in json.dumps(
        {name: str(getattr(row, name)) for name in ("name", "title", "digest", "scopes")}
    )
    everything.ask("GET", "/v1/keys")
    assert ApiKey.objects.get().last_used_at is not None


def test_a_key_is_rotated_and_the_one_before_ends_a_day_later(everything: Program) -> None:
    name = ApiKey.objects.get().name

    answer = everything.ask("POST", f"/v1/keys/{name}/rotate")

    other = Program()
    other.key = answer.json()["key"]
    assert other.ask("GET", "/v1/keys").status_code == 200
    assert everything.ask("GET", "/v1/keys").status_code == 200
    ApiKey.objects.filter(name=name).update(ends_at=AT)
    assert other.ask("DELETE", f"/v1/keys/{name}").status_code == 404


def test_an_ended_key_is_good_for_nothing(everything: Program) -> None:
    name = ApiKey.objects.get().name

    assert everything.ask("DELETE", f"/v1/keys/{name}").status_code == 204
    assert everything.ask("GET", "/v1/keys").status_code == 401


WANTED = {"title": "for the shop", "scopes": ["events"]}


def test_a_write_sent_again_under_its_key_is_done_once(everything: Program) -> None:
    key = {"Idempotency_Key": '"abc-1"'}
    hook = {"name": "shop", "url": "https://shop.example.invalid/x", "topics": ["*"]}

    first = everything.ask("POST", "/v1/webhooks", hook, **key)
    again = everything.ask("POST", "/v1/webhooks", hook, **key)

    assert (first.status_code, again.status_code) == (422, 422)
    assert again.content == first.content
    assert WebhookEndpoint.objects.count() == 0


def test_a_secret_is_never_told_twice(everything: Program) -> None:
    key = {"Idempotency_Key": '"abc-2"'}

    made = everything.ask("POST", "/v1/keys", WANTED, **key)
    again = everything.ask("POST", "/v1/keys", WANTED, **key)

    assert made.status_code == 201 and made.json()["key"].startswith("gs_")
    assert again.status_code == 409 and "key" not in again.json()
    assert ApiKey.objects.count() == 2


@pytest.mark.parametrize("key", ["abc", '"a', '"é"', '""', "1"])
def test_a_malformed_idempotency_key_is_refused(everything: Program, key: str) -> None:
    answer = everything.ask("POST", "/v1/keys", WANTED, Idempotency_Key=key)

    assert answer.status_code == 400


def test_another_request_under_the_same_key_is_refused(everything: Program) -> None:
    key = {"Idempotency_Key": '"abc-3"'}
    everything.ask("POST", "/v1/keys", WANTED, **key)

    other = everything.ask("POST", "/v1/keys", {**WANTED, "title": "other"}, **key)

    assert other.status_code == 422
    assert ApiKey.objects.count() == 2


def test_whoever_asks_too_often_is_told_when_to_come_back(
    everything: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "ALLOWED", 3)

    answers = [everything.ask("GET", "/v1/keys") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) >= 1
    assert answers[0]["RateLimit"].startswith('"default";r=2')


def restricted() -> None:
    adopt()
    four_unhappy_clients(START + 3 * DAY)
    work(RELEASED)
    case = CaseRow.objects.get()
    at = RELEASED + timedelta(hours=1)
    claim_case(case.name, by="rosa", at=at)
    seen = frozenset(case.evidence)
    reasons = "Four clients of four told us so."
    decide_case(case.name, outcome=Outcome.BLOCK, reasons=reasons, by="rosa", seen=seen, at=at)


def test_a_program_reads_how_somebody_stands_and_because_of_what(everything: Program) -> None:
    restricted()

    standing = everything.ask("GET", "/v1/subjects/f1/standing").json()
    verdict = everything.ask("GET", "/v1/subjects/f1/verdicts").json()["verdicts"][0]
    live = everything.ask("GET", "/v1/restrictions").json()["restrictions"]
    changes = everything.ask("GET", "/v1/restrictions/changes").json()

    assert (standing["access"], standing["rung"]) == ("restricted", "block")
    denied = [each["capability"] for each in standing["restrictions"]]
    assert sorted(denied) == ["contract.accept", "proposal.submit"]
    assert len(verdict["because"]["outcomes"]) == 4
    assert {each["subject"] for each in live} == {"f1"}
    assert [each["subject"] for each in changes["changes"]] == ["f1"]
    # It has just been committed: others that began before may still come in under it.
    assert changes["next"] == 0


def test_pages_are_linked_and_what_is_known_is_not_sent_again(everything: Program) -> None:
    restricted()

    page = everything.ask("GET", "/v1/restrictions?limit=1")
    last = everything.ask("GET", page["Link"].split(";")[0].strip("<>"))
    again = everything.ask("GET", "/v1/restrictions?limit=1", If_None_Match=page["ETag"])

    assert len(page.json()["restrictions"]) == len(last.json()["restrictions"]) == 1
    assert page.json() != last.json()
    assert (again.status_code, again.content) == (304, b"")


def test_nobody_is_not_told_apart_from_who_may_not_be_known() -> None:
    answer = Program(Scope.READ).ask("GET", "/v1/subjects/nobody/standing")

    assert answer.status_code == 404
    assert "nobody" not in answer.content.decode()


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "after=-1", "after=1e3", "after=٣"])
def test_an_odd_page_is_refused(everything: Program, query: str) -> None:
    assert everything.ask("GET", f"/v1/restrictions?{query}").status_code == 422


def test_another_method_is_refused_with_those_that_work(everything: Program) -> None:
    answer = everything.ask("PUT", "/v1/keys", {})

    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")


def test_what_is_not_there_is_a_problem_too(everything: Program) -> None:
    answer = everything.ask("GET", "/v1/nothing")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_every_answer_has_a_name_and_cannot_be_framed(everything: Program) -> None:
    named = everything.ask("GET", "/healthz", X_Request_ID="abc-1")
    unnamed = everything.ask("GET", "/healthz", X_Request_ID="a b\n")

    assert named["X-Request-ID"] == "abc-1"
    assert len(unnamed["X-Request-ID"]) == 36
    assert "frame-ancestors 'none'" in named["Content-Security-Policy"]


def test_it_says_that_it_is_ready_and_counts_without_names(everything: Program) -> None:
    everything.ask("GET", "/v1/subjects/f-secret/standing")

    assert everything.ask("GET", "/readyz").json() == {"ready": True}
    assert "f-secret" not in everything.ask("GET", "/metrics").content.decode()


def test_the_description_is_the_one_that_was_agreed_on() -> None:
    path = Path(__file__).parents[2] / "snapshots" / "openapi.json"
    told = json.dumps(description(), indent=1, sort_keys=True) + "\n"

    assert path.read_text(encoding="utf-8") == told


def test_every_route_of_the_description_is_there() -> None:
    for route in ROUTES:
        assert resolve(filled(route)) is not None
