"""How the asker ends a discussion, and how an administrator ends one that nobody can end any more."""

from __future__ import annotations

from socialbpm.actions.execute import Admission, execute
from socialbpm.actions.ports import Store
from socialbpm.actions.tasks import is_administrator
from socialbpm.actions.wishes import wish
from socialbpm.actions.world import World
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion


async def solve_alone(discussion: str, by: PersonId, experience: str | None, world: World) -> None:
    """Say that one solved it oneself."""
    await wish(discussion, by, lambda _: c.SolveAlone(by=by, experience=experience), world)


async def withdraw(discussion: str, by: PersonId, world: World) -> None:
    """Take the question back."""
    await wish(discussion, by, lambda _: c.Withdraw(by=by), world)


async def give_up(discussion: str, by: PersonId, world: World) -> None:
    """Close it as unanswered."""
    await wish(discussion, by, lambda _: c.GiveUp(by=by), world)


async def end_abandoned(discussion: str, by: PersonId, world: World) -> None:
    """End a discussion whose asker is gone, as a business administrator of its task; that does not let them read it.

    Raises:
        NotFound: there is none, it is not abandoned, or they do not administer its task; nobody can tell which.
    """

    async def make(_state: Discussion, _store: Store) -> c.Command:
        return c.EndAbandoned(by=by, administrator=True)

    await execute(discussion, _administrators(by, world), make, world)


def _administrators(person: PersonId, world: World) -> Admission:
    async def admit(state: Discussion, store: Store) -> bool:
        task = await store.task(state.task)
        abandoned = state.member(state.asker) is None and not state.ended
        return abandoned and task is not None and is_administrator(task, person, world)

    return admit
