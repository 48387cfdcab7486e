"""A store or a DataFrame of Spark becomes everybody's verdicts, by the engine's own kernels.

Spark only hands out work and moves rows: each task judges whole people as one process would, so
that the figures are the same to the last bit. There is no second definition of a policy here.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import collate
from pyspark.sql.types import (
    DateType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
)

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal, did_you_mean, require_instant
from goodstanding.engine.arrange import CLOCKS, IDENTITIES, Vocabulary, arrange
from goodstanding.engine.everybody import judge_part, table_of_verdicts
from goodstanding.engine.gather import gathered, gathered_in_turn
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import parts_of
from goodstanding.engine.store.building import is_store
from goodstanding.engine.store.folder import Store, open_store

# The cheapest of those tried: larger tables leave the processor's cache, smaller ones cost calls.
ROWS_AT_ONCE = 200_000
NEEDED = ("subject", "client", "occurred_at")


def judge_store_on_spark(
    spark: SparkSession, policy: Policy, path: Path, *, as_of: datetime
) -> DataFrame:
    """Everybody's verdict, with the columns of `everybody.verdict_table`; one task a bucket.

    Every executor must see the store at the same path. Nothing is shuffled. A task needs the
    memory of one bucket's judging, whatever the size of the store.

    Raises:
        Refusal: there is no store, the policy does not go with it, or the instant is not in UTC.
    """
    require_instant("as_of", as_of)
    store = open_store(path.resolve())
    store.require(policy)
    # As many partitions as numbers: each task gets just one bucket.
    buckets = spark.range(0, store.buckets, 1, store.buckets)
    return buckets.mapInArrow(
        partial(_judge_buckets, policy=policy, store=store, as_of=as_of), columns_of(policy)
    )


def _judge_buckets(
    batches: Iterable[Any], *, policy: Policy, store: Store, as_of: datetime
) -> Iterator[Any]:
    if not is_store(store.path):
        raise Refusal(
            "store-not-shared",
            f"an executor does not see the store at `{store.path}`",
            cure="keep it where every executor sees it at the same path",
        )
    settle()
    for batch in batches:
        for bucket in batch.column(0).to_pylist():
            for part in parts_of(store, bucket):
                verdicts = judge_part(policy, part, as_of)
                yield from table_of_verdicts(policy, verdicts).to_batches()


@cache
def settle() -> None:
    """Nothing; but what is imported by now is spared from then on by this process's collector.

    Spark collects after every task: 20 to 50 ms of CPU time each, nearly all of it spent on looking
    at modules. That would be as much as judging half a million rows.
    """
    gc.freeze()


def judge_dataframe_on_spark(
    spark: SparkSession,
    policy: Policy,
    frame: DataFrame,
    *,
    as_of: datetime,
    columns: Mapping[str, str] | None = None,
    partitions: int | None = None,
    rows_at_once: int | None = ROWS_AT_ONCE,
) -> DataFrame:
    """Everybody's verdict, with the columns of `everybody.verdict_table`, from any DataFrame.

    The frame has the columns of `arrange`, or `columns` says which of its names stands for which
    of them, as in `{"freelancer": "subject"}`; what is neither is not read. Rows are shuffled once,
    to so many `partitions` (by default Spark's own number for shuffles), each person's into one.
    Spark sorts each partition by person, on disk if it must, so that a task needs the memory of
    `rows_at_once`, or of the person with most rows; without (None) that of its whole partition.

    A TIMESTAMP is an instant in every session time zone.

    Raises:
        Refusal: a column is missing or told twice, an instant is a TIMESTAMP_NTZ or a DATE, there
            is to be no partition or no row, or `as_of` is not in UTC. What is wrong with a single
            value is found when Spark runs, and raised by Spark.
    """
    require_instant("as_of", as_of)
    for name, number in (("partitions", partitions), ("rows_at_once", rows_at_once)):
        if number is not None and number < 1:
            raise Refusal("not-one-or-more", f"`{name}` is `{number}`", cure="give 1 or more")
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    rows = as_the_engine_reads(frame, vocabulary, columns or {})
    shuffles = partitions or int(str(spark.conf.get("spark.sql.shuffle.partitions")))
    whole = _by_person(rows, shuffles)
    if rows_at_once is not None:
        whole = whole.sortWithinPartitions("subject")
    return whole.mapInArrow(
        partial(_judge_rows, policy=policy, as_of=as_of, rows_at_once=rows_at_once),
        columns_of(policy),
    )


def as_the_engine_reads(
    frame: DataFrame, vocabulary: Vocabulary, columns: Mapping[str, str]
) -> DataFrame:
    """The columns that judging reads, under the engine's names.

    Raises:
        Refusal: a column is missing or told twice, or an instant is a TIMESTAMP_NTZ or a DATE.
    """
    known = (*IDENTITIES, *CLOCKS, *vocabulary)
    theirs = _own_names(frame.columns, columns, known)
    for name in CLOCKS:
        if name in theirs:
            _require_instants(theirs[name], frame.schema[theirs[name]].dataType)
    rows = frame.select(*(_column(frame, theirs[name]).alias(name) for name in theirs))
    # Where the frame holds `a` and `A` for one text, two people would be sorted as one.
    if isinstance(rows.schema["subject"].dataType, StringType):
        rows = rows.withColumn("subject", collate("subject", "UTF8_BINARY"))
    return rows


def _by_person(rows: DataFrame, partitions: int) -> DataFrame:
    """The rows in so many partitions, nobody in two of them."""
    return rows.repartition(partitions, "subject")


def _own_names(
    given: Iterable[str], columns: Mapping[str, str], known: Iterable[str]
) -> dict[str, str]:
    """The frame's name for each of the engine's columns that it has."""
    here = tuple(given)
    known = tuple(known)
    own = {name: name for name in here if name in known and name not in columns}
    told: set[str] = set()
    for theirs, ours in columns.items():
        if theirs not in here:
            cure = did_you_mean(theirs, here)
            raise Refusal("missing-column", f"the frame has no column `{theirs}`", cure=cure)
        if ours not in known:
            raise Refusal(
                "unknown-column", f"nothing reads `{ours}`", cure=did_you_mean(ours, known)
            )
        if ours in told:
            raise Refusal("column-twice", f"two columns are `{ours}`", cure="name one of them")
        told.add(ours)
        own[ours] = theirs
    for name in NEEDED:
        if name not in own:
            raise Refusal(
                "missing-column",
                f"the frame has no column `{name}`",
                cure=f"say which of its columns it is: columns={{NAME: '{name}'}}",
            )
    return own


def _column(frame: DataFrame, name: str) -> Any:
    """The column of that very name, dots and all."""
    return frame["`" + name.replace("`", "``") + "`"]


def _require_instants(name: str, kind: Any) -> None:
    if isinstance(kind, TimestampNTZType | DateType):
        raise Refusal(
            "no-zone",
            f"`{name}` is a {kind.simpleString().upper()}, which has no time zone",
            cure="set `spark.sql.session.timeZone` to the zone in which it was written, "
            "then cast it to TIMESTAMP",
        )


def _judge_rows(
    batches: Iterable[Any], *, policy: Policy, as_of: datetime, rows_at_once: int | None
) -> Iterator[Any]:
    settle()
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    if rows_at_once is None:
        tables = gathered(batches)
    else:
        tables = gathered_in_turn(batches, rows_at_once=rows_at_once)
    for table in tables:
        people = arrange(table, vocabulary, anchor=policy.anchor)
        yield from table_of_verdicts(policy, judge_frame(policy, people, as_of)).to_batches()


def columns_of(policy: Policy) -> StructType:
    """The columns of a table of verdicts, as Spark has them."""
    texts = [StructField(name, StringType()) for name in ("subject", "rung")]
    figures = [
        StructField(f"{signal.name} {part}", LongType())
        for signal in policy.signals
        for part in ("over", "under", "votes")
    ]
    return StructType([*texts, *figures])
