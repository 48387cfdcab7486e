"""Spark hands out work and moves rows; what everybody's verdict is, it never has a say in."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.arrange import arrange
from goodstanding.engine.everybody import verdict_table
from goodstanding.engine.store.adding import Part, add, merge
from goodstanding.engine.store.building import build
from goodstanding.engine.store.folder import Store, name_of
from tests.engine.judged_market import a_market
from tests.judging import NOON

pytest.importorskip("pyspark", reason="no PySpark: `python3 dev.py test`, without words, adds it")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("no Java for Spark: install 17 or newer", allow_module_level=True)

from pyspark import cloudpickle
from pyspark.errors import PythonException
from pyspark.sql import SparkSession
from pyspark.sql import functions as of

from goodstanding.engine.backends import spark as backend
from goodstanding.engine.backends.spark import judge_dataframe_on_spark, judge_store_on_spark
from goodstanding.engine.backends.spark_building import build_store_on_spark

# One Spark for all of them: it takes longer to start than all of them together.
pytestmark = pytest.mark.xdist_group("spark")

POLICIES = Path(__file__).parents[2] / "policies"
JUDGED = (
    "poor-contract-outcomes.yaml",
    "evidence-points.yaml",
    "zoo/1e-job-success-score.yaml",
    "zoo/2-ebay-seller-levels.yaml",
)
BUCKETS = 20
ROWS_OF_A_BATCH = 64
ELSEWHERE = "America/New_York"


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
def in_another_zone(spark: SparkSession) -> Iterator[SparkSession]:
    """The same Spark while its session is in another time zone."""
    spark.conf.set("spark.sql.session.timeZone", ELSEWHERE)
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


def test_an_instant_is_the_same_in_every_session_zone(
    in_another_zone: SparkSession, tmp_path: Path
) -> None:
    store = store_of(SHIPPED, tmp_path / "store")
    frame = frame_of(in_another_zone, market_of(SHIPPED), tmp_path)

    judged = on_spark(judge_dataframe_on_spark(in_another_zone, SHIPPED, frame, as_of=NOON))

    assert judged.equals(by_person(verdict_table(SHIPPED, store, NOON)))


def test_columns_may_have_names_of_their_own(spark: SparkSession, tmp_path: Path) -> None:
    table = market_of(SHIPPED)
    here = by_person(verdict_table(SHIPPED, store_of(SHIPPED, tmp_path / "store"), NOON))
    theirs = table.rename_columns(
        [
            {"subject": "seller.id", "overall": "Stars"}.get(name, name)
            for name in table.schema.names
        ]
    ).append_column("subject", table.column("client"))
    frame = frame_of(spark, theirs, tmp_path)
    columns = {"seller.id": "subject", "Stars": "overall"}

    judged = on_spark(judge_dataframe_on_spark(spark, SHIPPED, frame, as_of=NOON, columns=columns))

    assert judged.equals(here)


def test_two_people_whom_a_collation_takes_for_one_are_two(
    spark: SparkSession, tmp_path: Path
) -> None:
    table = market_of(SHIPPED)
    names = ["f-Busiest" if row % 2 else "f-busiest" for row in range(table.num_rows)]
    table = table.set_column(0, "subject", pa.array(names))
    whole = arrange(table, vocabulary_of(SHIPPED.items), anchor=SHIPPED.anchor)
    frame = frame_of(spark, table, tmp_path)
    blurred = frame.withColumn("subject", of.collate("subject", "UTF8_LCASE"))

    judged = on_spark(
        judge_dataframe_on_spark(spark, SHIPPED, blurred, as_of=NOON, rows_at_once=100)
    )

    assert judged.equals(by_person(verdict_table(SHIPPED, whole, NOON)))
    assert judged.num_rows == 2


def refusal_of(act: Callable[[], Any]) -> str:
    """What the person is told who does that."""
    with pytest.raises(Refusal) as caught:
        act()
    return str(caught.value)


@pytest.mark.parametrize("kind", ["timestamp_ntz", "date"])
def test_an_instant_without_a_zone_is_refused_and_the_cure_works(
    spark: SparkSession, tmp_path: Path, kind: str
) -> None:
    frame = frame_of(spark, market_of(SHIPPED), tmp_path)
    without = frame.withColumn("occurred_at", frame["occurred_at"].cast(kind))

    refused = refusal_of(lambda: judge_dataframe_on_spark(spark, SHIPPED, without, as_of=NOON))
    cured = without.withColumn("occurred_at", without["occurred_at"].cast("timestamp"))
    judged = judge_dataframe_on_spark(spark, SHIPPED, cured, as_of=NOON)

    assert refused == (
        f"`occurred_at` is a {kind.upper()}, which has no time zone; set "
        "`spark.sql.session.timeZone` to the zone in which it was written, then cast it to "
        "TIMESTAMP"
    )
    assert judged.count() == 24


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"client": "subject"}, "the frame has no column `client`; say which of its columns it is: "
         "columns={NAME: 'client'}"),
        ({"subjct": "subject"}, "the frame has no column `subjct`; did you mean `subject`?"),
        ({"id": "contrct"}, "nothing reads `contrct`; did you mean `contract`?"),
        ({"id": "subject", "client": "subject"}, "two columns are `subject`; name one of them"),
    ],
)  # fmt: skip
def test_columns_that_do_not_fit_are_refused(
    spark: SparkSession, tmp_path: Path, columns: dict[str, str], told: str
) -> None:
    frame = frame_of(spark, market_of(SHIPPED), tmp_path)

    said = refusal_of(
        lambda: judge_dataframe_on_spark(spark, SHIPPED, frame, as_of=NOON, columns=columns)
    )

    assert said == told


def test_no_partition_and_no_row_at_once_are_refused(spark: SparkSession, tmp_path: Path) -> None:
    frame = frame_of(spark, market_of(SHIPPED), tmp_path)

    def judged(**numbers: int) -> Callable[[], Any]:
        return lambda: judge_dataframe_on_spark(spark, SHIPPED, frame, as_of=NOON, **numbers)

    assert refusal_of(judged(partitions=0)) == "`partitions` is `0`; give 1 or more"
    assert refusal_of(judged(rows_at_once=0)) == "`rows_at_once` is `0`; give 1 or more"


def test_a_policy_that_does_not_go_with_a_store_is_refused_before_spark_runs(
    spark: SparkSession, tmp_path: Path
) -> None:
    store = store_of(SHIPPED, tmp_path / "store")

    said = refusal_of(
        lambda: judge_store_on_spark(
            spark, policy_named("evidence-points.yaml"), store.path, as_of=NOON
        )
    )

    assert "is ordered by `occurred_at`, policy `evidence-points` by `received_at`" in said


def test_a_store_that_an_executor_does_not_see_is_named(
    spark: SparkSession, tmp_path: Path
) -> None:
    store = store_of(SHIPPED, tmp_path / "store")
    asked = judge_store_on_spark(spark, SHIPPED, store.path, as_of=NOON)
    store.path.rename(tmp_path / "elsewhere")

    with pytest.raises(PythonException) as caught:
        asked.count()

    assert f"an executor does not see the store at `{store.path}`" in str(caught.value)


def test_a_frame_without_rows_has_no_verdicts(spark: SparkSession, tmp_path: Path) -> None:
    frame = frame_of(spark, market_of(SHIPPED).slice(0, 0), tmp_path)

    judged = judge_dataframe_on_spark(spark, SHIPPED, frame, as_of=NOON).toArrow()

    assert judged.num_rows == 0
    assert judged.schema.names[:2] == ["subject", "rung"]


@pytest.mark.parametrize("name", JUDGED[1::2])
def test_a_store_built_on_spark_is_the_one_built_here(
    spark: SparkSession, tmp_path: Path, name: str
) -> None:
    policy = policy_named(name)
    here = merge(store_of(policy, tmp_path / "here"))
    frame = frame_of(spark, market_of(policy), tmp_path)

    there = build_store_on_spark(
        frame,
        tmp_path / "there",
        buckets=BUCKETS,
        own_items=policy.items,
        about=policy.about,
        anchor=policy.anchor,
    )

    assert there == replace(here, path=there.path)
    assert names_in(there.path) == names_in(here.path)
    assert by_person(verdict_table(policy, there, NOON)).equals(
        by_person(verdict_table(policy, here, NOON))
    )


def names_in(folder: Path) -> list[str]:
    """The files there."""
    return sorted(path.name for path in folder.iterdir())


def test_a_store_that_cannot_be_built_leaves_nothing(spark: SparkSession, tmp_path: Path) -> None:
    table = market_of(SHIPPED)
    nobody = pa.array([None, *table.column("subject").to_pylist()[1:]], pa.string())
    frame = frame_of(spark, table.set_column(0, "subject", nobody), tmp_path)

    with pytest.raises(PythonException) as caught:
        build_store_on_spark(frame, tmp_path / "store", buckets=2)

    assert "a row names nobody; give every row an identifier" in str(caught.value)
    assert not (tmp_path / "store").exists()


def test_people_whom_spark_writes_otherwise_than_we_are_not_put_into_a_store(
    spark: SparkSession, tmp_path: Path
) -> None:
    table = market_of(SHIPPED)
    numbers = pa.array([1e21 + row % 2 for row in range(table.num_rows)])
    frame = frame_of(spark, table.set_column(0, "subject", numbers), tmp_path)

    with pytest.raises(PythonException) as caught:
        build_store_on_spark(frame, tmp_path / "store", buckets=7)

    assert "give them as texts or whole numbers" in str(caught.value)


def test_a_folder_with_something_in_it_and_no_buckets_are_refused(
    spark: SparkSession, tmp_path: Path
) -> None:
    frame = frame_of(spark, market_of(SHIPPED), tmp_path)

    def built(buckets: int) -> Callable[[], Any]:
        return lambda: build_store_on_spark(frame, tmp_path, buckets=buckets)

    assert refusal_of(built(2)) == f"`{tmp_path}` is not empty; give a folder of its own"
    assert refusal_of(built(0)) == "`buckets` is `0`; give 1 or more"
    assert names_in(tmp_path) == ["market.parquet"]


# What whoever changes the doors is likeliest to get wrong. Each goes to the tasks as it is here.


def each_batch_by_itself(batches: Any) -> Any:
    """Judges what Spark hands over as it comes."""
    yield from (pa.Table.from_batches([batch]) for batch in batches)


def all_but_the_last(batches: Any) -> Any:
    """Forgets what came last."""
    yield pa.Table.from_batches(list(batches)[:-1])


def tables_cut_anywhere(batches: Any, *, rows_at_once: int) -> Any:
    """Never carries anybody over."""
    whole = pa.Table.from_batches(list(batches))
    yield from (
        whole.slice(begin, rows_at_once) for begin in range(0, whole.num_rows, rows_at_once)
    )


def wall_clock(table: Any, *rest: Any, **more: Any) -> Any:
    """Takes for UTC what the clocks on the wall of the session's zone said."""
    for name in ("occurred_at", "received_at", "superseded_at"):
        own = table.column(name).cast(pa.timestamp("us", tz=ELSEWHERE))
        told = pc.assume_timezone(pc.local_timestamp(own), "UTC")
        table = table.set_column(table.schema.get_field_index(name), name, told)
    return arrange(table, *rest, **more)


