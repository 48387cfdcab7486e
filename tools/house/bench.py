"""A checkout becomes one that can be measured: the peers live in an environment of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.house.machine import Machine
from tools.house.pip import install
from tools.house.place import Place
from tools.house.setting_up import Builder
from tools.house.stamp import found_stamp, wanted_stamp, write_stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchPlace(Place):
    """The same checkout, with the place of the peers' environment."""

    @property
    def environment(self) -> Path:
        """The folder of the peers' virtual environment."""
        return self.root / ".venv-bench"

    @property
    def lock(self) -> Path:
        """The peers, each in one exact version."""
        return self.root / "benchmarks" / "requirements.txt"

    @property
    def spark(self) -> Path:
        """What Spark's lanes need besides; large, so only on demand."""
        return self.root / "benchmarks" / "requirements-spark.txt"


def bench_place(place: Place) -> BenchPlace:
    """Where the peers of this checkout go."""
    return BenchPlace(root=place.root, interpreter=place.interpreter, tag=place.tag)


def make_bench_ready(
    place: BenchPlace, machine: Machine, *, say: Callable[[str], None], with_spark: bool
) -> None:
    """Leave an environment that has exactly the peers; the checkout itself is not installed there.

    Raises:
        SetUpRefused: when the machine lacks pip, room, rights or a network.
    """
    wanted = wanted_stamp(place)
    if found_stamp(place).packages != wanted.packages:
        say("setting up in .venv-bench: once, 1 to 3 minutes, about 150 MB to download")
        builder = Builder(place=place, machine=machine, say=say)
        builder.clear()
        builder.make_environment()
        say("- installing the peers that are measured against")
        install(place, machine, "--requirement", place.lock)
        write_stamp(place, wanted)
        say("ready")
    if with_spark:
        say("- installing Spark, about 450 MB, unless it is there")
        install(place, machine, "--requirement", place.spark)
