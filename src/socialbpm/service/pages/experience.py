"""What one released of one's own words, and taking it back."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import experience
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/released", include_in_schema=False, route_class=PageRoute)


@router.get("")
async def show_released(reader: TheReader, world: TheWorld) -> Response:
    """Show what the reader let others see who are stuck later, and how many people it helped."""
    return reader.page("released.html", released=await experience.released(reader.person, world))


@router.post("/{released}/take-back")
async def take_back(released: str, reader: TheReader, world: Sent) -> Response:
    """Take it back: nobody finds it from now on."""
    await experience.take_back(released, reader.person, world)
    return to("/released")
