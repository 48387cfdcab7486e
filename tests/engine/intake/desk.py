"""A desk to try stores on: a file becomes a store, and everybody's verdicts of both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from goodstanding.cli.intake import Wish, take_in
from goodstanding.cli.policies import load_policy
from goodstanding.cli.progress import meter
from goodstanding.cli.source import Layout
from goodstanding.core.policy.language import Policy
from goodstanding.engine.intake.filling import fill, inputs_of
from goodstanding.engine.intake.rejects import Rejects
from goodstanding.engine.intake.source import Source
from goodstanding.engine.population import judge_frame
from goodstanding.engine.store.adding import parts_of
from goodstanding.engine.store.folder import Store
from tests.agreement.bench import by_core, told_of

ROOT = Path(__file__).parents[3]
SHIPPED, _ = load_policy(ROOT / "policies" / "poor-contract-outcomes.yaml")
POINTS, _ = load_policy(ROOT / "policies" / "evidence-points.yaml")
MARKET = ROOT / "policies" / "examples" / "small-market.csv"
AS_OF = datetime.fromisoformat("2026-07-01T00:00:00+00:00")
Told = dict[str, tuple[str | None, dict[str, tuple[Fraction | None, int]]]]
Place = tuple[int, str]
NOTHING: Mapping[str, str] = {}


@dataclass
class Filled:
    """A store, and what was refused: each line of the rejects file."""

    store: Store
    lines: list[dict[str, Any]]
    counts: Mapping[str, int]

    @property
    def places(self) -> list[Place]:
        """Which cells were refused: line and column."""
        return sorted((line["line"], line["column"]) for line in self.lines)


@dataclass
class Kept(Rejects):
    """Rejects that remember all their lines."""

    lines: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def add(self, lines: Any, reasons: Any) -> None:
        """Remembers the lines."""
        super().add(lines, reasons)
        self.lines += lines.to_pylist()


def filled(
    folder: Path,
    *sources: Source,
    policy: Policy = SHIPPED,
    mapped: Mapping[str, str] = NOTHING,
    buckets: int = 3,
    assume_utc: bool = False,
) -> Filled:
    """A store of the sources in that folder."""
    rejects = Kept()
    store = fill(
        folder,
        inputs_of(sources, policy, mapped),
        policy,
        rejects=rejects,
        buckets=buckets,
        assume_utc=assume_utc,
    )
    return Filled(store=store, lines=rejects.lines, counts=rejects.counts)


def verdicts_of(store: Store, policy: Policy = SHIPPED, as_of: datetime = AS_OF) -> Told:
    """Everybody's rung and figures by the engine, additions included."""
    told: Told = {}
    for bucket in range(store.buckets):
        for part in parts_of(store, bucket):
            own = told_of(policy, judge_frame(policy, part.frame, as_of))
            names = part.frame.subjects.to_pylist()
            away = part.elsewhere if part.elsewhere is not None else [False] * len(names)
            gone = {name for name, is_away in zip(names, away, strict=True) if is_away}
            told |= {name: verdict for name, verdict in own.items() if name not in gone}
    return dict(sorted(told.items()))


def strictly(
    path: Path, policy: Policy = SHIPPED, *, assume_utc: bool = False
) -> tuple[Told, list[Place]]:
    """Everybody's rung and figures row by row, and which cells were refused."""
    wish = Wish(files=(path,), layout=Layout(), mapped={}, assume_utc=assume_utc)
    with meter("reading", quiet=True) as bar:
        intake = take_in(wish, policy, bar)
    evidence = tuple(each for own in intake.by_subject.values() for each in own)
    places = sorted((reject.line, reject.column) for reject in intake.rejects)
    return by_core(policy, evidence, AS_OF), places
