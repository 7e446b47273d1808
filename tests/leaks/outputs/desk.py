"""`GET /stream`: that a list of somebody's own changed. Who is offered nothing, and may join nothing, hears nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.world import World

LISTS = ("offers", "listings")


class Desk:
    """Who was last told of nothing is told of a list if there is something on it now, and not otherwise."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Follow, and read the lists."""
        told = world.house.follow(reader)
        for name in LISTS:
            listed = world.house.call(reader, "GET", f"/{name}")
            expected = listed.granted and bool(listed.json["items"])
            assert (f"event: {name}\n".encode() in told.body) == expected, f"{reader} {name}: {told}, {listed}"
        yield told
