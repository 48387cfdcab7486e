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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from goodstanding.server.project import running
from goodstanding.server.project.embedded import cluster_in, start, stop

EVENTS_A_ROUND = 60
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
Event = dict[str, object]


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
    kills: dict[str, int] = {part.name: 0 for part in parts}
    sent = 0
    with running.running(parts):
        running.wait_until_ready(url, parts)
        for number in range(rounds):
            for part in parts:
                if not part.is_alive:
                    part.start()
            events = _events(number, chance)
            doomed = chance.choice(parts)
            moment = time.monotonic() + chance.uniform(0, 0.25)
            for begin in range(0, len(events), 20):
                _sent(url, key, events[begin : begin + 20], parts)
                if doomed is not None and time.monotonic() > moment and doomed.process:
                    doomed.process.kill()
                    doomed.process.wait()
                    kills[doomed.name] += 1
                    doomed = None
            if doomed is not None and doomed.process:
                doomed.process.kill()
                doomed.process.wait()
                kills[doomed.name] += 1
            sent += len(events)
        for part in parts:
            if not part.is_alive:
                part.start()
        _settled(url, parts)
    told = json.loads(_python("-c", _LOOK))
    told |= {"sent": sent, "kills": kills}
    print(json.dumps(told, indent=1))
    sound = told["events"] == sent and told["due"] == 0 and not told["wrong"]
    verified = subprocess.run(
        [
            sys.executable,
            "-c",
            "from goodstanding.cli.main import main; main()",
            "ledger",
            "verify",
        ],
        check=False,
    )
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
        answers: dict[str, object] = {"overall": 1 if bad else 5}
        parties = {"freelancer": who, "client": client, "currency": "USD"}
        told = [
            ("contract.started", ended_at - timedelta(hours=1), {"contract": name, **parties}),
            (
                "contract.paid",
                ended_at,
                {"contract": name, "amount": "90", "currency": "USD"},
            ),
            ("contract.ended", ended_at, {"contract": name}),
        ]
        for author in (client, who):
            said = {"feedback": f"{name}-{author}", "contract": name, "author": author}
            form = {"form": "simple", "answers": answers if author == client else {"overall": 5}}
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


def _sent(url: str, key: str, batch: list[Event], parts: Sequence[running.Part]) -> None:
    """The batch, sent until it is answered."""
    body = json.dumps(batch).encode()
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/cloudevents-batch+json",
    }
    while True:
        try:
            with urlopen(Request(f"{url}/v1/events", body, headers), timeout=20) as answer:
                told = json.load(answer)
            assert not told["refused"], told["refused"][0]
            return
        except (URLError, OSError):
            for part in parts:
                if not part.is_alive:
                    part.start()
            time.sleep(0.05)


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
people = sorted(set(EvidenceRow.objects.filter(about="freelancer").values_list("subject", flat=True)))
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
