"""What was answered before: for a task, a discussion, and what one released oneself."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import RUNTIME
from tests.leaks.house import Answer
from tests.leaks.outputs.output import of_each
from tests.leaks.world import NOBODYS, World


class Experience:
    """Who may not ask at the task gets what there is of none."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Look up what helps with the task, and with each discussion."""
        answer = world.house.call(reader, "POST", f"/tasks/{RUNTIME}/t1/experience", {})
        nothing = world.house.call(reader, "POST", f"/tasks/{RUNTIME}/{NOBODYS}/experience", {})
        assert answer.granted or answer.whole == nothing.whole
        yield answer
        yield from of_each(world, reader, "/experience")
        yield world.house.call(reader, "GET", "/experience")
