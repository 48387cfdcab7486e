"""A case that a person cleared lets points count anew, from then on and for that person alone."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.verdict import judge
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import arrange
from goodstanding.engine.backtest import NEVER, Backtest, backtest
from goodstanding.engine.cleared import Clearings, clearings_of
from goodstanding.engine.evidence import evidence_in
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.building import build
from tests.agreement.bench import frame_of, told_of
from tests.engine.judged_market import EDGES, a_market
from tests.judging import DAY, NOON, US, outcome

POLICY = read(
    (Path(__file__).parents[2] / "policies" / "evidence-points.yaml").read_text(encoding="utf-8"),
    source="evidence-points",
)
VOCABULARY = vocabulary_of(POLICY.items, about=POLICY.about)
MARKET = a_market(VOCABULARY)
FRAME = arrange(MARKET, VOCABULARY, anchor=POLICY.anchor)
GRID = tuple(sorted({*EDGES, *(edge + US for edge in EDGES), NOON, NOON + 40 * DAY}))
# Some once, some twice, one at the instants of judging themselves, one whom nobody knows.
CASES = (
    *(("f-busiest", EDGES[2]), ("f-busiest", EDGES[0] + DAY)),
    *(("f-1", EDGES[4]), ("f-1", EDGES[2]), ("f-1", EDGES[3])),
    ("f-2", NOON + US),
    ("f-3", EDGES[1]),
    ("f-nobody", EDGES[1]),
)


def cases(*rows: tuple[str, datetime]) -> Clearings:
    """Those cases, as from a file."""
    names, at = zip(*rows, strict=True)
    instants = pa.array(at, pa.timestamp("us", tz="UTC"))
    return clearings_of(
        pa.table({"freelancer": pa.array(names), "cleared_at": instants}), about="freelancer"
    )


def market_evidence() -> dict[str, list[Evidence]]:
    """The market as the core reads it, person by person."""
    own: dict[str, list[Evidence]] = {}
    for each in evidence_in(MARKET, VOCABULARY, public=frozenset()):
        own.setdefault(each.subject, []).append(each)
    return own


@pytest.mark.parametrize("as_of", [EDGES[4], EDGES[2], EDGES[0], EDGES[1], NOON, NOON + US])
def test_everybody_has_the_points_of_the_law_of_judging(as_of: datetime) -> None:
    cleared = cases(*CASES)
    by_person = cleared.by_person()

    told = told_of(
        POLICY,
        judge_frame(POLICY, FRAME, as_of, cleared=cleared.known_at(FRAME.subjects, as_of)),
    )

    for name, evidence in market_evidence().items():
        if name not in told:
            assert not any(each.known_at(as_of) for each in evidence)
            continue
        verdict = judge(POLICY, name, evidence, as_of, cleared_at=by_person.get(name, ()))
        figures = {each.signal: (each.value, each.sample) for each in verdict.figures}
        assert told[name] == (verdict.rung, figures)


def test_a_replay_knows_a_clearing_from_its_instant_on() -> None:
    cleared = cases(*CASES)
    names = FRAME.subjects.to_pylist()
    verdicts = [
        judge_frame(POLICY, FRAME, at, cleared=cleared.known_at(FRAME.subjects, at)) for at in GRID
    ]

    found = backtest(POLICY, FRAME, GRID, cleared=cleared)

    rungs = range(len(POLICY.ladder))
    assert found.standing.tolist() == [
        [int(((each.rung == rung) & each.judged).sum()) for rung in rungs] for each in verdicts
    ]
    for person, who in enumerate(found.names.to_pylist()):
        place = names.index(who)
        stands = [int(each.rung[place]) if each.judged[place] else -1 for each in verdicts]
        firsts = [next((at for at, r in enumerate(stands) if r >= rung), NEVER) for rung in rungs]
        assert found.reached[person].tolist() == firsts
    # The cases are such that they change something.
    assert found.standing.tolist() != backtest(POLICY, FRAME, GRID).standing.tolist()


def people(found: Backtest) -> Any:
    return sorted(zip(found.names.to_pylist(), found.reached.tolist(), strict=True))


def test_a_store_and_two_processes_clear_as_one_frame_does(tmp_path: Path) -> None:
    store = build(
        tmp_path / "store",
        [MARKET],
        buckets=7,
        vocabulary=VOCABULARY,
        own_items=POLICY.items,
        about=POLICY.about,
        anchor=POLICY.anchor,
    )
    cleared = cases(*CASES)

    here = backtest(POLICY, FRAME, GRID, cleared=cleared)
    for processes in (1, 2):
        found = backtest(POLICY, store, GRID, cleared=cleared, processes=processes)
        assert found.standing.tolist() == here.standing.tolist()
        assert people(found) == people(here)


def points_at(as_of: datetime, *rows: tuple[str, datetime]) -> Fraction | None:
    """Ada's points after nine unhappy clients, a day apart, the last of them on 9 May."""
    may = datetime(2026, 5, 1, tzinfo=UTC)
    frame = frame_of(POLICY, [outcome(n, at=may + n * DAY) for n in range(9)])
    cleared = cases(*rows) if rows else None
    own = None if cleared is None else cleared.known_at(frame.subjects, as_of)
    verdicts = judge_frame(POLICY, frame, as_of, cleared=own)
    return told_of(POLICY, verdicts)["ada"][1]["points"][0]


