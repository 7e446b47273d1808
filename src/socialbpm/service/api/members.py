"""Members: who is in, and who lets whom in or out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from socialbpm.actions import members, read
from socialbpm.contract.requests import ByPreview
from socialbpm.contract.views import DiscussionView, MemberList
from socialbpm.service.api.answers import MAY_BE_GONE, as_seen_now
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once, OnceAsSeen

router = APIRouter(prefix="/discussions/{discussion}", tags=["members"])


@router.get("/members")
async def list_members(discussion: str, person: ThePerson, world: TheWorld, page: ThePage) -> MemberList:
    """Read whom you are among."""
    found = (await read.discussion(discussion, person, world)).members
    items, cursor = page.of(f"members {discussion}", found, lambda member: str(member.person.id))
    return MemberList(items=items, cursor=cursor)


@router.put("/members/{member}", response_model=DiscussionView)
async def bring_in(discussion: str, member: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Bring somebody in, at the ring that the discussion is in."""
    await members.bring_in(discussion, person, member, world)
    return await as_seen_now(discussion, person, world)


@router.delete("/members/{member}", response_model=DiscussionView)
async def remove_member(discussion: str, member: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Take somebody out."""
    await members.remove(discussion, person, member, world)
    return await as_seen_now(discussion, person, world)


@router.post("/members/{member}/strike", response_model=DiscussionView)
async def strike(discussion: str, member: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Keep somebody from coming in by themselves. Nobody is told."""
    await members.strike(discussion, person, member, world)
    return await as_seen_now(discussion, person, world)


@router.post("/members/{member}/closer", response_model=DiscussionView)
async def bring_closer(discussion: str, member: str, body: ByPreview, person: ThePerson, world: OnceAsSeen) -> Any:
    """Let somebody into a closer ring, as a preview that names them showed it."""
    await members.bring_closer(discussion, person, member, body.preview, world)
    return await as_seen_now(discussion, person, world)


@router.post("/members/{member}/hand-over", response_model=DiscussionView, responses=MAY_BE_GONE)
async def hand_over(discussion: str, member: str, body: ByPreview, person: ThePerson, world: OnceAsSeen) -> Any:
    """Make somebody else the asker, as a preview of `self` that names them showed it; you stay, one ring out."""
    await members.hand_over(discussion, person, member, body.preview, world)
    return await as_seen_now(discussion, person, world)


@router.post("/members/{member}/thank", response_model=DiscussionView)
async def thank(discussion: str, member: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Thank somebody who wrote."""
    await members.thank(discussion, person, member, world)
    return await as_seen_now(discussion, person, world)


@router.post("/join", response_model=DiscussionView)
async def join(discussion: str, person: ThePerson, world: Once) -> Any:
    """Join a discussion that is listed to you."""
    await members.join(discussion, person, world)
    return await as_seen_now(discussion, person, world)


@router.post("/leave", response_model=DiscussionView, responses=MAY_BE_GONE)
async def leave(discussion: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Go, by yourself."""
    await members.leave(discussion, person, world)
    return await as_seen_now(discussion, person, world)