def without_additions(store: Store, bucket: int) -> Any:
    """Opens a bucket as it was built."""
    yield Part(frame=store.frame(name_of(bucket)))


def round_robin(frame: Any, partitions: int, *_: Any) -> Any:
    """Deals out rows, not people."""
    return frame.coalesce(1).select("*").repartitionByRange(partitions, "id")


@pytest.fixture
def with_tasks_as_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Sends the door's code, and the faults in it, to the tasks, which else import their own."""
    modules = (backend, sys.modules[__name__])
    for module in modules:
        cloudpickle.register_pickle_by_value(module)
    yield monkeypatch
    for module in modules:
        cloudpickle.unregister_pickle_by_value(module)


@pytest.mark.parametrize(
    ("part", "fault", "rows_at_once"),
    [
        ("gathered", each_batch_by_itself, None),
        ("gathered", all_but_the_last, None),
        ("gathered_in_turn", tables_cut_anywhere, 100),
        ("arrange", wall_clock, None),
        ("_by_person", round_robin, None),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_fault_in_the_door_of_frames_would_be_seen(
    spark: SparkSession,
    tmp_path: Path,
    with_tasks_as_here: pytest.MonkeyPatch,
    *,
    part: str,
    fault: Any,
    rows_at_once: int | None,
) -> None:
    here = by_person(verdict_table(SHIPPED, store_of(SHIPPED, tmp_path / "store"), NOON))
    frame = frame_of(spark, market_of(SHIPPED), tmp_path)

    def judged() -> Any:
        door = judge_dataframe_on_spark
        return on_spark(door(spark, SHIPPED, frame, as_of=NOON, rows_at_once=rows_at_once))

    sound = judged()
    with_tasks_as_here.setattr(backend, part, fault)
    faulty = judged()

    assert sound.equals(here)
    assert not faulty.equals(here)


def test_a_fault_in_the_door_of_stores_would_be_seen(
    spark: SparkSession, tmp_path: Path, with_tasks_as_here: pytest.MonkeyPatch
) -> None:
    store = store_of(SHIPPED, tmp_path / "store")
    here = by_person(verdict_table(SHIPPED, store, NOON))

    with_tasks_as_here.setattr(backend, "parts_of", without_additions)
    faulty = on_spark(judge_store_on_spark(spark, SHIPPED, store.path, as_of=NOON))

    assert not faulty.equals(here)
