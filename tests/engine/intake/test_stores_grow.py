"""A store that grew day by day says what a store built at once says, or refuses the row by name."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.evidence import Evidence
from goodstanding.core.history import with_client_history
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.evidence import table_of
from goodstanding.engine.intake.extending import extend
from goodstanding.engine.intake.filling import inputs_of
from goodstanding.engine.intake.source import Source
from goodstanding.engine.intake.table_source import from_table
from goodstanding.engine.store.clients import merge_all
from goodstanding.engine.store.folder import Store, open_store
from tests.agreement.bench import by_core
from tests.engine.intake.desk import POINTS, SHIPPED, Filled, Kept, filled, verdicts_of
from tests.engine.test_history import INSTANTS, MARKETS
from tests.judging import DAY, NOON, outcome

RENAMED = {"subject": "freelancer"}
IDS = {"id": "id"}
LATER_AT = NOON + 3 * DAY


def source_of(evidence: tuple[Evidence, ...], policy: Policy = SHIPPED) -> Source:
    """The evidence as a table, with the names that files have."""
    table = table_of(evidence, vocabulary_of(policy.items))
    names = [RENAMED.get(name, name) for name in table.column_names]
    return from_table(table.rename_columns(names), name="day")


def grown(
    store: Store, evidence: tuple[Evidence, ...], policy: Policy = SHIPPED, *, by_id: bool = True
) -> Filled:
    """The store with that evidence added."""
    rejects = Kept()
    inputs = inputs_of([source_of(evidence, policy)], policy, IDS if by_id else {})
    larger = extend(store, inputs, rejects=rejects)
    return Filled(store=larger, lines=rejects.lines, counts=rejects.counts)


def unlike(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The same, of which no two say one contract."""
    return tuple(replace(each, contract=f"k{at}") for at, each in enumerate(evidence))


@settings(max_examples=40, deadline=None)
@given(MARKETS, st.sampled_from(INSTANTS), st.booleans())
def test_a_store_that_grew_judges_by_clients_records_as_the_core_does(
    evidence: tuple[Evidence, ...], parted_at: datetime, merged: bool
) -> None:
    told = unlike(evidence)
    past = tuple(each for each in told if each.received_at < parted_at)
    later = tuple(each for each in told if each.received_at >= parted_at)
    if not past:
        return
    wanted = by_core(POINTS, with_client_history(POINTS, told), LATER_AT)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        store = filled(path, source_of(past, POINTS), policy=POINTS, mapped=IDS).store

        for each in sorted(later, key=lambda one: one.received_at):
            found = grown(store, (each,), POINTS)
            store = merge_all(found.store) if merged else found.store
            assert not found.lines

        assert verdicts_of(store, POINTS, as_of=LATER_AT) == wanted


def test_a_day_added_counts_at_once_and_after_it_was_merged(tmp_path: Path) -> None:
    first, second = (outcome(n, at=NOON, client=f"c{n}", overall=1) for n in (1, 2))
    store = filled(tmp_path / "store", source_of((first,)), mapped=IDS).store

    store = grown(store, (second,)).store

    wanted = by_core(SHIPPED, (first, second), LATER_AT)
    assert wanted["ada"][1]["unhappy_clients"][0] == 2
    assert store.rows == 2
    assert verdicts_of(open_store(store.path), as_of=LATER_AT) == wanted
    assert verdicts_of(merge_all(store), as_of=LATER_AT) == wanted


def test_the_same_day_added_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    day = tuple(outcome(n, at=NOON, client=f"c{n}", overall=1) for n in (1, 2))
    store = filled(tmp_path / "store", source_of(day[:1]), mapped={}).store
    store = grown(store, day[1:], by_id=False).store

    found = grown(store, day, by_id=False)

    assert found.store.rows == 2
    assert found.counts == {"contract-twice": 2}
    assert "stands in the store already" in found.lines[0]["wrong"]


def test_a_row_of_the_same_id_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    version = outcome(1, at=NOON - DAY, client="c", overall=1)
    store = filled(tmp_path / "store", source_of((version,)), mapped=IDS).store
    ended = replace(version, superseded_at=NOON)
    successor = replace(version, id="e2", received_at=NOON, items={"overall": 5})

    found = grown(store, (ended, successor))

    assert not found.lines
    assert verdicts_of(merge_all(found.store), as_of=LATER_AT) == by_core(
        SHIPPED, (ended, successor), LATER_AT
    )


def test_what_comes_in_late_never_changes_a_record_and_is_refused(tmp_path: Path) -> None:
    known = outcome(1, at=NOON, client="c", overall=1)
    store = filled(tmp_path / "store", source_of((known,), POINTS), policy=POINTS, mapped=IDS).store
    late = replace(outcome(2, at=NOON - DAY, client="c", overall=1), subject="bea")
    others = replace(late, id="e3", client="d", client_group="d", contract="k3")

    found = grown(store, (late, others), POINTS)

    assert found.counts == {"received-late": 1}
    assert found.store.rows == 2


def test_a_store_of_records_is_refused_to_a_policy_that_takes_other_outcomes_for_votes(
    tmp_path: Path,
) -> None:
    known = outcome(1, at=NOON, client="c", overall=1)
    store = filled(tmp_path / "store", source_of((known,), POINTS), policy=POINTS, mapped=IDS).store

    with pytest.raises(Refusal, match="takes other outcomes for negative"):
        store.require(replace(POINTS, negative=POINTS.negative[:1]))


def test_a_contract_said_again_is_refused_wherever_its_rows_stand(tmp_path: Path) -> None:
    once = outcome(1, at=NOON, client="c", overall=1)
    again = replace(once, id="e2", client="d", client_group="d")
    followed = replace(outcome(3, at=NOON, client="e", overall=1), superseded_at=NOON + DAY)
    successor = replace(followed, id="e4", received_at=NOON + DAY, superseded_at=None)

    found = filled(
        tmp_path / "store", source_of((once, followed)), source_of((again, successor)), mapped=IDS
    )

    assert found.store.rows == 3
    assert found.counts == {"contract-twice": 1}
    assert found.lines[0]["wrong"] == "contract `k0001` stands on day:1 already"


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    once = outcome(1, at=NOON, client="c", overall=1)

    found = filled(tmp_path / "store", source_of((once, replace(once, contract="k2"))), mapped=IDS)

    assert found.counts == {"id-twice": 1}


def test_files_of_different_columns_go_into_one_store(tmp_path: Path) -> None:
    whole = source_of((outcome(1, at=NOON, client="c", overall=1),))
    instants = pa.array([NOON], pa.timestamp("us", tz="UTC"))
    short = from_table(
        pa.table({"freelancer": [7], "client": ["d"], "occurred_at": instants, "overall": [1.0]}),
        name="short",
    )

    store = filled(tmp_path / "store", whole, short).store

    assert sorted(verdicts_of(store, as_of=LATER_AT)) == ["7", "ada"]
