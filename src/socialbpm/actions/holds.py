"""A hold: nothing of a discussion, a case, or of all that a person was in may be erased. Administrators only know."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.actions.keeping import Hold, HoldKind
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.errors import NotFound, Refused
from socialbpm.social.audience import PersonId


async def put(kind: HoldKind, ref: str, reason: str, by: str, world: World, *, runtime: str = "") -> Hold:
    """Put a hold; `runtime` is whose case it is. What is being erased stops before its next discussion."""

    async def keep(store: Store) -> Hold:
        await store.hold_holds()
        hold = Hold(world.new_id(), kind, runtime, ref, reason, by, world.now())
        await store.save_hold(hold)
        return hold

    return await world.stores.transact(keep)


async def release(hold: str, world: World) -> Hold:
    """Release a hold; what it stopped goes on by itself. Once more changes nothing.

    Raises:
        NotFound: there is none.
    """

    async def end(store: Store) -> Hold:
        await store.hold_holds()
        found = await store.hold_of(hold)
        if found is None:
            raise NotFound("there is no such hold")
        ended = replace(found, released_at=found.released_at or world.now())
        await store.save_hold(ended)
        return ended

    return await world.stores.transact(end)


async def current(world: World) -> tuple[Hold, ...]:
    """Return all holds that are not released."""
    async with world.stores.read() as store:
        return tuple(await store.holds())


async def refuse_where_held(person: PersonId, store: Store) -> None:
    """See that nothing which somebody was in is held.

    Raises:
        Refused: something is; it names the holds, for administrators only.
    """
    found = await store.holds_on(person=person)
    if found:
        msg = f"nothing of them may be erased: {', '.join(f'{hold.id} on {hold.kind} {hold.ref}' for hold in found)}"
        raise Refused(msg, hint="Release the hold first.", code="held")
