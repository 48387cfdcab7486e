"""A dataframe of any kind goes into a store as the same rows, or is refused by name."""

from collections.abc import Callable
from datetime import UTC, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from goodstanding.core.words import Refusal
from goodstanding.engine.intake.source import Source
from goodstanding.engine.intake.table_source import from_dataframe, from_table
from tests.engine.intake.desk import POINTS, Filled, filled, verdicts_of

AT = datetime(2026, 4, 1, tzinfo=UTC)
INSTANT = pa.timestamp("us", tz="UTC")
ROWS = pa.table(
    {
        "freelancer": pa.array(["ada"] * 4 + ["bea"]),
        "client": pa.array([1, 2, 3, 4, 4]),
        "occurred_at": pa.array([AT] * 5, INSTANT),
        "overall": pa.array([1.0, 2.0, 1.0, None, 5.0]),
        "concern_skills": pa.array([None, True, False, None, None]),
        "net_paid": pa.array([Decimal("10.50")] * 5, pa.decimal128(12, 2)),
    }
)


def as_pandas(table: pa.Table) -> Any:
    pytest.importorskip("pandas", reason="pandas is not installed: its dataframes go untested")
    return table.to_pandas()


def as_polars(table: pa.Table) -> Any:
    polars = pytest.importorskip("polars", reason="Polars is not installed: it goes untested")
    return polars.from_arrow(table)


def as_lazy_polars(table: pa.Table) -> Any:
    return as_polars(table).lazy()


def as_duckdb(table: pa.Table) -> Any:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: it goes untested")
    return duckdb.connect().from_arrow(table)


def as_it_is(table: pa.Table) -> Any:
    return table


KINDS = pytest.mark.parametrize(
    "kind",
    [as_it_is, as_pandas, as_polars, as_lazy_polars, as_duckdb],
    ids=lambda kind: kind.__name__,
)


@KINDS
def test_the_same_rows_give_the_same_verdicts(
    tmp_path: Path, kind: Callable[[pa.Table], Any]
) -> None:
    found = filled(tmp_path / "store", from_dataframe(kind(ROWS)))

    verdicts = verdicts_of(found.store)
    assert found.lines == []
    assert verdicts["ada"][0] == "review"
    assert verdicts["bea"][0] is None
    assert found.store.items == ("concern_skills", "net_paid", "overall")


@KINDS
def test_only_rows_that_are_wrong_stay_out(tmp_path: Path, kind: Callable[[pa.Table], Any]) -> None:
    stars = pa.array([1.0, 6.0, 1.0, float("inf"), 2.5])

    found = filled(tmp_path / "store", from_dataframe(kind(ROWS.set_column(3, "overall", stars))))

    assert found.places == [(2, "overall"), (4, "overall")]
    assert found.store.rows == 3


def one(**columns: Any) -> Source:
    """One row as a table, with these columns in place of sound ones."""
    sound = {
        "freelancer": pa.array(["ada"]),
        "client": pa.array(["c"]),
        "occurred_at": pa.array([AT], INSTANT),
        "overall": pa.array([1]),
    }
    return from_table(pa.table({**sound, **columns}))


def refused(folder: Path, **columns: Any) -> Filled:
    """What becomes of a sound row beside the odd one."""
    return filled(folder / "store", one(), one(**columns))


