"""Discussions: the reader's list, one of them, and what happened in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from socialbpm.actions import explain, read
from socialbpm.actions.ports import ALL, Wanted
from socialbpm.contract.base import Moment
from socialbpm.contract.explaining import DryRun
from socialbpm.contract.views import DiscussionPage, DiscussionView, FactList
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheService, TheWorld

router = APIRouter(tags=["discussions"])
LARGEST_PAGE = 100


async def _wanted(
    state: Annotated[Literal["open", "ended"] | None, Query(description="Only those that are open, or ended.")] = None,
    role: Annotated[
        Literal["mine", "asked"] | None, Query(description="Only those that you ask in, or are asked in right now.")
    ] = None,
    runtime: Annotated[str | None, Query(max_length=200, description="Only about tasks of this runtime.")] = None,
    process: Annotated[str | None, Query(max_length=200, description="Only about tasks of this process.")] = None,
    task: Annotated[str | None, Query(max_length=200, description="Only about this task of its runtime.")] = None,
    case: Annotated[
        str | None, Query(max_length=200, description="Only about tasks of this case; of your own questions.")
    ] = None,
    since: Annotated[Moment | None, Query(description="Only those in which something happened since.")] = None,
) -> Wanted:
    return Wanted(state, role, runtime, process, task, case, since)


@router.get("/discussions")
async def list_discussions(
    person: ThePerson,
    service: TheService,
    cursor: Annotated[str | None, Query(max_length=500, description="The `cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    wanted: Annotated[Wanted, Depends(_wanted)] = ALL,
) -> DiscussionPage:
    """List the discussions that you are in, the one with the latest activity (that you may see) first."""
    after = None if cursor is None else _place(service.cursors.read(person, "discussions", cursor))
    async with service.world.stores.read() as store:
        found = await store.visible(person, after, limit + 1, wanted)
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
async def list_facts(discussion: str, person: ThePerson, world: TheWorld, page: ThePage) -> FactList:
    """Read what happened in a discussion, in order, as far as you may know it; without words."""
    found = await read.facts(discussion, person, world)
    items, cursor = page.of(f"facts {discussion}", found, lambda fact: str(fact[0]))
    return FactList(items=tuple(fact for _, fact in items), cursor=cursor)


@router.get("/discussions/{discussion}/dry-run")
async def dry_run_discussion(discussion: str, person: ThePerson, world: TheWorld) -> DryRun:
    """See who would be asked from here on, in which order, why, and what each would see, if nobody helps.

    It is for the asker. Nothing is kept, and nobody hears of it. What is shown is true now: later some may be away.
    """
    return await explain.of_discussion(discussion, person, world)
