"""Files of events become events in the service, as if they had come over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.progress import meter
from goodstanding.cli.service_database import service_database
from goodstanding.core.words import Refusal

BATCH = 1000
FEW = 5


def load_files(
    files: tuple[Path, ...], *, folder: Path | None, is_history: bool, no_progress: bool
) -> int:
    """Takes in every line of the files; 1 where any was refused.

    Raises:
        Refusal: a file cannot be read, or there is no database.
    """
    told = Told()
    with service_database(folder), meter("loading", quiet=no_progress) as bar:
        receive = import_module("goodstanding.server.steps.receive_events").receive_events
        now = import_module("django.utils.timezone").now
        for path in files:
            begin = 0
            for batch in _batches(path):
                came = receive(batch, now_at=now(), may_date=is_history)
                told.add(came, path=path, begin=begin)
                begin += len(batch)
                bar.advance(len(batch))
        if is_history:
            close = import_module("goodstanding.server.steps.close_history").close_history
            close(by="goodstanding load", at=now())
    told.say()
    return 1 if told.refused else 0


@dataclass(slots=True)
class Told:
    """What became of all events so far."""

    taken: int = 0
    known: int = 0
    refused: int = 0

    def add(self, came: Any, *, path: Path, begin: int) -> None:
        """What became of one batch; of the first that are refused, each with its place."""
        self.taken += came.taken
        self.known += came.known
        for place, refusal in sorted(came.refused.items()):
            if self.refused < FEW:
                click.echo(f"{path}, event {begin + place + 1}: {refusal}", err=True)
            self.refused += 1

    def say(self) -> None:
        """The sums."""
        more = f" (the first {FEW} are told above)" if self.refused > FEW else ""
        click.echo(
            f"{self.taken:,} taken, {self.known:,} known already, {self.refused:,} refused{more}"
        )


def _batches(path: Path) -> Iterator[list[bytes]]:
    """The lines of a file, a thousand at a time; blank ones are none."""
    try:
        with path.open("rb") as file:
            lines = (line for line in file if line.strip())
            while batch := list(islice(lines, BATCH)):
                yield batch
    except OSError as wrong:
        raise Refusal(
            "broken-file",
            f"`{path}` cannot be read: {wrong.strerror}",
            cure="give a file with one event a line",
        ) from None
