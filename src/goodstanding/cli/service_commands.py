"""The words `serve` and `credentials` on the command line."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.exits import exits

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the embedded database and our own files lie  [default: .goodstanding here; for "
    "root /var/lib/goodstanding/...]",
)


@click.command()
@FOLDER
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the web listens.")
@click.option("--port", type=click.IntRange(1, 65535), help="  [default: any that is free]")
@click.option("--gate-port", type=click.IntRange(1, 65535), help="  [default: any that is free]")
@click.option(
    "--demonstration",
    "is_demonstration",
    is_flag=True,
    help="Load a drawn marketplace of 2,000 freelancers, once.",
)
@exits
def serve(**asked: Any) -> int:
    """Run the service: its database (or that of DATABASE_URL), worker and web, until Ctrl-C."""
    code: int = import_module("goodstanding.cli.serving").serve_all(**asked)
    return code


@click.command()
@FOLDER
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@exits
def credentials(**asked: Any) -> int:
    """Tell the demonstration's API key, and a sign-in link for each role."""
    code: int = import_module("goodstanding.cli.serving").tell_credentials(**asked)
    return code


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@FOLDER
@click.option(
    "--history",
    "is_history",
    is_flag=True,
    help="Each event says in `receivedat` when it was known; all of it is judged in the end.",
)
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@exits
def load(**asked: Any) -> int:
    """Take in files of events (CloudEvents 1.0, one a line); sent again, they do nothing."""
    code: int = import_module("goodstanding.cli.loading").load_files(**asked)
    return code
