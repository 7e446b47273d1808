"""People at somebody else's page: a task list that shows a discussion where the task is.

The page is not ours, so it gets nothing of a person's own: no session, and no token that is good for a second task. Its
server, which has the runtime's key, says whom it shows the task to; what comes back lasts for minutes, from that
page's origin only, and lets its person do with that one task what they may do anyway.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from socialbpm.actions.credentials import GuestRecord
from socialbpm.actions.ports import Store, Stores
from socialbpm.actions.tasks import workers
from socialbpm.actions.tokens import BYTES, hash_of
from socialbpm.actions.world import World
from socialbpm.contract.guests import NewWidgetToken
from socialbpm.errors import Invalid, NotFound, Refused, Unauthorized
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey

PREFIX = "sbw_"


@dataclass(frozen=True)
class LetIn:
    """A new token, which is shown this once, and until when it is good."""

    token: str
    expires_at: datetime


async def let_in(wanted: NewWidgetToken, runtime: str, issuer: str, origins: Collection[str], world: World) -> LetIn:
    """Let somebody talk about a task of theirs from a page of the runtime's host.

    Args:
        wanted: who, about which task, at which origin.
        runtime: whose task it is.
        issuer: the runtime's key, as it called with it; what it let in ends with it.
        origins: those whose pages may show the widget.
        world: what the actions work on.

    Raises:
        Invalid: the origin is none of these, or there is no such person.
        NotFound: the runtime has no such task.
        Refused: the task is not theirs.
    """
    if wanted.origin not in origins:
        hint = "Whoever runs the service names it in `SOCIALBPM_WIDGET_ORIGINS`, as browsers write it."
        raise Invalid("no widget is shown at this origin", hint=hint, code="origin_not_allowed")
    task = TaskKey(runtime, wanted.task_id)
    guest = GuestRecord(wanted.person, task, wanted.origin, world.now() + timedelta(seconds=wanted.expires_in))
    token = PREFIX + secrets.token_urlsafe(BYTES)

    async def keep(store: Store) -> LetIn:
        await _check(guest, store, world)
        await store.save_guest(hash_of(token), guest, hash_of(issuer))
        return LetIn(token, guest.expires_at)

    return await world.stores.transact(keep)


async def _check(guest: GuestRecord, store: Store, world: World) -> None:
    """See that a task is there and somebody's whom the directory knows."""
    known = world.directory.person(guest.person)
    if known is None or not known.active:
        raise Invalid("there is no such person", hint="Ids are compared as written.", code="unknown_person")
    task = await store.task(guest.task)
    if task is None:
        raise NotFound("there is no such task", hint="Tell it first: `task.activated`.")
    if guest.person not in workers(task, world.directory):
        hint = "It is for the owner of a task, or for whoever may take one that nobody has."
        raise Refused("this task is not theirs", hint=hint, code="not_theirs_to_ask")


async def whose(token: str, stores: Stores) -> GuestRecord:
    """Return who is a guest with this token.

    Raises:
        Unauthorized: nobody, or not any more.
    """
    async with stores.read() as store:
        found = await store.guest(hash_of(token))
    if found is None:
        raise Unauthorized("this token is not known here", hint="It lasts for minutes only. Ask your page's server.")
    return found


async def send_away(runtime: str, person: PersonId, task_id: str | None, world: World) -> None:
    """End what somebody has as a guest by this runtime, at once: for one task, or for all."""
    await world.stores.transact(lambda store: store.end_guests(runtime, person, task_id))
