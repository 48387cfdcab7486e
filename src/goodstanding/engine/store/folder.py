"""An evidence store: a folder of buckets, each with all the evidence of its people.

`store.json` says what is in it. A person's bucket follows from the person's identifier alone, by a
sum that is the same on every machine, so that nobody is ever in two.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Anchor, DeclaredItem, ItemKind, Policy
from goodstanding.core.policy.parts import reads_clients
from goodstanding.core.policy.text import read
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal
from goodstanding.engine.frame import Frame
from goodstanding.engine.store.bucket import read_frame

FORMAT = 1
ABOUT = "store.json"


@dataclass(frozen=True, kw_only=True)
class Store:
    """An open store. `additions` are those not yet merged into the buckets, oldest first.

    `clients` is the policy by which it keeps what clients said before, as text; None if it keeps
    none.
    """

    path: Path
    buckets: int
    anchor: Anchor
    about: Side
    rows: int
    items: tuple[str, ...]
    own_items: tuple[dict[str, Any], ...]
    additions: tuple[str, ...] = ()
    clients: str | None = None

    @property
    def vocabulary(self) -> Mapping[str, DeclaredItem]:
        """The items that the store may hold."""
        own = tuple(
            DeclaredItem(
                name=item["name"],
                kind=ItemKind(item["kind"]),
                says=item["says"],
                low=None if item["low"] is None else Fraction(item["low"]),
                high=None if item["high"] is None else Fraction(item["high"]),
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
        if self.clients is not None and reads_clients(policy):
            self._require_same_votes(policy, read(self.clients, source=str(self.path)))

    def _require_same_votes(self, policy: Policy, other: Policy) -> None:
        if _votes_of(policy) != _votes_of(other):
            raise Refusal(
                "store-of-other-votes",
                f"`{self.path}` keeps what clients said before by `{other.name}`, and "
                f"`{policy.name}` takes other outcomes for negative, or leaves out others",
                cure="build a store by this policy",
            )


def _votes_of(policy: Policy) -> tuple[list[str], list[str]]:
    """What decides which outcomes are votes, and which of them are negative."""
    return (
        [clause.when.text for clause in policy.negative],
        [clause.when.text for clause in policy.leave_out],
    )


def name_of(bucket: int) -> str:
    """The name of the bucket with that number."""
    return f"bucket-{bucket:04d}"


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
        clients=told.get("clients"),
    )


def save(store: Store) -> Store:
    """Writes what the store says of itself, all or nothing; gives it back."""
    told = {"format": FORMAT, **asdict(store)}
    del told["path"]
    beside = store.path / f"{ABOUT}.part"
    beside.write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")
    beside.replace(store.path / ABOUT)
    return store
