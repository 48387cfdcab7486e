"""The import contracts hold for the house as it is, and each breaks when it should."""

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

ROOMS = "The law of the rooms: commands on the service, the service on the engine, all on the core"
DOORS = "Four doors onto the same steps"
GATE = "The gate knows who may do what, and nothing else"
STORY = "The core reads as a story: each chapter knows only those before it"
CIRCLES = "No circles: inside a chapter or a room, no page needs the page that needs it"
PURE = "The core is pure"
MACHINE = "A machine may judge; it may not decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Code added to a file, the contracts that it breaks, and what is told of it."""

    name: str
    path: str
    code: str
    breaks: tuple[str, ...]
    told: str


PLANTED = (
    Planted(
        name="a step looks through a door",
        path="server/steps/close_history.py",
        code="import goodstanding.server.api.route",
        breaks=(DOORS, CIRCLES),
        told="goodstanding.server.steps.close_history -> goodstanding.server.api.route",
    ),
    Planted(
        name="one door looks through another",
        path="server/worker/stop.py",
        code="import goodstanding.server.api.problem",
        breaks=(DOORS,),
        told="goodstanding.server.worker.stop -> goodstanding.server.api.problem",
    ),
    Planted(
        name="the gate takes a step",
        path="server/gate/roster.py",
        code="import goodstanding.server.steps.entering",
        breaks=(GATE,),
        told="goodstanding.server.gate.roster -> goodstanding.server.steps.entering",
    ),
    Planted(
        name="the service calls the command line",
        path="server/project/running.py",
        code="import goodstanding.cli.main",
        breaks=(ROOMS,),
        told="goodstanding.server.project.running -> goodstanding.cli.main",
    ),
    Planted(
        name="an early chapter reads a later one",
        path="core/words.py",
        code="import goodstanding.core.verdict",
        breaks=(STORY,),
        told="goodstanding.core.words -> goodstanding.core.verdict",
    ),
    Planted(
        name="a complaint looks into feedback",
        path="core/complaint.py",
        code="import goodstanding.core.feedback.seal",
        breaks=(STORY,),
        told="goodstanding.core.complaint -> goodstanding.core.feedback.seal",
    ),
    Planted(
        name="a rehearsal looks into cases",
        path="core/rehearsal.py",
        code="import goodstanding.core.case.record",
        breaks=(STORY,),
        told="goodstanding.core.rehearsal -> goodstanding.core.case.record",
    ),
    Planted(
        name="a standing looks into the docket",
        path="core/standing.py",
        code="import goodstanding.core.docket",
        breaks=(STORY,),
        told="goodstanding.core.standing -> goodstanding.core.docket",
    ),
    Planted(
        name="a verdict looks at decisions",
        path="core/verdict.py",
        code="import goodstanding.core.decision",
        breaks=(STORY,),
        told="goodstanding.core.verdict -> goodstanding.core.decision",
    ),
    Planted(
        name="a chapter is written without a place in the story",
        path="core/jury.py",
        code="",
        breaks=(STORY,),
        told="goodstanding.core.jury",
    ),
    Planted(
        name="a room is built without a place in the house",
        path="court/__init__.py",
        code="",
        breaks=(ROOMS,),
        told="goodstanding.court",
    ),
    Planted(
        name="a page of a chapter reads on to the page that needs it",
        path="core/policy/shape.py",
        code="import goodstanding.core.policy.keys",
        breaks=(CIRCLES,),
        told=".shape -> .keys",
    ),
    Planted(
        name="a part of the command line calls the whole",
        path="cli/place.py",
        code="import goodstanding.cli.main",
        breaks=(CIRCLES,),
        told="No cycles are allowed in goodstanding.cli",
    ),
    Planted(
        name="the core calls the command line",
        path="core/words.py",
        code="import goodstanding.cli",
        breaks=(ROOMS, PURE),
        told="goodstanding.core.words -> goodstanding.cli",
    ),
    Planted(
        name="the engine looks at decisions",
        path="engine/simulate/market.py",
        code="import goodstanding.core.decision",
        breaks=(MACHINE,),
        told="goodstanding.engine.simulate.market -> goodstanding.core.decision",
    ),
    Planted(
        name="the engine opens a case",
        path="engine/simulate/world.py",
        code="from goodstanding.core.case.opening import open_case",
        breaks=(MACHINE,),
        told="goodstanding.engine.simulate.world -> goodstanding.core.case.opening",
    ),
    Planted(
        name="the engine calls the command line",
        path="engine/simulate/market.py",
        code="import goodstanding.cli.place",
        breaks=(ROOMS, MACHINE),
        told="goodstanding.engine.simulate.market -> goodstanding.cli.place",
    ),
    Planted(
        name="the core calls the engine",
        path="core/figure.py",
        code="import goodstanding.engine.simulate.people",
        breaks=(ROOMS, PURE),
        told="goodstanding.core.figure -> goodstanding.engine.simulate.people",
    ),
    Planted(
        name="a page of the simulator reads on to the page that needs it",
        path="engine/simulate/people.py",
        code="import goodstanding.engine.simulate.market",
        breaks=(CIRCLES,),
        told="No cycles are allowed in goodstanding.engine.simulate",
    ),
    Planted(
        name="the core reads the clock",
        path="core/policy/tree.py",
        code="import time",
        breaks=(PURE,),
        told="goodstanding.core.policy.tree -> time",
    ),
    Planted(
        name="the core rolls dice",
        path="core/verdict.py",
        code="from random import random",
        breaks=(PURE,),
        told="goodstanding.core.verdict -> random",
    ),
    Planted(
        name="the core opens files",
        path="core/ledger.py",
        code="from pathlib import Path",
        breaks=(PURE,),
        told="goodstanding.core.ledger -> pathlib",
    ),
    Planted(
        name="the core uses a column library",
        path="core/figure.py",
        code="import pyarrow.compute",
        breaks=(PURE,),
        told="goodstanding.core.figure -> pyarrow",
    ),
    Planted(
        name="another chapter than the policy's text reads YAML",
        path="core/policy/plain.py",
        code="import yaml",
        breaks=(PURE,),
        told="goodstanding.core.policy.plain -> yaml",
    ),
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of everything that the contracts speak about."""
    caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=caches)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=caches)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(root: Path) -> str:
    """What lint-imports says of the sources below the root."""
    ended = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=root,
        env={"PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return ended.stdout + ended.stderr


def broken_in(said: str) -> tuple[str, ...]:
    """The contracts that are reported broken, in the order of the plan."""
    return tuple(
        line.removesuffix(" BROKEN") for line in said.splitlines() if line.endswith(" BROKEN")
    )


def test_every_contract_holds_for_the_house_as_it_is() -> None:
    said = lint_imports(ROOT)

    assert broken_in(said) == ()
    assert "0 broken" in said


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name.replace(" ", "-"))
def test_a_wrong_import_is_caught_by_name(copied: Path, planted: Planted) -> None:
    changed = copied / "src" / "goodstanding" / planted.path
    changed.parent.mkdir(exist_ok=True)
    with changed.open("a", encoding="utf-8") as file:
        file.write(f"\n{planted.code}\n")

    said = lint_imports(copied)

    assert broken_in(said) == planted.breaks
    assert planted.told in said


def test_an_exception_that_nothing_needs_is_caught(copied: Path) -> None:
    reader = copied / "src" / "goodstanding" / "core" / "policy" / "text.py"
    reader.write_text("", encoding="utf-8")

    said = lint_imports(copied)

    assert broken_in(said) == (PURE,)
    assert "nothing needs the exception goodstanding.core.policy.text -> yaml" in said


def test_every_contract_is_broken_once_here() -> None:
    plan = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [contract["name"] for contract in plan["tool"]["importlinter"]["contracts"]]

    assert sorted(named) == sorted({name for planted in PLANTED for name in planted.breaks})
