"""`PUT /discussions/{id}/look`: which posts are new to its reader, and how many in their list."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import granted_to_who_is_in
from tests.leaks.world import NOBODYS, World


class Looks:
    """It names posts that its reader may see and did not write, and moves nothing but their own numbers."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Look at every discussion; who is not in gets what there is of one that does not exist."""
        nothing = world.house.call(reader, "PUT", f"/discussions/{NOBODYS}/look")
        for model in world.models.values():
            answer = world.house.call(reader, "PUT", f"/discussions/{model.id}/look")
            granted_to_who_is_in(world, reader, model, answer, nothing)
            yield answer
        yield world.house.call(reader, "GET", "/discussions")
