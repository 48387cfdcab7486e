"""A store or a DataFrame of Spark becomes everybody's verdicts, by the engine's own kernels.

Spark only hands out work and moves rows: each task judges whole people as one process would, so
that the figures are the same to the last bit. There is no second definition of a policy here.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import LongType, StringType, StructField, StructType, TimestampNTZType

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal, require_instant
from goodstanding.engine.arrange import CLOCKS, IDENTITIES, arrange
from goodstanding.engine.everybody import judge_part, table_of_verdicts
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import parts_of
from goodstanding.engine.store.building import is_store
from goodstanding.engine.store.folder import Store, open_store

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
    return buckets.mapInArrow(partial(_judge_buckets, policy, store, as_of), columns_of(policy))


def _judge_buckets(
    policy: Policy, store: Store, as_of: datetime, batches: Iterable[Any]
) -> Iterator[Any]:
    if not is_store(store.path):
        raise Refusal(
            "store-not-shared",
            f"this executor does not see a store at `{store.path}`",
            cure="keep the store where every executor sees it at the same path",
        )
    for batch in batches:
        for bucket in batch.column(0).to_pylist():
            for part in parts_of(store, bucket):
                verdicts = judge_part(policy, part, as_of)
                yield from table_of_verdicts(policy, verdicts).to_batches()


def columns_of(policy: Policy) -> StructType:
    """The columns of a table of verdicts, as Spark has them."""
    fields = [StructField("subject", StringType()), StructField("rung", StringType())]
    for signal in policy.signals:
        for part in ("over", "under", "votes"):
            fields.append(StructField(f"{signal.name} {part}", LongType()))
    return StructType(fields)
