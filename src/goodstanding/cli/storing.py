"""Files become an evidence store, or an addition to one, and a store says what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.intake import Wish
from goodstanding.cli.options import wish_of
from goodstanding.cli.policies import load_policy, with_own_negative
from goodstanding.cli.progress import Meter, meter
from goodstanding.cli.source import PARQUET, Layout
from goodstanding.cli.writing import as_json
from goodstanding.core.policy.language import Anchor, Policy
from goodstanding.core.words import Refusal
from goodstanding.engine.intake.canonical import Input
from goodstanding.engine.intake.csv_source import from_csv
from goodstanding.engine.intake.extending import extend
from goodstanding.engine.intake.fields import fields_of
from goodstanding.engine.intake.filling import buckets_for, fill, inputs_of
from goodstanding.engine.intake.parquet_source import from_parquet
from goodstanding.engine.intake.rejects import Rejects
from goodstanding.engine.intake.source import Source
from goodstanding.engine.store.clients import merge_all
from goodstanding.engine.store.folder import open_store

SOME_REFUSED = 1


def build_store(
    files: tuple[Path, ...],
    *,
    into: Path,
    policy_path: Path,
    negative: str | None,
    clock: str | None,
    buckets: int | None,
    rejects_path: Path | None,
    no_progress: bool,
    **said: Any,
) -> int:
    """Builds a store of all outcomes in the files, and gives 1 when rows had to be refused.

    Raises:
        Refusal: the policy, a file as a whole, or the folder is refused.
    """
    policy, wish = _asked(files, policy_path, negative=negative, said=said)
    inputs = inputs_of(_sources(files, wish.layout), policy, wish.mapped)
    _require_own_items(inputs, wish)
    buckets = buckets or buckets_for(inputs)
    path = rejects_path or Path(f"{files[0].name}.rejects.csv")
    with (
        Rejects(path) as rejects,
        meter("reading", total=_rows(inputs), quiet=no_progress) as bar,
    ):
        store = fill(
            into,
            inputs,
            policy,
            rejects=rejects,
            buckets=buckets,
            clock=None if clock is None else Anchor(clock),
            assume_utc=wish.assume_utc,
            read=bar.advance,
            ordered=_Ordering(bar, buckets).advance,
        )
    click.echo(f"{into}: {store.rows:,} outcomes in {_told(store.buckets, 'bucket')}")
    return tell_rest(inputs, rejects, kept=store.rows)


def add_to_store(
    files: tuple[Path, ...],
    *,
    into: Path,
    rejects_path: Path | None,
    no_progress: bool,
    **said: Any,
) -> int:
    """Adds all outcomes in the files to the store, and gives 1 when rows had to be refused.

    Raises:
        Refusal: there is no store, or a file as a whole is refused.
    """
    store = open_store(into)
    wish = wish_of(files, **said)
    sources = _sources(files, wish.layout)
    inputs = tuple(
        Input(
            source=source,
            number=number,
            fields=fields_of(
                source.schema.names,
                mapped=wish.mapped,
                about=store.about,
                vocabulary=store.vocabulary,
                file=source.name,
            ),
        )
        for number, source in enumerate(sources)
    )
    path = rejects_path or Path(f"{files[0].name}.rejects.csv")
    with Rejects(path) as rejects, meter("adding", quiet=no_progress):
        larger = extend(store, inputs, rejects=rejects, assume_utc=wish.assume_utc)
    added = larger.rows - store.rows
    waiting = _told(len(larger.additions), "addition")
    click.echo(f"{into}: {added:,} outcomes added; {waiting} not yet merged")
    return tell_rest(inputs, rejects, kept=added)


def merge_store(folder: Path) -> int:
    """Merges all additions into the buckets.

    Raises:
        Refusal: there is no store, or it is broken.
    """
    store = open_store(folder)
    merge_all(store)
    click.echo(f"{folder}: {_told(len(store.additions), 'addition')} merged")
    return 0


def show_store(folder: Path, *, form: str) -> int:
    """Tells what is in the store.

    Raises:
        Refusal: there is no store.
    """
    store = open_store(folder)
    told = {
        "about": store.about.value,
        "clock": store.anchor.value,
        "outcomes": store.rows,
        "buckets": store.buckets,
        "additions": len(store.additions),
        "items": list(store.items),
        "size_bytes": sum(each.stat().st_size for each in folder.iterdir() if each.is_file()),
    }
    if form == "json":
        click.echo(as_json(told), nl=False)
        return 0
    for name, value in told.items():
        words = ", ".join(value) if isinstance(value, list) else value
        click.echo(f"{name}: {words:,}" if isinstance(words, int) else f"{name}: {words}")
    return 0


@dataclass
class _Ordering:
    """Turns the bar from rows to buckets when the first bucket is put in order."""

    bar: Meter
    buckets: int
    begun: bool = False

    def advance(self, buckets: int) -> None:
        if not self.begun:
            self.bar.turn("ordering", total=self.buckets)
            self.begun = True
        self.bar.advance(buckets)


def _asked(
    files: tuple[Path, ...], policy_path: Path, *, negative: str | None, said: dict[str, Any]
) -> tuple[Policy, Wish]:
    policy, _ = load_policy(policy_path)
    wish = wish_of(files, **said)
    if negative is None:
        return policy, wish
    policy, own_items = with_own_negative(policy, negative)
    return policy, replace(wish, own_items=own_items)


def _sources(files: tuple[Path, ...], layout: Layout) -> tuple[Source, ...]:
    return tuple(source for path in files for source in _sources_of(path, layout))


def _sources_of(path: Path, layout: Layout) -> tuple[Source, ...]:
    if path.is_dir():
        return from_parquet(path)
    try:
        with path.open("rb") as octets:
            start = octets.read(64)
    except OSError as wrong:
        raise Refusal(
            "no-such-file",
            f"`{path}` cannot be read: {wrong.strerror}",
            cure="check its name and whether you may read it",
        ) from None
    if not start:
        raise Refusal("empty-file", f"`{path}` is empty", cure="give a file with rows")
    if start.startswith(PARQUET):
        return from_parquet(path)
    if start.lstrip().startswith(b"{"):
        raise Refusal(
            "json-in-store",
            f"`{path}` is JSON Lines, which a store is not built from",
            cure="give Parquet or CSV, or judge the file itself: goodstanding judge",
        )
    return (from_csv(path, delimiter=layout.delimiter, columns=layout.columns),)


def _require_own_items(inputs: Sequence[Input], wish: Wish) -> None:
    for each in inputs:
        for name in wish.own_items:
            if name not in each.fields.items:
                raise Refusal(
                    "no-column-for-item",
                    f"`--negative` reads `{name}`, and `{each.source.name}` has no such column",
                    cure="say which column it is: --map COLUMN=" + name,
                )


def _rows(inputs: Sequence[Input]) -> int | None:
    rows = [each.source.rows for each in inputs]
    known = [count for count in rows if count is not None]
    return sum(known) if len(known) == len(rows) else None


def _told(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def tell_rest(inputs: Sequence[Input], rejects: Rejects, *, kept: int) -> int:
    """Names the columns that nothing reads and the rows that were refused; gives the exit code."""
    ignored = {name for each in inputs for name in each.fields.ignored}
    if ignored:
        told = ", ".join(sorted(ignored))
        click.echo(f"note: columns that the store does not hold: {told}", err=True)
    if not rejects.rows:
        return 0
    click.echo(
        f"note: {rejects.rows:,} of {rejects.rows + kept:,} rows were refused and are not in the "
        f"store; all are in {rejects.path}",
        err=True,
    )
    for reason, cells in rejects.counts.most_common():
        click.echo(f"  {reason}: {cells:,}", err=True)
    for line in rejects.first:
        column = f", column `{line['column']}`" if line["column"] else ""
        place = f"{line['file']}, line {line['line']}{column}"
        click.echo(f"  {place}: {line['wrong']}; {line['cure']}", err=True)
    return SOME_REFUSED
