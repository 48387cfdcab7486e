"""The head of the ledger becomes a checkpoint that is signed, and can be checked by anybody."""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from goodstanding.core.ledger import broken, canonical
from goodstanding.core.words import Refusal

PublicKeys = Mapping[str, Ed25519PublicKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The chain had this head at this place at that instant; `key_id` tells whose word it is."""

    sequence: int
    head: str
    signed_at: datetime
    key_id: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """Who holds the key."""

    key: Ed25519PrivateKey

    @property
    def key_id(self) -> str:
        """The first sixteen digits of the public key's digest."""
        return key_id_of(self.key.public_key())

    @property
    def public_key(self) -> str:
        """The 32 bytes of the public key, in base64."""
        return b64encode(self.key.public_key().public_bytes_raw()).decode()

    def sign(self, sequence: int, head: str, *, signed_at: datetime) -> Checkpoint:
        """The checkpoint of that head."""
        told = _told(sequence, head, signed_at=signed_at, key_id=self.key_id)
        return Checkpoint(
            sequence=sequence,
            head=head,
            signed_at=signed_at,
            key_id=self.key_id,
            signature=self.key.sign(told),
        )


def signer_in(path: Path) -> Signer:
    """The signer whose key lies in that file; where there is none, one is made, for us alone.

    Raises:
        Refusal: the file cannot be read or made, holds no Ed25519 key, or others may read it.
    """
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise Refusal(
                "key-open-to-others",
                f"`{path}` may be read by others",
                cure=f"run `chmod 600 {path}`; if others had access, make another key",
            )
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as wrong:
        raise Refusal(
            "key-not-read",
            f"`{path}`: {wrong.strerror}",
            cure="name a file of ours in GOODSTANDING_LEDGER_KEY_FILE",
        ) from None
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal(
            "no-signing-key",
            f"`{path}` holds no Ed25519 key",
            cure="put a PEM made by `openssl genpkey -algorithm ed25519` there, or name no file",
        )
    return Signer(key)


def public_key_of(text: str) -> Ed25519PublicKey:
    """The public key written as base64, as `goodstanding ledger publish` writes it.

    Raises:
        Refusal: it is not 32 bytes in base64.
    """
    try:
        return Ed25519PublicKey.from_public_bytes(b64decode(text.strip(), validate=True))
    except (NotBase64, ValueError):
        raise Refusal(
            "odd-public-key",
            f"`{text[:60]}` is no public key",
            cure="give the 32 bytes in base64, as `goodstanding ledger publish` prints them",
        ) from None


def key_id_of(key: Ed25519PublicKey) -> str:
    """How the key is called."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def require_signed(checkpoint: Checkpoint, keys: PublicKeys) -> None:
    """Nothing, if one of the keys signed just that.

    Raises:
        Refusal: the key is not among them, or the signature is of something else.
    """
    key = keys.get(checkpoint.key_id)
    where = f"the checkpoint at entry {checkpoint.sequence}"
    if key is None:
        raise broken(f"{where} is signed with the key `{checkpoint.key_id}`, which was not given")
    told = _told(
        checkpoint.sequence,
        checkpoint.head,
        signed_at=checkpoint.signed_at,
        key_id=checkpoint.key_id,
    )
    try:
        key.verify(checkpoint.signature, told)
    except InvalidSignature:
        raise broken(f"{where} was changed: its signature is of something else") from None


def _told(sequence: int, head: str, *, signed_at: datetime, key_id: str) -> bytes:
    return canonical(
        {"checkpoint": sequence, "head": head, "signed_at": signed_at, "key_id": key_id}
    )


def _make(path: Path) -> None:
    """Two that start at once agree on one key: who comes second finds the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    half.touch(mode=0o600)
    try:
        half.write_bytes(pem)
        path.hardlink_to(half)
    except FileExistsError:
        return
    finally:
        half.unlink()
