"""The judge of the core with a few of its words changed becomes a judge with a fault.

The chapters that judge are read as text, patched and run under their own names, each upon the
patched ones before it; the records of policies stay those of everybody.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from importlib import import_module
from inspect import getsource
from types import ModuleType
from typing import Any

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy

WORDS = "goodstanding.core.words"
EVIDENCE = "goodstanding.core.evidence"
EVALUATION = "goodstanding.core.policy.evaluation"
STEPS = "goodstanding.core.policy.steps"
CASTING = "goodstanding.core.casting"
POINTS = "goodstanding.core.points"
FIGURE = "goodstanding.core.figure"
VERDICT = "goodstanding.core.verdict"
CHAPTERS = (WORDS, EVIDENCE, EVALUATION, STEPS, CASTING, POINTS, FIGURE, VERDICT)

Judge = Callable[[Policy, str, Iterable[Evidence], datetime], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One sentence of what is wrong, and in which chapter which words stand for which."""

    says: str
    chapter: str
    words: tuple[tuple[str, str], ...]


def fault(says: str, chapter: str, *words: tuple[str, str]) -> Fault:
    """The fault in one line."""
    return Fault(says=says, chapter=chapter, words=words)


def judge_with(planted: Fault | None) -> Judge:
    """A judge with the fault, or the sound one made in the same way."""
    modules = modules_with(planted, CHAPTERS)
    faulty: Any = modules[VERDICT]
    reborn: Any = modules[EVIDENCE].Evidence

    def judge(policy: Policy, subject: str, evidence: Iterable[Evidence], as_of: datetime) -> Any:
        again = [
            reborn(**{each.name: getattr(one, each.name) for each in fields(one)})
            for one in evidence
        ]
        return faulty.judge(policy, subject, again, as_of)

    return judge


def modules_with(planted: Fault | None, chapters: Iterable[str]) -> dict[str, ModuleType]:
    """The chapters made anew, each upon those before it, one of them with the fault."""
    names = tuple(chapters)
    with _set_aside(names):
        return {name: _run(name, planted) for name in names}


@contextmanager
def _set_aside(names: Iterable[str]) -> Iterator[None]:
    """The modules as they were are back at the end; also as attributes of their packages."""
    sound = {name: import_module(name) for name in names}
    try:
        yield
    finally:
        for name, module in sound.items():
            _put(name, module)


def _put(name: str, module: ModuleType) -> None:
    package, _, own = name.rpartition(".")
    sys.modules[name] = module
    setattr(sys.modules[package], own, module)


def _run(name: str, planted: Fault | None) -> ModuleType:
    source = getsource(sys.modules[name])
    if planted is not None and planted.chapter == name:
        source = _patched(source, planted)
    module = ModuleType(name)
    _put(name, module)
    exec(compile(source, f"<{name} with a fault>", "exec"), module.__dict__)
    return module


def _patched(source: str, planted: Fault) -> str:
    for sound, wrong in planted.words:
        assert source.count(sound) == 1, f"{planted.says}: {source.count(sound)} times {sound!r}"
        source = source.replace(sound, wrong)
    return source
