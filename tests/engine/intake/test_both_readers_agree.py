"""A file read by columns gives the verdicts and the rejects that it gives read row by row."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.engine.intake import answers
from goodstanding.engine.intake.csv_source import from_csv
from goodstanding.engine.intake.parquet_source import from_parquet
from tests.engine.intake.desk import MARKET, filled, strictly, verdicts_of

COLUMNS = (
    "freelancer,client,client_group,contract,occurred_at,received_at,superseded_at,"
    "overall,recommend,concern_skills,end_reason,net_paid"
)
PEOPLE = st.sampled_from(["ada", "bea", " ada ", "17", "", "zoë", "a\u00a0b", "b\x07", "x" * 201])
CLIENTS = st.sampled_from(["c1", "c2", "c3", "c4", "c5", "", "  "])
INSTANTS = st.sampled_from(
    [
        "2026-04-01T00:00:00Z",
        "2026-04-01T00:00:00.000001Z",
        "2026-04-01 00:00:00Z",
        "2026-04-01T02:00:00+02:00",
        "1775001600",
        "1775001600.000001",
        "20260401T000000Z",
        "2026-W14-3T00:00:00Z",
        "2026-04-01T00:00:00.0000001Z",
        "1775001600.0000001",
        "2026-02-30T00:00:00Z",
        "2026-04-01T24:00:00Z",
        "2026-04-01T00:00:60Z",
        "2026-04-01T00:00:00",
        "2026-04-01",
        "1775001600000",
        "2200-01-01T00:00:00Z",
        "2199-12-31T23:59:59.999999Z",
        "1989-12-31T23:59:59Z",
        "yesterday",
        "-1775001600",
        "1e9",
    ]
)
SANE = st.sampled_from(["2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"])
SELDOM = st.sampled_from(["", "", "", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z", "1775001600"])
STARS = st.sampled_from(["1", "2", "5", "", "1.0", "+1", "05", "0", "6", "5.5", "nan", "1e0"])
TEN = st.sampled_from(["0", "4", "9", "", "-0", "10", "11", " 3 ", "inf", "4.", ".5"])
YES_NO = st.sampled_from(["yes", "NO", "1", "0", "true", "", "maybe", "2"])
REASONS = st.sampled_from(["completed", "poor_performance", "", "unheard_of"])
PAID = st.sampled_from(["10", "10.50", "0.000000001", "-3", "", "1,000", "9000000000", "1" * 41])
ROWS = st.tuples(
    PEOPLE,
    CLIENTS,
    st.sampled_from(["", "", "g1", "c1"]),
    st.sampled_from(["k1", "k2", "k3", "", ""]),
    st.one_of(SANE, SANE, INSTANTS),
    SELDOM,
    SELDOM,
    STARS,
    TEN,
    YES_NO,
    REASONS,
    PAID,
)
BROKEN = st.sampled_from([("ada", "c1"), ("ada",) * 13])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ROWS, ROWS, ROWS, BROKEN), min_size=1, max_size=12), st.booleans())
def test_whatever_stands_in_a_csv_file(rows: list[tuple[str, ...]], assume_utc: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outcomes.csv"
        lines = [COLUMNS, *(",".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        wanted, refused = strictly(path, assume_utc=assume_utc)

        found = filled(Path(folder) / "store", from_csv(path), assume_utc=assume_utc)

        assert verdicts_of(found.store) == wanted
        assert found.places == refused


@settings(max_examples=80, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=12))
def test_whatever_stands_in_a_parquet_file_of_text(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "FEW", 0)
        path = Path(folder) / "outcomes.parquet"
        cells = zip(*rows, strict=True)
        columns = {
            name: [cell or None for cell in column]
            for name, column in zip(COLUMNS.split(","), cells, strict=True)
        }
        schema = pa.schema([(name, pa.string()) for name in columns])
        pq.write_table(pa.table(columns, schema=schema), path)
        wanted, refused = strictly(path)

        found = filled(Path(folder) / "store", *from_parquet(path))

        assert verdicts_of(found.store) == wanted
        assert found.places == refused


def test_the_small_market_of_the_examples(tmp_path: Path) -> None:
    wanted, refused = strictly(MARKET)

    found = filled(tmp_path / "store", from_csv(MARKET))

    assert len(wanted) == 135
    assert verdicts_of(found.store) == wanted
    assert found.places == refused == []


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_packed_files_are_read_as_what_they_hold(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "market.csv"
    if packing == "gzip":
        path.write_bytes(gzip.compress(MARKET.read_bytes()))
    else:
        with pa.output_stream(str(path), compression="zstd") as octets:
            octets.write(MARKET.read_bytes())

    found = filled(tmp_path / "store", from_csv(path))

    assert found.store.rows == 336
