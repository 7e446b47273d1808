"""Asks: requests to named people, and how they pass them on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from socialbpm.actions import members, read
from socialbpm.contract.requests import PassAsk
from socialbpm.contract.views import AskList, DiscussionView
from socialbpm.service.api.answers import as_seen_now
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import OnceAsSeen

router = APIRouter(prefix="/discussions/{discussion}/asks", tags=["asks"])
PASS = PassAsk()


@router.get("")
async def list_asks(discussion: str, person: ThePerson, world: TheWorld, page: ThePage) -> AskList:
    """Read who was asked: your own asks, or as the asker all of them."""
    found = (await read.discussion(discussion, person, world)).asks
    items, cursor = page.of(f"asks {discussion}", found, lambda ask: f"{ask.person.id} {ask.at.isoformat()}")
    return AskList(items=items, cursor=cursor)


@router.post("/pass", response_model=DiscussionView)
async def pass_ask(discussion: str, person: ThePerson, world: OnceAsSeen, body: PassAsk = PASS) -> Any:
    """Pass what you are asked, without a reason; the next person is asked. With `again_at`: not now, but then."""
    await members.pass_on(discussion, person, body.again_at, world)
    return await as_seen_now(discussion, person, world)
