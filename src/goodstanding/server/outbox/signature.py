"""A letter and a secret become the headers by which its receiver knows who sent it.

As Standard Webhooks has it: HMAC-SHA256 over `id.timestamp.body`, one signature for each secret.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from hmac import digest
from secrets import token_bytes

from goodstanding.core.words import Refusal

PREFIX = "whsec_"


def make_secret() -> str:
    """A secret of 32 random bytes, as it is shown to who receives."""
    return PREFIX + b64encode(token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """The bytes of a secret.

    Raises:
        Refusal: it is not `whsec_` and 24 to 64 bytes in base64.
    """
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except (NotBase64, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not 24 <= len(key) <= 64:
        raise Refusal(
            "odd-webhook-secret",
            f"the secret is not `{PREFIX}` and 24 to 64 bytes in base64",
            cure="let us make one",
        )
    return key


def signed(name: str, body: bytes, *, sent_at: datetime, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers of a letter; `name` stays the same however often it is sent."""
    second = str(int(sent_at.timestamp()))
    told = f"{name}.{second}.".encode() + body
    signatures = (b64encode(digest(key_of(each), told, sha256)).decode() for each in secrets)
    return {
        "webhook-id": name,
        "webhook-timestamp": second,
        "webhook-signature": " ".join(f"v1,{each}" for each in signatures),
    }
