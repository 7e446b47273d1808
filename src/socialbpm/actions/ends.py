"""How the asker ends a discussion, and how an administrator ends one that nobody can end any more."""

from __future__ import annotations

from socialbpm.actions.execute import Admission, execute, is_member
from socialbpm.actions.experience import may_read
from socialbpm.actions.ports import Store
from socialbpm.actions.tasks import is_administrator
from socialbpm.actions.wishes import wish
from socialbpm.actions.world import World
from socialbpm.errors import Refused
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion


async def solve_alone(discussion: str, by: PersonId, experience: str | None, world: World) -> None:
    """Say that one solved it oneself, with `experience` if that did it.

    Raises:
        NotFound: there is no such discussion, or not for them.
        Refused: the rules say no; or there is no such experience, or none that they may read: nobody can tell which.
    """

    async def make(state: Discussion, store: Store) -> c.Command:
        if experience is not None and not await _may_read(experience, by, state, store, world):
            msg = "there is no such experience to point to"
            raise Refused(msg, hint="Name one that you can read, or none.", code="no_such_experience")
        return c.SolveAlone(by=by, experience=experience)

    await execute(discussion, is_member(by), make, world)


async def _may_read(experience: str, by: PersonId, state: Discussion, store: Store, world: World) -> bool:
    return await may_read(experience, by, await store.task(state.task), store, world)


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
    async def administers(discussion: str, store: Store) -> bool:
        task = await store.task_about(discussion=discussion)
        return task is not None and is_administrator(task, person, world)

    async def is_abandoned(state: Discussion, store: Store) -> bool:
        gone = state.member(state.asker) is None and not state.ended
        return gone and await administers(state.id, store)

    return Admission(administers, is_abandoned)
