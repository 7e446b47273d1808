"""`GET /widget/discussion`: what a page of the runtime's shows its people of their task."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import ORIGIN, RUNTIME
from tests.leaks.house import Answer
from tests.leaks.model import Knows
from tests.leaks.outputs.dry_run import may_come
from tests.leaks.outputs.output import tells_only
from tests.leaks.world import World

TASK = "t1"


class Widget:
    """Only whoever does the task gets a token for it; with it they read what they may now, however old it is."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Get a token, and look with each that its reader ever had."""
        wanted = {"task_id": TASK, "person": reader, "origin": ORIGIN}
        issued = world.house.call(RUNTIME, "POST", "/widget-tokens", wanted)
        assert issued.granted == (world.works(reader) and reader not in world.gone), f"{reader}: {issued}"
        if issued.granted:
            world.tokens.setdefault(reader, []).append(issued.json["token"])
        for token in world.tokens.get(reader, ()):
            for path in ("", "/stream"):
                answer = world.house.outside(f"/widget/discussion{path}?task={TASK}", token, origin=ORIGIN)
                assert not (answer.granted and reader in world.gone)
                tells_only(world, reader, answer, world.knows(reader) | self._ahead(world, reader))
        yield from ()

    def _ahead(self, world: World, reader: str) -> Knows:
        """Return whom they read of who have not asked yet: who would be asked."""
        found = Knows()
        for model in world.models.values():
            if reader == model.asker and not model.question and not model.ended:
                found |= may_come(model, world)
        return found
