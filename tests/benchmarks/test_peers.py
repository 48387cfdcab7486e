"""All lanes answer alike, and as the law of judging does: else their speeds say nothing."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.market import Files, make
from benchmarks.peers import with_python
from benchmarks.question import AS_OF, NEXT_AS_OF, POLICY, SWEEP_AT, Answer, flagged
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.text import read
from goodstanding.core.verdict import judge

ROWS = 20_000
RUNGS = {None: 0, "review": 1, "block": 2}
PEERS = ("with_pandas", "with_polars", "with_duckdb")


class Peer(Protocol):
    """What every peer can do."""

    def judge(self, paths: Sequence[Path], *, as_of: datetime) -> Answer:
        """Everybody's figures, from files."""
        ...

    def hold(self, table: pa.Table) -> object:
        """Rows in memory as it likes to have them."""
        ...

    def judge_held(self, held: object, *, as_of: datetime) -> Answer:
        """Everybody's figures, from memory."""
        ...


@pytest.fixture(scope="module", name="files")
def the_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A small marketplace on the disk."""
    return make(ROWS, tmp_path_factory.mktemp("market"))


@pytest.fixture(name="peer", params=PEERS)
def a_peer(request: pytest.FixtureRequest) -> Peer:
    """One of those that are installed."""
    library = request.param.removeprefix("with_")
    pytest.importorskip(library, reason=f"{library} is not installed: THIS PEER IS NOT TESTED")
    return cast(Peer, import_module(f"benchmarks.peers.{request.param}"))


def outcomes(files: Files) -> list[Evidence]:
    """The raw rows as the core knows them."""
    rows = pq.read_table(files.raw).to_pylist()
    return [outcome(number, row) for number, row in enumerate(rows)]


def outcome(number: int, row: dict[str, object]) -> Evidence:
    """One raw row as evidence; what is null is not there."""
    told = {name: row[name] for name in ("overall", "recommend") if row[name] is not None}
    if row["net_paid"] is not None:
        told["net_paid"] = Decimal(str(row["net_paid"]))
    return Evidence(
        id=f"e{number}",
        subject=str(row["freelancer"]),
        client=str(row["client"]),
        client_group=str(row["client_group"]),
        contract=str(row["contract"]),
        occurred_at=row["occurred_at"],
        received_at=row["received_at"],
        superseded_at=row["superseded_at"],
        items=told,
    )


@pytest.mark.parametrize("as_of", [SWEEP_AT[0], AS_OF], ids=["two years ago", "now"])
def test_the_plain_loop_answers_as_the_law_of_judging_does(files: Files, as_of: datetime) -> None:
    policy = read(POLICY.read_text(encoding="utf-8"), source=POLICY.name)
    evidence: dict[str, list[Evidence]] = {}
    for each in outcomes(files):
        evidence.setdefault(each.subject, []).append(each)

    answer = with_python.judge([files.raw], as_of=as_of)

    for place, freelancer in enumerate(answer.freelancer):
        verdict = judge(policy, str(freelancer), evidence[str(freelancer)], as_of)
        unhappy, clients, share = (figure.value for figure in verdict.figures)
        rated = int(answer.rated[place])
        assert unhappy == answer.unhappy[place]
        assert clients == answer.clients[place]
        assert share == (Fraction(int(answer.unhappy[place]), rated) if rated else None)
        assert RUNGS[verdict.rung] == answer.rung[place]
    assert set(answer.rung) == {0, 1, 2}
    assert 0 in answer.rated


def test_every_peer_answers_as_the_plain_loop_does(files: Files, peer: Peer) -> None:
    for as_of in (AS_OF, SWEEP_AT[0]):
        wanted = with_python.judge([files.raw], as_of=as_of)
        answer = peer.judge([files.raw], as_of=as_of)

        assert answer.digest() == wanted.digest()
        assert flagged(answer) == flagged(wanted)


def test_every_peer_answers_from_memory_as_from_a_file(files: Files, peer: Peer) -> None:
    held = peer.hold(pq.read_table(files.raw))

    answer = peer.judge_held(held, as_of=AS_OF)

    assert answer.digest() == with_python.judge([files.raw], as_of=AS_OF).digest()


def test_every_peer_sees_the_next_days_rows(files: Files, peer: Peer) -> None:
    both = [files.raw, files.day]
    wanted = with_python.judge(both, as_of=NEXT_AS_OF)

    assert peer.judge(both, as_of=NEXT_AS_OF).digest() == wanted.digest()
    assert wanted.digest() != with_python.judge([files.raw], as_of=NEXT_AS_OF).digest()


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_who_picks_each_clients_very_vote_finds_the_same(files: Files, library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed: THIS PEER IS NOT TESTED")
    peer = import_module(f"benchmarks.peers.with_{library}")

    answer = peer.judge_by_votes([files.raw], as_of=AS_OF)

    assert answer.digest() == with_python.judge([files.raw], as_of=AS_OF).digest()


def test_one_freelancer_alone_is_answered_as_among_all(files: Files, peer: Peer) -> None:
    table = pq.read_table(files.raw)
    one = table["freelancer"][0].as_py()
    alone = table.filter(np.asarray(table["freelancer"]) == one)
    everybody = with_python.judge([files.raw], as_of=AS_OF).in_order()
    place = int(np.searchsorted(everybody.freelancer, one))

    answer = peer.judge_held(peer.hold(alone), as_of=AS_OF)

    assert list(answer.freelancer) == [one]
    assert answer.unhappy[0] == everybody.unhappy[place]
    assert answer.clients[0] == everybody.clients[place]
    assert answer.rated[0] == everybody.rated[place]
