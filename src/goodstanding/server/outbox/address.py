"""The URL of an endpoint becomes the one address that is connected to, once it may be.

A name is resolved once, its addresses are checked, and the connection goes to the one that was
checked: a name that answers otherwise a moment later changes nothing.
"""

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from goodstanding.core.words import Refusal

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Iterable[str]]
# Addresses of the old net inside those of the new one: whoever may not go there, may not this way.
INSIDE = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
# Of special use, though some Pythons call parts of them global; the first holds a cloud's metadata.
SPECIAL = tuple(
    ip_network(each)
    for each in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to connect, and as whom it is spoken to: `host` for the certificate and the header."""

    url: httpx.URL
    host: str
    header: str


def resolved(host: str, port: int) -> list[str]:
    """All addresses of the name.

    Raises:
        OSError: nobody knows it.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def place_of(url: str, *, allow_loopback: bool, resolve: Resolve = resolved) -> Place:
    """The place that the URL names, with its host replaced by an address that was checked.

    With `allow_loopback`, for development, this very machine may be named, by `http` too.

    Raises:
        Refusal: it is no URL of the web, carries a password, its host is unknown, or one of the
            host's addresses is not public.
    """
    asked = _read(url)
    port = asked.port or (443 if asked.scheme == "https" else 80)
    try:
        found = [ip_address(each.partition("%")[0]) for each in resolve(asked.host, port)]
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise _refused("unknown-host", f"nobody knows the host `{asked.host}`")
    for address in found:
        if not is_public(address) and not (allow_loopback and address.is_loopback):
            raise _refused(
                "inner-address", f"`{asked.host}` is at `{address}`, which is not public"
            )
    if asked.scheme != "https" and not all(each.is_loopback for each in found):
        raise _refused("open-web", f"`{url}` does not begin with `https:`")
    return Place(
        url=asked.copy_with(host=str(found[0])),
        host=asked.host,
        header=asked.netloc.decode("ascii"),
    )


def is_public(address: Address) -> bool:
    """Whether anybody on the internet is meant by it: not this machine, its nets, or its cloud."""
    if isinstance(address, IPv6Address):
        inside = _inside(address)
        if inside is not None:
            return is_public(inside)
        if address.is_site_local:
            return False
    special = any(address in net for net in SPECIAL if net.version == address.version)
    return address.is_global and not address.is_multicast and not special


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in net for net in INSIDE):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _read(url: str) -> httpx.URL:
    try:
        asked = httpx.URL(url)
    except httpx.InvalidURL:
        raise _refused("odd-url", f"`{url[:200]}` is no URL") from None
    if asked.scheme not in {"http", "https"} or not asked.host:
        raise _refused("odd-url", f"`{url[:200]}` is no URL of the web")
    if asked.port is not None and not 0 < asked.port < 2**16:
        raise _refused("odd-url", f"`{url[:200]}` names no port")
    if asked.userinfo:
        raise _refused("password-in-url", f"the URL of `{asked.host}` holds a name or a password")
    return asked


def _refused(code: str, what: str) -> Refusal:
    return Refusal(code, what, cure="give an https URL of a public host, without a password")
