"""A person: what is known of them, as far as it is the reader's to see; and oneself."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import communities
from socialbpm.actions.people import Person
from socialbpm.service.pages.reader import TheReader
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/me")
async def show_myself(reader: TheReader, world: TheWorld) -> Response:
    """Show what is known of the reader, and used when somebody is stuck."""
    known = world.directory.person(reader.person) or Person(reader.person, reader.name)
    return reader.page("person.html", person=known, lanes=world.directory.lanes_of(reader.person))


@router.get("/people/{person}")
async def show_person(person: str, reader: TheReader, world: TheWorld) -> Response:
    """Show what somebody helped with, what ties the reader to them, and which communities they are in."""
    return reader.page("colleague.html", known=await communities.page_of(person, reader.person, world))
