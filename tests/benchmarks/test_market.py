"""The benchmark's marketplace is the same every time, and has the edges that it promises."""

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks.market import SCHEMA, Market, make
from benchmarks.question import AS_OF, NEXT_AS_OF

ROWS = 20_000


@pytest.fixture(scope="module", name="rows")
def the_rows() -> pa.Table:
    """A small marketplace."""
    return Market(rows=ROWS).block(0, ROWS)


def share(truths: pa.ChunkedArray) -> float:
    """The share of rows that it is true of; of what is absent it is not."""
    return float(pc.sum(pc.fill_null(truths, False)).as_py()) / len(truths)


def how_many(rows: pa.Table, *columns: str) -> int:
    """How many different combinations there are."""
    return int(rows.group_by(list(columns)).aggregate([]).num_rows)


def test_equal_sizes_and_seeds_give_equal_rows(rows: pa.Table) -> None:
    assert Market(rows=ROWS).block(0, ROWS).equals(rows)
    assert not Market(rows=ROWS, seed=1).block(0, ROWS).equals(rows)


def test_a_market_is_written_in_blocks_and_holds_as_many_rows_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "raw.parquet"

    Market(rows=2_500, block_rows=1_000).write(path)

    written = pq.read_table(path)
    assert written.num_rows == 2_500
    assert written.schema.equals(SCHEMA)
    assert how_many(written, "contract", "received_at") == 2_500


def test_a_market_is_made_once(tmp_path: Path) -> None:
    made_at = make(2_000, tmp_path).raw.stat().st_mtime_ns

    assert make(2_000, tmp_path).raw.stat().st_mtime_ns == made_at


def test_a_freelancer_has_twenty_rows_on_average_and_a_few_have_many(rows: pa.Table) -> None:
    counts = rows.group_by("freelancer").aggregate([("contract", "count")])["contract_count"]

    assert 18 < pc.mean(counts).as_py() < 23
    assert pc.approximate_median(counts).as_py() < 13
    assert pc.max(counts).as_py() > 200


def test_a_third_of_the_rows_are_of_a_pair_that_has_met_before(rows: pa.Table) -> None:
    repeated = 1 - how_many(rows, "freelancer", "client") / ROWS

    assert 0.32 < repeated < 0.4


def test_some_accounts_of_one_freelancers_clients_are_linked(rows: pa.Table) -> None:
    pairs = how_many(rows, "freelancer", "client")

    assert how_many(rows, "freelancer", "client_group") < 0.98 * pairs


def test_three_in_ten_rows_end_on_a_midnight_so_that_instants_tie(rows: pa.Table) -> None:
    whole_days = pc.equal(pc.floor_temporal(rows["occurred_at"], unit="day"), rows["occurred_at"])

    assert 0.28 < share(whole_days) < 0.33
    of_one, of_one_pair = (
        ("freelancer", "occurred_at"),
        ("freelancer", "client_group", "occurred_at"),
    )
    assert how_many(rows, *of_one, "contract") - how_many(rows, *of_one) > 200
    assert how_many(rows, *of_one_pair, "contract") - how_many(rows, *of_one_pair) > 3


def test_many_say_nothing_and_few_are_superseded(rows: pa.Table) -> None:
    assert 0.2 < share(rows["overall"].is_null()) < 0.3
    assert 0.55 < share(rows["recommend"].is_null()) < 0.65
    assert 0.3 < share(rows["net_paid"].is_null()) < 0.5
    assert 0.99 < share(rows["superseded_at"].is_null()) < 1
    assert ROWS - how_many(rows, "contract") == 50


def test_values_are_those_that_a_form_can_hold(rows: pa.Table) -> None:
    assert pc.min_max(rows["overall"]).as_py() == {"min": 1, "max": 5}
    assert pc.min_max(rows["recommend"]).as_py() == {"min": 0, "max": 10}
    assert pc.min(rows["net_paid"]).as_py() >= 0


def test_nothing_is_known_before_it_occurred_nor_superseded_before_it_was_known(
    rows: pa.Table,
) -> None:
    assert share(pc.greater_equal(rows["received_at"], rows["occurred_at"])) == 1
    superseded = rows.filter(rows["superseded_at"].is_valid())
    assert share(pc.greater(superseded["superseded_at"], superseded["received_at"])) == 1
    assert 0 < share(pc.greater(rows["received_at"], AS_OF)) < 0.02


def test_ids_differ_in_length_so_that_their_order_as_text_is_another(rows: pa.Table) -> None:
    lengths = pc.utf8_length(rows["contract"].cast(pa.string()))

    assert pc.min(lengths).as_py() < pc.max(lengths).as_py()


def test_the_next_days_rows_come_in_on_the_next_day_and_repeat_no_contract(
    rows: pa.Table,
) -> None:
    day = Market(rows=ROWS).day()

    assert day.num_rows == 13
    received = pc.min_max(day["received_at"]).as_py()
    assert AS_OF < received["min"] <= received["max"] <= NEXT_AS_OF
    assert timedelta(days=1) == NEXT_AS_OF - AS_OF
    assert not set(day["contract"].to_pylist()) & set(rows["contract"].to_pylist())
