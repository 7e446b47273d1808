"""Listings: discussions in open rings that the reader may join."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.actions.members import listings
from socialbpm.contract.views import ListingList
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld

router = APIRouter(tags=["discussions"])


@router.get("/listings")
async def list_listings(person: ThePerson, world: TheWorld, page: ThePage) -> ListingList:
    """Read what you may join: the question as it is worded for that ring."""
    found = (await listings(person, world)).items
    items, cursor = page.of("listings", found, lambda listing: listing.discussion)
    return ListingList(items=items, cursor=cursor)
