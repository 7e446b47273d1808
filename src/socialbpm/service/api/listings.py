"""Listings: discussions in open rings that the reader may join."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from socialbpm.actions.listings import listings
from socialbpm.actions.ports import ANY_LISTING, WantedListing
from socialbpm.contract.base import Moment
from socialbpm.contract.views import ListingList
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld

router = APIRouter(tags=["discussions"])


async def _wanted(
    runtime: Annotated[str | None, Query(max_length=200, description="Only about tasks of this runtime.")] = None,
    process: Annotated[str | None, Query(max_length=200, description="Only about tasks of this process.")] = None,
    ring: Annotated[str | None, Query(max_length=200, description="Only those that a ring of this name lists.")] = None,
    since: Annotated[Moment | None, Query(description="Only those that are listed since then.")] = None,
) -> WantedListing:
    return WantedListing(runtime, process, ring, since)


@router.get("/listings")
async def list_listings(
    person: ThePerson,
    world: TheWorld,
    page: ThePage,
    wanted: Annotated[WantedListing, Depends(_wanted)] = ANY_LISTING,
) -> ListingList:
    """Read what you may join, the latest first: the question as it is worded for that ring."""
    found = await listings(person, world, page.limit + 1, page.place("listings"), wanted)
    items, cursor = page.cut("listings", found)
    return ListingList(items=items, cursor=cursor)
