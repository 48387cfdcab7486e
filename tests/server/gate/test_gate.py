"""The gate answers as AuthZEN says, from what it holds in memory, fresh or not."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from goodstanding.core.words import Outcome
from goodstanding.server.gate.app import Gate
from goodstanding.server.gate.fixture import fixture_in
from goodstanding.server.gate.following import Follower
from goodstanding.server.gate.marketplace import Marketplace
from goodstanding.server.gate.roster import NEVER, Denial, Roster, read_rows
from goodstanding.server.steps.claim_case import claim_case
from goodstanding.server.steps.decide_case import decide_case, lift_decision
from goodstanding.server.steps.make_key import make_key
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.models import CaseRow, DecisionRow
from tests.server.telling import DAY, START, work
from tests.server.test_from_events_to_cases import RELEASED, adopt, four_unhappy_clients

URL = "https://shop.example"
ADA = {"type": "freelancer", "id": "ada"}
PROPOSE = {"name": "proposal.submit"}
JOB = {"type": "job", "id": "7"}
QUESTION = {"subject": ADA, "action": PROPOSE, "resource": JOB}
ROWS = b'ada,0,0,9223372036854775807,decision-1\n"ben, jr",1,0,4102444800000000,decision-2\n'


def ask(gate: Gate, path: str, body: Any = None, *, method: str = "POST", **said: str) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status=int(status.split(maxsplit=1)[0]), headers=dict(headers))

    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(sent)),
        "wsgi.input": io.BytesIO(sent),
        **said,
    }
    told["body"] = json.loads(b"".join(gate(environ, start)))
    return told


def evaluate(gate: Gate, **said: Any) -> Any:
    answer = ask(gate, "/access/v1/evaluation", {**QUESTION, **said})
    assert answer["status"] == 200
    return answer["body"]


def gate_knowing(rows: bytes, *, age: float = 0.0, **said: Any) -> Gate:
    roster = Roster.of_csv(rows)
    decider = Marketplace(lambda: roster, lambda: age, url=URL, **said)
    return Gate(decider, URL, keys_required=False)


@pytest.fixture
def gate() -> Gate:
    return gate_knowing(ROWS)


def test_who_is_not_restricted_may(gate: Gate) -> None:
    assert evaluate(gate, subject={"type": "freelancer", "id": "cleo"}) == {"decision": True}


def test_who_is_restricted_may_not_and_is_told_why_and_what_to_do(gate: Gate) -> None:
    answer = evaluate(gate)

    assert answer["decision"] is False
    context = answer["context"]
    assert context["restriction"] == "decision-1"
    assert context["ends_at"] is None
    assert context["appeal"] == f"{URL}/appeal/decision-1"
    assert "submit proposals" in context["reason_user"]["en"]
    assert "decision-1" in context["reason_admin"]["en"]


@pytest.mark.parametrize("name", ["contract.work", "payout.withdraw", "appeal.lodge"])
def test_running_work_goes_on(gate: Gate, name: str) -> None:
    assert evaluate(gate, action={"name": name})["decision"] is True


def test_a_denial_that_ends_says_when(gate: Gate) -> None:
    answer = evaluate(
        gate, subject={"type": "client", "id": "ben, jr"}, action={"name": "contract.accept"}
    )

    assert answer["context"]["ends_at"] == "2100-01-01T00:00:00Z"


def test_a_denial_holds_from_its_beginning_up_to_and_not_including_its_end() -> None:
    roster = Roster(read_rows(b"ada,0,100,200,d\n"))

    held = {at: roster.denial("ada", 0, at=at) is not None for at in (99, 100, 199, 200)}

    assert held == {99: False, 100: True, 199: True, 200: False}


def test_what_changed_since_stands_in_the_place_of_what_was_read() -> None:
    roster = Roster(read_rows(ROWS))
    roster.replace("ada", ())
    roster.replace("eve", (Denial(0, 0, NEVER, "d9"),))

    assert roster.denial("ada", 0, at=1) is None
    assert roster.denial("eve", 0, at=1) == Denial(0, 0, NEVER, "d9")


@pytest.mark.parametrize(
    "said",
    [
        {"action": {"name": "proposal.submitt"}},
        {"subject": {"type": "robot", "id": "ada"}},
    ],
)
def test_what_is_not_known_is_denied_and_says_so(gate: Gate, said: dict[str, Any]) -> None:
    answer = evaluate(gate, **said)

    assert answer["decision"] is False
    assert answer["context"]["error"]["code"].startswith("unknown-")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        {},
        {"subject": ADA, "action": PROPOSE},
        {**QUESTION, "subject": "ada"},
        {**QUESTION, "subject": {"type": "freelancer", "id": 7}},
        {**QUESTION, "context": []},
    ],
)
def test_a_broken_question_breaks_the_protocol(gate: Gate, body: Any) -> None:
    answer = ask(gate, "/access/v1/evaluation", body)

    assert answer["status"] == 400
    assert answer["body"]["error"]


def test_members_that_nobody_knows_are_let_through(gate: Gate) -> None:
    assert evaluate(gate, extra=1, subject={**ADA, "more": True})["decision"] is False


MAY, MAY_NOT = {"name": "contract.work"}, PROPOSE


@pytest.mark.parametrize(
    ("semantic", "wanted"),
    [
        ("execute_all", [True, False, True]),
        ("deny_on_first_deny", [True, False]),
        ("permit_on_first_permit", [True]),
    ],
)
def test_several_questions_are_answered_in_order_as_far_as_is_asked(
    gate: Gate, semantic: str, wanted: list[bool]
) -> None:
    body = {
        "subject": ADA,
        "resource": JOB,
        "evaluations": [{"action": each} for each in (MAY, MAY_NOT, MAY)],
        "options": {"evaluations_semantic": semantic},
    }

    answer = ask(gate, "/access/v1/evaluations", body)["body"]

    assert [each["decision"] for each in answer["evaluations"]] == wanted
    assert "decision" not in answer


def test_a_key_that_is_given_replaces_the_default_whole(gate: Gate) -> None:
    body = {
        **QUESTION,
        "subject": {**ADA, "properties": {"x": 1}},
        "evaluations": [
            {"subject": {"type": "freelancer", "id": "cleo"}},
            {"subject": {"id": "a"}},
        ],
    }

    first, broken = ask(gate, "/access/v1/evaluations", body)["body"]["evaluations"]

    assert first == {"decision": True}
    assert broken["decision"] is False
    assert broken["context"]["error"]["status"] == 400


@pytest.mark.parametrize("said", [{}, {"evaluations": []}, {"evaluations": None}])
def test_without_questions_it_is_one(gate: Gate, said: dict[str, Any]) -> None:
    answer = ask(gate, "/access/v1/evaluations", {**QUESTION, **said})

    assert answer["body"]["decision"] is False


def test_the_request_keeps_its_name(gate: Gate) -> None:
    answer = ask(gate, "/access/v1/evaluation", QUESTION, HTTP_X_REQUEST_ID="r-1")

    assert answer["headers"]["X-Request-ID"] == "r-1"


@pytest.mark.parametrize(
    ("path", "method", "said", "status"),
    [
        ("/access/v1/evaluation", "GET", {}, 405),
        ("/access/v1/evaluation", "POST", {"CONTENT_TYPE": "text/plain"}, 400),
        ("/access/v1/evaluation", "POST", {"CONTENT_LENGTH": "99999999"}, 413),
        ("/nowhere", "GET", {}, 404),
        ("/nowhere", "POST", {}, 404),
    ],
)
def test_what_is_not_asked_rightly_is_refused(
    gate: Gate, path: str, method: str, said: dict[str, str], status: int
) -> None:
    assert ask(gate, path, QUESTION, method=method, **said)["status"] == status


def test_it_says_where_it_is_asked_what(gate: Gate) -> None:
    told = ask(gate, "/.well-known/authzen-configuration", b"", method="GET")["body"]

    assert told["policy_decision_point"] == URL
    assert told["access_evaluation_endpoint"] == f"{URL}/access/v1/evaluation"


def test_a_search_finds_the_actions_that_are_left(gate: Gate) -> None:
    body = {"subject": ADA, "resource": JOB}

    answer = ask(gate, "/access/v1/search/action", body)["body"]

    names = [each["name"] for each in answer["results"]]
    assert "proposal.submit" not in names and "payout.withdraw" in names
    assert answer["page"]["next_token"] == ""


def test_a_search_goes_on_where_the_page_before_ended() -> None:
    names = [f"f{number}" for number in range(5)]
    gate = gate_knowing(
        b"f1,0,0,9223372036854775807,d\n",
        directory=lambda after: (name for name in names if name > after),
    )
    body: dict[str, Any] = {"subject": {"type": "freelancer"}, "action": PROPOSE, "resource": JOB}
    found: list[str] = []
    token = ""
    while True:
        told = ask(
            gate, "/access/v1/search/subject", {**body, "page": {"limit": 2, "token": token}}
        )["body"]
        found += [each["id"] for each in told["results"]]
        token = told["page"]["next_token"]
        if not token:
            break

    assert found == ["f0", "f2", "f3", "f4"]
    nothing = ask(gate, "/access/v1/search/resource", {**body, "subject": ADA})["body"]
    assert nothing["results"] == []


@pytest.mark.parametrize(("is_open", "decision"), [(True, True), (False, False)])
def test_what_is_stale_says_so_and_answers_as_the_setting_says(
    is_open: bool, decision: bool
) -> None:
    gate = gate_knowing(ROWS, age=61.0, is_open=is_open)

    answer = evaluate(gate, subject={"type": "freelancer", "id": "cleo"})

    assert answer["decision"] is decision
    assert answer["context"]["knowledge"] == {"stale": True, "age_seconds": 61}
    assert evaluate(gate)["context"]["restriction"] == "decision-1"


TODO = {
    "subjects": {
        "user": {
            "rick": {"roles": ["admin"], "email": "rick@x"},
            "morty": {"roles": ["editor"], "email": "morty@x"},
            "beth": {"roles": ["viewer"]},
        }
    },
    "resources": {"todo": {"7": {"owner": "morty@x"}, "8": {"owner": "rick@x"}}},
    "rules": [
        {"actions": ["can_read_todos"]},
        {"actions": ["can_update_todo", "can_delete_todo"], "roles": ["admin"]},
        {"actions": ["can_update_todo"], "roles": ["editor"], "owner": True},
    ],
}


def test_another_policy_stands_behind_the_same_protocol(tmp_path: Path) -> None:
    path = tmp_path / "todo.json"
    path.write_text(json.dumps(TODO))
    gate = Gate(fixture_in(path), URL, keys_required=False)

    def may(who: str, what: str, todo: str = "7") -> bool:
        told = evaluate(
            gate,
            subject={"type": "user", "id": who},
            action={"name": what},
            resource={"type": "todo", "id": todo},
        )
        return bool(told["decision"])

    assert may("beth", "can_read_todos") and not may("beth", "can_update_todo")
    assert may("rick", "can_delete_todo") and may("rick", "can_update_todo")
    assert may("morty", "can_update_todo", "7") and not may("morty", "can_update_todo", "8")
    assert not may("stranger", "can_read_todos")


@pytest.fixture
def following(database_url: str) -> Iterator[Follower]:
    follower = Follower(database_url)
    follower.start(wait=5)
    yield follower
    follower.end()


def gate_of(follower: Follower) -> Gate:
    decider = Marketplace(lambda: follower.roster, lambda: follower.age, url=URL)
    return Gate(decider, URL, follower)


def soon(question: Any) -> None:
    until = monotonic() + 10
    while not question():
        assert monotonic() < until
        sleep(0.005)


def test_a_block_closes_the_gate_and_its_lifting_opens_it(following: Follower) -> None:
    key, _ = make_key("gate", [Scope.GATE], by="dana", at=START)
    adopt()
    four_unhappy_clients(START + 3 * DAY)
    work(RELEASED)
    case = CaseRow.objects.get()
    now = timezone.now()
    claim_case(case.name, by="rosa", at=now)
    gate = gate_of(following)
    following.known_at = float("-inf")

    def is_denied() -> bool:
        told = ask(
            gate,
            "/access/v1/evaluation",
            {**QUESTION, "subject": {"type": "freelancer", "id": "f1"}},
            HTTP_AUTHORIZATION=f"Bearer {key}",
        )
        return bool(told["status"] == 200 and not told["body"]["decision"])

    seen = frozenset(case.evidence)
    said = {"outcome": Outcome.BLOCK, "reasons": "Four of four told us so.", "by": "rosa"}
    decide_case(case.name, **said, seen=seen, at=now)
    soon(is_denied)

    name = DecisionRow.objects.get().name
    lift_decision(name, by="otto", because="Wrong.", at=timezone.now() + timedelta(milliseconds=1))
    soon(lambda: not is_denied())


def test_without_a_good_key_nobody_asks(following: Follower) -> None:
    make_key("gate", [Scope.GATE], by="dana", at=START)
    other, _ = make_key("events", [Scope.EVENTS], by="dana", at=START)
    gate = gate_of(following)

    for said in ({}, {"HTTP_AUTHORIZATION": f"Bearer {other}"}):
        answer = ask(gate, "/access/v1/evaluation", QUESTION, **said)
        assert answer["status"] == 401
        assert answer["headers"]["WWW-Authenticate"].startswith("Bearer")


def test_it_answers_while_the_database_is_away_and_follows_when_it_is_back(
    database_url: str, following: Follower
) -> None:
    before = following.roster
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert following.roster is before
    soon(lambda: following.roster is not before and following.age < 5)
