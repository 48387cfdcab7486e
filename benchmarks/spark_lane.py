"""Our engine inside Spark, and Spark's own bare count of the same rows as its floor.

One session on this machine's cores; starting it is not measured, what its Java machine and its
Python workers spend on a lane is. Opening it judges a day's rows once, so that all are warm.
"""

import os
import sys
from functools import cache
from pathlib import Path

import numpy as np
from pyspark.sql import DataFrame, SparkSession

from benchmarks import ours
from benchmarks.files import Files
from benchmarks.question import AS_OF, Answer, Whole
from goodstanding.engine.backends.spark import judge_dataframe_on_spark, judge_store_on_spark

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "4g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


@cache
def session() -> SparkSession:
    """The one session of this process."""
    # Spark would start its workers by another Python, the first on the path.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[*]").appName("goodstanding-bench")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark: SparkSession = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def open_session(files: Files) -> None:
    """Start Spark, and let it run one small query, so that no lane pays for its first."""
    rows = session().read.parquet(str(files.day))
    rows.groupBy("freelancer").count().toArrow()
    _judged(files.day).toArrow()


def count(files: Files) -> Whole:
    """How many rows each freelancer has, least first."""
    rows = session().read.parquet(str(files.raw))
    counted = rows.groupBy("freelancer").count().select("count").toArrow()
    return np.sort(np.asarray(counted["count"]))


def judge(files: Files) -> Answer:
    """The verdicts on everybody, by our engine's kernel inside Spark, from our store's buckets."""
    return ours.answer(
        judge_store_on_spark(session(), ours.BENCH, files.store, as_of=AS_OF).toArrow()
    )


def judge_any(files: Files) -> Answer:
    """The verdicts on everybody, from a DataFrame of the unsorted rows, shuffled once."""
    return ours.answer(_judged(files.raw).toArrow())


def _judged(path: Path) -> DataFrame:
    rows = session().read.parquet(str(path))
    return judge_dataframe_on_spark(
        session(), ours.BENCH, rows, as_of=AS_OF, columns={"freelancer": "subject"}
    )
