"""Discussions: the reader's list, one of them, and what happened in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from socialbpm.actions import read
from socialbpm.contract.views import DiscussionPage, DiscussionView, FactList
from socialbpm.service.auth import ThePerson
from socialbpm.service.state import TheService, TheWorld

router = APIRouter(tags=["discussions"])
LARGEST_PAGE = 100


@router.get("/discussions")
async def list_discussions(
    person: ThePerson,
    service: TheService,
    cursor: Annotated[str | None, Query(max_length=500, description="The `cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
) -> DiscussionPage:
    """List the discussions that you are in, the one with the latest activity (that you may see) first."""
    after = None if cursor is None else _place(service.cursors.read(person, "discussions", cursor))
    async with service.world.stores.read() as store:
        found = await store.visible(person, after, limit + 1)
        shown = [(line.discussion, line.last_activity) for line in found[:limit]]
        items = await read.lines(shown, person, store, service.world)
    more = len(found) > limit
    last = service.cursors.make(person, "discussions", shown[-1][1].isoformat(), shown[-1][0]) if more else None
    return DiscussionPage(items=tuple(items), cursor=last)


def _place(place: list[str]) -> tuple[datetime, str]:
    at, discussion = place
    return datetime.fromisoformat(at), discussion


@router.get("/discussions/{discussion}")
async def get_discussion(discussion: str, person: ThePerson, world: TheWorld) -> DiscussionView:
    """Read a discussion, as far as it is meant for you."""
    return await read.discussion(discussion, person, world)


@router.get("/discussions/{discussion}/facts")
async def list_facts(discussion: str, person: ThePerson, world: TheWorld) -> FactList:
    """Read what happened in a discussion, in order, as far as you may know it; without words."""
    return await read.facts(discussion, person, world)
