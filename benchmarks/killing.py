"""Parts of the running service are killed at random while it works: nothing is lost or doubled.

    python -m benchmarks.killing --rounds 200 --folder /tmp/killing

Events are sent in batches, each again until it is answered; the web or the worker is killed (-9) at
a random moment of every round. In the end every event is there once, every contract is folded,
everybody is judged as `goodstanding judge` would, and the ledger verifies.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from goodstanding.server.project import running
from goodstanding.server.project.embedded import cluster_in, start, stop

EVENTS_A_ROUND = 60
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
Event = dict[str, Any]


def main(words: Sequence[str]) -> int:
    """Kill, and look; 1 where anything was lost, doubled or changed."""
    known = argparse.ArgumentParser(prog="benchmarks.killing")
    known.add_argument("--rounds", type=int, default=200)
    known.add_argument("--folder", type=Path, required=True)
    known.add_argument("--seed", type=int, default=7)
    asked = known.parse_args(words)
    chance = random.Random(asked.seed)
    cluster = cluster_in(asked.folder)
    start(cluster)
    os.environ.update(
        DATABASE_URL=cluster.url,
        DJANGO_SETTINGS_MODULE="goodstanding.server.project.settings",
        GOODSTANDING_SECRET="of a benchmark alone",
        GOODSTANDING_LEDGER_KEY_FILE=str(asked.folder / "ledger.key"),
        GOODSTANDING_REQUESTS_A_MINUTE="1000000",
    )
    try:
        return _killed(chance, asked.rounds)
    finally:
        stop(cluster)


def _killed(chance: random.Random, rounds: int) -> int:
    _python("-m", "django", "migrate", "--verbosity", "0")
    key = _python("-c", _KEY).strip()
    port, gate_port = (running.free_port("127.0.0.1", None) for _ in range(2))
    url = f"http://127.0.0.1:{port}"
    parts = [
        running.worker({}),
        running.gate("127.0.0.1", gate_port, {}),
        running.web("127.0.0.1", port, {}),
    ]
    kills = {part.name: 0 for part in parts}
    asked = Asked(url=url, key=key, parts=parts)
    with running.running(parts):
        running.wait_until_ready(url, parts)
        for number in range(rounds):
            _round(_events(number, chance), asked, chance=chance, kills=kills)
        _revive(parts)
        _settled(url, parts)
    return _told(sent=rounds * (EVENTS_A_ROUND // 5) * 5, kills=kills)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where events go, with which key, and what may die meanwhile."""

    url: str
    key: str
    parts: Sequence[running.Part]


def _round(
    events: list[Event], asked: Asked, *, chance: random.Random, kills: dict[str, int]
) -> None:
    """A round's events, sent while one part is killed at some moment of it."""
    _revive(asked.parts)
    doomed = chance.choice(asked.parts)
    killer = Timer(chance.uniform(0, 0.4), doomed.kill)
    killer.start()
    for begin in range(0, len(events), 20):
        _sent(asked, events[begin : begin + 20])
    killer.join()
    kills[doomed.name] += 1


def _revive(parts: Sequence[running.Part]) -> None:
    for part in parts:
        if not part.is_alive:
            part.start()


def _told(*, sent: int, kills: dict[str, int]) -> int:
    """What was found, and 1 where anything was lost, doubled or changed."""
    told: dict[str, Any] = json.loads(_python("-c", _LOOK))
    told |= {"sent": sent, "kills": kills}
    print(json.dumps(told, indent=1))
    program = "from goodstanding.cli.main import main; main()"
    verified = subprocess.run([sys.executable, "-c", program, "ledger", "verify"], check=False)
    sound = told["events"] == sent and not (told["due"] or told["problems"] or told["wrong"])
    return 0 if sound and verified.returncode == 0 else 1


