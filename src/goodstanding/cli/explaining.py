"""A policy becomes a page in plain words, for one of those whom it concerns."""

from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from goodstanding.cli.policies import load_policy
from goodstanding.cli.writing import as_json
from goodstanding.core.policy.plain import Audience, tell
from goodstanding.core.policy.record import plain_of


def explain_policy(path: Path, *, audience: Audience, form: str) -> int:
    """Tells the policy, for a terminal, as Markdown, or as JSON with all that it says.

    Raises:
        Refusal: the policy cannot be read or used.
    """
    policy, _ = load_policy(path)
    told = tell(policy, audience)
    if form == "json":
        said = {"audience": audience.value, "text": told, "policy": plain_of(policy)}
        click.echo(as_json(said), nl=False)
    elif form == "markdown":
        click.echo(told, nl=False)
    else:
        Console().print(Markdown(told))
    return 0
