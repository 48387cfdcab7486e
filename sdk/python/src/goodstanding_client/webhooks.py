"""A letter is told from a forgery by its signature, as Standard Webhooks has it."""

import hmac
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

TOLERANCE_SECONDS = 300


class NotGenuine(Exception):
    """The letter is not from us, or too old."""


def verified(
    body: bytes, headers: Mapping[str, str], *, secrets: Sequence[str], now: float | None = None
) -> Any:
    """The letter: `type`, `timestamp` and `data`. Use the header `webhook-id` to know it again.

    Several secrets are good while one takes another's place.

    Raises:
        NotGenuine: a header is missing, no signature fits, or it is older than five minutes.
    """
    known = {name.lower(): value for name, value in headers.items()}
    try:
        name, sent_at = known["webhook-id"], int(known["webhook-timestamp"])
        signatures = known["webhook-signature"].split()
    except (KeyError, ValueError):
        raise NotGenuine("a header of the signature is missing or odd") from None
    at = time.time() if now is None else now
    if abs(at - sent_at) > TOLERANCE_SECONDS:
        raise NotGenuine(f"it was sent {at - sent_at:.0f} seconds ago")
    signed = f"{name}.{sent_at}.".encode() + body
    for secret in secrets:
        key = b64decode(secret.removeprefix("whsec_"))
        wanted = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
        if any(hmac.compare_digest(wanted, each) for each in signatures):
            return json.loads(body)
    raise NotGenuine("no signature fits")
