"""Where a task is in its process, in words; with scripts the diagram, too."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.service.pages.reader import TheReader
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.places import place_for
from socialbpm.service.state import TheWorld

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/discussions/{discussion}/place")
async def show_place(discussion: str, reader: TheReader, world: TheWorld) -> Response:
    """Show where the task of a discussion is."""
    return reader.page("place.html", place=await place_for(discussion, reader.person, world), discussion=discussion)
