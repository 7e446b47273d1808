"""Somebody is no longer with the organisation: their access is gone with the first transaction, the rest in batches.

The first transaction revokes what lets them in and lets every node look again who is who: from then on nobody
authenticates as them, no pool has them, and no output shows them as a member. What is left are facts that say so:
`OffBoarded` in each discussion that they were in, which closes their open ask and brings in the next person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from socialbpm.actions.communities import Gone, take_out
from socialbpm.actions.execute import carry_out
from socialbpm.actions.keeping import Departure, Leavers
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.errors import NotFound
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId

BATCH = 20
"""Discussions per transaction: few, for each is locked until its end."""
SETTLED = timedelta(minutes=2)
"""After it no transaction is open any more that began before somebody left, so nothing brings them in behind us."""


async def let_go(departure: Departure, store: Gone) -> Departure:
    """Begin a departure. What an administrator said stays, whatever SCIM says later."""
    known = await store.departure(departure.person)
    if known is not None and not known.comes_back and known.source in {departure.source, "admin"}:
        return known
    await store.save_departure(departure)
    await store.revoke_access(departure.person)
    await store.drop_mail(departure.person)
    await take_out(departure.person, departure.at, store)
    await store.directory_changed()
    return departure


async def come_back(person: PersonId, now: datetime, store: Leavers) -> None:
    """Let somebody in again whom SCIM let go and now has active, as soon as they are out of all they were in.

    No token of theirs, and nothing they were in, comes back.
    """
    known = await store.departure(person)
    if known is not None and known.source == "scim":
        await store.save_departure(replace(known, comes_back=True, look_at=known.look_at or now))


@dataclass(frozen=True)
class Progress:
    """Out of how many discussions somebody was taken so far, and in how many they still are by name."""

    person: PersonId
    at: datetime
    discussions: int
    left: int


async def progress(person: PersonId, world: World) -> Progress:
    """Return how far somebody's departure is.

    Raises:
        NotFound: they did not leave.
    """
    async with world.stores.read() as store:
        known = await store.departure(person)
        if known is None:
            raise nobody()
        return Progress(person, known.at, known.discussions, await store.count_still_in(person))


def nobody() -> NotFound:
    """Return the error for an id that is nobody's."""
    return NotFound("nobody has this id, and nobody had it", hint="Ids are compared as written: Bob is not bob.")


async def off_board(person: PersonId, by: PersonId, world: World) -> Departure:
    """Off-board somebody for good, as an administrator; once more changes nothing.

    Raises:
        NotFound: the directory knows no such person, and nothing here ever did.
    """

    async def begin(store: Store) -> Departure:
        if world.directory.person(person) is None and not await store.was_here(person):
            raise nobody()
        now = world.now()
        return await let_go(Departure(person, "admin", by, now, look_at=now), store)

    return await world.stores.transact(begin)


async def work_off(world: World) -> bool:
    """Take one person who is gone out of some more discussions; return whether there may be more to do now."""
    return await world.stores.transact(lambda store: _batch(store, world))


async def _batch(store: Store, world: World) -> bool:
    person = await store.next_departure(world.now())
    departure = None if person is None else await store.departure(person)
    if departure is None:
        return False
    found = sorted(await store.still_in(departure.person, BATCH))
    for discussion in found:
        state = await store.discussion(discussion)
        if state is not None:
            await carry_out(state, c.OffBoard(person=departure.person), store, world)
    await _further(departure, len(found), store, world.now())
    return True


async def _further(departure: Departure, taken: int, store: Store, now: datetime) -> None:
    """Note a batch. An empty one ends the departure, once nothing can be on its way in any more."""
    settled = departure.at + SETTLED
    if now >= settled:
        await store.drop_mail(departure.person)
    if not taken and now >= settled and departure.comes_back:
        await store.drop_departure(departure.person)
        await store.directory_changed()
        return
    look_at = now if taken else None if now >= settled else settled
    await store.save_departure(replace(departure, discussions=departure.discussions + taken, look_at=look_at))
