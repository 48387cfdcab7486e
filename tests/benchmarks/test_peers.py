"""All lanes answer alike, and as the law of judging does: else their speeds say nothing."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.files import Files
from benchmarks.market import make
from benchmarks.peers import with_core, with_python
from benchmarks.question import AS_OF, NEXT_AS_OF, SWEEP_AT, Answer, flagged
from goodstanding.core.verdict import judge

ROWS = 20_000
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


@pytest.mark.parametrize(
    "as_of", [SWEEP_AT[0], SWEEP_AT[12], AS_OF], ids=["two years ago", "a year ago", "now"]
)
def test_the_plain_loop_answers_as_the_law_of_judging_does(files: Files, as_of: datetime) -> None:
    held = with_core.hold(pq.read_table(files.raw))

    wanted = with_core.judge_held(held, as_of=as_of)

    answer = with_python.judge([files.raw], as_of=as_of)
    assert answer.digest() == wanted.digest()
    assert set(wanted.rung) == {0, 1, 2}
    assert 0 in wanted.rated


def test_a_share_is_told_exactly_by_its_two_numbers(files: Files) -> None:
    held = with_core.hold(pq.read_table(files.raw))
    answer = with_python.judge([files.raw], as_of=AS_OF)

    for place in range(0, len(answer.freelancer), 50):
        freelancer, rated = str(answer.freelancer[place]), int(answer.rated[place])
        verdict = judge(held.policy, freelancer, held.evidence[freelancer], AS_OF)
        share = Fraction(int(answer.unhappy[place]), rated) if rated else None
        assert verdict.figures[2].value == share


def test_every_peer_answers_as_the_plain_loop_does(files: Files, peer: Peer) -> None:
    for as_of in (AS_OF, SWEEP_AT[0], SWEEP_AT[12]):
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
