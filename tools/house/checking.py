"""Several checks become one answer: they run side by side, and each tells itself when it ends."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from tools.house.machine import Answer

AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that must hold, and who asks for it."""

    name: str
    ask: Callable[[], Answer]
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check, its answer and how long it took, in seconds."""

    check: Check
    answer: Answer
    took_seconds: float

    def lines(self) -> list[str]:
        """One line; with all that was said, and the cure, where it failed."""
        word = "ok  " if self.answer.went_well else "FAIL"
        first = f"{word} {self.check.name} ({self.took_seconds:.1f} s)"
        if self.answer.went_well:
            return [first]
        said = [f"    {line}" for line in self.answer.said.strip().splitlines()]
        return [first, *said, f"    cure: {self.check.cure}"]


def run_checks(checks: Sequence[Check], *, say: Callable[[str], None]) -> bool:
    """Whether all hold. The slowest should come first, as it then starts first."""
    began = time.monotonic()
    failed = []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for ended in as_completed(pool.submit(_timed, check) for check in checks):
            checked = ended.result()
            if not checked.answer.went_well:
                failed.append(checked.check.name)
            for line in checked.lines():
                say(line)
    took = f"{time.monotonic() - began:.1f} s"
    if failed:
        say(f"{len(failed)} of {len(checks)} checks failed in {took}: {', '.join(sorted(failed))}")
    else:
        say(f"all {len(checks)} checks hold, in {took}")
    return not failed


def _timed(check: Check) -> Checked:
    began = time.monotonic()
    answer = check.ask()
    return Checked(check=check, answer=answer, took_seconds=time.monotonic() - began)
