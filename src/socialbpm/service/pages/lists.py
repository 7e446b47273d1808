"""The lists of my work, each on pages of its own, to its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter, Response

from socialbpm.actions.listings import listings
from socialbpm.actions.offers import read_all
from socialbpm.actions.ports import Wanted
from socialbpm.actions.read import lines
from socialbpm.actions.work import tasks_of
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionLine
from socialbpm.service.pages.reader import TheReader
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.paging import At, Page, Place
from socialbpm.service.state import TheService

router = APIRouter(prefix="/lists", include_in_schema=False, route_class=PageRoute)
MOST = 20
"""Lines of a page."""
Discussions = Literal["asked", "mine", "others", "ended"]
WANTED: dict[Discussions, Wanted] = {
    "asked": Wanted(state="open", role="asked"),
    "mine": Wanted(state="open", role="mine"),
    "others": Wanted(state="open", role="others"),
    "ended": Wanted(state="ended"),
}


@router.get("/{name}")
async def show_list(
    name: Discussions | Literal["tasks", "offers", "listings"],
    reader: TheReader,
    service: TheService,
    cursor: At = None,
) -> Response:
    """Show a page of a list. Tasks are those that the API has, at once."""
    if name == "tasks":
        return reader.page("list.html", name=name, items=await tasks_of(reader.person, service.world), more=None)
    page = Page(reader.person, cursor, MOST, service.cursors)
    found: Sequence[tuple[Place, object]]
    if name == "offers":
        found = await read_all(reader.person, service.world, MOST + 1, page.place(name))
    elif name == "listings":
        found = await listings(reader.person, service.world, MOST + 1, page.place(name))
    else:
        found = await _discussions(WANTED[name], page, page.place(name), service.world)
    items, more = page.cut(name, found)
    return reader.page("list.html", name=name, items=items, more=more)


async def _discussions(
    wanted: Wanted, page: Page, after: Place | None, world: World
) -> list[tuple[Place, DiscussionLine]]:
    async with world.stores.read() as store:
        found = await store.visible(page.reader, after, MOST + 1, wanted)
        at = [(each.last_activity, each.discussion) for each in found]
        read = await lines([(of, when) for when, of in at], page.reader, store, world)
    return list(zip(at, read, strict=True))
