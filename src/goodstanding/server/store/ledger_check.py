"""The lines of a ledger become the sentence that all of it is whole, or name where it is not.

It needs no database: whoever has an export and the published key can check it anywhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from goodstanding.core.ledger import GENESIS, Entry, PersonalWords, broken, require_link
from goodstanding.core.merkle import root_of
from goodstanding.core.words import Refusal
from goodstanding.server.store.ledger_lines import (
    AnyLine,
    CheckpointLine,
    EndLine,
    EntryLine,
    KeyLine,
)
from goodstanding.server.store.signing import (
    Checkpoint,
    PublicKeys,
    key_id_of,
    public_key_of,
    require_signed,
)


@dataclass(slots=True, kw_only=True)
class Whole:
    """What was found whole: `head` vouches for all entries, the keys for the checkpoints."""

    entries: int = 0
    events: int = 0
    checkpoints: int = 0
    head: str = GENESIS
    signed_until: int = 0
    key_ids: set[str] = field(default_factory=set)


def check_ledger(
    lines: Iterable[AnyLine],
    *,
    keys: Mapping[str, Ed25519PublicKey] | None = None,
    published: Checkpoint | None = None,
    published_head: str | None = None,
) -> Whole:
    """What the ledger holds, once every line of it is whole and in its place.

    With `keys`, no other key is believed; without, those that the lines name. Only against what was
    published elsewhere is it known that nothing is missing at the end, and that not all of it was
    written anew: the `published` checkpoint must hold, a `published_head` be that of some entry.

    Raises:
        Refusal: names the first entry that is missing, moved or changed; whose words or events are
            not those sealed; the first checkpoint that does not hold; or what was published.
    """
    whole = Whole()
    trusted: PublicKeys = dict(keys or {})
    if published is not None and keys:
        require_signed(published, trusted)
    heads = {published.head if published else None, published_head} - {None}
    for line in lines:
        match line:
            case KeyLine():
                if not keys:
                    key = public_key_of(line.public_key)
                    trusted = {**trusted, key_id_of(key): key}
            case EntryLine():
                _check_entry(line, whole)
                _check_published(published, whole)
                heads.discard(line.digest)
            case CheckpointLine():
                _check_checkpoint(line, whole, trusted)
            case EndLine() if line.entries != whole.entries:
                raise broken(f"{line.entries} entries were exported, {whole.entries} are here")
            case EndLine():
                pass
    for head in sorted(str(each) for each in heads):
        raise broken(f"the published head `{head}` is that of none of the {whole.entries} entries")
    return whole


def as_entry(line: EntryLine) -> Entry:
    """The line as the core knows entries."""
    return Entry(
        sequence=line.sequence,
        entered_at=line.entered_at,
        kind=line.kind,
        body=line.body,
        words=tuple(
            PersonalWords(name=each.name, text=each.text, salt=each.salt, digest=each.digest)
            for each in line.words
        ),
        previous=line.previous,
        digest=line.digest,
    )


def _check_entry(line: EntryLine, whole: Whole) -> None:
    expected = whole.entries + 1
    if line.sequence != expected:
        raise broken(
            f"entry {expected} is missing or not in its place: entry {line.sequence} stands there"
        )
    require_link(as_entry(line), previous=whole.head)
    if line.kind == "events.received":
        whole.events += _checked_events(line)
    whole.entries, whole.head = expected, line.digest


def _checked_events(line: EntryLine) -> int:
    """How many events the entry sealed; those that stand there have the root that it told."""
    told = json.loads(line.body)
    leaves = line.leaves or ()
    if len(leaves) != told["count"]:
        raise broken(
            f"entry {line.sequence} sealed {told['count']} events, {len(leaves)} stand there"
        )
    if root_of(_bytes_of(leaves, line.sequence)) != told["root"]:
        raise broken(f"entry {line.sequence}: its events are not those sealed: another root")
    return len(leaves)


def _bytes_of(leaves: Iterable[str], sequence: int) -> Iterator[bytes]:
    for leaf in leaves:
        try:
            yield bytes.fromhex(leaf)
        except ValueError:
            raise broken(f"entry {sequence}: `{leaf[:80]}` is no digest of an event") from None


def _check_checkpoint(line: CheckpointLine, whole: Whole, keys: PublicKeys) -> None:
    where = f"the checkpoint at entry {line.sequence}"
    if line.sequence != whole.entries:
        raise broken(f"{where} has no entry: it stands after entry {whole.entries}")
    try:
        checkpoint = line.checkpoint()
    except ValueError:
        raise broken(f"{where} was changed: its signature is no base64") from None
    require_signed(checkpoint, keys)
    if line.head != whole.head:
        raise broken(f"{where} tells the head `{line.head}`, the entry's is `{whole.head}`")
    whole.checkpoints += 1
    whole.signed_until = line.sequence
    whole.key_ids.add(line.key_id)


def _check_published(published: Checkpoint | None, whole: Whole) -> None:
    if published is None or published.sequence != whole.entries:
        return
    if published.head != whole.head:
        raise Refusal(
            "ledger-not-as-published",
            f"entry {whole.entries} has the head `{whole.head}`, published was `{published.head}`",
            cure="restore the entries from a copy that has the published head, and look why",
        )
