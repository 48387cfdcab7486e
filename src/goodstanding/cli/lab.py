"""Files or a store become what the laboratory works on: evidence, and a grid of instants.

Loaded only when the laboratory is used: NumPy and Arrow take a third of a second to load.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from goodstanding.cli.columns import fields_of
from goodstanding.cli.intake import Wish, take_in
from goodstanding.cli.progress import meter
from goodstanding.cli.rows import Intake
from goodstanding.core.history import with_client_history
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Points
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal, add_months, did_you_mean
from goodstanding.engine.arrange import arrange
from goodstanding.engine.backtest import span_of_evidence
from goodstanding.engine.evidence import table_of
from goodstanding.engine.frame import Frame
from goodstanding.engine.store.building import is_store
from goodstanding.engine.store.folder import Store, open_store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEPS = {"day": timedelta(days=1), "week": timedelta(days=7), "two-weeks": timedelta(days=14)}
MOST_INSTANTS = 1000


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everybody's evidence, ready for the engine, and what had to be refused of it."""

    source: Store | Frame
    intake: Intake


def material(wish: Wish, policy: Policy, *, quiet: bool) -> Material:
    """The evidence of a store, or of files, as the policy reads it.

    Raises:
        Refusal: a store is given beside files, or a file cannot be read at all.
    """
    stores = [path for path in wish.files if path.is_dir()]
    if not stores and all(path.suffix == ".parquet" for path in wish.files):
        with meter("reading", quiet=quiet):
            return Material(source=_columnar(wish, policy), intake=Intake())
    if not stores:
        with meter("reading", quiet=quiet) as reading:
            intake = take_in(wish, policy, reading)
        return Material(source=_frame(policy, intake), intake=intake)
    if len(wish.files) > 1 or not is_store(stores[0]):
        raise Refusal(
            "store-and-files",
            f"`{stores[0]}` is a folder",
            cure="give one evidence store, or files",
        )
    return Material(source=open_store(stores[0]), intake=Intake())


def _columnar(wish: Wish, policy: Policy) -> Frame:
    """Parquet files column by column, for the many."""
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    tables = []
    for path in wish.files:
        table = table_in(path)
        fields = fields_of(
            table.column_names,
            mapped=wish.mapped,
            about=policy.about,
            vocabulary=vocabulary,
            file=str(path),
        )
        named = {
            "subject": fields.subject,
            "client": fields.reporter,
            "client_group": fields.group,
            "contract": fields.contract,
            "occurred_at": fields.occurred_at,
            "received_at": fields.received_at,
            "superseded_at": fields.superseded_at,
            **fields.columns,
        }
        columns = {name: table.column(own) for name, own in named.items() if own is not None}
        tables.append(pa.table(columns))
    whole = pa.concat_tables(tables, promote_options="permissive")
    return arrange(whole, vocabulary, anchor=policy.anchor)


def _frame(policy: Policy, intake: Intake) -> Frame:
    evidence = [each for own in intake.by_subject.values() for each in own]
    if _lacks_history(policy, intake):
        evidence = list(with_client_history(policy, evidence))
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return arrange(table_of(evidence, vocabulary), vocabulary, anchor=policy.anchor)


def _lacks_history(policy: Policy, intake: Intake) -> bool:
    """Whether the policy asks what clients said before, and no row says it."""
    points = [each.measure for each in policy.signals if isinstance(each.measure, Points)]
    if not any(measure.reads_clients for measure in points):
        return False
    rows = (each for own in intake.by_subject.values() for each in own)
    return not any("client_votes_before" in each.items for each in rows)


def grid(
    source: Store | Frame, *, from_at: datetime | None, until_at: datetime | None, every: str
) -> tuple[datetime, ...]:
    """The instants of judging, from the one to the other; else over all that is known.

    Raises:
        Refusal: there is nothing between the two, or more than a thousand instants.
    """
    first, last = (EPOCH + timedelta(microseconds=each) for each in span_of_evidence(source))
    begin_at = from_at or _next_month(first)
    end_at = until_at or _next_month(last)
    instants = []
    instant_at, count = begin_at, 0
    while instant_at <= end_at and count <= MOST_INSTANTS:
        instants.append(instant_at)
        count += 1
        instant_at = (
            add_months(begin_at, count) if every == "month" else (begin_at + count * STEPS[every])
        )
    if not instants or count > MOST_INSTANTS:
        raise Refusal(
            "odd-grid",
            f"from `{begin_at.isoformat()}` until `{end_at.isoformat()}` there are "
            + (f"more than {MOST_INSTANTS}" if instants else "no")
            + " instants of judging",
            cure="give `--from` before `--until`, or another `--every`",
        )
    return tuple(instants)


def _next_month(instant_at: datetime) -> datetime:
    """The first midnight of a month (UTC) that is not before the instant."""
    first_at = instant_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first_at if first_at == instant_at else add_months(first_at, 1)


def table_in(path: Path) -> Any:
    """A table of people, from CSV or Parquet.

    Raises:
        Refusal: the file cannot be read.
    """
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        return pc_csv.read_csv(path)
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` cannot be read: {wrong}", cure="give CSV or Parquet"
        ) from None


def groups_in(table: Any, names: Iterable[str]) -> None:
    """Nothing, once the table has all of those columns.

    Raises:
        Refusal: it lacks one.
    """
    for name in names:
        if name not in table.column_names:
            raise Refusal(
                "no-such-column",
                f"people have no column `{name}`",
                cure=did_you_mean(name, table.column_names),
            )


def kinds_of(values: Any) -> Any:
    """Any column as text, so that people can be grouped by it."""
    return values.cast(pa.string())


def numbers(values: Any) -> list[int]:
    """Whole numbers as Python has them."""
    return [int(each) for each in np.asarray(values)]
