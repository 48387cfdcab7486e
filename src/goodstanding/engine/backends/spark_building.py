"""A DataFrame of Spark becomes an evidence store: each task puts one bucket in order."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame
from pyspark.sql.functions import coalesce, col, crc32, lit, pmod

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Anchor, DeclaredItem
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import Vocabulary
from goodstanding.engine.backends.spark import as_the_engine_reads, settle
from goodstanding.engine.buckets import buckets_of
from goodstanding.engine.gather import gathered
from goodstanding.engine.store.building import break_ground, plain_items, put
from goodstanding.engine.store.folder import Store, name_of, save

BUCKET = "in bucket"
DONE = "bucket long, folder string, rows long"
TASK = "task-"
FILES = (".ids", ".rows")


def build_store_on_spark(
    frame: DataFrame,
    path: Path,
    *,
    buckets: int,
    own_items: tuple[DeclaredItem, ...] = (),
    about: Side = Side.FREELANCER,
    anchor: Anchor = Anchor.OCCURRED_AT,
    columns: Mapping[str, str] | None = None,
) -> Store:
    """A new store of the frame's rows, at a path that the driver and every executor share.

    The columns are those of `judge_dataframe_on_spark`. Spark runs at once, and shuffles every row
    to the task of its bucket, which needs the memory to put that bucket in order.

    Raises:
        Refusal: there is something at the path already, or the columns do not fit. What is wrong
            with a single value is raised by Spark, and nothing is left at the path.
    """
    if buckets < 1:
        raise Refusal("not-one-or-more", f"`buckets` is `{buckets}`", cure="give 1 or more")
    vocabulary = vocabulary_of(own_items, about=about)
    rows = as_the_engine_reads(frame, vocabulary, columns or {})
    path = path.resolve()
    break_ground(path)
    try:
        count = _written(rows, path, buckets, vocabulary=vocabulary, anchor=anchor)
    except BaseException:
        shutil.rmtree(path)
        raise
    return save(
        Store(
            path=path,
            buckets=buckets,
            anchor=anchor,
            about=about,
            rows=count,
            items=tuple(sorted(set(rows.columns) & vocabulary.keys())),
            own_items=plain_items(own_items),
        )
    )


def _written(
    rows: DataFrame, path: Path, buckets: int, *, vocabulary: Vocabulary, anchor: Anchor
) -> int:
    """Every bucket's files, those of empty ones too; how many rows there are."""
    write = partial(_write, path=path, buckets=buckets, vocabulary=vocabulary, anchor=anchor)
    done = _by_bucket(rows, buckets).mapInArrow(write, DONE).collect()
    for each in done:
        _take(path, name_of(each.bucket), Path(each.folder))
    nobody = rows.limit(0).toArrow()
    for bucket in sorted(set(range(buckets)) - {each.bucket for each in done}):
        put(path, bucket, nobody, vocabulary=vocabulary, anchor=anchor)
    for left_over in path.glob(f"{TASK}*"):
        shutil.rmtree(left_over)
    return sum(each.rows for each in done)


def _by_bucket(rows: DataFrame, buckets: int) -> DataFrame:
    """The rows with their bucket's number, each bucket a partition of its own."""
    whose = crc32(col("subject").cast("string").cast("binary"))
    # Rows of nobody go to some bucket, where they are refused.
    numbered = rows.withColumn(BUCKET, coalesce(pmod(whose, lit(buckets)), lit(0)).cast("int"))
    return numbered.repartitionById(buckets, BUCKET)


def _write(
    batches: Iterable[Any], *, path: Path, buckets: int, vocabulary: Vocabulary, anchor: Anchor
) -> Iterator[Any]:
    settle()
    for table in gathered(batches):
        bucket = table.column(BUCKET)[0].as_py()
        rows = table.drop_columns([BUCKET])
        # Invariant: a bucket's number follows from the identifier by our own sum; Spark's is a
        # guess at it that must be right.
        if np.not_equal(buckets_of(rows.column("subject"), buckets), bucket).any():
            raise Refusal(
                "odd-identifiers",
                f"Spark writes subjects of type `{rows.schema.field('subject').type}` as other "
                "texts than we do",
                cure="give them as texts or whole numbers",
            )
        # A task may be tried twice at the same time: each attempt writes for itself.
        attempt = path / f"{TASK}{TaskContext.get().taskAttemptId()}"
        attempt.mkdir()
        put(attempt, bucket, rows, vocabulary=vocabulary, anchor=anchor)
        done = {"bucket": [bucket], "folder": [str(attempt)], "rows": [rows.num_rows]}
        yield pa.RecordBatch.from_pydict(done)


def _take(path: Path, name: str, attempt: Path) -> None:
    """Puts what the attempt wrote into its place in the store."""
    for ending in FILES:
        (attempt / name).with_suffix(ending).replace((path / name).with_suffix(ending))
