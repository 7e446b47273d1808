"""Wakes who waits for a runtime's deliveries in this process. A wake-up says "look again"; the queue is the truth."""

from __future__ import annotations

import asyncio
from collections import defaultdict


class Bus:
    """Counts, per runtime, how often something was committed for it, and wakes who waits for the next time.

    Waiting for longer than another process takes to write is in vain: it wakes only its own.
    """

    def __init__(self) -> None:
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def count(self, runtime: str) -> int:
        """Return where the runtime's counter stands. Take it before you read the queue, and hand it to `wait`."""
        return self._counts[runtime]

    def notify(self, runtime: str) -> None:
        """Wake everybody who waits for `runtime`. To be called after the commit, in the event loop's thread."""
        self._counts[runtime] += 1
        for event in self._waiting.get(runtime, ()):
            event.set()

    async def wait(self, runtime: str, seconds: float, *, since: int | None = None) -> bool:
        """Wait at most `seconds` for news of `runtime`; return whether there are any.

        With `since` (an earlier `count`) news since then count too, so that none is missed between reading and waiting.
        """
        if since is not None and self._counts[runtime] != since:
            return True
        event = asyncio.Event()
        self._waiting[runtime].add(event)
        try:
            async with asyncio.timeout(seconds):
                return await event.wait()
        except TimeoutError:
            return False
        finally:
            self._forget(runtime, event)

    def _forget(self, runtime: str, event: asyncio.Event) -> None:
        self._waiting[runtime].discard(event)
        if not self._waiting[runtime]:
            del self._waiting[runtime]
