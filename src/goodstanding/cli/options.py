"""The options that all commands reading files share become one wish."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.intake import Wish
from goodstanding.cli.source import Layout
from goodstanding.core.policy.over_time import Act, Deed
from goodstanding.core.words import Refusal
from goodstanding.engine.intake.cell import BadCell, instant

Command = Callable[..., Any]


def as_instant(_: click.Context, __: click.Parameter, value: str) -> datetime:
    """The instant that was written, or how one is written."""
    try:
        return instant(value, assume_utc=False)
    except BadCell as bad:
        raise click.BadParameter(f"{bad.wrong}; for example 2026-07-01T00:00:00Z") from None


def _as_acts(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[Act, ...]:
    return tuple(_act(value) for value in values)


def _act(value: str) -> Act:
    at, _, deed = value.rpartition("=")
    if deed not in tuple(Deed):
        raise click.BadParameter(f"`{value}`; for example 2026-07-01T00:00:00Z=appeal")
    try:
        return Act(deed=Deed(deed), done_at=instant(at, assume_utc=False))
    except BadCell as bad:
        raise click.BadParameter(f"{bad.wrong}; for example 2026-07-01T00:00:00Z=appeal") from None


FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
POLICY = click.option(
    "--policy",
    "policy_path",
    required=True,
    type=click.Path(path_type=Path),
    help="The policy to judge by: a path, or the name of one that we ship.",
)
NEGATIVE = click.option(
    "--negative",
    metavar="EXPRESSION",
    help="When an outcome is negative, in place of what the policy says; may read any column.",
)
AS_OF = click.option(
    "--as-of",
    "as_of",
    required=True,
    callback=as_instant,
    metavar="INSTANT",
    help="The instant of judging, in UTC: only what was known then counts.",
)
CLEARED = click.option(
    "--cleared",
    "cleared_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Cases that a person closed without any action (CSV or Parquet: name, cleared_at): "
    "evidence points count anew from then on.",
)
FROM_UNTIL = (
    click.option(
        "--from",
        "from_at",
        required=True,
        callback=as_instant,
        metavar="INSTANT",
        help="Where the timeline begins, with nobody on a rung.",
    ),
    click.option(
        "--until",
        "until_at",
        required=True,
        callback=as_instant,
        metavar="INSTANT",
        help="Where it ends, that instant included.",
    ),
    click.option(
        "--act",
        "acts",
        multiple=True,
        callback=_as_acts,
        metavar="INSTANT=DEED",
        help="A course completed, an appeal granted, a fix shown (`course`, `appeal`, `fix`); may "
        "be repeated.",
    ),
)
HOW = (
    click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="COLUMN=FIELD",
        help="Which field a column is, where its header says otherwise; may be repeated.",
    ),
    click.option(
        "--columns",
        metavar="A,B,C",
        help="The columns of a CSV file without header, in their order.",
    ),
    click.option("--no-header", is_flag=True, help="The first line of a CSV file is a row."),
    click.option(
        "--delimiter", default=",", show_default=True, help="What parts the cells of a CSV row."
    ),
    click.option(
        "--assume-utc",
        is_flag=True,
        help="Take instants without a zone, and days, to be in UTC.",
    ),
    click.option(
        "--rejects",
        "rejects_path",
        type=click.Path(path_type=Path),
        help="Where refused rows are written  [default: FILE.rejects.csv in this folder]",
    ),
    click.option("--no-progress", is_flag=True, help="Show no progress bar."),
)


def reading_options(command: Command) -> Command:
    """The command with all options that say what is read, by which policy, and as of when."""
    options = (FILES, POLICY, AS_OF, NEGATIVE, CLEARED, *HOW)
    return reduce(lambda inner, option: option(inner), reversed(options), command)


def filling_options(command: Command) -> Command:
    """The command with all options that say what is read, and how."""
    return reduce(lambda inner, option: option(inner), reversed((FILES, *HOW)), command)


def timeline_options(command: Command) -> Command:
    """The same, with the span of a timeline in place of one instant."""
    options = (FILES, POLICY, *FROM_UNTIL, NEGATIVE, *HOW)
    return reduce(lambda inner, option: option(inner), reversed(options), command)


def wish_of(
    files: tuple[Path, ...],
    *,
    maps: tuple[str, ...],
    columns: str | None,
    no_header: bool,
    delimiter: str,
    assume_utc: bool,
) -> Wish:
    """What the user said of the files.

    Raises:
        Refusal: a mapping is no mapping, the delimiter is no single character, or columns are
            given for a file that has a header (or none for one that has not).
    """
    if no_header is not (columns is not None):
        raise Refusal(
            "columns-and-header",
            "`--no-header` and `--columns` go together",
            cure="name the columns of a file without header: --no-header --columns a,b,c",
        )
    if len(delimiter.replace("\\t", "\t")) != 1:
        raise Refusal(
            "odd-delimiter", f"delimiter `{delimiter}`", cure="give one character, or `\\t`"
        )
    names = () if columns is None else tuple(name.strip() for name in columns.split(","))
    layout = Layout(delimiter=delimiter.replace("\\t", "\t"), columns=names)
    return Wish(files=files, layout=layout, mapped=_mapped(maps), assume_utc=assume_utc)


def _mapped(maps: tuple[str, ...]) -> dict[str, str]:
    mapped = {}
    for each in maps:
        column, equals, field = each.rpartition("=")
        if not (equals and column.strip() and field.strip()):
            raise Refusal(
                "odd-mapping", f"`--map {each}`", cure="write --map COLUMN=FIELD, without spaces"
            )
        mapped[column.strip()] = field.strip()
    return mapped