@pytest.mark.parametrize(
    ("column", "values", "wrong"),
    [
        ("overall", pa.array([float("nan")]), "`nan` is no `overall`"),
        ("overall", pa.array([float("-inf")]), "`-inf` is no `overall`"),
        ("overall", pa.array([6]), "`6` is no `overall`"),
        ("overall", pa.array([2**64 - 1], pa.uint64()), "`18446744073709551615` is too large"),
        ("net_paid", pa.array([0.1 + 0.2]), "is too fine for `net_paid`"),
        ("net_paid", pa.array([1e300]), "is too large for `net_paid`"),
        ("net_paid", pa.array([Decimal("0.0000000001")]), "is too fine for `net_paid`"),
        ("net_paid", pa.array([Decimal(10) ** 20]), "is too large for `net_paid`"),
        ("end_reason", pa.array(["unheard_of"]), "`unheard_of` is no `end_reason`"),
        ("occurred_at", pa.array([1_775_001_600_000]), "`1775001600000` is out of range"),
        ("occurred_at", pa.array([float("nan")]), "`nan` is out of range"),
        ("occurred_at", pa.array([1_775_001_600.0000002]), "is finer than a microsecond"),
        (
            "occurred_at",
            pa.array([1_775_001_600_000_000_001], pa.timestamp("ns", tz="UTC")),
            "`2026-04-01 00:00:00.000000001` is finer than a microsecond",
        ),
        ("occurred_at", pa.array([None], INSTANT), "nothing stands here"),
        ("client", pa.array(["a\nb"]), "cannot be printed"),
        ("client", pa.array(["x" * 201]), "has 201 characters"),
        ("freelancer", pa.array(["  "]), "nothing stands here"),
    ],
)
def test_an_odd_value_is_refused_with_its_row(
    tmp_path: Path, column: str, values: Any, wrong: str
) -> None:
    found = refused(tmp_path, **{column: values})

    assert found.store.rows == 1
    assert found.places == [(1, column)]
    assert wrong in found.lines[0]["wrong"]
    assert found.lines[0]["cure"]


@pytest.mark.parametrize(
    ("column", "values", "wrong"),
    [
        ("occurred_at", pa.array([AT.replace(tzinfo=None)]), "has no time zone; .*--assume-utc"),
        ("occurred_at", pa.array([AT.date()]), "has no time zone"),
        ("occurred_at", pa.array([True]), "holds `bool`; give timestamps with a zone"),
        ("client", pa.array([1.0]), "holds `double`; give text, or whole numbers"),
        ("overall", pa.array([True]), "holds `bool`; give a number from 1 to 5"),
        ("concern_skills", pa.array([1]), "holds `int64`; give `true` or `false`"),
    ],
)
def test_a_column_of_another_type_refuses_the_whole(
    tmp_path: Path, column: str, values: Any, wrong: str
) -> None:
    with pytest.raises(Refusal, match=wrong):
        refused(tmp_path, **{column: values})

    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "instants",
    [
        pa.array([AT.replace(tzinfo=None)]),
        pa.array([AT.date()]),
        pa.array([AT.astimezone(timezone.max)]),
        pa.array([int(AT.timestamp())]),
        pa.array([AT.timestamp()]),
        pa.array(["2026-04-01"]),
        pa.array(["2026-04-01T00:00:00Z"], pa.large_string()),
        pa.array(["2026-04-01T00:00:00Z"]).dictionary_encode(),
        pa.array([int(AT.timestamp() * 10**9)], pa.timestamp("ns", tz="Europe/Berlin")),
    ],
    ids=lambda values: str(values.type),
)
def test_an_instant_is_the_same_however_it_is_kept(tmp_path: Path, instants: Any) -> None:
    found = filled(tmp_path / "store", one(occurred_at=instants), assume_utc=True, buckets=1)

    frame = found.store.frame("bucket-0000")
    assert frame.occurred_at.tolist() == [int(AT.timestamp()) * 1_000_000]


def test_numbers_with_decimals_stay_exact(tmp_path: Path) -> None:
    paid = pa.array([0.1, 1234.56, -0.000000001, 5])
    table = pa.table({"freelancer": ["a"] * 4, "client": ["c"] * 4, "net_paid": paid})
    table = table.append_column("occurred_at", pa.array([AT] * 4, INSTANT))

    store = filled(tmp_path / "store", from_table(table), policy=POINTS, buckets=1).store

    column = store.frame("bucket-0000").items["net_paid"]
    assert column.places == 9
    assert sorted(column.values.tolist()) == [-1, 100_000_000, 5_000_000_000, 1_234_560_000_000]


def test_what_is_no_dataframe_is_refused() -> None:
    with pytest.raises(Refusal, match=r"`builtins.dict` is no dataframe"):
        from_dataframe({"freelancer": ["ada"]})
