"""Offers: help offered to whoever does a task, before there is a discussion."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.actions import offers
from socialbpm.actions.open import take_up
from socialbpm.contract.requests import OpenDiscussion
from socialbpm.contract.views import OfferList, OfferView, OpenedView
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once

router = APIRouter(prefix="/offers", tags=["offers"])
AS_OFFERED = OpenDiscussion()


@router.get("")
async def list_offers(person: ThePerson, world: TheWorld, page: ThePage) -> OfferList:
    """Read the open offers that are for you."""
    found = await offers.read_all(person, world, page.limit + 1, page.place("offers"))
    items, cursor = page.cut("offers", found)
    return OfferList(items=items, cursor=cursor)


@router.get("/{offer}")
async def get_offer(offer: str, person: ThePerson, world: TheWorld) -> OfferView:
    """Read an offer that is for you."""
    return await offers.read_one(offer, person, world)


@router.post("/{offer}/take-up", status_code=201)
async def take_up_offer(offer: str, person: ThePerson, world: Once, body: OpenDiscussion = AS_OFFERED) -> OpenedView:
    """Take an offer up: the first who does becomes the asker. Without `question` the designer's is your draft."""
    discussion = await take_up(offer, person, body.question, world, body.files)
    return OpenedView(discussion=discussion, url=world.url(discussion), new=True)
