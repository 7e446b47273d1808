"""Where the service may call, and where it may not (SSRF)."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from socialbpm.actions.urls import parse
from socialbpm.errors import Invalid
from socialbpm.jobs.guard import Guard, guard_of, is_public, resolve

pytestmark = pytest.mark.anyio
PUBLIC = "93.184.216.34"
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - an address that must not be called, not one to listen on
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


def leads_to(*addresses: str) -> object:
    """A resolver that knows one answer."""

    async def resolver(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return resolver


async def where(guard: Guard, url: str, *addresses: str) -> Sequence[str]:
    """Where a URL would be called if its name led to these addresses."""
    return await guard.addresses(parse(url), leads_to(*addresses))  # type: ignore[arg-type]  # a function of one line


class TestByName:
    @pytest.mark.parametrize(
        ("allowed", "url", "may"),
        [
            ("", "https://hooks.example.org/", False),
            ("hooks.example.org", "https://hooks.example.org/a", True),
            ("hooks.example.org", "https://HOOKS.EXAMPLE.ORG/a", True),
            ("hooks.example.org", "http://hooks.example.org/", False),
            ("hooks.example.org", "https://hooks.example.org:8443/", False),
            ("hooks.example.org", "https://a.hooks.example.org/", False),
            ("hooks.example.org", "https://hooks.example.org.evil.example/", False),
            ("hooks.example.org:8443", "https://hooks.example.org:8443/", True),
            ("hooks.example.org:8443", "https://hooks.example.org/", False),
            ("*.example.org", "https://a.b.example.org/", True),
            ("*.example.org", "https://example.org/", False),
            ("*.example.org", "https://evilexample.org/", False),
            ("http://hooks.example.org", "http://hooks.example.org/", True),
            ("http://hooks.example.org", "https://hooks.example.org/", True),
            ("http://10.2.0.7:8080", "http://10.2.0.7:8080/a", True),
            ("10.2.0.0/16", "https://10.2.0.7/", False),
            ("a.example, b.example\nc.example", "https://b.example/", True),
        ],
    )
    def test_only_what_is_named_is_called(self, allowed: str, url: str, may: bool) -> None:
        """The host, its port, and plain http only where it says so; nothing at all by default."""
        guard = guard_of(allowed)
        if may:
            guard.check(parse(url))
            return
        with pytest.raises(Invalid) as refused:
            guard.check(parse(url))
        assert refused.value.code == "url_not_allowed"

    @pytest.mark.parametrize("allowed", ["*", "https://a.example/path", "a@b", "10.2.0.1/16", "*.10.0.0.1", "ftp://a"])
    def test_a_list_that_says_nothing_clear_is_refused(self, allowed: str) -> None:
        """Before the service starts, not at the first call."""
        with pytest.raises(Invalid) as refused:
            guard_of(allowed)
        assert refused.value.code == "bad_allow_list"


class TestByAddress:
    @pytest.mark.parametrize("address", NOT_PUBLIC)
    async def test_a_name_must_not_lead_inside(self, address: str) -> None:
        """An allowed name that leads to this machine, this network, or a cloud's secrets is not called."""
        guard = guard_of("hooks.example.org")
        for found in ([address], [PUBLIC, address], [address, PUBLIC]):
            with pytest.raises(Invalid) as refused:
                await where(guard, "https://hooks.example.org/", *found)
            assert refused.value.code == "url_not_allowed"
            assert address not in str(refused.value)

    @pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
    async def test_a_name_may_lead_to_a_public_address(self, address: str) -> None:
        """It is called there."""
        assert await where(guard_of("hooks.example.org"), "https://hooks.example.org/", address) == (address,)

    async def test_a_name_may_lead_into_a_network_that_is_listed(self) -> None:
        """And no further; an IPv4 address in the clothes of IPv6 is the same address."""
        guard = guard_of("hooks.internal 10.2.0.0/16 fd00:1::/32")
        for address in ("10.2.0.7", "::ffff:10.2.0.7", "fd00:1::7"):
            assert await where(guard, "https://hooks.internal/", address)
        for address in ("10.3.0.7", "127.0.0.1", "fd00:2::7"):
            with pytest.raises(Invalid):
                await where(guard, "https://hooks.internal/", address)

    async def test_an_address_that_is_listed_as_a_host_may_be_called(self) -> None:
        """It names itself; nothing is resolved."""
        assert await where(guard_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080/") == ["127.0.0.1"]

    async def test_a_name_alone_does_not_open_a_network(self) -> None:
        """`localhost` on the list is a name; that it leads here needs an entry of its own."""
        with pytest.raises(Invalid):
            await guard_of("http://localhost:8080").addresses(parse("http://localhost:8080/"), resolve)
        assert await guard_of("http://localhost:8080 127.0.0.0/8 ::1/128").addresses(
            parse("http://localhost:8080/"), resolve
        )


def test_every_private_address_is_one() -> None:
    """The table above is not empty of meaning: a public one passes."""
    assert is_public(ip_address(PUBLIC))
    assert not any(is_public(ip_address(address.partition("%")[0])) for address in NOT_PUBLIC)