def _events(number: int, chance: random.Random) -> list[Event]:
    """The contracts of one round, with feedback that is released at once, both sides having given
    theirs; in any order."""
    events: list[Event] = []
    for one in range(EVENTS_A_ROUND // 5):
        name, client = f"c{number}-{one}", f"k{chance.randrange(400)}"
        who = f"f{chance.randrange(60)}"
        ended_at = START + timedelta(minutes=number * 20 + one)
        bad = chance.random() < 0.3
        answers: dict[str, Any] = {"overall": 1 if bad else 5}
        parties = {"freelancer": who, "client": client, "currency": "USD"}
        told: list[tuple[str, datetime, Event]] = [
            ("contract.started", ended_at - timedelta(hours=1), {"contract": name, **parties}),
            (
                "contract.paid",
                ended_at,
                {"contract": name, "amount": "90", "currency": "USD"},
            ),
            ("contract.ended", ended_at, {"contract": name}),
        ]
        for author in (client, who):
            said: Event = {"feedback": f"{name}-{author}", "contract": name, "author": author}
            form: Event = {
                "form": "simple",
                "answers": answers if author == client else {"overall": 5},
            }
            told.append(("feedback.submitted", ended_at + timedelta(hours=2), {**said, **form}))
        for place, (kind, at, body) in enumerate(told):
            events.append(
                {
                    "specversion": "1.0",
                    "id": f"{name}-{place}",
                    "source": "/killing",
                    "type": f"goodstanding.{kind}",
                    "time": at.isoformat(),
                    "data": body,
                }
            )
    chance.shuffle(events)
    return events


def _sent(asked: Asked, batch: list[Event]) -> None:
    """The batch, sent until it is answered."""
    headers = {
        "Authorization": f"Bearer {asked.key}",
        "Content-Type": "application/cloudevents-batch+json",
    }
    request = Request(f"{asked.url}/v1/events", json.dumps(batch).encode(), headers)
    while True:
        try:
            with urlopen(request, timeout=20) as answer:
                told = json.load(answer)
        except (URLError, OSError):
            _revive(asked.parts)
            time.sleep(0.1)
            continue
        assert not told["refused"], told["refused"][0]
        return


def _settled(url: str, parts: Sequence[running.Part]) -> None:
    """Nothing is due any more, and everything is sealed."""
    running.wait_until_ready(url, parts)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        told = json.loads(_python("-c", _LOOK))
        if told["due"] == 0 and told["unsealed"] == 0:
            return
        time.sleep(1)


def _python(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
    return done.stdout


_SETUP = "import django; django.setup()\n"
_KEY = (
    _SETUP
    + """
from pathlib import Path
from django.utils import timezone
from goodstanding.cli.policies import shipped_or, text_of
from goodstanding.server.steps.adopt_policy import adopt_policy
from goodstanding.server.steps.make_key import make_key
from goodstanding.server.store.actor import Scope
text = text_of(shipped_or(Path("poor-contract-outcomes")))
adopt_policy(text, source="poor", by="dana", at=timezone.now())
print(make_key("killing", list(Scope), by="dana", at=timezone.now())[0])
"""
)
_LOOK = (
    _SETUP
    + """
import json
from django.utils import timezone
from goodstanding.core.verdict import judge
from goodstanding.server.store.evidence import evidence_of_many
from goodstanding.server.store.models import *
from goodstanding.server.store.models import LedgerEntry, LedgerSeal
from goodstanding.server.store.policies import policies_in_force
(policy,) = policies_in_force(timezone.now())
latest = {}
for row in VerdictRow.objects.order_by("id"):
    latest[row.subject] = row
rows = EvidenceRow.objects.filter(about="freelancer")
people = sorted(set(rows.values_list("subject", flat=True)))
evidence = evidence_of_many(policy, people)
wrong = []
for name in people:
    row = latest.get(name)
    if row is None:
        wrong.append(name)
        continue
    verdict = judge(policy, name, evidence[name], row.as_of)
    figures = {f.signal: None if f.value is None else str(f.value) for f in verdict.figures}
    if (row.rung, row.figures) != (verdict.rung, figures):
        wrong.append(name)
print(json.dumps({
    "events": Event.objects.count(),
    "contracts": ContractRow.objects.count(),
    "evidence": EvidenceRow.objects.filter(superseded_at=None).count(),
    "verdicts": VerdictRow.objects.count(),
    "cases": CaseRow.objects.count(),
    "problems": EventProblem.objects.count(),
    "due": Due.objects.filter(due_at__lte=timezone.now()).count(),
    "unsealed": LedgerEntry.objects.filter(seal=None).count(),
    "sealed": LedgerSeal.objects.count(),
    "wrong": wrong,
}))
"""
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
