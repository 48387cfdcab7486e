"""The client sends once what it sends twice, and decides in its own process as the gate does."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "sdk" / "python" / "src"))

from goodstanding.server.outbox.signature import signed
from goodstanding.server.project.wsgi import application
from goodstanding.server.steps.decide_case import lift_decision
from goodstanding.server.store.actor import Scope
from goodstanding.server.store.models import ApiKey, DecisionRow, Event
from goodstanding_client import Client, LocalGate, NotGenuine, Refused, verified
from tests.server.api.conftest import Program, fresh
from tests.server.api.test_api import restricted
from tests.server.telling import DAY
from tests.server.test_from_events_to_cases import RELEASED

assert fresh
URL = "http://localhost"
SINCE = "2026-01-01T00:00:00Z"


def connected(*scopes: Scope, transport: httpx.BaseTransport | None = None) -> Client:
    key = Program(*scopes).key
    inner = transport or httpx.WSGITransport(app=application)
    return Client(URL, key=key, transport=inner, wait=lambda _: None)


class Flaky(httpx.BaseTransport):
    """A network that loses every other answer after it was given."""

    def __init__(self) -> None:
        self.inner = httpx.WSGITransport(app=application)
        self.asked = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        answer = self.inner.handle_request(request)
        if self.asked % 2:
            answer.read()
            raise httpx.ReadError("the answer was lost")
        return answer


def described(name: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": name,
        "source": "/shop",
        "type": "goodstanding.account.described",
        "time": SINCE,
        "data": {"account": name, "roles": ["freelancer"]},
    }


def test_events_are_sent_and_sent_again_without_harm() -> None:
    with connected(Scope.EVENTS) as client:
        first = client.send(described(f"e{number}") for number in range(3))
        again = client.send([described("e0"), {"id": "bad"}])

    assert (first.taken, first.known, first.refused) == (3, 0, {})
    assert (again.taken, again.known, list(again.refused)) == (0, 1, [1])


def test_what_was_done_and_not_answered_is_not_done_twice() -> None:
    network = Flaky()
    with connected(Scope.KEYS, Scope.EVENTS, transport=network) as client:
        client.send([described("e1")])
        with pytest.raises(Refused) as refused:
            client.make_key("shop", ["events"])

    assert Event.objects.count() == 1
    # It was made, and its secret was told when the answer was lost: nothing tells it again.
    assert refused.value.code == "told-once"
    assert ApiKey.objects.count() == 2


def test_a_refusal_tells_its_code_and_cure() -> None:
    with connected(Scope.READ) as client, pytest.raises(Refused) as refused:
        client.standing("nobody at all")

    assert (refused.value.status, refused.value.code) == (404, "not-found")
    assert refused.value.cure


def test_the_local_gate_follows_what_is_decided() -> None:
    restricted()
    gate = LocalGate()
    with connected(Scope.READ) as client:
        gate.follow(client)
        before = gate.may("f1", "proposal.submit"), gate.may("f1", "payout.withdraw")
        standing = client.standing("f1").access
        name = DecisionRow.objects.get().name
        lift_decision(name, by="otto", because="Wrong.", at=RELEASED + DAY)
        gate.follow(client)

    assert standing == "restricted"
    assert before == (False, True)
    assert gate.may("f1", "proposal.submit")
    assert gate.age_seconds < 60


class Told:
    """Restrictions and changes, as a service would tell them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = rows

    def restrictions(self) -> Sequence[Mapping[str, Any]]:
        return self.rows

    def changes(self, after: int) -> tuple[int, Sequence[Mapping[str, Any]]]:
        return after, []


def denial(subject: str, until: str | None = None, capability: str = "proposal.submit") -> Any:
    return {
        "subject": subject,
        "capability": capability,
        "from": SINCE,
        "until": until,
        "decision": f"decision of {subject}",
    }


def test_of_many_each_is_found_and_nobody_is_taken_for_another() -> None:
    rows = [denial(f"f{number}") for number in range(0, 4000, 2)]
    gate = LocalGate()
    gate.follow(Told([*rows, denial("f0", capability="contract.accept")]))

    for number in range(4000):
        assert gate.may(f"f{number}", "proposal.submit") is bool(number % 2)
    assert not gate.may("f0", "contract.accept") and gate.may("f2", "contract.accept")
    told = gate.why("f2", "proposal.submit")
    assert told is not None and told.decision == "decision of f2"
    assert gate.why("f1", "proposal.submit") is None


def test_two_names_of_one_hash_are_two_people() -> None:
    class Alike(str):
        """A name that hashes as another."""

        def __hash__(self) -> int:
            return hash("ada")

    gate = LocalGate()
    gate.follow(Told([denial("ada")]))

    assert gate.may(Alike("eve"), "proposal.submit")


def test_a_denial_holds_up_to_its_end_and_no_longer() -> None:
    gate = LocalGate()
    gate.follow(Told([denial("ada", until="2026-02-01T00:00:00Z")]))
    end = 1_769_904_000_000_000

    assert not gate.may("ada", "proposal.submit", at=end - 1)
    assert gate.may("ada", "proposal.submit", at=end)


SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def letter(body: bytes, at: int) -> dict[str, str]:
    sent_at = datetime.fromtimestamp(at, UTC)
    return dict(signed("letter-1", body, sent_at=sent_at, secrets=[SECRET]))


def test_a_genuine_letter_is_read_and_a_forged_or_old_one_is_not() -> None:
    body = json.dumps({"type": "case.opened"}).encode()
    headers = letter(body, 1000)

    assert verified(body, headers, secrets=["whsec_AAAA", SECRET], now=1100) == {
        "type": "case.opened"
    }
    for forged, now in ((body + b" ", 1000), (body, 1301), (body, 600)):
        with pytest.raises(NotGenuine):
            verified(forged, headers, secrets=[SECRET], now=now)
    with pytest.raises(NotGenuine):
        verified(body, {}, secrets=[SECRET], now=1000)
