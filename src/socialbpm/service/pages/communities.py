"""Communities: which there are around somebody, who is in one and what was answered there; joined by consent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from socialbpm.actions import communities
from socialbpm.service.pages.forms import plain
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/communities", include_in_schema=False, route_class=PageRoute)
Title = Annotated[str, Form(min_length=1, max_length=200)]
About = Annotated[str, Form(max_length=20_000)]


@router.get("")
async def show_communities(reader: TheReader, world: TheWorld) -> Response:
    """Show which are proposed to the reader, which they are in, and which there are for tasks of theirs."""
    return reader.page("communities.html", found=await communities.around(reader.person, world))


@router.get("/{community}")
async def show_community(community: str, reader: TheReader, world: TheWorld) -> Response:
    """Show what a community is about, who is in it, and what was answered at its kind of task."""
    view, told = await communities.with_experience(community, reader.person, world)
    return reader.page("community.html", view=view, told=told)


@router.post("/{community}/join")
async def join(community: str, reader: TheReader, world: Sent) -> Response:
    """Say yes."""
    await communities.join(community, reader.person, world)
    return to(f"/communities/{community}")


@router.post("/{community}/decline")
async def decline(community: str, reader: TheReader, world: Sent) -> Response:
    """Say no; nobody hears of it."""
    await communities.decline(community, reader.person, world)
    return to("/communities")


@router.post("/{community}/leave")
async def leave(community: str, reader: TheReader, world: Sent) -> Response:
    """Go."""
    await communities.leave(community, reader.person, world)
    return to("/communities")


@router.post("/{community}/words")
async def word(community: str, reader: TheReader, world: Sent, title: Title, about: About = "") -> Response:
    """Say, as its steward, what it is called and what it is about."""
    await communities.change(community, reader.person, title, plain(about), None, world)
    return to(f"/communities/{community}")


@router.post("/{community}/steward")
async def hand_on(
    community: str, reader: TheReader, world: Sent, steward: Annotated[str, Form(min_length=1, max_length=200)]
) -> Response:
    """Let another member be steward from now on."""
    await communities.change(community, reader.person, None, None, steward, world)
    return to(f"/communities/{community}")
