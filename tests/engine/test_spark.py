"""Spark hands out work and moves rows; what everybody's verdict is, it never has a say in."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.everybody import verdict_table
from goodstanding.engine.store.adding import add
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import Store
from tests.engine.judged_market import a_market
from tests.judging import NOON

pytest.importorskip("pyspark", reason="PySpark is not installed: python3 dev.py test installs it")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("no Java for Spark: install 17 or newer", allow_module_level=True)

from pyspark import cloudpickle
from pyspark.sql import SparkSession
from pyspark.sql import functions as of

from goodstanding.engine.backends import spark as backend
from goodstanding.engine.backends.spark import judge_dataframe_on_spark, judge_store_on_spark

# One Spark for all of them: it takes longer to start than all of them together.
pytestmark = pytest.mark.xdist_group("spark")

POLICIES = Path(__file__).parents[2] / "policies"
JUDGED = (
    "poor-contract-outcomes.yaml",
    "evidence-points.yaml",
    "zoo/1e-job-success-score.yaml",
    "zoo/2-ebay-seller-levels.yaml",
)
BUCKETS = 40
ROWS_OF_A_BATCH = 64
NEW_YORK = "America/New_York"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A small Spark on this machine alone, whose Arrow batches cut nearly everybody."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS_OF_A_BATCH),
    }
    builder = SparkSession.builder.master("local[2]").appName("goodstanding")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def in_new_york(spark: SparkSession) -> Iterator[SparkSession]:
    """The same Spark while its session is in another time zone."""
    spark.conf.set("spark.sql.session.timeZone", NEW_YORK)
    yield spark
    spark.conf.set("spark.sql.session.timeZone", "UTC")


def policy_named(name: str) -> Policy:
    """A shipped policy."""
    return read((POLICIES / name).read_text(encoding="utf-8"), source=name)


SHIPPED = policy_named("poor-contract-outcomes.yaml")


def market_of(policy: Policy) -> Any:
    """The market with everything that the policy may read."""
    return a_market(vocabulary_of(policy.items, about=policy.about))


def store_of(policy: Policy, path: Path) -> Store:
    """A store of the market: most buckets empty, and a part of the rows added later."""
    market, late = market_of(policy), market_of(policy).num_rows // 10
    whole = build(
        path,
        [market.slice(late)],
        buckets=BUCKETS,
        vocabulary=vocabulary_of(policy.items, about=policy.about),
        own_items=policy.items,
        about=policy.about,
        anchor=policy.anchor,
    )
    return add(whole, market.slice(0, late))


def frame_of(spark: SparkSession, table: Any, folder: Path) -> Any:
    """The table as a DataFrame that Spark reads from a file."""
    pq.write_table(table, folder / "market.parquet")
    return spark.read.parquet(str(folder / "market.parquet"))


def by_person(table: Any) -> Any:
    """The table in an order that depends on no engine."""
    return table.combine_chunks().sort_by("subject")


def on_spark(asked: Any) -> Any:
    """What Spark answers, as an Arrow table in that order."""
    return by_person(asked.toArrow())


@pytest.mark.parametrize("name", JUDGED)
def test_a_store_is_judged_on_spark_as_it_is_here(
    spark: SparkSession, tmp_path: Path, name: str
) -> None:
    policy = policy_named(name)
    store = store_of(policy, tmp_path / "store")

    judged = on_spark(judge_store_on_spark(spark, policy, store.path, as_of=NOON))

    here = by_person(verdict_table(policy, store, NOON))
    assert judged.equals(here)
    assert judged.schema.names == here.schema.names
    assert judged.num_rows == 24


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("rows_at_once", [None, 100], ids=["at-once", "in-turn"])
def test_a_dataframe_is_judged_on_spark_as_it_is_here(
    spark: SparkSession, tmp_path: Path, name: str, rows_at_once: int | None
) -> None:
    policy = policy_named(name)
    store = store_of(policy, tmp_path / "store")
    frame = frame_of(spark, market_of(policy), tmp_path)

    judged = on_spark(
        judge_dataframe_on_spark(
            spark, policy, frame, as_of=NOON, partitions=5, rows_at_once=rows_at_once
        )
    )

    assert judged.equals(by_person(verdict_table(policy, store, NOON)))
