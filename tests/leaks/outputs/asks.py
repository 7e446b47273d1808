"""`GET /discussions/{id}/asks`."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import of_each
from tests.leaks.world import World


class Asks:
    """Who was asked."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read those of every discussion."""
        yield from of_each(world, reader, "/asks")
