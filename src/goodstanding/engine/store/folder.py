"""An evidence store: a folder of buckets, each with all the evidence of its people.

`store.json` says what is in it. A person's bucket follows from the person's identifier alone, by a
sum that is the same on every machine, so that nobody is ever in two.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Anchor, DeclaredItem, ItemKind, Policy
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.cells import texts
from goodstanding.engine.column import Whole
from goodstanding.engine.frame import Frame
from goodstanding.engine.store.bucket import read_frame

FORMAT = 1
ABOUT = "store.json"


@dataclass(frozen=True, kw_only=True)
class Store:
    """An open store. `additions` are those not yet merged into the buckets, oldest first."""

    path: Path
    buckets: int
    anchor: Anchor
    about: Side
    rows: int
    items: tuple[str, ...]
    own_items: tuple[dict[str, Any], ...]
    additions: tuple[str, ...] = ()

    @property
    def vocabulary(self) -> Mapping[str, DeclaredItem]:
        """The items that the store may hold."""
        own = tuple(
            DeclaredItem(
                name=item["name"],
                kind=ItemKind(item["kind"]),
                says=item["says"],
                choices=tuple(item["choices"]),
            )
            for item in self.own_items
        )
        return vocabulary_of(own, about=self.about)

    def names(self) -> Iterator[str]:
        """The buckets' names."""
        for place in range(self.buckets):
            yield name_of(place)

    def frame(self, name: str) -> Frame:
        """What the bucket held at the last merge."""
        return read_frame(self.path, name)

    def require(self, policy: Policy) -> None:
        """Nothing, once the policy can be judged on this store.

        Raises:
            Refusal: the store is about the other side, or ordered by another clock.
        """
        if policy.about is not self.about:
            raise Refusal(
                "store-about-others",
                f"`{self.path}` is about each {self.about}, policy `{policy.name}` judges each "
                f"{policy.about}",
                cure="build a store with the two sides exchanged",
            )
        if policy.anchor is not self.anchor:
            raise Refusal(
                "store-on-another-clock",
                f"`{self.path}` is ordered by `{self.anchor}`, policy `{policy.name}` by "
                f"`{policy.anchor}`",
                cure=f"build a store with `--clock {policy.anchor}`",
            )


def name_of(bucket: int) -> str:
    """The name of the bucket with that number."""
    return f"bucket-{bucket:04d}"


def bucket_of(subject: str, buckets: int) -> int:
    """In which bucket a person is: the CRC-32 of the identifier in UTF-8, by their number."""
    return crc32(subject.encode()) % buckets


def buckets_of(subjects: Any, buckets: int) -> Whole:
    """The bucket of every row, from an Arrow array of identifiers.

    Raises:
        Refusal: a row names nobody.
    """
    encoded = pc.dictionary_encode(subjects)
    if encoded.null_count:
        raise Refusal("no-identifier", "a row names nobody", cure="give every row an identifier")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    people = texts(encoded.dictionary).to_pylist()
    own = np.array([bucket_of(person, buckets) for person in people], dtype=np.int16)
    return own[encoded.indices.to_numpy(zero_copy_only=False)] if len(people) else own


def open_store(path: Path) -> Store:
    """The store in that folder.

    Raises:
        Refusal: there is none, or one of another format.
    """
    try:
        told = json.loads((path / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refusal(
            "no-store", f"`{path}` is no evidence store", cure="build one: goodstanding store build"
        ) from None
    if told.pop("format", None) != FORMAT:
        raise Refusal(
            "store-of-another-format",
            f"`{path}` was built by another version of this program",
            cure="build it again from its files",
        )
    return Store(
        path=path,
        buckets=told["buckets"],
        anchor=Anchor(told["anchor"]),
        about=Side(told["about"]),
        rows=told["rows"],
        items=tuple(told["items"]),
        own_items=tuple(told["own_items"]),
        additions=tuple(told["additions"]),
    )


def save(store: Store) -> Store:
    """Writes what the store says of itself, all or nothing; gives it back."""
    told = {"format": FORMAT, **asdict(store)}
    del told["path"]
    beside = store.path / f"{ABOUT}.part"
    beside.write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")
    beside.replace(store.path / ABOUT)
    return store
