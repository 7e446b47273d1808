"""`GET /discussions/{id}/dry-run`."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import POOLS
from tests.leaks.house import Answer
from tests.leaks.model import Knows, Model
from tests.leaks.outputs.output import tells_only
from tests.leaks.world import NOBODYS, World

SELDOM = 5
"""Of so many numbers of facts one is looked at."""


class DryRun:
    """Who would be asked: only the asker is told, of whoever may come in, and of nothing that they do not know."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read that of every discussion; of the asker's now and then only, for it plays the whole ladder each time."""
        for model in world.models.values():
            if reader == model.asker and model.heard_of % SELDOM:
                continue
            answer = world.house.call(reader, "GET", f"/discussions/{model.id}/dry-run")
            if not model.is_in(reader) or reader in world.gone:
                assert answer.whole == world.house.nothing(reader, f"/discussions/{NOBODYS}/dry-run").whole
            elif reader != model.asker or model.ended:
                assert not answer.granted, answer
            else:
                assert answer.granted, answer
                tells_only(world, reader, answer, world.knows(reader) | may_come(model, world))
                continue
            yield answer


def may_come(model: Model, world: World) -> Knows:
    """Return whoever is in a pool and not shut out; who passed or left does not come, but the asker knows them."""
    pools = {person for people in POOLS.values() for person in people}
    return Knows(people=pools - model.barred - model.shut - world.gone)
