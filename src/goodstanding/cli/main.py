"""A word on the command line becomes a policy checked, explained, or applied to a file."""

import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import click

from goodstanding import __version__
from goodstanding.cli.checking import check_files
from goodstanding.cli.exits import REFUSED, exits
from goodstanding.cli.explaining import explain_policy
from goodstanding.cli.lab_commands import (
    BACKTEST,
    COMPARE,
    SWEEP,
    compare_options,
    lab_options,
    run_lab,
    with_options,
)
from goodstanding.cli.ledger import ledger
from goodstanding.cli.options import (
    reading_options,
    timeline_options,
)
from goodstanding.cli.service_commands import credentials, load, serve
from goodstanding.cli.simulating import simulate_market
from goodstanding.cli.store_commands import store
from goodstanding.cli.timelines import timeline_of_one
from goodstanding.cli.verdicts import explain_one, judge_files
from goodstanding.core.policy.plain import Audience

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="goodstanding")
def commands() -> None:
    """Judge outcomes by a policy, each verdict with its because.

    Exit codes: 0 done; 1 done, but rows were refused; 2 refused; 130 stopped by Ctrl-C.
    """


@commands.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--strict", is_flag=True, help="Let warnings refuse, too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@exits
def check(files: tuple[Path, ...], *, strict: bool, form: str) -> int:
    """Say what is wrong with policies, where, and the cure; run their examples.

    A folder stands for all policies in it. Exit code 2 when any is refused.
    """
    return check_files(files, strict=strict, form=form)


@commands.command()
@click.argument("policy", type=click.Path(path_type=Path))
@click.option(
    "--for",
    "audience",
    type=click.Choice([each.value for each in Audience]),
    default=Audience.FREELANCER.value,
    show_default=True,
    help="Who reads it.",
)
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@exits
def explain(policy: Path, *, audience: str, form: str) -> int:
    """Tell a policy in plain words, with its live numbers."""
    return explain_policy(policy, audience=Audience(audience), form=form)


@commands.command()
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "parquet"]),
    default="table",
    show_default=True,
    help="Tables to read, one JSON object, or one row for each person.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write there, not to stdout.")
@click.option(
    "--verdicts",
    type=click.Path(path_type=Path),
    help="Also write everybody's verdict there: .csv or .parquet (a row each), or .jsonl (each "
    "with its whole because).",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes judge an evidence store  [default: 1]",
)
@exits
def judge(**arguments: Any) -> int:
    """Judge everybody in a file (CSV, JSON Lines or Parquet; gzip or zstd too), or in a store.

    A folder that `goodstanding store build` made is judged by columns, bucket by bucket.
    """
    return judge_files(**arguments)


@commands.command()
@click.argument("subject")
@reading_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@exits
def why(**arguments: Any) -> int:
    """Tell one person's verdict, with every figure, limit and outcome that made it."""
    return explain_one(**arguments)


@commands.command()
@click.argument("subject")
@timeline_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@exits
def timeline(**arguments: Any) -> int:
    """Tell where the ladder would have one person stand over time, and why."""
    return timeline_of_one(**arguments)


@commands.command()
@lab_options
@with_options(BACKTEST)
@exits
def backtest(**arguments: Any) -> int:
    """Replay a policy over a history: who would have been flagged when, and how rightly."""
    return run_lab("backtesting", "backtest_files", arguments)


@commands.command()
@lab_options
@with_options(SWEEP)
@exits
def sweep(**arguments: Any) -> int:
    """Try other limits of one rung over a history, against the impact budget."""
    return run_lab("sweeping", "sweep_files", arguments)


@commands.command()
@compare_options
@with_options(COMPARE)
@exits
def compare(**arguments: Any) -> int:
    """Hold two policies against each other: who changes side, and on which evidence.

    ONE and OTHER are policies: paths, or names of those that we ship.
    """
    return run_lab("comparing", "compare_files", arguments)


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="OUT-FOLDER")
@click.option("--seed", type=click.IntRange(min=0), required=True, help="The same draws the same.")
@click.option(
    "--freelancers",
    type=int,
    help="How many, with half as many clients again  [default: 200000]",
)
@click.option(
    "--scenario",
    default="base",
    show_default=True,
    help="base, busier, subtler, harsher, heavier_attacks, public_only or few_answers.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    help="Another number of the world; may be repeated. All of them stand in world.json.",
)
@exits
def simulate(folder: Path, **asked: Any) -> int:
    """Draw a marketplace whose truth is known, to try policies and rules on.

    It writes evidence.parquet, which `judge` reads; the truth of freelancers, clients and
    contracts; and world.json with every number, its source, the seed and the command.
    """
    command = shlex.join(["goodstanding", *sys.argv[1:]])
    return simulate_market(folder, command=command, **asked)


commands.add_command(store)
commands.add_command(ledger)
commands.add_command(serve)
commands.add_command(load)
commands.add_command(credentials)


def main() -> None:
    """The command line, whatever happens: no traceback for bad input, none for Ctrl-C."""
    _end_with_the_reader()
    try:
        commands(prog_name="goodstanding", standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(REFUSED)
    except (click.Abort, KeyboardInterrupt):
        click.echo("goodstanding: stopped", err=True)
        sys.exit(INTERRUPTED)


def _end_with_the_reader() -> None:
    """Lets `goodstanding ... | head` end quietly, by the signal, as other commands do.

    Left to Python it would exit with 1, which says that rows were refused. Windows has no such
    signal.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
