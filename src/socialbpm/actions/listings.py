"""Listings: discussions in open rings that somebody may join. Found by words, decided by the rules at this moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from socialbpm.actions.addressing import NOT, open_rings, words_for_listings
from socialbpm.actions.execute import pools_of
from socialbpm.actions.naming import person_view
from socialbpm.actions.ports import ANY_LISTING, Entry, Store, WantedListing
from socialbpm.actions.world import World
from socialbpm.contract.views import ListingView
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.members import listing_of
from socialbpm.social.view import Shown

BATCH = 50
"""Discussions that are looked at together: not all that are found by a reader's words are listed to them."""
SPARE = 3
"""How many times as many as are wanted are looked at together: many are not for the reader after all."""
Place = tuple[datetime, str]
"""Where a listing stands in a list: since when it is listed, and which it is."""


class Found(NamedTuple):
    """A discussion that is listed to somebody, and by which ring."""

    place: Place
    state: Discussion
    ring: int

    @property
    def content(self) -> str:
        """The content of the question as that ring reads it."""
        return self.state.wordings.get(self.ring, "")


async def listings(
    person: PersonId,
    world: World,
    most: int | None = None,
    after: Place | None = None,
    wanted: WantedListing = ANY_LISTING,
) -> list[tuple[Place, ListingView]]:
    """Return what is listed to a person, the latest first: the wording for that ring, the asker as shown to it."""
    async with world.stores.read() as store:
        return await open_to(person, most, after, wanted, store, world)


async def open_to(
    person: PersonId, most: int | None, after: Place | None, wanted: WantedListing, store: Store, world: World
) -> list[tuple[Place, ListingView]]:
    """Return the same, in a transaction; their wordings are read at once."""
    shown: list[Found] = []
    batch = BATCH if most is None else min(BATCH, SPARE * most)
    async for found in listed_to(person, after, wanted, store, world, batch):
        shown.append(found)
        if len(shown) == most:
            break
    said = await store.words([found.content for found in shown])
    return [(found.place, await _listing(found, said, store, world)) for found in shown]


async def listed_to(
    person: PersonId, after: Place | None, wanted: WantedListing, store: Store, world: World, batch: int = BATCH
) -> AsyncIterator[Found]:
    """Yield what is listed to a person, the latest first; `batch` are looked at together."""
    words, full = await words_for_listings(person, store, world), True
    while full:
        entries = await store.listed_to(words, f"{NOT}{person}", after, batch, wanted)
        await store.have_at_hand({entry.discussion: entry.fact_count for entry in entries})
        for entry in entries:
            after = (entry.at, entry.discussion)
            found = await _decided(entry, person, store, world)
            if found is not None and wanted.ring in {None, found.state.ladder.names[found.ring]}:
                yield found
        full = len(entries) == batch


async def _decided(entry: Entry, person: PersonId, store: Store, world: World) -> Found | None:
    state = await store.discussion(entry.discussion)
    ring = None if state is None else await listing_ring(state, person, store, world)
    return None if state is None or ring is None else Found((entry.at, entry.discussion), state, ring)


async def listing_ring(state: Discussion, person: PersonId, store: Store, world: World) -> int | None:
    """Return the ring that lists a discussion to a person now, if one does."""
    pools = await pools_of(state, open_rings(state), world.now(), store, world, only=person)
    return listing_of(state, person, pools)


async def _listing(found: Found, said: Mapping[str, Any], store: Store, world: World) -> ListingView:
    state = found.state
    named = found.ring <= state.ladder.name_reach
    asker = Shown(person=state.asker) if named else Shown(role_of=state.asker)
    task = await store.task(state.task)
    return ListingView(
        discussion=state.id,
        asker=person_view(asker, world.directory),
        question=said.get(found.content),
        task_name=task.ref.name or task.ref.element_id if task else "",
    )


async def fingerprint(person: PersonId, store: Store, world: World) -> Sequence[tuple[str, int, str]]:
    """Return what a reader's listings are made of, to see whether they changed: no words."""
    return [
        (found.state.id, found.ring, found.content)
        async for found in listed_to(person, None, ANY_LISTING, store, world)
    ]
