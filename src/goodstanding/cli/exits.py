"""What a command did becomes an exit code, and what it refused a sentence."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from goodstanding.core.policy.finding import PolicyRefused, told
from goodstanding.core.words import Refusal

REFUSED = 2
Command = Callable[..., int]


def exits(command: Command) -> Callable[..., None]:
    """The command, with its refusals told on stderr and its exit code given to the shell."""

    @wraps(command)
    def run(**arguments: Any) -> None:
        try:
            code = command(**arguments)
        except PolicyRefused as refused:
            click.echo(_told(refused), err=True)
            code = REFUSED
        except Refusal as refusal:
            click.echo(f"goodstanding: {refusal}", err=True)
            code = REFUSED
        sys.exit(code)

    return run


def _told(refused: PolicyRefused) -> str:
    path = Path(refused.source)
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else refused.source
    source = refused.source if path.is_file() else "--negative"
    return told(refused.findings, source=source, text=text)
