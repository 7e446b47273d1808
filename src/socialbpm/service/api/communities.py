"""Communities: proposed to who helped, joined by consent; and who knows what."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import acquaintance, communities
from socialbpm.contract.known import CommunityList, CommunityView, ExperienceList
from socialbpm.contract.profiles import PersonPage
from socialbpm.contract.requests import ChangeCommunity
from socialbpm.service.auth import ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once

router = APIRouter(tags=["communities"])


@router.get("/communities")
async def list_communities(person: ThePerson, world: TheWorld, page: ThePage) -> CommunityList:
    """Read which communities are proposed to you, which you are in, and which there are for tasks of yours."""
    found = await communities.around(person, world)
    items, cursor = page.of("communities", found, lambda one: one.id)
    return CommunityList(items=items, cursor=cursor)


@router.get("/communities/{community}")
async def get_community(community: str, person: ThePerson, world: TheWorld) -> CommunityView:
    """Read a community: what it is about, its steward, its members."""
    return await communities.one(community, person, world)


@router.get("/communities/{community}/experience")
async def list_community_experience(
    community: str, person: ThePerson, world: TheWorld, page: ThePage
) -> ExperienceList:
    """Read what was answered at the community's kind of task; nothing, unless you may ask there."""
    found = await communities.its_experience(community, person, world)
    items, cursor = page.of(f"experience of {community}", found, lambda one: one.id)
    return ExperienceList(items=items, cursor=cursor)


@router.post("/communities/{community}/join")
async def join_community(community: str, person: ThePerson, world: Once) -> CommunityView:
    """Say yes: who may ask at this kind of task sees you in it once it is founded, and may ask you."""
    await communities.join(community, person, world)
    return await communities.one(community, person, world)


@router.post("/communities/{community}/decline", status_code=204)
async def decline_community(community: str, person: ThePerson, world: Once) -> Response:
    """Say no; nobody hears of it, and you are not asked again."""
    await communities.decline(community, person, world)
    return Response(status_code=204)


@router.post("/communities/{community}/leave", status_code=204)
async def leave_community(community: str, person: ThePerson, world: Once) -> Response:
    """Go; a steward hands on to who has been in longest."""
    await communities.leave(community, person, world)
    return Response(status_code=204)


@router.patch("/communities/{community}")
async def change_community(community: str, body: ChangeCommunity, person: ThePerson, world: Once) -> CommunityView:
    """Say, as its steward, what it is called and what it is about, or who is steward from now on."""
    await communities.change(community, person, body.title, body.about, body.steward, world)
    return await communities.one(community, person, world)


@router.get("/people/{person}")
async def get_person(person: str, reader: ThePerson, world: TheWorld) -> PersonPage:
    """Read what somebody helped with, what ties you to them, and what else you may know of them."""
    return await acquaintance.page_of(person, reader, world)
