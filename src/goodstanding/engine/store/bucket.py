"""A frame becomes two files that are mapped into memory, and a frame again without reading them.

Each file is an Arrow IPC file with one record: every column is one list, so that columns of
different length stand side by side and a column that nobody asks for costs nothing. One file holds
what judging needs, the other the identifiers, which only additions and explanations read.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from goodstanding.core.policy.language import Anchor, ItemKind
from goodstanding.core.policy.signal import Voter
from goodstanding.core.words import Refusal
from goodstanding.engine.column import Column, Whole
from goodstanding.engine.frame import Frame, Voters

ITEM = "item "
KEPT = ("client", "client_group", "contract", "id")


def write_lists(path: Path, columns: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    """One record of lists, written beside its place and then put there."""
    arrays = [_listed(values) for values in columns.values()]
    told = {b"about": json.dumps(about).encode()}
    schema = pa.schema(
        [(name, array.type) for name, array in zip(columns, arrays, strict=True)], metadata=told
    )
    beside = path.with_suffix(".part")
    try:
        with pa.OSFile(str(beside), "wb") as file, ipc.new_file(file, schema) as writer:
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _listed(values: Any) -> Any:
    own = values if isinstance(values, pa.Array) else pa.array(values)
    return pa.LargeListArray.from_arrays(pa.array([0, len(own)], pa.int64()), own)


def read_lists(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns, mapped into memory, and what was told about them.

    Raises:
        Refusal: the file is missing or broken.
    """
    try:
        batch = ipc.open_file(pa.memory_map(str(path))).get_batch(0)
    except (pa.ArrowException, OSError) as wrong:
        raise Refusal(
            "broken-store", f"`{path}` cannot be read: {wrong}", cure="build the store again"
        ) from None
    about = json.loads(batch.schema.metadata[b"about"])
    return {name: batch.column(name).values for name in batch.schema.names}, about


def write_frame(folder: Path, name: str, frame: Frame, *, identities: Mapping[str, Any]) -> None:
    """The frame's two files; `identities` are texts in the frame's order."""
    columns: dict[str, Any] = {"starts": frame.starts, "occurred_at": frame.occurred_at}
    if frame.received_at is not frame.occurred_at:
        columns["received_at"] = frame.received_at
    if frame.superseded_at is not None:
        columns["superseded_at"] = frame.superseded_at
    shared: dict[str, str] = {}
    for voter, voters in frame.voters.items():
        twin = next((v for v in shared if frame.voters[Voter(v)] is voters), voter.value)
        shared[voter.value] = twin
        if twin == voter.value and voters.order is not None:
            columns[f"{twin} order"] = voters.order
            columns[f"{twin} starts"] = voters.starts
            columns[f"{twin} by_subject"] = voters.by_subject
    for item, column in frame.items.items():
        columns[ITEM + item] = column.values
    about = {
        "anchor": frame.anchor.value,
        "voters": shared,
        "items": {item: _about(column) for item, column in frame.items.items()},
    }
    write_lists(folder / f"{name}.ids", {"subject": frame.subjects, **identities}, {})
    write_lists(folder / f"{name}.rows", columns, about)


def _about(column: Column) -> dict[str, Any]:
    return {"kind": column.kind.value, "places": column.places, "words": list(column.words)}


def read_frame(folder: Path, name: str) -> Frame:
    """The frame; nothing of it is read before it is asked for.

    Raises:
        Refusal: a file is missing or broken.
    """
    columns, about = read_lists(folder / f"{name}.rows")
    starts = _plain(columns["starts"])
    occurred_at = _plain(columns["occurred_at"])
    voters: dict[Voter, Voters] = {}
    for voter, twin in about["voters"].items():
        voters[Voter(voter)] = voters.get(Voter(twin)) or _voters(columns, twin, starts)
    return Frame(
        subjects=Subjects(folder / f"{name}.ids"),
        starts=starts,
        occurred_at=occurred_at,
        received_at=_plain(columns["received_at"]) if "received_at" in columns else occurred_at,
        superseded_at=_plain(columns["superseded_at"]) if "superseded_at" in columns else None,
        voters=voters,
        items={
            item: Column(
                kind=ItemKind(told["kind"]),
                values=_plain(columns[ITEM + item]),
                places=told["places"],
                words=tuple(told["words"]),
            )
            for item, told in about["items"].items()
        },
        anchor=Anchor(about["anchor"]),
    )


def _plain(values: Any) -> Whole:
    return np.asarray(values.to_numpy(zero_copy_only=True))


def _voters(columns: Mapping[str, Any], name: str, starts: Whole) -> Voters:
    if f"{name} order" not in columns:
        return Voters.each_row(starts)
    return Voters(
        order=_plain(columns[f"{name} order"]),
        starts=_plain(columns[f"{name} starts"]),
        by_subject=_plain(columns[f"{name} by_subject"]),
    )


class Subjects:
    """The names of a bucket's people, read when they are asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def texts(self) -> Any:
        """The names as an Arrow array, in the frame's order."""
        return read_lists(self.path)[0]["subject"]

    def to_pylist(self) -> list[str]:
        """The names as plain text."""
        return list(self.texts().to_pylist())

    def __iter__(self) -> Iterator[str]:
        return iter(self.to_pylist())


def identities_of(folder: Path, name: str) -> dict[str, Any]:
    """The identifiers of every row, and of every person, as Arrow arrays mapped into memory."""
    return read_lists(folder / f"{name}.ids")[0]
