"""Calls that are sent again under their `Idempotency-Key`: the answer is made anew."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.world import World

LATEST = 6


class Replays:
    """Whoever may see nothing any more sees nothing in the answer to what they once did."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Send what somebody did, and was granted, once more."""
        for by, (method, path, body), key in world.keyed[-LATEST:]:
            if by == reader:
                yield world.house.call(by, method, path, body, idempotency_key=key)
