"""Diagrams of processes, as their runtimes give them, and who may see one."""

from __future__ import annotations

from dataclasses import dataclass

from socialbpm.actions.read import seen_state
from socialbpm.actions.world import World
from socialbpm.errors import NotFound
from socialbpm.social.audience import PersonId
from socialbpm.social.sight import diagram_item, sees


@dataclass(frozen=True)
class Found:
    """The diagram of a task's process, and which element of it the task is."""

    process: str
    element: str
    xml: str


async def give(runtime: str, process: str, xml: str, world: World) -> None:
    """Keep the diagram of a process."""
    await world.stores.transact(lambda store: store.save_diagram(runtime, process, xml, world.now()))


async def diagram_for(discussion: str, person: PersonId, world: World) -> Found:
    """Return the diagram of the process that a discussion's task is in.

    Raises:
        NotFound: there is none, or it is not for them; nobody can tell which, nor whether there is such a discussion.
    """
    async with world.stores.read() as store:
        state = await seen_state(discussion, person, store, world)
        member = None if state is None else state.member(person)
        if state is not None and member is not None and sees(member, diagram_item(state)):
            task = await store.task(state.task)
            xml = None if task is None else await store.diagram(task.runtime, task.ref.process)
            if task is not None and xml is not None:
                return Found(task.ref.process, task.ref.element_id, xml)
    raise no_diagram()


def no_diagram() -> NotFound:
    """Return the one answer where there is no diagram for somebody."""
    return NotFound("there is no such diagram")
