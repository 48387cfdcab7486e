"""Letters go to public hosts alone, whatever name or spelling hides another."""

import pytest

from goodstanding.core.words import Refusal
from goodstanding.server.outbox.address import Place, place_of
from goodstanding.server.outbox.sending import wait_of
from goodstanding.server.outbox.signature import key_of, make_secret
from tests.server.outbox.test_deliver import NOW, timedelta


def place(url: str, *found: str, allow_loopback: bool = False) -> Place:
    """Where a letter to the URL goes if its host is at those addresses."""
    return place_of(url, allow_loopback=allow_loopback, resolve=lambda *_: found)


def code_of(url: str, *found: str, allow_loopback: bool = False) -> str:
    with pytest.raises(Refusal) as refused:
        place(url, *found, allow_loopback=allow_loopback)
    return refused.value.code


def test_a_public_host_is_reached_at_its_address_under_its_name() -> None:
    found = place("https://market.example:8443/hooks?a=1", "93.184.216.34")

    assert str(found.url) == "https://93.184.216.34:8443/hooks?a=1"
    assert (found.host, found.header) == ("market.example", "market.example:8443")


def test_an_address_of_the_new_net_is_reached_too() -> None:
    found = place("https://market.example/", "2606:2800:220:1:248:1893:25c8:1946")

    assert str(found.url) == "https://[2606:2800:220:1:248:1893:25c8:1946]/"


@pytest.mark.parametrize(
    "inner",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "2002:7f00:1::",
        "2001:0:1:1:1:1:80ff:fffe",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_no_inner_address_is_ever_reached(inner: str) -> None:
    assert code_of("https://market.example/", inner) == "inner-address"
    assert code_of("https://market.example/", "93.184.216.34", inner) == "inner-address"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://localhost/",
    ],
)
def test_no_spelling_of_this_machine_is_reached(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        place_of(url, allow_loopback=False)

    assert refused.value.code in {"inner-address", "odd-url"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://market.example/", "open-web"),
        ("ftp://market.example/", "odd-url"),
        ("file:///etc/passwd", "odd-url"),
        ("https://", "odd-url"),
        ("https://user:secret@market.example/", "password-in-url"),
        ("https://market.example:99999/", "odd-url"),
    ],
)
def test_only_plain_addresses_of_the_safe_web_are_taken(url: str, code: str) -> None:
    assert code_of(url, "93.184.216.34") == code


def test_a_host_that_nobody_knows_is_refused() -> None:
    assert code_of("https://market.example/") == "unknown-host"


def test_who_develops_may_name_this_machine_and_no_other_inner_one() -> None:
    assert place("http://localhost:9000/", "127.0.0.1", allow_loopback=True).host == "localhost"
    assert code_of("http://inner/", "10.0.0.1", allow_loopback=True) == "inner-address"
    assert code_of("http://m.example/", "93.184.216.34", allow_loopback=True) == "open-web"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7", 7),
        ("999999999999", 86_400),
        ("Wed, 01 Jul 2026 12:01:00 GMT", 60),
        ("Wed, 01 Jul 2020 12:01:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_a_wait_is_read_as_seconds_or_as_an_instant(asked: str, seconds: int | None) -> None:
    wanted = None if seconds is None else timedelta(seconds=seconds)

    assert wait_of(asked, now_at=NOW) == wanted


def test_a_secret_is_whole_or_refused() -> None:
    assert len(key_of(make_secret())) == 32
    for odd in ("whsec_", "whsec_AAAA", make_secret()[6:], "whsec_" + "é" * 40):
        with pytest.raises(Refusal) as refused:
            key_of(odd)
        assert refused.value.code == "odd-webhook-secret"
