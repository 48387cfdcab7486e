"""A wish to stop becomes something that whoever waits can wait for, too."""

import os
import select
import signal
from types import FrameType
from typing import Protocol


class Readable(Protocol):
    """Anything that `select` can wait for."""

    def fileno(self) -> int:
        """Its number."""


class Stop:
    """Asked once, by a signal or a thread, and true from then on for everybody who waits."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self.is_asked = False

    def fileno(self) -> int:
        """Readable once it was asked; nobody ever reads it empty."""
        return self._read

    def ask(self) -> None:
        """From now on everybody stops when what they are at is done."""
        self.is_asked = True
        os.write(self._write, b".")

    def wait(self, seconds: float, *others: Readable) -> None:
        """Until it is asked, something can be read of the others, or the time is over."""
        select.select([self, *others], [], [], seconds)

    def on_signals(self) -> None:
        """SIGTERM and SIGINT ask."""

        def ask(_: int, __: FrameType | None) -> None:
            self.ask()

        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, ask)
