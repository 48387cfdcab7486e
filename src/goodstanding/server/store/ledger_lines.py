"""A ledger becomes lines, one after the other, as they are exported and as they are verified.

First who signs, then each entry in the order of the chain with the checkpoint at it, and the end.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO

import msgspec

from goodstanding.core.words import Refusal
from goodstanding.server.store.signing import Checkpoint

LONGEST_LINE = 2**24


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="line"):
    """What every line is: it tells itself what it is."""


class KeyLine(Line, frozen=True, kw_only=True, tag="key"):
    """A public key, in base64; whoever trusts it has compared it with the published one."""

    public_key: str


class WordsLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words beside an entry: only their digest ever leaves the database."""

    name: str
    digest: str
    text: str | None = None
    salt: str | None = None


class EntryLine(Line, frozen=True, kw_only=True, tag="entry"):
    """An entry in its place; `leaves` are those of its events, of which its body tells the root."""

    sequence: int
    entered_at: datetime
    kind: str
    body: str
    words: tuple[WordsLine, ...] = ()
    previous: str
    digest: str
    leaves: tuple[str, ...] | None = None


class CheckpointLine(Line, frozen=True, kw_only=True, tag="checkpoint"):
    """A signed head; the signature is in base64."""

    sequence: int
    head: str
    signed_at: datetime
    key_id: str
    signature: str

    def checkpoint(self) -> Checkpoint:
        """As it was signed.

        Raises:
            ValueError: the signature is not base64.
        """
        return Checkpoint(
            sequence=self.sequence,
            head=self.head,
            signed_at=self.signed_at,
            key_id=self.key_id,
            signature=b64decode(self.signature, validate=True),
        )


class EndLine(Line, frozen=True, kw_only=True, tag="end"):
    """Nothing follows; a file without it was cut off."""

    entries: int


AnyLine = KeyLine | EntryLine | CheckpointLine | EndLine
_LINE = msgspec.json.Decoder(AnyLine)
_WRITER = msgspec.json.Encoder()


def line_of(checkpoint: Checkpoint) -> CheckpointLine:
    """The checkpoint as it is written."""
    return CheckpointLine(
        sequence=checkpoint.sequence,
        head=checkpoint.head,
        signed_at=checkpoint.signed_at,
        key_id=checkpoint.key_id,
        signature=b64encode(checkpoint.signature).decode(),
    )


def written(line: AnyLine) -> bytes:
    """The line as JSON, without anybody's words."""
    if isinstance(line, EntryLine) and line.words:
        bare = tuple(WordsLine(name=each.name, digest=each.digest) for each in line.words)
        line = msgspec.structs.replace(line, words=bare)
    return _WRITER.encode(line) + b"\n"


def lines_in(file: IO[bytes]) -> Iterator[AnyLine]:
    """The lines of an export.

    Raises:
        Refusal: one of them is none; it is named by its number. Or the end is missing.
    """
    line: AnyLine | None = None
    for number, text in enumerate(_cut(file), start=1):
        try:
            line = _LINE.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise _odd(f"line {number}: {str(wrong)[:200]}") from None
        yield line
    if not isinstance(line, EndLine):
        raise _odd("its end is missing: it was cut off")


def read_checkpoint(text: bytes) -> Checkpoint:
    """The checkpoint that `goodstanding ledger publish` wrote.

    Raises:
        Refusal: it is none.
    """
    try:
        line = msgspec.json.decode(text, type=CheckpointLine)
        return line.checkpoint()
    except (msgspec.DecodeError, ValueError) as wrong:
        raise Refusal(
            "odd-checkpoint",
            f"the published checkpoint cannot be read: {str(wrong)[:200]}",
            cure="give the line that `goodstanding ledger publish` printed",
        ) from None


def _cut(file: IO[bytes]) -> Iterable[bytes]:
    while text := file.readline(LONGEST_LINE):
        yield text


def _odd(wrong: str) -> Refusal:
    return Refusal(
        "odd-export",
        f"the file is no whole export of a ledger: {wrong}",
        cure="make it again with `goodstanding ledger export`",
    )
