"""A person: what is known of them, as far as it is the reader's to see."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import acquaintance
from socialbpm.service.pages.reader import TheReader
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld
from socialbpm.social.audience import PersonId

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/people/{person}")
async def show_person(person: PersonId, reader: TheReader, world: TheWorld) -> Response:
    """Show what somebody helped with, what ties the reader to them, and which communities they are in."""
    return reader.page("colleague.html", known=await acquaintance.page_of(person, reader.person, world))
