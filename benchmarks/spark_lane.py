"""Our engine inside Spark, and Spark's own bare count of the same rows as its floor.

`judge` is where the engine's Spark door is plugged in; until then it says so. One session on this
machine's cores; starting it is not measured, what its Java machine spends on a lane is.
"""

from functools import cache
from typing import NoReturn

import numpy as np
from pyspark.sql import SparkSession

from benchmarks.files import Files
from benchmarks.question import Answer, EngineMissing, Whole

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


def count(files: Files) -> Whole:
    """How many rows each freelancer has, least first."""
    rows = session().read.parquet(str(files.raw))
    counted = rows.groupBy("freelancer").count().select("count").toArrow()
    return np.sort(np.asarray(counted["count"]))


def judge(files: Files) -> Answer:
    """The verdicts on everybody, by our engine's kernel inside Spark, from our store's buckets."""
    _missing(files)


def _missing(_: Files) -> NoReturn:
    raise EngineMissing("`judge` in benchmarks/spark_lane.py does not call our engine yet")
