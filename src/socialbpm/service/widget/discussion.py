"""What the widget shows of a task, and what its person does there: one address, for the one task of their token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from socialbpm.service.api.streams import Following, LastId, following_of
from socialbpm.service.state import TheService, TheWorld
from socialbpm.service.widget.bearer import TheGuest, TheStill
from socialbpm.service.widget.doing import Doing, Sent, do
from socialbpm.service.widget.route import WidgetRoute
from socialbpm.service.widget.showing import discussion_of, shown

router = APIRouter(prefix="/widget/discussion", include_in_schema=False, route_class=WidgetRoute)


@router.get("")
async def show_in_widget(guest: TheGuest, world: TheWorld) -> JSONResponse:
    """Show the discussion about the task, as far as it is meant for its reader; or that they can ask."""
    return _answer(await shown(guest, world))


@router.post("/{what}")
async def do_in_widget(what: str, body: Doing, guest: TheGuest, world: Sent, here: TheWorld) -> JSONResponse:
    """Do something about the task, and show what it looks like then."""
    await do(what, body, guest, world)
    return _answer(await shown(guest, here))


async def _following(
    guest: TheGuest, service: TheService, still: TheStill, last: LastId = None
) -> AsyncIterator[Following]:
    discussion = await discussion_of(guest, service.world)
    async with following_of(guest.person, discussion, last, service, still) as following:
        yield following


@router.get("/stream", response_class=EventSourceResponse)
async def follow_in_widget(following: Annotated[Following, Depends(_following)]) -> AsyncIterator[ServerSentEvent]:
    """Be told live that something happened in it; it ends with the token."""
    async for event in following.events():
        yield event


def _answer(said: dict[str, Any]) -> JSONResponse:
    return JSONResponse(said, headers={"Cache-Control": "no-store"})
