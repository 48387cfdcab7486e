"""The evidence about many people becomes one Arrow table, in one query, as the engine reads it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc_csv
from django.db import connection
from psycopg import sql

from goodstanding.core.fact import NEGATIVES_BEFORE, VOTES_BEFORE
from goodstanding.core.policy.language import ItemKind, Policy
from goodstanding.core.policy.parts import items_read, reads_clients
from goodstanding.core.policy.vocabulary import vocabulary_of

INSTANT = pa.timestamp("us", tz="UTC")
COLUMNS = {
    "subject": pa.string(),
    "client": pa.string(),
    "client_group": pa.string(),
    "contract": pa.string(),
    "id": pa.string(),
    "occurred_at": INSTANT,
    "received_at": INSTANT,
    "superseded_at": INSTANT,
}
TYPES = {
    ItemKind.YES_NO: pa.bool_(),
    ItemKind.WORD: pa.string(),
    ItemKind.NUMBER: pa.decimal128(38, 9),
}
NAMES = {"id": "name"}
OWN = "about = {about} AND subject = ANY({subjects})"
# What a client said of others before it voted is read of others too.
WITH_CLIENTS = """about = {about} AND (subject = ANY({subjects}) OR client_group IN (
  SELECT client_group FROM evidence WHERE about = {about} AND subject = ANY({subjects})))"""
INSTANTS = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


def evidence_table(policy: Policy, subjects: Sequence[str]) -> Any:
    """All versions of the evidence about these people, with the items that the policy reads.

    Where the policy looks at what clients had said of others, their evidence about others is in it
    too: whoever judges keeps only those asked for.
    """
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    read = items_read(policy) - {VOTES_BEFORE, NEGATIVES_BEFORE}
    items = {name: TYPES[vocabulary[name].kind] for name in sorted(read)}
    which = WITH_CLIENTS if reads_clients(policy) else OWN
    query = sql.SQL("COPY (SELECT {} FROM evidence WHERE {}) TO STDOUT (FORMAT csv)").format(
        sql.SQL(", ").join([*map(_column, COLUMNS), *map(_item, items)]),
        sql.SQL(which).format(about=sql.Literal(policy.about.value), subjects=list(subjects)),
    )
    names = [*COLUMNS, *items]
    return pc_csv.read_csv(
        BytesIO(_copied(query)),
        read_options=pc_csv.ReadOptions(column_names=names),
        parse_options=pc_csv.ParseOptions(newlines_in_values=True),
        convert_options=pc_csv.ConvertOptions(
            column_types={**COLUMNS, **items},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true"],
            false_values=["false"],
        ),
    )


def _copied(query: sql.Composed) -> bytes:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(query) as rows:
        return b"".join(rows)


def _column(name: str) -> sql.Composable:
    column = sql.Identifier(NAMES.get(name, name))
    return sql.SQL(INSTANTS).format(column) if COLUMNS[name] == INSTANT else column


def _item(name: str) -> sql.Composable:
    return sql.SQL("items->>{}").format(sql.Literal(name))
