"""How many requests a key may make: a bucket that fills by the second, in this process alone."""

import os
from threading import Lock
from time import monotonic

from goodstanding.server.api.problem import Problem

WINDOW_SECONDS = 60
ALLOWED = int(os.environ.get("GOODSTANDING_REQUESTS_A_MINUTE", "6000"))
POLICY = f'"default";q={ALLOWED};w={WINDOW_SECONDS}'
_left: dict[str, tuple[float, float]] = {}
_lock = Lock()


def take_one(name: str) -> dict[str, str]:
    """The headers that tell a key what it has left, once it had one to spend.

    Raises:
        Problem: it has none left for now.
    """
    now = monotonic()
    with _lock:
        left, since = _left.get(name, (float(ALLOWED), now))
        left = min(float(ALLOWED), left + (now - since) * ALLOWED / WINDOW_SECONDS) - 1
        _left[name] = (max(left, -1.0), now)
    wait = max(1, round(WINDOW_SECONDS * (1 - left) / ALLOWED))
    told = {
        "RateLimit-Policy": POLICY,
        "RateLimit": f'"default";r={max(0, int(left))};t={wait}',
    }
    if left < 0:
        raise Problem(
            429,
            "quota-exceeded",
            f"more than {ALLOWED} requests in {WINDOW_SECONDS} seconds",
            cure="send events in batches, and wait as Retry-After says",
            Retry_After=str(wait),
            **{name.replace("-", "_"): value for name, value in told.items()},
        )
    return told