def test_a_clearing_takes_off_what_was_before_and_asks_for_more_after() -> None:
    fifth = datetime(2026, 5, 5, tzinfo=UTC)

    never = points_at(NOON)
    before_all = points_at(NOON, ("ada", datetime(2026, 4, 1, tzinfo=UTC)))
    halfway = points_at(NOON, ("ada", fifth))
    after_all = points_at(NOON, ("ada", NOON - DAY))

    assert never is not None and before_all is not None and halfway is not None
    # 100 ln 4 = 138.6294..., rounded in the person's favour.
    assert never - before_all == pytest.approx(138.6295, abs=1e-3)
    assert 0 < halfway < before_all
    assert after_all == 0
    # The vote of that very instant is of the case that was cleared.
    assert points_at(NOON, ("ada", fifth - US)) > halfway  # type: ignore[operator]  # both are known


def test_who_was_not_cleared_and_what_is_not_cleared_yet_stay_as_they_are() -> None:
    fifth = datetime(2026, 5, 5, tzinfo=UTC)

    assert points_at(NOON, ("ben", fifth)) == points_at(NOON)
    assert points_at(NOON, ("ada", NOON + US)) == points_at(NOON)
    assert points_at(NOON, ("ada", NOON)) == 0


def test_a_case_that_stands_there_twice_is_one_case() -> None:
    first = datetime(2026, 4, 1, tzinfo=UTC)

    once = points_at(NOON, ("ada", first))

    assert points_at(NOON, ("ada", first), ("ada", first)) == once
    assert points_at(NOON, ("ada", first), ("ada", first + US)) != once


def test_the_people_of_a_frame_who_were_cleared_are_found_by_name() -> None:
    among = cases(*CASES).among(FRAME.subjects)

    found = sorted(np.array(FRAME.subjects.to_pylist())[among].tolist())
    assert found == ["f-1", "f-2", "f-3", "f-busiest"]


WHEN = pa.array([NOON, NOON], pa.timestamp("us", tz="UTC"))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            {"freelancer": ["a", "b"]},
            "cleared cases have no column `cleared_at`; give `freelancer` and `cleared_at`, one "
            "row for each case",
        ),
        (
            {"client": ["a", "b"], "cleared_at": WHEN},
            "cleared cases have no column `freelancer`; give `freelancer` and `cleared_at`, one "
            "row for each case",
        ),
        (
            {"freelancer": ["a", None], "cleared_at": WHEN},
            "row 2 of the cleared cases has no `freelancer`; give every case both, or leave it out",
        ),
        (
            {"freelancer": ["a", "b"], "cleared_at": pa.array([None, NOON], WHEN.type)},
            "row 1 of the cleared cases has no `cleared_at`; give every case both, or leave it out",
        ),
        (
            {"freelancer": ["a", "b"], "cleared_at": ["May", "June"]},
            "`cleared_at` holds `string`; give timestamps with a zone, in UTC",
        ),
        (
            {"freelancer": ["a"], "cleared_at": pa.array([NOON.replace(tzinfo=None)])},
            "`cleared_at` has no time zone; give timestamps in UTC",
        ),
    ],
)
def test_cases_that_cannot_be_are_refused(columns: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        clearings_of(pa.table(columns), about="freelancer")

    assert str(refused.value) == told
