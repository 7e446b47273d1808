"""`GET /listings`: what somebody may join."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.world import World


class Listings:
    """What is listed can be joined, and nothing that somebody is in is listed."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read them."""
        answer = world.house.call(reader, "GET", "/listings")
        if answer.granted:
            listed = {line["discussion"] for line in answer.json["items"]}
            assert not {each for each in listed if world.models[each].is_in(reader)}
        yield answer
