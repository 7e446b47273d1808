"""My work: what somebody has to do, what they are asked, and what they asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter

from socialbpm.actions import listings, offers, read
from socialbpm.actions.ports import Wanted
from socialbpm.actions.versions import version_of
from socialbpm.actions.work import tasks_of
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionLine, ListingView, OfferView, WorkView
from socialbpm.service.pages.reader import TheReader
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld
from socialbpm.social.audience import PersonId

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST = 20
"""Lines of each list; older ones are in the API."""
WANTED = (
    Wanted(state="open", role="asked"),
    Wanted(state="open", role="mine"),
    Wanted(state="open"),
    Wanted(state="ended"),
)


@dataclass(frozen=True)
class Lists:
    """The lists of somebody's discussions; no discussion is on two of them."""

    asked: list[DiscussionLine]
    mine: list[DiscussionLine]
    others: list[DiscussionLine]
    ended: list[DiscussionLine]


@dataclass(frozen=True)
class Desk:
    """All that is on somebody's desk."""

    lists: Lists
    tasks: list[WorkView]
    offers: list[OfferView]
    listings: tuple[ListingView, ...]


_DESK = TypeAdapter(Desk)


@router.get("/")
async def show_work(reader: TheReader, world: TheWorld, have: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Show what is on the reader's desk; nothing (204) where they `have` just that already."""
    desk = await desk_of(reader.person, world)
    version = version_of(_DESK.dump_json(desk))
    if have == version:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    return reader.page("work.html", desk=desk, version=version)


async def desk_of(person: PersonId, world: World) -> Desk:
    """Return what is on somebody's desk, as the API would list it."""
    return Desk(
        lists=await _lists(person, world),
        tasks=await tasks_of(person, world),
        offers=[offer for _, offer in await offers.read_all(person, world, MOST)],
        listings=tuple(listing for _, listing in await listings.listings(person, world, MOST)),
    )


async def _lists(person: PersonId, world: World) -> Lists:
    """Return the lists of somebody, as of one moment; what is on several is read once."""
    async with world.stores.read() as store:
        found = [await store.visible(person, None, MOST, wanted) for wanted in WANTED]
        at = {line.discussion: line.last_activity for lines in found for line in lines}
        read_ = {line.id: line for line in await read.lines(at.items(), person, store, world)}
    asked, mine, open_, ended = ([read_[line.discussion] for line in lines] for lines in found)
    shown = {line.id for line in (*asked, *mine)}
    return Lists(asked, mine, [line for line in open_ if line.id not in shown], ended)
