"""`GET /me`, what they say of themselves, and how they get mail."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.world import World


class Me:
    """Whose token it is."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read it."""
        yield world.house.call(reader, "GET", "/me")
        yield world.house.call(reader, "GET", "/me/preferences")
        yield world.house.call(reader, "GET", "/me/mail")
        yield world.house.call(reader, "GET", "/me/mail")
