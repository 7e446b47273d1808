"""`GET /stream` and `GET /discussions/{id}/stream`: what is told live."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import granted_to_who_is_in
from tests.leaks.world import NOBODYS, World


class Stream:
    """Everything from the beginning, as it may be told now."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Follow all of theirs, and each discussion there is."""
        yield world.house.follow(reader)
        nothing = world.house.nothing(reader, f"/discussions/{NOBODYS}/stream")
        for model in world.models.values():
            answer = world.house.follow(reader, model.id)
            granted_to_who_is_in(world, reader, model, answer, nothing)
            yield answer
