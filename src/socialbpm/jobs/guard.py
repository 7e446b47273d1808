"""Where the service may call: nowhere that the allow-list does not name, whatever a name leads to (SSRF).

What is called is decided twice: by name, when somebody registers it and again before each call; and by address, after
the name was resolved, once. The connection goes to that very address, so a name that leads elsewhere a moment later
(DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from socialbpm.actions.urls import DEFAULT_PORTS, Ip, Url, parse
from socialbpm.errors import Invalid

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the addresses of a host."""
Network = IPv4Network | IPv6Network
GLOBAL_UNICAST = IPv6Network("2000::/3")
SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")))
"""What not every version of Python knows as special, and tunnels, whose addresses hold another one."""


@dataclass(frozen=True)
class AllowedHost:
    """A host that may be called: `name`, or what is below it if `below`."""

    scheme: str
    name: str
    port: int
    below: bool = False

    def fits(self, url: Url) -> bool:
        """Whether this names the host of `url`; what may be called by `http` may be called by `https`, too."""
        host = url.host.endswith(f".{self.name}") if self.below else url.host == self.name
        return host and url.port in self._ports(url) and url.scheme in {self.scheme, "https"}

    def _ports(self, url: Url) -> set[int]:
        return {self.port, DEFAULT_PORTS[url.scheme]} if self.port in DEFAULT_PORTS.values() else {self.port}


@dataclass(frozen=True)
class Guard:
    """The allow-list. `hosts` may be called; their names may lead to public addresses, and into `networks`."""

    hosts: tuple[AllowedHost, ...] = ()
    networks: tuple[Network, ...] = ()

    def check(self, url: Url) -> None:
        """See that a URL may be called, as far as its name goes.

        Raises:
            Invalid: its host, its port or plain `http` to it is not on the allow-list.
        """
        if not any(host.fits(url) for host in self.hosts):
            raise _forbidden("its host is not on the allow-list")

    async def addresses(self, url: Url, resolver: Resolver) -> Sequence[str]:
        """Resolve the host of a URL, once, and return where it is.

        Raises:
            Invalid: it must not be called, or one of its addresses must not.
            OSError: it cannot be resolved.
        """
        self.check(url)
        found = [str(url.ip)] if url.ip else await resolver(url.host, url.port)
        if not found:
            msg = "the name has no address"
            raise OSError(msg)
        for address in found:
            if not self._may_connect(ip_address(address.partition("%")[0])):
                raise _forbidden("its name leads to an address that is not public and not on the allow-list")
        return found

    def _may_connect(self, address: Ip) -> bool:
        plain = address if isinstance(address, IPv4Address) else address.ipv4_mapped or address
        return is_public(plain) or any(plain in network for network in self.networks)


def is_public(address: Ip) -> bool:
    """Whether anybody in the internet could be at an address.

    >>> [is_public(ip_address(each)) for each in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1")]
    [True, False, False, False, False]
    """
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if not address.is_global or any(address in network for network in SPECIAL):
        return False
    if isinstance(address, IPv4Address):
        return not (address.is_multicast or address.is_reserved)
    return address in GLOBAL_UNICAST


def guard_of(allowed: str | None) -> Guard:
    """Read an allow-list: hosts and networks with blanks or commas between them.

    `hooks.example.org` (https, its usual port), `hooks.example.org:8443`, `*.example.org`, `http://10.2.0.7:8080`
    (plain http, too), `10.2.0.0/16` (where names may lead to, besides public addresses). An address that is named as a
    host is one that names may lead to.

    Raises:
        Invalid: one of them is something else.
    """
    entries = [entry for entry in re.split(r"[,\s]+", allowed or "") if entry]
    networks = [_network(entry) for entry in entries if re.search(r"(?<!/)/[0-9]+$", entry)]
    hosts = [_allowed_host(entry) for entry in entries if not re.search(r"(?<!/)/[0-9]+$", entry)]
    named = [ip_network(host.name) for host in hosts if _is_address(host.name)]
    return Guard(tuple(hosts), (*networks, *named))


def _network(entry: str) -> Network:
    try:
        return ip_network(entry)
    except ValueError:
        raise _bad_entry(entry) from None


def _allowed_host(entry: str) -> AllowedHost:
    scheme, _, rest = entry.rpartition("://")
    below = rest.startswith("*.")
    try:
        url = parse(f"{scheme or 'https'}://{rest.removeprefix('*.')}")
    except Invalid:
        raise _bad_entry(entry) from None
    if str(url.path) != "/" or url.query or (below and url.ip):
        raise _bad_entry(entry)
    return AllowedHost(url.scheme, url.host, url.port, below)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _bad_entry(entry: str) -> Invalid:
    hint = "Use hosts (hooks.example.org, *.example.org, http://10.2.0.7:8080) and networks (10.2.0.0/16)."
    return Invalid(f"{entry!r} is neither a host nor a network", hint=hint, code="bad_allow_list")


def _forbidden(why: str) -> Invalid:
    hint = "Whoever runs the service names hosts in SOCIALBPM_OUTGOING_ALLOWED."
    return Invalid(f"this URL must not be called: {why}", hint=hint, code="url_not_allowed")


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as this machine resolves them.

    Raises:
        OSError: there is none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))
