"""A query to PostgreSQL becomes a source; its rows come as record batches, not one by one.

Needs the extra `postgres`. `timestamptz` is exact, and `numeric` comes as the text of its digits.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib import import_module
from typing import Any

import pyarrow as pa

from goodstanding.core.words import Refusal
from goodstanding.engine.intake.source import Batch, Source, numbered

BATCH_BYTES = 2**24


def from_postgres(uri: str, query: str, *, name: str = "query") -> Source:
    """The rows of the query, run anew each time they are read.

    Raises:
        Refusal: the extra is not installed, nobody answers at the address, or the query is
            refused.
    """
    with closing(_connected(uri)) as connection, closing(connection.cursor()) as cursor:
        return Source(
            name=name,
            schema=_run(cursor, f"SELECT * FROM ({_bare(query)}) AS asked LIMIT 0").schema,
            batches=lambda columns: _batches(uri, query, columns),
        )


def _bare(query: str) -> str:
    """The query without the semicolon at its end, so that another may stand around it."""
    return query.strip().rstrip(";")


def _connected(uri: str) -> Any:
    try:
        driver = import_module("adbc_driver_postgresql.dbapi")
    except ImportError:
        raise Refusal(
            "no-postgres",
            "PostgreSQL is read by a driver that is not installed",
            cure="install the extra: pip install 'goodstanding[postgres]'",
        ) from None
    try:
        return driver.connect(uri)
    except driver.Error as wrong:
        raise Refusal(
            "no-database",
            f"the database does not answer: {_first_line(wrong)}",
            cure="check the address, the user and the password",
        ) from None


def _run(cursor: Any, query: str) -> Any:
    """The rows as a reader of record batches."""
    driver = import_module("adbc_driver_postgresql.dbapi")
    try:
        cursor.execute(query)
        return cursor.fetch_record_batch()
    except driver.Error as wrong:
        raise Refusal(
            "query-refused",
            f"the database refuses the query: {_first_line(wrong)}",
            cure="try it in psql first",
        ) from None


def _first_line(wrong: Exception) -> str:
    return str(wrong).strip().partition("\n")[0]


def _batches(uri: str, query: str, columns: Sequence[str]) -> Iterator[Batch]:
    quoted = ", ".join('"' + column.replace('"', '""') + '"' for column in columns)
    done = 0
    with closing(_connected(uri)) as connection, closing(connection.cursor()) as cursor:
        cursor.adbc_statement.set_options(
            **{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)}
        )
        reader = _run(cursor, f"SELECT {quoted} FROM ({_bare(query)}) AS asked")
        try:
            for batch in numbered(reader):
                done += batch.table.num_rows
                yield batch
        except (pa.ArrowException, OSError) as wrong:
            raise Refusal(
                "database-broke-off",
                f"the database breaks off after row {done}: {_first_line(wrong)}",
                cure="try again",
            ) from None
