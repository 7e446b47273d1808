"""Addresses that somebody gave us to call: read strictly, so that nobody reads another place out of them than we do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import unquote

from socialbpm.errors import Invalid

Ip = IPv4Address | IPv6Address
LONGEST = 2000
DEFAULT_PORTS = {"https": 443, "http": 80}
HIGHEST_PORT = 65535
_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_URL = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_NAME}|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{{1,5}}))?"
    r"(?P<path>/[!$&-;=@-Z_a-z~%]*)?(?P<query>\?[!$&-;=?-Z_a-z~%]*)?",
    re.ASCII,
)
_A_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)


@dataclass(frozen=True)
class Url:
    """Where to call. `host` is a name, or an IP address as it is usually written."""

    scheme: str
    host: str
    port: int
    path: str
    query: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}{self.query}"

    @property
    def ip(self) -> Ip | None:
        """The host as an address, if it is one."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @property
    def authority(self) -> str:
        """Host and port as they stand in a URL; the usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def lies_within(self, base: Url) -> bool:
        """Whether this is `base` or below it.

        >>> parse("https://a.example/hooks/1").lies_within(parse("https://a.example/hooks"))
        True
        >>> parse("https://a.example/hooks2").lies_within(parse("https://a.example/hooks"))
        False
        """
        same = (self.scheme, self.host, self.port) == (base.scheme, base.host, base.port)
        top = base.path.rstrip("/")
        return same and (self.path == top or self.path.startswith(f"{top}/"))


def parse(text: str) -> Url:
    """Read a URL to call: `http` or `https`, a host, nothing hidden.

    No user, no fragment, no dots in the path that lead elsewhere, no number that is an address in disguise.

    >>> str(parse("HTTPS://Hooks.Example.org:443/a?b=1"))
    'https://hooks.example.org/a?b=1'

    Raises:
        Invalid: it is something else.
    """
    scheme, colon, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    found = _URL.fullmatch(f"{scheme.lower()}{colon}{host.lower()}{slash}{path}") if len(text) <= LONGEST else None
    if found is None or _leads_elsewhere(found["path"] or ""):
        raise bad_url()
    port = int(found["port"]) if found["port"] else DEFAULT_PORTS[found["scheme"]]
    if not 0 < port <= HIGHEST_PORT:
        raise bad_url()
    return Url(found["scheme"], _host(found["host"]), port, found["path"] or "/", found["query"] or "")


def lies_within_one(text: str, bases: Iterable[str]) -> bool:
    """Whether a URL is one of `bases`, or below it.

    Raises:
        Invalid: it is no URL that can be called.
    """
    url = parse(text)
    return any(url.lies_within(parse(base)) for base in bases)


def bad_url(**details: Any) -> Invalid:
    """Return the error for what is no address to call; it does not repeat it."""
    hint = "Use https://HOST/PATH: no user, no fragment, no `..`, and an IP address only in its usual form."
    return Invalid("this is no URL that can be called", hint=hint, code="bad_url", **details)


def _host(text: str) -> str:
    """Return a host in one way of writing; `0x7f.1` and `2130706433` are names to us and addresses to a resolver."""
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        if text.startswith("[") or _A_NUMBER.fullmatch(text.rpartition(".")[2]):
            raise bad_url() from None
        return text


def _leads_elsewhere(path: str) -> bool:
    """Whether a server may read another path than the one that is written, however often it decodes."""
    before, plain = "", path
    while before != plain:
        before, plain = plain, unquote(plain)
    segments = re.split(r"[/\\]", plain)
    return "\\" in plain or any(segment.partition(";")[0] in {".", ".."} for segment in segments) or "\0" in plain
