"""What is told live: the facts of discussions, through the sight rule, as it is at the moment of telling (law 2).

A place is where somebody stands in what they follow: they are told what comes after it. It counts what they cannot see,
too, so it leaves the service only sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from socialbpm.actions import naming, read
from socialbpm.actions.execute import is_with_us, no_such_discussion
from socialbpm.actions.ports import Change, Store
from socialbpm.actions.world import World
from socialbpm.contract.streams import Happened
from socialbpm.social.audience import PersonId
from socialbpm.social.history import SeenFact, seen
from socialbpm.social.ladder import SELF_RING, Ladder

BATCH = 50
"""Changes that are read at once, for one reader."""


class Place(NamedTuple):
    """After the fact `fact` of the change `change`; in one discussion changes are not counted."""

    change: int
    fact: int


LAST = 2**31 - 1
"""More facts than one change has."""


class News(NamedTuple):
    """What happened after a place, each with its own place; `place` is where that ends, and `more` follows."""

    items: Sequence[tuple[Place, Happened]]
    place: Place
    more: bool = False


async def now(person: PersonId, discussion: str | None, world: World) -> Place:
    """Return where somebody stands who begins to follow a discussion, or all of theirs.

    Raises:
        NotFound: there is no such discussion, or not for them.
    """
    await _in_order(world)
    async with world.stores.read() as store:
        if discussion is None:
            return Place(await store.newest_change(), LAST)
        if await read.seen_state(discussion, person, store, world) is None:
            raise no_such_discussion()
        return Place(0, len(await store.facts(discussion)))


async def of_discussion(person: PersonId, discussion: str, place: Place, world: World) -> News | None:
    """Return what happened in a discussion after a place; None where they see nothing of it any more."""
    async with world.stores.read() as store:
        state = await read.seen_state(discussion, person, store, world)
        if state is None:
            return None
        facts = await store.facts(discussion)
        told = seen(state, [fact for fact in facts if fact[0] > place.fact], person)
        items = [(Place(0, fact.number), _happened(fact, discussion, state.ladder, world)) for fact in told]
        return News(items, Place(0, len(facts)))


async def of_person(person: PersonId, place: Place, world: World) -> News | None:
    """Return what happened in the discussions of a person after a place; None where they are no longer with us."""
    if not is_with_us(person, world):
        return None
    await _in_order(world)
    async with world.stores.read() as store:
        newest = await store.newest_change()
        changes = await store.changes_for(person, place.change, BATCH)
        items: list[tuple[Place, Happened]] = []
        for change in changes:
            items += await _in_change(change, person, place, store, world)
    full = len(changes) == BATCH
    return News(items, Place(changes[-1].number if full else newest, LAST), more=full)


async def is_kept(place: Place, world: World) -> bool:
    """Whether all that came after a place is still there to be told."""
    async with world.stores.read() as store:
        return await store.oldest_change() - 1 <= place.change <= await store.newest_change()


async def _in_change(
    change: Change, person: PersonId, place: Place, store: Store, world: World
) -> list[tuple[Place, Happened]]:
    after = place.fact if change.number == place.change else 0
    if after >= change.last:
        return []
    state = await read.seen_state(change.discussion, person, store, world)
    if state is None:
        return []
    facts = await store.facts(change.discussion)
    new = [fact for fact in facts if max(change.first, after + 1) <= fact[0] <= change.last]
    told = seen(state, new, person)
    return [
        (Place(change.number, fact.number), _happened(fact, change.discussion, state.ladder, world)) for fact in told
    ]


def _happened(fact: SeenFact, discussion: str, ladder: Ladder, world: World) -> Happened:
    return Happened(
        discussion=discussion,
        fetch=f"/v1/discussions/{discussion}",
        at=fact.at,
        kind=fact.kind,
        who=None if fact.who is None else naming.person_view(fact.who, world.directory),
        ring=None if fact.ring is None or fact.ring < SELF_RING else ladder.names[fact.ring],
        post=fact.post,
    )


async def _in_order(world: World) -> None:
    """See that all that was committed has its place; most of the time it has."""
    async with world.stores.read() as store:
        new = await store.has_new_changes()
    while new and await world.stores.transact(_number):
        pass


async def _number(store: Store) -> bool:
    return await store.number_changes() > 0
