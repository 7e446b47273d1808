"""How often help was asked for, on each task of a process: for whoever answers for it."""

from __future__ import annotations

from collections.abc import Collection

from socialbpm.actions.figures import figures
from socialbpm.actions.roles import ADMIN, owns
from socialbpm.actions.world import World
from socialbpm.contract.heat import HeatView
from socialbpm.errors import NotFound


def only_for(process: str, roles: Collection[str]) -> None:
    """Let on an administrator, and whoever answers for a process.

    Raises:
        NotFound: this reader is neither; whether there is such a process makes no difference.
    """
    if ADMIN not in roles and not owns(roles, process):
        raise NotFound("there is no such process")


async def heat_of(process: str, roles: Collection[str], world: World) -> HeatView:
    """Return the figures of a process, for an administrator or whoever answers for it.

    Raises:
        NotFound: this reader is neither; whether there is such a process makes no difference.
    """
    only_for(process, roles)
    async with world.stores.read() as store:
        found = await store.askings(process)
    return HeatView(process=process, tasks=tuple(figures(found)))
