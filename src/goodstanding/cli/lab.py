"""Files or a store become what the laboratory works on: evidence, and a grid of instants.

Loaded only when the laboratory is used: NumPy and Arrow take a third of a second to load.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from goodstanding.cli.intake import Wish, public_items, take_in, with_records
from goodstanding.cli.people import people_in_store
from goodstanding.cli.progress import meter
from goodstanding.cli.report.writing import require_folder, require_report, unwritable
from goodstanding.cli.storing import tell_rest
from goodstanding.cli.verdicts import is_store, refused_rows
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal, add_months, did_you_mean
from goodstanding.engine.arrange import arrange
from goodstanding.engine.backtest import span_of_evidence
from goodstanding.engine.evidence import evidence_in, table_of
from goodstanding.engine.frame import Frame
from goodstanding.engine.history import with_client_history
from goodstanding.engine.intake.canonical import canonical_tables
from goodstanding.engine.intake.filling import inputs_of, needs_records, without_doubles
from goodstanding.engine.intake.parquet_source import from_parquet
from goodstanding.engine.intake.rejects import Rejects
from goodstanding.engine.store.folder import Store, open_store
from goodstanding.engine.truth import require_once

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STEPS = {"day": timedelta(days=1), "week": timedelta(days=7), "two-weeks": timedelta(days=14)}
MOST_INSTANTS = 1000


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everybody's evidence, ready for the engine; `people` gives that of some people as records,
    `rest` tells what had to be refused of it and gives the exit code."""

    source: Store | Frame
    people: Callable[[Sequence[str]], tuple[Evidence, ...]]
    rest: Callable[[], int]


def material(wish: Wish, policy: Policy, *, rejects_path: Path | None, quiet: bool) -> Material:
    """The evidence of a store, or of files, as the policy reads it.

    Raises:
        Refusal: a store is given beside files, or a file cannot be read at all.
    """
    if is_store(wish.files):
        store = open_store(wish.files[0])
        people = partial(people_in_store, store, policy)
        return Material(source=store, people=people, rest=lambda: 0)
    if all(path.suffix == ".parquet" for path in wish.files):
        return _columnar(wish, policy, rejects_path, quiet=quiet)
    with meter("reading", quiet=quiet) as reading:
        intake = with_records(policy, take_in(wish, policy, reading))
    evidence = [each for own in intake.by_subject.values() for each in own]
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    frame = arrange(table_of(evidence, vocabulary), vocabulary, anchor=policy.anchor)
    return Material(
        source=frame,
        people=lambda names: tuple(
            each for name in names for each in intake.by_subject.get(name, ())
        ),
        rest=lambda: refused_rows(intake, wish.files, rejects_path),
    )


def _in_table(table: Any, policy: Policy, names: Sequence[str]) -> tuple[Evidence, ...]:
    own = pc.is_in(table.column("subject"), value_set=pa.array(names, pa.string()))
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    return evidence_in(table.filter(own), vocabulary, public=public_items(policy.about))


def _columnar(wish: Wish, policy: Policy, rejects_path: Path | None, *, quiet: bool) -> Material:
    """Parquet files column by column, for the many."""
    sources = tuple(each for path in wish.files for each in from_parquet(path))
    inputs = inputs_of(sources, policy, wish.mapped)
    path = rejects_path or Path(f"{wish.files[0].name}.rejects.csv")
    with Rejects(path) as rejects, meter("reading", quiet=quiet):
        tables = list(canonical_tables(inputs, rejects, assume_utc=wish.assume_utc))
        if not tables:
            told = ", ".join(f"`{file}`" for file in wish.files)
            raise Refusal("no-rows", f"{told} has no rows", cure="give a file with rows")
        table = without_doubles(pa.concat_tables(tables), inputs=inputs, rejects=rejects)
    if needs_records(policy, inputs):
        table = with_client_history(policy, table)
    vocabulary = vocabulary_of(policy.items, about=policy.about)
    frame = arrange(table, vocabulary, anchor=policy.anchor)
    return Material(
        source=frame,
        people=partial(_in_table, table, policy),
        rest=lambda: tell_rest(inputs, rejects, kept=table.num_rows),
    )


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


def table_in(path: Path, *, about: str) -> Any:
    """A table of people, from CSV or Parquet; `about` is the column of their names.

    Names in CSV are text, whatever they look like: `007` is not `7`.

    Raises:
        Refusal: the file cannot be read.
    """
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        names = pc_csv.ConvertOptions(column_types={about: pa.string()})
        return pc_csv.read_csv(path, convert_options=names)
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-file", f"`{path}` cannot be read: {wrong}", cure="give CSV or Parquet"
        ) from None


def require_outputs(reports: Iterable[Path], rows_path: Path | None) -> None:
    """Nothing, once reports can go to those paths, and rows of people to the other.

    Raises:
        Refusal: a path has an ending that is not written, or lies in no folder.
    """
    for path in reports:
        require_report(path)
    if rows_path is None:
        return
    if rows_path.suffix != ".parquet":
        raise Refusal(
            "unknown-ending",
            f"`{rows_path}` is to have a row for each person",
            cure="let it end in .parquet",
        )
    require_folder(rows_path)


def write_rows(table: Any, path: Path) -> None:
    """The table as Parquet.

    Raises:
        Refusal: the path cannot be written.
    """
    try:
        pq.write_table(table, path)
    except OSError as wrong:
        raise unwritable(path, wrong.strerror or wrong) from None


def groups_in(table: Any, names: Iterable[str], *, about: str) -> None:
    """Nothing, once the table has those columns, and names people, each once.

    Raises:
        Refusal: it lacks a column, or names somebody twice.
    """
    for name in (about, *names):
        if name not in table.column_names:
            raise Refusal(
                "no-such-column",
                f"people have no column `{name}`",
                cure=did_you_mean(name, table.column_names),
            )
    require_once(table.column(about))


def kinds_of(values: Any) -> Any:
    """Any column as text, so that people can be grouped by it."""
    return values.cast(pa.string())


def numbers(values: Any) -> list[int]:
    """Whole numbers as Python has them."""
    return [int(each) for each in np.asarray(values)]
