"""What changed since somebody looked at a discussion: their own marks, which nobody else ever sees.

No receipt: neither a fact, nor a figure, nor an output to anybody but themselves is made of it.
"""

from __future__ import annotations

from socialbpm.actions import read
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionView
from socialbpm.social.audience import PersonId
from socialbpm.social.unread import marks, unread


async def look_at(discussion: str, person: PersonId, world: World) -> frozenset[str]:
    """Note that somebody looked at a discussion; return the posts that were new to them.

    Raises:
        NotFound: there is no such discussion, or not for them.
    """
    return await looked(await read.discussion(discussion, person, world), person, world)


async def looked(view: DiscussionView, person: PersonId, world: World) -> frozenset[str]:
    """Note that somebody saw this; return the posts that were new to them: none, when they look for the first time.

    Then all of it is new, and to mark everything would mark nothing. It is written only where something is new.
    """
    async with world.stores.read() as store:
        seen = (await store.looks_of(person, [view.id])).get(view.id)
    new, now = unread(view.posts, seen), sorted(marks(view.posts).values())
    if seen is None or new:
        await world.stores.transact(lambda store: store.save_look(person, view.id, now))
    return new if seen is not None else frozenset()
