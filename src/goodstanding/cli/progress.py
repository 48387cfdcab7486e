"""Long work becomes a bar that moves: on a terminal, on stderr, and gone when it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

EVERY = 1_000


@dataclass
class Meter:
    """Counts steps for one bar; every thousandth is shown."""

    progress: Progress
    task: TaskID
    done: int = 0

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done % EVERY == 0:
            self.progress.update(self.task, completed=self.done)

    def turn(self, what: str, *, total: int) -> None:
        """Begins to count something else on the same bar."""
        self.done = 0
        self.progress.reset(self.task, description=what, total=total)

    def advance(self, steps: int) -> None:
        """So many more are done; shown at once."""
        self.done += steps
        self.progress.update(self.task, completed=self.done)


@contextmanager
def meter(what: str, *, total: int | None = None, quiet: bool = False) -> Iterator[Meter]:
    """A bar on stderr, if that is a terminal; without a total it only counts."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as progress:
        yield Meter(progress=progress, task=progress.add_task(what, total=total))
