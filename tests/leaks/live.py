"""What leaves the service by itself, caught on its way: streams, which are cut when they have told all, and letters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from socialbpm.actions.retries import Answer as Taken
from socialbpm.jobs.outgoing import Outgoing

AT = "https://hooks.example.org"
OF_SUBSCRIPTION, OF_RUNTIME = f"{AT}/subscription", f"{AT}/runtime"


@dataclass(frozen=True)
class Mailbox(Outgoing):
    """Takes every letter, and keeps it: by URL, the headers and the body."""

    letters: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Taken:
        """Take a letter."""
        self.letters.append((url, headers, body))
        return Taken(200)


class Cut:
    """Hangs up for a reader as soon as their stream has told all and would wait."""

    def __init__(self) -> None:
        self.told_all = asyncio.Event()

    async def waits(self, _: asyncio.Event) -> None:
        """Instead of waiting for more: say so, and wait for the end."""
        self.told_all.set()
        await asyncio.Event().wait()
