"""One letter goes to one endpoint, and what came of it is told; nothing here knows the database."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from goodstanding import __version__
from goodstanding.core.words import Refusal
from goodstanding.server.outbox.address import Resolve, place_of
from goodstanding.server.outbox.signature import signed

TIME_OUT_SECONDS = 20.0
LONGEST_WAIT = timedelta(days=1)
SLOW_DOWN = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A letter to be sent, with the secrets that are valid now."""

    delivery: int
    endpoint: str
    url: str
    letter: str
    body: bytes
    secrets: tuple[str, ...]
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of it: `is_gone` if the endpoint wants nothing more, `wait` if it asked for one."""

    parcel: Parcel
    told: str
    is_delivered: bool = False
    is_gone: bool = False
    wait: timedelta | None = None


def send_all(
    parcels: Sequence[Parcel], *, sent_at: datetime, allow_loopback: bool, resolve: Resolve
) -> list[Sent]:
    """What came of each, all at once: it takes no longer than the slowest, 20 s at most."""
    return asyncio.run(
        _send_all(parcels, sent_at=sent_at, allow_loopback=allow_loopback, resolve=resolve)
    )


async def _send_all(
    parcels: Sequence[Parcel], *, sent_at: datetime, allow_loopback: bool, resolve: Resolve
) -> list[Sent]:
    # No proxy out of the environment, or the address that was checked is not the one reached.
    async with httpx.AsyncClient(trust_env=False, timeout=TIME_OUT_SECONDS) as client:
        return await asyncio.gather(
            *(
                _send(client, each, sent_at=sent_at, allow_loopback=allow_loopback, resolve=resolve)
                for each in parcels
            )
        )


async def _send(
    client: httpx.AsyncClient,
    parcel: Parcel,
    *,
    sent_at: datetime,
    allow_loopback: bool,
    resolve: Resolve,
) -> Sent:
    try:
        # The client's own limit begins anew with each byte that trickles in; this one does not.
        async with asyncio.timeout(TIME_OUT_SECONDS):
            place = await asyncio.to_thread(
                place_of, parcel.url, allow_loopback=allow_loopback, resolve=resolve
            )
            request = client.build_request(
                "POST",
                place.url,
                content=parcel.body,
                headers={
                    "host": place.header,
                    "content-type": "application/json",
                    "user-agent": f"goodstanding/{__version__}",
                    **signed(parcel.letter, parcel.body, sent_at=sent_at, secrets=parcel.secrets),
                },
                extensions={"sni_hostname": place.host},
            )
            response = await client.send(request, stream=True, follow_redirects=False)
            await response.aclose()
    except Refusal as refusal:
        return Sent(parcel=parcel, told=f"{refusal.code}: {refusal.message}"[:300])
    except TimeoutError:
        return Sent(parcel=parcel, told=f"no answer in {TIME_OUT_SECONDS:.0f} s")
    except (httpx.HTTPError, ssl.SSLError, OSError) as wrong:
        return Sent(parcel=parcel, told=f"{type(wrong).__name__}: {wrong}"[:300])
    return outcome_of(parcel, response, now_at=sent_at)


def outcome_of(parcel: Parcel, response: httpx.Response, *, now_at: datetime) -> Sent:
    """2xx is delivered; 410 wants no more; 429, 502 and 504 may ask for a wait; all else failed."""
    status = response.status_code
    slow = status in SLOW_DOWN
    return Sent(
        parcel=parcel,
        told=f"HTTP {status}",
        is_delivered=response.is_success,
        is_gone=status == HTTPStatus.GONE,
        wait=wait_of(response.headers.get("retry-after", ""), now_at=now_at) if slow else None,
    )


def wait_of(asked: str, *, now_at: datetime) -> timedelta | None:
    """How long a `Retry-After` asks to wait, a day at most; None if it says nothing readable."""
    if asked.isascii() and asked.isdigit():
        return min(timedelta(seconds=int(asked[:9])), LONGEST_WAIT)
    try:
        until_at = parsedate_to_datetime(asked)
    except ValueError:
        return None
    if until_at.tzinfo is None:
        until_at = until_at.replace(tzinfo=UTC)
    return max(timedelta(0), min(until_at - now_at, LONGEST_WAIT))
