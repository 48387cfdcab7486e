"""The words of `goodstanding store`: what is asked of evidence stores on the command line."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.exits import exits
from goodstanding.cli.options import NEGATIVE, POLICY, filling_options
from goodstanding.core.policy.language import Anchor


@click.group()
def store() -> None:
    """Keep millions of outcomes in a folder that is judged in seconds."""


def _storing() -> Any:
    """The module that works on stores: a heavy engine, loaded only when it is needed."""
    return import_module("goodstanding.cli.storing")


INTO = click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder of the store.",
)


@store.command()
@filling_options
@POLICY
@NEGATIVE
@INTO
@click.option(
    "--clock",
    type=click.Choice([each.value for each in Anchor]),
    help="By which instant outcomes are ordered  [default: the policy's]",
)
@click.option(
    "--buckets",
    type=click.IntRange(1, 512),
    metavar="N",
    help="In how many parts people are kept  [default: by the rows]",
)
@exits
def build(**arguments: Any) -> int:
    """Put the outcomes of files (CSV or Parquet; folders of Parquet) into a store of their own."""
    return _storing().build_store(**arguments)


@store.command()
@filling_options
@INTO
@exits
def add(**arguments: Any) -> int:
    """Add the outcomes of files to a store; it costs as much as the files, not as the store."""
    return _storing().add_to_store(**arguments)


@store.command()
@click.argument("folder", type=click.Path(path_type=Path))
@exits
def merge(folder: Path) -> int:
    """Make all that was added part of the store's buckets, so that judging is quick again."""
    return _storing().merge_store(folder)


@store.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@exits
def show(folder: Path, *, form: str) -> int:
    """Say what is in a store."""
    return _storing().show_store(folder, form=form)
