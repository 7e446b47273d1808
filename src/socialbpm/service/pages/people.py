"""A person: what is known of them, as far as it is the reader's to see. So far everybody sees that of themselves."""

from __future__ import annotations

from fastapi import APIRouter, Response

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
