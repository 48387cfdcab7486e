"""Letters reach who wants them, signed, at least once, and nobody is hammered."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from goodstanding.core.words import Refusal
from goodstanding.server.outbox.deliver import LEASE, deliver, next_try
from goodstanding.server.outbox.endpoint import add_endpoint, rotate_secret
from goodstanding.server.outbox.letter import write, write_all
from goodstanding.server.outbox.spread import spread
from goodstanding.server.store.models import Letter, LetterDelivery, WebhookEndpoint
from tests.server.outbox.receiver import Receiver, is_signed, receiver

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def market() -> Iterator[Receiver]:
    """A marketplace that wants all that is told of cases."""
    with receiver() as own:
        add_endpoint("market", own.url, topics=["case.*"], allow_loopback=True)
        yield own


def posted(*, at: datetime = NOW) -> int:
    """How many letters were tried at that instant."""
    spread(at=at)
    return deliver(at=at, allow_loopback=True)


def delivery() -> LetterDelivery:
    return LetterDelivery.objects.get()


def test_a_letter_reaches_who_wants_its_topic_signed(market: Receiver) -> None:
    write_all([("case.opened", {"case": "k1"}), ("verdict.reached", {"subject": "f1"})])

    assert posted() == 1
    ((headers, body),) = market.got
    told = json.loads(body)
    assert (told["type"], told["data"]) == ("case.opened", {"case": "k1"})
    assert is_signed(headers, body, secret=WebhookEndpoint.objects.get().secret)
    assert not is_signed(headers, body + b" ", secret=WebhookEndpoint.objects.get().secret)
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert (delivery().delivered_at, delivery().told) == (NOW, "HTTP 204")
    assert posted(at=NOW + HOUR) == 0


def test_a_letter_of_a_step_that_failed_was_never_written() -> None:
    def step() -> None:
        with transaction.atomic():
            write("case.opened", {"case": "k1"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step()

    assert Letter.objects.count() == 0


def test_a_long_letter_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        write("case.opened", {"text": "x" * 20_000})

    assert refused.value.code == "letter-too-long"


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [("*", True), ("case.opened", True), ("case.*", True), ("case", False), ("cas.*", False)],
)
def test_an_endpoint_gets_the_topics_it_named(wanted: str, comes: bool) -> None:
    WebhookEndpoint.objects.create(name="m", url="https://m.example", topics=[wanted], secret="")
    write("case.opened", {})

    assert spread(at=NOW) == 1
    assert spread(at=NOW) == 0
    assert LetterDelivery.objects.exists() is comes


def test_both_secrets_sign_until_the_former_one_ends(market: Receiver) -> None:
    former = WebhookEndpoint.objects.get().secret
    secret = rotate_secret("market", at=NOW)
    write("case.opened", {})
    posted(at=NOW + HOUR)
    write("case.opened", {})
    posted(at=NOW + 24 * HOUR)

    first, second = market.got
    assert is_signed(*first, secret=former) and is_signed(*first, secret=secret)
    assert not is_signed(*second, secret=former) and is_signed(*second, secret=secret)


def test_what_fails_is_tried_again_by_the_schedule_and_then_given_up(market: Receiver) -> None:
    market.answers = [(500, {})]
    write("case.opened", {})
    at, waits = NOW, []

    while posted(at=at) and not delivery().given_up_at:
        waits.append(delivery().try_at - at)
        assert posted(at=delivery().try_at - SECOND) == 0
        at = delivery().try_at

    minute = timedelta(minutes=1)
    schedule = [5 * SECOND, 5 * minute, 30 * minute, *(h * HOUR for h in (2, 5, 10, 14, 20, 24))]
    assert len(waits) == len(schedule)
    assert all(wait <= waited <= wait * 1.1 for wait, waited in zip(schedule, waits, strict=True))
    assert len(market.got) == 10 and len(set(market.letters)) == 1
    assert (delivery().tries, delivery().told) == (10, "HTTP 500")


def test_a_redirect_is_a_failure_and_is_not_followed(market: Receiver) -> None:
    market.answers = [(302, {"location": f"http://127.0.0.1:{market.port}/elsewhere"})]
    write("case.opened", {})

    posted()

    assert len(market.got) == 1
    assert (delivery().delivered_at, delivery().told) == (None, "HTTP 302")


def test_whoever_is_gone_gets_nothing_more(market: Receiver) -> None:
    market.answers = [(410, {})]
    write_all([("case.opened", {"n": n}) for n in range(3)])
    spread(at=NOW)

    deliver(at=NOW, allow_loopback=True, limit=1)

    assert WebhookEndpoint.objects.get().disabled_at == NOW
    assert LetterDelivery.objects.filter(given_up_at=NOW).count() == 3
    write("case.opened", {})
    assert posted(at=NOW + HOUR) == 0
    assert len(market.got) == 1


@pytest.mark.parametrize("status", [429, 502, 504])
def test_whoever_asks_to_be_slow_is_left_alone_for_so_long(market: Receiver, status: int) -> None:
    market.answers = [(status, {"retry-after": "120"}), (204, {})]
    write_all([("case.opened", {"n": n}) for n in range(3)])
    spread(at=NOW)

    deliver(at=NOW, allow_loopback=True, limit=1)

    assert deliver(at=NOW + 119 * SECOND, allow_loopback=True) == 0
    assert deliver(at=NOW + 120 * SECOND, allow_loopback=True) == 3
    assert LetterDelivery.objects.filter(delivered_at=None).count() == 0


def test_a_wait_longer_than_a_day_is_not_believed() -> None:
    tried_at = next_try(1, at=NOW, wait=timedelta(days=1))

    assert tried_at == NOW + timedelta(days=1)
    assert next_try(10, at=NOW) is None


@pytest.mark.usefixtures("database_url", "market")
def test_nobody_listening_is_a_failure_in_words() -> None:
    WebhookEndpoint.objects.update(url="http://127.0.0.1:9/")
    write("case.opened", {})

    posted()

    assert delivery().told.startswith("ConnectError")
    assert delivery().tries == 1


def test_an_inner_address_is_never_connected_to(market: Receiver) -> None:
    write("case.opened", {})
    spread(at=NOW)

    deliver(at=NOW, allow_loopback=False)

    assert market.got == []
    assert delivery().told.startswith("inner-address")


def test_the_address_that_was_checked_is_the_one_connected_to(market: Receiver) -> None:
    asked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    WebhookEndpoint.objects.update(url=f"http://market.example:{market.port}/hooks")
    write("case.opened", {})
    spread(at=NOW)

    deliver(at=NOW, allow_loopback=True, resolve=resolve)

    assert asked == ["market.example"]
    assert market.got[0][0]["host"] == f"market.example:{market.port}"


def test_two_workers_never_have_a_letter_at_once_within_its_lease(market: Receiver) -> None:
    market.may_answer.clear()
    write_all([("case.opened", {"n": n}) for n in range(10)])
    spread(at=NOW)

    def post() -> None:
        deliver(at=NOW, allow_loopback=True)
        connection.close()

    first = Thread(target=post)
    first.start()
    market.came.wait(10)
    second = deliver(at=NOW + LEASE - SECOND, allow_loopback=True)
    market.may_answer.set()
    first.join()

    assert second == 0
    assert len(market.got) == len(set(market.letters)) == 10
    assert LetterDelivery.objects.filter(delivered_at=None).count() == 0


def test_four_workers_at_once_deliver_each_letter_once(market: Receiver) -> None:
    write_all([("case.opened", {"n": n}) for n in range(200)])

    def post() -> None:
        while spread(at=NOW, limit=30) or deliver(at=NOW, allow_loopback=True):
            pass
        connection.close()

    threads = [Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while deliver(at=NOW, allow_loopback=True):
        pass

    assert len(market.got) == len(set(market.letters)) == 200


KILLED = """
import os, django
django.setup()
from datetime import datetime
from goodstanding.server.outbox.deliver import deliver
deliver(at=datetime.fromisoformat(os.environ["NOW"]), allow_loopback=True)
"""


def test_a_worker_killed_on_the_way_loses_nothing(market: Receiver, database_url: str) -> None:
    market.may_answer.clear()
    write_all([("case.opened", {"n": n}) for n in range(5)])
    spread(at=NOW)
    told = {"DATABASE_URL": database_url, "NOW": NOW.isoformat()}
    worker = subprocess.Popen([sys.executable, "-c", KILLED], env={**os.environ, **told})
    assert market.came.wait(30)

    worker.send_signal(signal.SIGKILL)
    worker.wait()
    market.may_answer.set()

    assert LetterDelivery.objects.filter(delivered_at=None).count() == 5
    assert deliver(at=NOW + LEASE - SECOND, allow_loopback=True) == 0
    assert deliver(at=NOW + LEASE, allow_loopback=True) == 5
    assert LetterDelivery.objects.filter(delivered_at=None).count() == 0
    assert len(set(market.letters)) == 5


def test_whoever_lost_the_lease_tells_nothing(market: Receiver) -> None:
    market.may_answer.clear()
    write("case.opened", {})
    spread(at=NOW)

    def post() -> None:
        deliver(at=NOW, allow_loopback=True)
        connection.close()

    slow = Thread(target=post)
    slow.start()
    market.came.wait(10)
    LetterDelivery.objects.update(leased_until_at=NOW + 2 * LEASE)
    market.may_answer.set()
    slow.join()

    assert (delivery().delivered_at, delivery().tries) == (None, 0)
