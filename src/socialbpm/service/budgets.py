"""How many calls somebody may make: a bucket of tokens each, which fills again all the time.

Each node counts for itself, in memory: several nodes let through as many times more. What is counted is that somebody
calls, before anything is looked up, so an answer never depends on whether what was asked for exists.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from math import ceil

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.config import Settings
from socialbpm.errors import TooMany

MINUTE = 60.0
MOST = 100_000
"""Buckets that are kept; whose is forgotten first begins again with a full one."""
NETWORK = 64
"""Bits of an IPv6 address that tell networks apart: whoever has one has all addresses behind them."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class Budget:
    """So many calls a minute for each, at once or spread; 0 is as many as they like.

    >>> budget = Budget("writes", 60)
    >>> [budget.wait("alice", now=0.0) for _ in range(60)] == [0.0] * 60
    True
    >>> budget.wait("alice", now=0.25), budget.wait("bob", now=0.25), budget.wait("alice", now=1.0)
    (0.75, 0.0, 0.0)
    """

    name: str
    a_minute: int
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict, repr=False)

    def wait(self, who: str, *, now: float, take: int = 1) -> float:
        """Take `take` calls from somebody's bucket; return 0, or how many seconds until there is one to take.

        `now` is any clock of seconds that goes on evenly. With `take` 0 it only looks.
        """
        if not self.a_minute:
            return 0.0
        left, at = self._left.pop(who, (float(self.a_minute), now))
        left = min(float(self.a_minute), left + (now - at) * self.a_minute / MINUTE)
        missing = max(0.0, 1 - left)
        self._left[who] = (left if missing else left - take, now)
        if len(self._left) > MOST:
            self._left.popitem(last=False)
        return missing * MINUTE / self.a_minute

    def spend(self, who: str, take: int = 1) -> None:
        """Take calls from somebody's bucket, now.

        Raises:
            TooMany: it is empty.
        """
        seconds = self.wait(who, now=asyncio.get_running_loop().time(), take=take)
        if seconds:
            raise too_many(self, seconds)


def too_many(budget: Budget, seconds: float) -> TooMany:
    """Return the error for who calls too often."""
    message = f"these are too many calls: {budget.a_minute} {budget.name} a minute"
    hint = f"Go on in {ceil(seconds)} seconds."
    return TooMany(message, hint=hint, retry_after=ceil(seconds), policy=budget.name, quota=budget.a_minute)


@dataclass(frozen=True)
class Budgets:
    """The budgets of a node: of people for reading and for changing, of runtimes, and of addresses without an owner."""

    reads: Budget
    writes: Budget
    hooks: Budget
    strangers: Budget

    @classmethod
    def of(cls, settings: Settings) -> Budgets:
        """Return them as the settings want them."""
        return cls(
            Budget("reads", settings.limit_reads),
            Budget("writes", settings.limit_writes),
            Budget("hooks", settings.limit_hooks),
            Budget("strangers", settings.limit_strangers),
        )

    def spend(self, who: PrincipalRecord, method: str) -> None:
        """Count a call of somebody who is known.

        Raises:
            TooMany: they call too often.
        """
        own = self.reads if method in SAFE else self.writes
        (self.hooks if who.kind == "runtime" else own).spend(f"{who.kind} {who.subject}")


def network_of(address: str | None) -> str:
    """Return whose an address is, as far as one can tell.

    >>> network_of("192.0.2.7"), network_of("2001:db8::7"), network_of("testclient")
    ('192.0.2.7', '2001:db8::', 'testclient')
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> NETWORK << NETWORK))
