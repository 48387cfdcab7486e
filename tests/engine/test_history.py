"""What authors had said of others before, of everybody at once, is what the core says of each."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.core.evidence import Evidence
from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.history import with_client_history as by_core
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import MICROSECOND
from goodstanding.engine import history
from goodstanding.engine.evidence import table_of
from goodstanding.engine.history import first_votes, with_client_history
from tests.judging import DAY, NOON, outcome, policy_of

POLICY = policy_of("{count: negative, window: {days: 30}}", leave_out="report_open")
VOCABULARY = vocabulary_of(POLICY.items)
INSTANTS = (NOON, NOON - MICROSECOND, NOON + MICROSECOND, NOON, NOON - DAY, NOON + DAY)
GROUP_OF = {"carla": "company", "conrad": "company", "cleo": "cleo", "company": "company"}
ITEMS = st.sampled_from(
    [
        {"overall": 1},
        {"overall": 5},
        {"overall": 2, "stars_skills": 4},
        {"overall": 1, "report_open": True},
        {"overall": 5, "report_open": False},
        {"net_paid": Decimal("10.5")},
        {},
    ]
)


@st.composite
def outcomes(draw: st.DrawFn, number: int) -> Evidence:
    """An outcome of one of three people, at one of five instants, from one of three groups."""
    received_at = draw(st.sampled_from(INSTANTS))
    client = draw(st.sampled_from(sorted(GROUP_OF)))
    return Evidence(
        id=f"e{number}",
        subject=draw(st.sampled_from(["ada", "bea", "cid"])),
        client=client,
        client_group=GROUP_OF[client],
        occurred_at=received_at - DAY,
        received_at=received_at,
        superseded_at=draw(st.sampled_from([None, None, received_at, NOON + 2 * DAY])),
        contract=draw(st.sampled_from([None, "k1", "k2", f"k{number}"])),
        items=draw(ITEMS),
    )


MARKETS = st.integers(0, 14).flatmap(
    lambda count: st.tuples(*(outcomes(number) for number in range(count)))
)
Record = tuple[int, int]


def core_records(evidence: tuple[Evidence, ...]) -> dict[str, Record]:
    """By the definition."""
    return {
        each.id: (int(each.items[VOTES_BEFORE]), int(each.items[NEGATIVES_BEFORE]))
        for each in by_core(POLICY, evidence)
    }


def records_in(table: pa.Table) -> dict[str, Record]:
    """What the columns of a table say."""
    columns = (table.column(name).to_pylist() for name in ("id", VOTES_BEFORE, NEGATIVES_BEFORE))
    return {name: (votes, negatives) for name, votes, negatives in zip(*columns, strict=True)}


def engine_records(evidence: tuple[Evidence, ...]) -> dict[str, Record]:
    """By columns."""
    return records_in(with_client_history(POLICY, table_of(evidence, VOCABULARY)))


@settings(max_examples=600)
@given(MARKETS)
def test_everybodys_record_is_the_one_that_the_core_tells(evidence: tuple[Evidence, ...]) -> None:
    assert engine_records(evidence) == core_records(evidence)


@settings(max_examples=300)
@given(MARKETS, st.sampled_from(INSTANTS))
def test_the_first_votes_are_all_that_has_to_be_kept_of_the_past(
    evidence: tuple[Evidence, ...], parted_at: datetime
) -> None:
    past = tuple(each for each in evidence if each.received_at < parted_at)
    later = tuple(each for each in evidence if each.received_at >= parted_at)
    whole = core_records(evidence)

    known = first_votes(POLICY, table_of(past, VOCABULARY))
    table = with_client_history(POLICY, table_of(later, VOCABULARY), known=known)

    assert records_in(table) == {each.id: whole[each.id] for each in later}


@given(MARKETS)
def test_counting_some_groups_at_a_time_changes_nothing(evidence: tuple[Evidence, ...]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "PART_ROWS", 3)
        assert engine_records(evidence) == core_records(evidence)


def test_of_two_first_votes_at_one_instant_the_contract_decides() -> None:
    unhappy = replace(outcome(1, at=NOON, client="c"), subject="bea", items={"overall": 1})
    happy = replace(unhappy, id="e2", contract="a", items={"overall": 5})
    later = replace(outcome(3, at=NOON + DAY, client="c", overall=5), subject="ada")

    records = engine_records((unhappy, happy, later))

    assert records["e3"] == (1, 0)


def test_whoever_is_in_no_group_is_a_group_alone() -> None:
    table = table_of((outcome(1, at=NOON, client="c", overall=1),), VOCABULARY)
    nobody = table.set_column(2, "client_group", pa.nulls(1, pa.string()))

    assert first_votes(POLICY, nobody).groups.to_pylist() == ["c"]
