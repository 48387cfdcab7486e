"""Two policies and one history become who changes side between them, and on which evidence.

Everybody is judged by the kernels; only those whose outcome changes are judged again by the law
itself, so that each change is told with its because.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.verdict import Verdict, judge
from goodstanding.core.words import Outcome, Refusal
from goodstanding.engine.column import Whole
from goodstanding.engine.everybody import verdict_table
from goodstanding.engine.frame import Frame
from goodstanding.engine.store.folder import Store

Source = Store | Frame
GRAVITY = {outcome: place for place, outcome in enumerate(Outcome)}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everybody under two policies at one instant.

    `matrix[i, j]` counts who stands on rung i of the first and rung j of the second; the last place
    of each is no rung. `changed` holds those to whom another outcome is proposed, the gravest
    change first, then by name: `subject`, `rung_one`, `rung_other`, and `steps`, by how many
    outcomes more (or fewer) the other is graver.
    """

    one: Policy
    other: Policy
    as_of: datetime
    matrix: Whole
    changed: Any

    @property
    def judged(self) -> int:
        """How many people were judged."""
        return int(self.matrix.sum())


def compare(
    one: tuple[Policy, Source],
    other: tuple[Policy, Source],
    as_of: datetime,
    *,
    processes: int = 1,
) -> Comparison:
    """Everybody under both policies; each with the same evidence, arranged as it reads it.

    Raises:
        Refusal: the policies are about different sides, or one does not go with its store.
    """
    if one[0].about is not other[0].about:
        raise Refusal(
            "compared-sides",
            f"`{one[0].name}` is about the {one[0].about}, `{other[0].name}` about the "
            f"{other[0].about}",
            cure="compare two policies about the same side",
        )
    tables = [
        verdict_table(policy, source, as_of, processes=processes) for policy, source in (one, other)
    ]
    names = pc.unique(pa.concat_arrays([_names(table) for table in tables]))
    first, second = (
        _places(policy, table, names)
        for (policy, _), table in zip((one, other), tables, strict=True)
    )
    shape = (len(one[0].ladder) + 1, len(other[0].ladder) + 1)
    counted = np.bincount(first * shape[1] + second, minlength=shape[0] * shape[1])
    return Comparison(
        one=one[0],
        other=other[0],
        as_of=as_of,
        matrix=counted.reshape(shape),
        changed=_changed(one[0], other[0], names, places=(first, second)),
    )


def _names(table: Any) -> Any:
    return table.column("subject").combine_chunks().cast(pa.string())


def _places(policy: Policy, table: Any, names: Any) -> Whole:
    """Each name's place on the ladder; the last place is no rung, or not judged."""
    ladder = pa.array([rung.name for rung in policy.ladder], pa.string())
    rungs = pc.fill_null(pc.index_in(table.column("rung"), value_set=ladder), len(ladder))
    row = pc.index_in(names, value_set=_names(table))
    return np.asarray(pc.fill_null(rungs.combine_chunks().take(row), len(ladder)), np.int64)


def _gravity(policy: Policy) -> Whole:
    """How grave what each rung proposes is, and no rung at the end."""
    proposed = [GRAVITY[rung.proposes] for rung in policy.ladder]
    return np.array([*proposed, GRAVITY[Outcome.NO_ACTION]], np.int64)


def _changed(one: Policy, other: Policy, names: Any, *, places: tuple[Whole, Whole]) -> Any:
    first, second = places
    steps = _gravity(other)[second] - _gravity(one)[first]
    rows = np.flatnonzero(steps)
    table = pa.table(
        {
            "subject": names.take(pa.array(rows)),
            "rung_one": _rungs(one).take(pa.array(first[rows])),
            "rung_other": _rungs(other).take(pa.array(second[rows])),
            "steps": pa.array(steps[rows], pa.int64()),
            "size": pa.array(np.abs(steps[rows]), pa.int64()),
        }
    )
    return table.sort_by([("size", "descending"), ("subject", "ascending")]).drop_columns("size")


def _rungs(policy: Policy) -> Any:
    return pa.array([*(rung.name for rung in policy.ladder), None], pa.string())


@dataclass(frozen=True, kw_only=True)
class Why:
    """One person under both policies, by the law itself, and the evidence that they read apart.

    Identifiers of evidence: counted by one and not by the other, negative to one only, left out by
    one only.
    """

    one: Verdict
    other: Verdict
    counted: tuple[tuple[str, ...], tuple[str, ...]]
    negative: tuple[tuple[str, ...], tuple[str, ...]]
    left_out: tuple[tuple[str, ...], tuple[str, ...]]


def why(
    one: tuple[Policy, Sequence[Evidence]],
    other: tuple[Policy, Sequence[Evidence]],
    *,
    subject: str,
    as_of: datetime,
) -> Why:
    """Why the person's outcome differs; each policy with the evidence as it reads it."""
    first, second = (judge(policy, subject, evidence, as_of) for policy, evidence in (one, other))
    return Why(
        one=first,
        other=second,
        counted=_apart(_counted(first), _counted(second)),
        negative=_apart(_negative(first), _negative(second)),
        left_out=_apart(_left_out(first), _left_out(second)),
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(one - other)), tuple(sorted(other - one))


def _counted(verdict: Verdict) -> frozenset[str]:
    return frozenset(
        reading.evidence.id for figure in verdict.figures for reading in figure.counted
    )


def _negative(verdict: Verdict) -> frozenset[str]:
    return frozenset(reading.evidence.id for reading in verdict.readings if reading.negative)


def _left_out(verdict: Verdict) -> frozenset[str]:
    return frozenset(left.evidence.id for left in verdict.left_out)


def by_person(evidence: Iterable[Evidence]) -> Mapping[str, list[Evidence]]:
    """Each person's evidence."""
    found: dict[str, list[Evidence]] = {}
    for each in evidence:
        found.setdefault(each.subject, []).append(each)
    return found
