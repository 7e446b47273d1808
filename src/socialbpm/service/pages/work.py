"""My work: what somebody has to do, what they are asked, and what they asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter

from socialbpm.actions.listings import open_to
from socialbpm.actions.offers import open_offers_to
from socialbpm.actions.ports import ANY_LISTING, Store
from socialbpm.actions.read import lines
from socialbpm.actions.versions import version_of
from socialbpm.actions.work import open_tasks
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionLine, ListingView, OfferView, WorkView
from socialbpm.service.pages.reader import TheReader
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld
from socialbpm.social.audience import PersonId

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST = 10
"""Lines of each list; all of it is on a page of its own (`lists`)."""


@dataclass(frozen=True)
class Lists:
    """The lists of somebody's discussions; no discussion is on two of them."""

    asked: list[DiscussionLine]
    mine: list[DiscussionLine]
    others: list[DiscussionLine]
    ended: list[DiscussionLine]


@dataclass(frozen=True)
class Desk:
    """What is on somebody's desk: the first of each list; `more` are the lists of which that is not all."""

    lists: Lists
    tasks: list[WorkView]
    offers: list[OfferView]
    listings: list[ListingView]
    more: frozenset[str] = frozenset()


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
    """Return what is on somebody's desk, as the API would list it: all of it as of one moment."""
    async with world.stores.read() as store:
        lists = await _lists(person, store, world)
        tasks = await open_tasks(person, store, world)
        offers = [offer for _, offer in await open_offers_to(person, MOST + 1, None, store, world)]
        listings = [listing for _, listing in await open_to(person, MOST + 1, None, ANY_LISTING, store, world)]
    found: dict[str, Sequence[object]] = {**vars(lists), "tasks": tasks, "offers": offers, "listings": listings}
    more = frozenset(name for name, items in found.items() if len(items) > MOST)
    shown = Lists(**{name: items[:MOST] for name, items in vars(lists).items()})
    return Desk(shown, tasks[:MOST], offers[:MOST], listings[:MOST], more)


async def _lists(person: PersonId, store: Store, world: World) -> Lists:
    """Return the lists of somebody."""
    found = await store.on_desk(person, MOST + 1)
    at = {line.discussion: line.last_activity for lines in found.values() for line in lines}
    read_ = {line.id: line for line in await lines(at.items(), person, store, world)}
    return Lists(**{which: [read_[line.discussion] for line in listed] for which, listed in found.items()})
