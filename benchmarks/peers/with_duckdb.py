"""The benchmark's question in DuckDB's SQL.

`judge` uses what this one policy allows: the worst vote of a client is negative when any of its
outcomes is, so nobody has to be put in order. `judge_by_votes` picks each client's very vote, as
every policy needs that measures more than whether it was negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.question import WINDOW, Answer, answer_of

READINGS = """
    select freelancer, client_group, occurred_at, contract,
        coalesce(overall <= 2, false) or coalesce(recommend <= 4, false) as negative,
        overall is not null or recommend is not null as rated
    from {rows}
    where received_at <= $as_of and (superseded_at is null or superseded_at > $as_of)
        and occurred_at > $start_at and occurred_at <= $as_of
"""
WORST = """
    select freelancer, bool_or(negative) as negative, bool_or(rated) as rated
    from readings group by freelancer, client_group
"""
VOTES = """
    select freelancer, unnest(arg_max(
        {{'negative': negative, 'rated': rated}},
        (negative, rated, occurred_at, contract::varchar)
    ))
    from readings group by freelancer, client_group
"""
QUESTION = """
    with readings as ({readings}), votes as ({votes})
    select freelancer,
        count(*) filter (negative) as unhappy, count(*) as clients, count(*) filter (rated) as rated
    from votes group by freelancer
"""
FILES = "read_parquet($paths)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Rows in a table of a database in memory."""

    database: duckdb.DuckDBPyConnection


def judge(paths: Sequence[Path], *, as_of: datetime) -> Answer:
    """Everybody's figures by whether any outcome of a client was negative, or rated."""
    return _ask(_open(), _question(FILES, WORST), {**_window(as_of), "paths": _told(paths)})


def judge_by_votes(paths: Sequence[Path], *, as_of: datetime) -> Answer:
    """Everybody's figures by the very outcome that is each client's vote."""
    return _ask(_open(), _question(FILES, VOTES), {**_window(as_of), "paths": _told(paths)})


def hold(table: pa.Table) -> Held:
    """Rows as this library likes to have them."""
    database = _open()
    database.register("given", table)
    database.execute("create table held as select * from given")
    return Held(database=database)


def judge_held(held: Held, *, as_of: datetime) -> Answer:
    """The same as `judge`, of rows in memory."""
    return _ask(held.database, _question("held", WORST), _window(as_of))


def _open() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    database.execute("set TimeZone = 'UTC'")
    return database


def _window(as_of: datetime) -> dict[str, object]:
    return {"as_of": as_of, "start_at": as_of - WINDOW}


def _told(paths: Sequence[Path]) -> list[str]:
    return [str(path) for path in paths]


def _question(rows: str, votes: str) -> str:
    return QUESTION.format(readings=READINGS.format(rows=rows), votes=votes.format())


def _ask(database: duckdb.DuckDBPyConnection, question: str, said: dict[str, object]) -> Answer:
    counted = database.execute(question, said).fetchnumpy()
    return answer_of(
        counted["freelancer"],
        unhappy=counted["unhappy"],
        clients=counted["clients"],
        rated=counted["rated"],
    )
