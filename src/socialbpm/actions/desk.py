"""Whether what is offered to somebody, and what they may join, changed since they were told.

There is no fact for it: a listing appears because its ring was entered, or because somebody joined a group, is back, or
did such a task by now. So it is compared, not counted: what a reader would get now, with what it was, by a digest that
leaves the service only sealed. It is looked at as the lists themselves are, through the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from socialbpm.actions.addressing import words_for_listings
from socialbpm.actions.listings import fingerprint
from socialbpm.actions.offers import offered_to
from socialbpm.actions.ports import Store
from socialbpm.actions.versions import version_of
from socialbpm.actions.world import World
from socialbpm.social.audience import PersonId

List = Literal["offers", "listings"]


class Desk(NamedTuple):
    """What somebody's offers and listings were at a moment, as digests; `words` are what wakes whoever follows them."""

    offers: str
    listings: str
    words: frozenset[str] = frozenset()

    def changes(self, before: Desk) -> Iterator[tuple[List, Desk]]:
        """Yield which of the lists are not what they were, and what was told once that one is: one after the other."""
        if self.offers != before.offers:
            before = before._replace(offers=self.offers)
            yield "offers", before
        if self.listings != before.listings:
            yield "listings", before._replace(listings=self.listings)


async def desk_of(person: PersonId, store: Store, world: World) -> Desk:
    """Return what somebody's offers and listings are now."""
    offered = [offered.offer.id async for offered in offered_to(person, None, store, world)]
    listed = await fingerprint(person, store, world)
    words = await words_for_listings(person, store, world)
    return Desk(_digest(offered), _digest(listed), words)


def nothing() -> Desk:
    """Return what the lists of somebody are who is offered nothing and may join nothing."""
    return Desk(_digest(()), _digest(()))


def _digest(found: Sequence[object]) -> str:
    return version_of(repr(list(found)).encode())[:12]
