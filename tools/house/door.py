"""A word on the command line becomes one thing done to this checkout."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.house.bench import bench_place, make_bench_ready
from tools.house.checking import Check, run_checks
from tools.house.lockfile import DEV, ENGINES, LockRefused, flaw_of_lock, make_locks
from tools.house.machine import Answer, Machine, ThisMachine
from tools.house.pip import SetUpRefused
from tools.house.place import Place, place_here
from tools.house.setting_up import Builder

POLICY = "policies/poor-contract-outcomes.yaml"
EXAMPLE = "policies/examples/small-market.csv"
EXAMPLE_AS_OF = "2026-07-01T00:00:00Z"

EXAMPLE_PERSON = "f-ada"
PROGRAM = ".venv/bin/goodstanding"
FLAGS = f"--policy {POLICY} --as-of {EXAMPLE_AS_OF}"

WHERE_NEXT = f"""
That was the shipped example, judged by the policy that we ship. Where to go next:

  why one person stands where they stand
    {PROGRAM} why {EXAMPLE_PERSON} {EXAMPLE} {FLAGS}
  the policy in plain words
    {PROGRAM} explain {POLICY}
  your own file: CSV, JSON Lines or Parquet
    {PROGRAM} judge YOUR-FILE {FLAGS}

README.md tells what this is, CONTRIBUTING.md how we work; `python3 dev.py test` runs all tests."""

# The rooms whose tests must try every line and every branch of the core by themselves.
TRIES_THE_CORE = ("tests/core", "tests/story")

CHECKS = {
    "mypy": ("mypy", "give the types, or mend what does not fit"),
    "lint-imports": (
        "lint-imports",
        "import downwards only; the contracts in pyproject.toml are the plan",
    ),
    "tools/lint.py": ("python tools/lint.py", "each line names its own"),
    "ruff check": (
        "ruff check --quiet --output-format concise .",
        ".venv/bin/ruff check --fix .",
    ),
    "ruff format": ("ruff format --quiet --check .", ".venv/bin/ruff format ."),
}

MADE_BY_TOOLS = (
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "dist",
    ".bench",
    ".venv-bench",
    ".venv",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A checkout, the machine it stands on, and the person it speaks to."""

    place: Place
    machine: Machine
    say: Callable[[str], None]

    def run(self, wishes: Sequence[str]) -> int:
        """Run the service with a demonstration in it; the words go to `goodstanding serve`."""
        self.make_ready()
        return self.machine.hand_over(
            [self.place.script("goodstanding"), "serve", "--demonstration", *wishes]
        )

    def example(self, _: Sequence[str]) -> int:
        """Judge the shipped example, and say where to go next."""
        self.make_ready()
        self.say(f"{PROGRAM} judge {EXAMPLE} {FLAGS}\n")
        code = self.machine.hand_over(
            [self.place.script("goodstanding"), "judge", EXAMPLE, *FLAGS.split()]
        )
        if code == 0:
            self.say(WHERE_NEXT)
        return code

    def test(self, wishes: Sequence[str]) -> int:
        """All tests, with every engine, and that they try the whole core; or what the words name.

        With words nothing large is fetched: what is not installed is skipped, and says so.
        """
        builder = self.make_ready()
        python = self.place.python
        if wishes:
            return self.machine.hand_over([python, "-m", "pytest", *wishes])
        builder.add_engines()
        coverage: tuple[str | Path, ...] = (python, "-m", "coverage")
        self.machine.ask([*coverage, "erase"])
        # Tests of one group share a process, as they share what is slow to start.
        spread = ("-m", "pytest", "-n", "auto", "--dist", "loadgroup")
        code = self.machine.hand_over([*coverage, "run", *spread, *TRIES_THE_CORE])
        # What the other rooms try again and again would only be slower under a watch.
        others = [f"--ignore={room}" for room in TRIES_THE_CORE]
        code = self.machine.hand_over([python, *spread, *others]) or code
        if code != 0:
            self.say("the tests do not pass; see above")
            return code
        combined = self.machine.ask([*coverage, "combine", "--quiet"])
        report = self.machine.ask([*coverage, "report"]) if combined.went_well else combined
        if not report.went_well:
            self.say(f"the tests pass, but leave parts of the core untried:\n{report.said}")
            return 1
        self.say("all tests pass, and try every line and every branch of the core")
        return 0

    def check(self, _: Sequence[str]) -> int:
        """Everything but the tests that must hold before a change is shown to anybody."""
        self.make_ready()
        return 0 if run_checks(self.checks(), say=self.say) else 1

    def bench(self, wishes: Sequence[str]) -> int:
        """Measure the engine against its floor and its peers; the words go to the runner."""
        place = bench_place(self.place)
        wants_spark = "--spark" in wishes
        make_bench_ready(place, self.machine, say=self.say, with_spark=wants_spark)
        return self.machine.hand_over([place.python, "-m", "benchmarks.run", *wishes])

    def bench_decisions(self, wishes: Sequence[str]) -> int:
        """Measure what policies get right and wrong, where the truth is known."""
        self.make_ready()
        return self.machine.hand_over([self.place.python, "-m", "benchmarks.decisions", *wishes])

    def setup(self, _: Sequence[str]) -> int:
        """Only set up, as the other commands do by themselves."""
        self.make_ready()
        self.say(f"everything is in {self.place.environment}")
        return 0

    def lock(self, wishes: Sequence[str]) -> int:
        """Write the locks anew; the words go to uv, as `--upgrade` does."""
        uv = shutil.which("uv")
        if uv is None:
            self.make_ready()
        make_locks(self.place, self.machine, uv=uv, wishes=tuple(wishes))
        self.say("both locks are written; the next command installs what they name")
        return 0

    def clean(self, _: Sequence[str]) -> int:
        """Remove the environment and what the tools left behind."""
        for name in MADE_BY_TOOLS:
            shutil.rmtree(self.place.root / name, ignore_errors=True)
        for path in self.place.root.glob(".coverage*"):
            path.unlink()
        self.say("removed the environment and the caches")
        return 0

    def make_ready(self) -> Builder:
        """Set up what is missing; at once, where nothing is. Gives who did."""
        builder = Builder(place=self.place, machine=self.machine, say=self.say)
        builder.make_ready()
        return builder

    def checks(self) -> list[Check]:
        """All that must hold before a change is shown to anybody; the slowest first."""
        asked = [
            Check(name=name, ask=self._asking(words.split()), cure=cure)
            for name, (words, cure) in CHECKS.items()
        ]
        return [*asked, Check(name="lock", ask=self._lock_answer, cure="python3 dev.py lock")]

    def _asking(self, words: list[str]) -> Callable[[], Answer]:
        command: tuple[str | Path, ...] = (self.place.script(words[0]), *words[1:])
        return lambda: self.machine.ask(command)

    def _lock_answer(self) -> Answer:
        flaws = [flaw for group in (DEV, ENGINES) if (flaw := flaw_of_lock(self.place, group))]
        return Answer(code=1 if flaws else 0, said="\n".join(flaws))


