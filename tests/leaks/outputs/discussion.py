"""`GET /discussions/{id}`: what a page shows."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import found_in, of_each
from tests.leaks.world import World


class OneDiscussion:
    """The whole view; it holds not only nothing more, but also nothing less than its reader may see."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read every discussion."""
        for model, answer in zip(world.models.values(), of_each(world, reader, ""), strict=True):
            if answer.granted:
                found = found_in(answer.body)
                assert found.words == model.reads(reader), f"{reader} in {model.places[reader]}"
            yield answer
