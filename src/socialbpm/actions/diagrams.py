"""Diagrams of processes, as their runtimes give them, and who may see one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from socialbpm.actions.drawings import OWNERS, Drawing
from socialbpm.actions.heat import only_for
from socialbpm.actions.ports import Store
from socialbpm.actions.read import seen_state
from socialbpm.actions.world import World
from socialbpm.errors import NotFound, Refused
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


async def give_as_owner(process: str, xml: str, roles: Collection[str], world: World) -> None:
    """Keep the diagram of a process that whoever answers for it gives; it does until a runtime gives its own.

    Raises:
        NotFound: this reader does not answer for it, nor runs the service.
        Refused: a runtime gave one, which is the one that it works by.
    """
    only_for(process, roles)
    await world.stores.transact(lambda store: _give_as_owner(process, xml, store, world))


async def _give_as_owner(process: str, xml: str, store: Store, world: World) -> None:
    known = await store.newest_diagram(process)
    if known is not None and known.by_runtime:
        hint = "Read it at `GET /v1/processes/{process}/diagram`; the runtime gives a newer one."
        raise Refused("the runtime of this process gave its diagram", hint=hint, code="diagram_known")
    await store.save_diagram(OWNERS, process, xml, world.now())


async def drawing_of(process: str, roles: Collection[str], world: World) -> Drawing | None:
    """Return how a process is drawn, for an administrator or whoever answers for it; None where nobody gave that.

    Raises:
        NotFound: this reader is neither.
    """
    only_for(process, roles)
    async with world.stores.read() as store:
        return await store.newest_diagram(process)


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
