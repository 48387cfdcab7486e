"""The columns of a file and what the user says of them become the fields that a policy needs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from shlex import quote

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import DeclaredItem
from goodstanding.core.words import Refusal, did_you_mean

OCCURRED_AT = "occurred_at"
INSTANTS = (OCCURRED_AT, "received_at", "superseded_at")
CONTRACT = "contract"
# Many files have a column of that name which tells nothing apart: it is read only when asked for.
ID = "id"
# What other marketplaces call the same thing; only ever proposed, never assumed.
ALSO_CALLED: Mapping[str, frozenset[str]] = {
    "freelancer": frozenset(
        {"seller", "provider", "worker", "contractor", "talent", "host", "driver", "tasker"}
        | {"shopper", "ratee", "rated", "target", "reviewee", "to", "user", "subject", "vendor"}
    ),
    "client": frozenset(
        {"buyer", "customer", "employer", "guest", "rider", "rater", "source", "reviewer"}
        | {"author", "from", "purchaser"}
    ),
    OCCURRED_AT: frozenset(
        {"ended", "finished", "completed", "closed", "created", "time", "timestamp", "date"}
        | {"datetime", "end"}
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which column holds what: the two parties, the instants, the contract, and the items.

    `id` tells a person's outcomes apart, and is there only where a mapping says so. `ignored` are
    columns that nothing reads.
    """

    subject: str
    reporter: str
    group: str | None
    contract: str | None
    occurred_at: str
    received_at: str | None
    superseded_at: str | None
    id: str | None
    items: Mapping[str, DeclaredItem]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]


def fields_of(
    columns: Sequence[str],
    *,
    mapped: Mapping[str, str],
    about: Side,
    vocabulary: Mapping[str, DeclaredItem],
    file: str,
) -> Fields:
    """The fields that the columns hold, after `mapped` (column to field) has renamed them.

    Raises:
        Refusal: a mapped column is not there, two columns hold one field, or a needed field is
            held by none; then with the mapping that would work.
    """
    for column in mapped:
        if column not in columns:
            raise Refusal(
                "no-such-column",
                f"`{file}` has no column `{column}`",
                cure=did_you_mean(column, columns),
            )
    named: dict[str, str] = {}
    for column in columns:
        field = mapped.get(column, column)
        if field in named:
            raise Refusal(
                "field-twice",
                f"both `{named[field]}` and `{column}` of `{file}` would be `{field}`",
                cure="map one of them to another name",
            )
        named[field] = column
    needed = (about.value, about.other.value, OCCURRED_AT)
    if missing := [field for field in needed if field not in named]:
        raise _missing(missing, columns, mapped=mapped, file=file)
    version = named.get(ID) if ID in mapped.values() else None
    return _fields(named, about, vocabulary, version=version)


def _fields(
    named: Mapping[str, str],
    about: Side,
    vocabulary: Mapping[str, DeclaredItem],
    *,
    version: str | None,
) -> Fields:
    group = f"{about.other}_group"
    items = {field: vocabulary[field] for field in named if field in vocabulary}
    read = {about.value, about.other.value, group, CONTRACT, *INSTANTS, *items}
    if version is not None:
        read.add(ID)
    return Fields(
        subject=named[about.value],
        reporter=named[about.other.value],
        group=named.get(group),
        contract=named.get(CONTRACT),
        occurred_at=named[OCCURRED_AT],
        received_at=named.get("received_at"),
        superseded_at=named.get("superseded_at"),
        id=version,
        items=items,
        columns={field: named[field] for field in items},
        ignored=tuple(column for field, column in named.items() if field not in read),
    )


def _missing(
    missing: Iterable[str], columns: Sequence[str], *, mapped: Mapping[str, str], file: str
) -> Refusal:
    told = ", ".join(f"`{field}`" for field in missing)
    taken = set(mapped)
    proposals = []
    for field in missing:
        column = _guess(field, [each for each in columns if each not in taken])
        taken.add(column)
        proposals.append(f"--map {quote(f'{column}={field}')}")
    cure = "say which column it is: " + " ".join(proposals)
    if all(_looks_like_a_value(column) for column in columns):
        cure = (
            "the first line looks like a row: say --no-header and name the columns in their "
            "order, for example --columns client,freelancer,rating,occurred_at"
        )
    return Refusal("missing-column", f"`{file}` has no column {told}", cure=cure)


def _looks_like_a_value(name: str) -> bool:
    return not any(sign.isalpha() for sign in name)


def _guess(field: str, columns: Sequence[str]) -> str:
    """The column that is most likely the field, or a placeholder in capitals."""
    known = (field, *sorted(ALSO_CALLED[field]))
    for column in columns:
        words = re.split(r"[^a-z]+", column.lower())
        if any(word in known for word in words):
            return column
    for column in columns:
        if get_close_matches(column.lower(), known, n=1, cutoff=0.8):
            return column
    return "COLUMN"
