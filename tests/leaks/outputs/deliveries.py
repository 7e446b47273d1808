"""`GET /deliveries`: what runtimes are told."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import OTHER_RUNTIME, RUNTIME
from tests.leaks.house import Answer
from tests.leaks.world import World


class Deliveries:
    """Outcomes, accepted values and ids for the task's runtime; for another one there is nothing."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Fetch all that there ever was."""
        answer = world.house.call(reader, "GET", "/deliveries")
        assert answer.granted == (reader in {RUNTIME, OTHER_RUNTIME})
        if reader == OTHER_RUNTIME:
            assert answer.json["items"] == []
        yield answer
