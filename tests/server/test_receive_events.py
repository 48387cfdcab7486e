"""What a marketplace sends is taken once, whole and durably, or refused by name."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from goodstanding.core.words import Refusal
from goodstanding.server.steps.receive_events import Received, receive_events
from goodstanding.server.store.models import Due, Event, EventWords, LedgerEntry

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database_url")


def event(name: str = "e1", **said: Any) -> bytes:
    told = {
        "specversion": "1.0",
        "id": name,
        "source": "/market",
        "type": "goodstanding.contract.started",
        "time": "2026-06-01T00:00:00Z",
        "data": {"contract": "c1", "freelancer": "f1", "client": "k1", "currency": "USD"},
    }
    return json.dumps({**told, **said}).encode()


def feedback(name: str, comment: str) -> bytes:
    answers = {"overall": 2, "comment": comment}
    said = {"feedback": "b1", "contract": "c1", "author": "k1", "form": "classic"}
    kind = "goodstanding.feedback.submitted"
    return event(name, type=kind, data={**said, "answers": answers})


def take(*items: bytes, **said: Any) -> Received:
    return receive_events(items, now_at=NOW, **said)


def test_a_batch_is_taken_with_one_entry_and_what_is_to_be_folded() -> None:
    received = take(event("e1"), event("e2"), feedback("e3", "late"))

    assert (received.taken, received.known, received.refused) == (3, 0, {})
    assert Event.objects.count() == 3
    assert LedgerEntry.objects.values_list("kind", flat=True).get() == "events.received"
    assert set(Due.objects.values_list("kind", "key")) == {("fold", "contract:c1")}


def test_an_event_sent_again_is_known_and_does_nothing() -> None:
    take(event(), feedback("e2", "late"))

    again = take(event(), feedback("e2", "late"))

    assert (again.taken, again.known, again.refused) == (0, 2, {})
    assert Event.objects.count() == 2
    assert LedgerEntry.objects.count() == 1


def test_an_event_twice_in_one_batch_is_taken_once() -> None:
    received = take(event(), event())

    assert (received.taken, received.known) == (1, 1)


@pytest.mark.parametrize("other", [feedback("e1", "fine"), event(time="2026-06-01T00:00:01Z")])
def test_something_else_under_the_same_id_is_refused(other: bytes) -> None:
    take(feedback("e1", "late"))

    refused = take(other).refused

    assert refused[0].code == "another-event-of-that-id"
    assert EventWords.objects.get().text == "late"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"{", "odd-event"),
        (b"[]", "odd-event"),
        (b'{"id": "\xff"}', "odd-event"),
        (event(specversion="0.3"), "odd-event"),
        (event(id=""), "odd-event"),
        (event(id="x" * 201), "odd-event"),
        (event(id="a\0b"), "odd-text"),
        (event(id=" a"), "odd-text"),
        (event(id=7), "odd-event"),
        (event(time=0), "odd-event"),
        (event(time="2026-06-01T00:00:00"), "instant-without-zone"),
        (event(time="1970-01-01T00:00:00Z"), "instant-out-of-range"),
        (event(time="0001-01-01T00:00:00+14:00"), "instant-out-of-range"),
        (event(time="2027-01-01T00:00:00Z"), "instant-out-of-range"),
        (event(type="goodstanding.contract.start"), "unknown-event-type"),
        (event(data={"contract": "c1"}), "odd-data"),
        (event(data=None), "odd-data"),
        (event(datacontenttype="text/xml"), "data-not-json"),
        (event(receivedat="2026-06-02T00:00:00Z"), "history-not-allowed"),
        (feedback("e1", "a\0b"), "nul-in-words"),
    ],
)
def test_a_bad_event_is_refused_and_stops_no_other(bad: bytes, code: str) -> None:
    received = take(event("good"), bad, event("better"))

    assert {n: refusal.code for n, refusal in received.refused.items()} == {1: code}
    assert received.taken == 2


@pytest.mark.parametrize("amount", [False, 12.5, "NaN", "1e3", "-1", "Infinity", "12.1234567", 1])
def test_an_amount_is_never_guessed(amount: object) -> None:
    said = {"contract": "c1", "amount": amount, "currency": "USD"}

    refused = take(event(type="goodstanding.contract.paid", data=said)).refused

    assert refused[0].code == "odd-data"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"overall": False}, "wrong-kind-of-answer"),
        ({"overall": 6}, "answer-out-of-range"),
        ({"overal": 5}, "unknown-answer"),
        ({"comment": "nice"}, "missing-answer"),
        ({"overall": 4.5}, "odd-data"),
    ],
)
def test_answers_that_no_form_asks_for_are_refused(answers: dict[str, Any], code: str) -> None:
    said = {"feedback": "b1", "contract": "c1", "author": "k1", "form": "classic"}
    kind = "goodstanding.feedback.submitted"

    refused = take(event(type=kind, data={**said, "answers": answers})).refused

    assert refused[0].code == code


def test_only_history_says_when_something_was_known() -> None:
    take(event(receivedat="2026-06-02T00:00:00Z"), may_date=True)

    assert Event.objects.get().received_at == datetime(2026, 6, 2, tzinfo=UTC)
    assert Due.objects.get().kind == "history"


def test_words_stand_beside_the_event_with_a_salt() -> None:
    take(feedback("e1", "never again"))

    assert "never" not in json.dumps(Event.objects.get().body)
    words = EventWords.objects.get()
    assert (words.name, words.text) == ("comment", "never again")
    assert len(words.salt or "") >= 16


def test_a_batch_has_at_most_a_thousand_events() -> None:
    with pytest.raises(Refusal, match="at most 1000"):
        take(*[event()] * 1001)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET type = 'x'",
        "DELETE FROM event",
        "TRUNCATE event CASCADE",
        "UPDATE ledger_entry SET body = ''",
        "DELETE FROM event_words",
        "UPDATE event_words SET text = 'lovely'",
        "UPDATE event_words SET text = NULL",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_sent(sql: str) -> None:
    take(feedback("e1", "never again"))

    with connection.cursor() as cursor, pytest.raises(Exception, match=r"refused|append-only"):
        cursor.execute(sql)


def test_words_can_be_redacted_and_the_event_stays() -> None:
    take(feedback("e1", "never again"))

    EventWords.objects.update(text=None, salt=None)

    assert Event.objects.count() == 1
