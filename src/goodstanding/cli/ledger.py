"""A word on the command line becomes a ledger verified, exported, redacted or published."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.exits import exits

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the embedded database lies, if there is no DATABASE_URL.",
)


@click.group()
def ledger() -> None:
    """Show that nothing in the record was changed, and erase words without breaking it."""


def _work() -> Any:
    """What needs the service's own libraries, loaded only when it is asked for."""
    return import_module("goodstanding.cli.ledger_work")


@ledger.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--public-key",
    "public_keys",
    multiple=True,
    metavar="BASE64",
    help="Believe checkpoints of this key alone; may be repeated.",
)
@click.option(
    "--published",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A checkpoint that was published before: it must hold.",
)
@click.option("--head", metavar="DIGEST", help="A head published before: an entry must have it.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@FOLDER
@exits
def verify(**arguments: Any) -> int:
    """Check the ledger of the database, or of an exported FILE, without any database.

    Exit code 2 names the first entry that is not whole.
    """
    return _work().verify_ledger(**arguments)


@ledger.command()
@click.option("--output", type=click.Path(path_type=Path), help="Write there, not to stdout.")
@FOLDER
@exits
def export(**arguments: Any) -> int:
    """Write the sealed entries as lines of JSON, without anybody's words."""
    return _work().export_ledger(**arguments)


@ledger.command()
@FOLDER
@exits
def publish(**arguments: Any) -> int:
    """Seal what is there, sign the head, and print it: put it where others keep it."""
    return _work().publish_head(**arguments)


@ledger.command()
@click.option("--event", help="The id of the event beside which the words stand.")
@click.option("--source", default="", help="The source of that event.")
@click.option("--entry", type=click.IntRange(min=1), help="Or the place of the entry.")
@click.option("--words", "name", required=True, help="Which words: `comment`, `note` ...")
@click.option("--because", required=True, help="Why; kept for ever, so name nobody in it.")
@FOLDER
@exits
def redact(**arguments: Any) -> int:
    """Erase a person's words for good; the ledger stays whole, and tells that it was done."""
    return _work().redact_words(**arguments)
