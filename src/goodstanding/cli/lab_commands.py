"""The laboratory's words on the command line: backtest and sweep, with what they are asked."""

import shlex
import sys
from collections.abc import Callable
from datetime import datetime
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.options import AS_OF, CLEARED, FILES, HOW, NEGATIVE, POLICY, as_instant

Command = Callable[..., Any]
PATHS = click.Path(path_type=Path)


def _as_maybe_instant(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> datetime | None:
    return None if value is None else as_instant(context, parameter, value)


LAB = (
    click.option(
        "--from",
        "from_at",
        callback=_as_maybe_instant,
        metavar="INSTANT",
        help="The first instant of judging  [default: the first month with evidence]",
    ),
    click.option(
        "--until",
        "until_at",
        callback=_as_maybe_instant,
        metavar="INSTANT",
        help="The last one, if a step falls on it  [default: when all evidence is known]",
    ),
    click.option(
        "--every",
        type=click.Choice(["day", "week", "two-weeks", "month"]),
        default="month",
        show_default=True,
        help="How often people are judged.",
    ),
    click.option(
        "--report",
        "reports",
        multiple=True,
        type=PATHS,
        metavar="PATH",
        help="Write a report there: .html (one page, no network), .json or .parquet; may be "
        "repeated.",
    ),
    click.option(
        "--processes",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        help="How many processes judge a store's buckets.",
    ),
)


def lab_options(command: Command) -> Command:
    """The command with all that the laboratory reads and over which instants."""
    reading = (FILES, POLICY, NEGATIVE, *HOW)
    return reduce(lambda inner, option: option(inner), reversed((*reading, *LAB)), command)


def compare_options(command: Command) -> Command:
    """The command with two policies, and everybody's evidence at one instant."""
    reading = (ONE, OTHER, FILES, AS_OF, NEGATIVE, *HOW, *LAB[3:])
    return reduce(lambda inner, option: option(inner), reversed(reading), command)


def run_lab(module: str, name: str, arguments: dict[str, Any]) -> int:
    """The laboratory's own function, loaded only now, told how it was called."""
    command = shlex.join(["goodstanding", *sys.argv[1:]])
    code: int = getattr(import_module(f"goodstanding.cli.{module}"), name)(
        command=command, **arguments
    )
    return code


ONE = click.argument("one_path", type=PATHS, metavar="ONE")
OTHER = click.argument("other_path", type=PATHS, metavar="OTHER")
BACKTEST = (
    CLEARED,
    click.option(
        "--truth",
        "truth_path",
        type=PATHS,
        metavar="PATH",
        help="What people are in truth (CSV or Parquet: name, kind, turned_at), as `simulate` "
        "writes it.",
    ),
    click.option(
        "--people",
        "people_path",
        type=PATHS,
        metavar="PATH",
        help="A table of people to group by  [default: the truth]",
    ),
    click.option(
        "--by",
        "groups",
        multiple=True,
        metavar="COLUMN",
        help="Tell the share flagged in each group of that column; may be repeated.",
    ),
    click.option(
        "--flags",
        "flags_path",
        type=PATHS,
        metavar="PATH.parquet",
        help="Also write who was flagged when, one row a person.",
    ),
)
COMPARE = (
    click.option(
        "--show",
        type=click.IntRange(0, 10_000),
        default=20,
        show_default=True,
        help="How many of those who change are told in full.",
    ),
    click.option(
        "--changed",
        "changed_path",
        type=PATHS,
        metavar="PATH.parquet",
        help="Also write everybody who changes, one row a person.",
    ),
)
SWEEP = (
    click.option("--rung", required=True, help="The rung whose limit is tried."),
    click.option("--signal", required=True, help="The signal that it holds against a limit."),
    click.option(
        "--limits",
        multiple=True,
        required=True,
        metavar="A,B,C",
        help="The limits to try in the place of its own.",
    ),
)


def with_options(options: tuple[Command, ...]) -> Callable[[Command], Command]:
    """The command with those options as well."""
    return lambda command: reduce(lambda inner, option: option(inner), reversed(options), command)