Command = Callable[[House, Sequence[str]], int]

COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (House.run, "run the service, with a demonstration marketplace in it"),
    "example": (House.example, "judge the shipped example, and say where to go next"),
    "test": (House.test, "run all tests, with every engine, or what pytest is told"),
    "check": (House.check, "lint, types, import contracts, house rules and the locks"),
    "bench": (House.bench, "measure the engine against its floor and its peers; see --help"),
    "bench-decisions": (House.bench_decisions, "measure how well policies tell who needs a look"),
    "setup": (House.setup, "only set up .venv, as the other commands do by themselves"),
    "lock": (House.lock, "write the locks anew; --upgrade takes the newest versions"),
    "clean": (House.clean, "remove .venv and what the tools left behind"),
}


def main(words: Sequence[str]) -> int:
    """Do what the first word says, in this checkout and on this machine; the exit code."""
    place = place_here()
    machine = ThisMachine(root=place.root)
    return serve(House(place=place, machine=machine, say=say), words)


def serve(house: House, words: Sequence[str]) -> int:
    """Do what the first word says; 2 where it says nothing that is known, 1 where it is refused."""
    if not words or words[0] in ("--help", "-h"):
        house.say(usage())
        return 0
    if words[0] not in COMMANDS:
        house.say(f"`{words[0]}` is not one of these\n{usage()}")
        return 2
    try:
        command, _ = COMMANDS[words[0]]
        return command(house, words[1:])
    except (SetUpRefused, LockRefused) as refusal:
        house.say(str(refusal))
        return 1
    except KeyboardInterrupt:
        house.say("stopped; whatever was half done is done again next time")
        return 130


def usage() -> str:
    """What can be said on the command line, a line each."""
    lines = ["python3 dev.py COMMAND, on any machine with Python 3.11 or newer and pip:"]
    lines += [f"  {name:<15} {does}" for name, (_, does) in COMMANDS.items()]
    return "\n".join(lines)


def say(text: str) -> None:
    """Tell the person, at once."""
    print(text, flush=True)
