"""Letting somebody in by name: first one sees what they would see, then it is done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from socialbpm.actions import members, read, rings
from socialbpm.actions.people import Person
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionView, PreviewView
from socialbpm.errors import NotFound, Refused
from socialbpm.service.pages.forms import Name
from socialbpm.service.pages.reader import Reader, Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/discussions/{discussion}/members", include_in_schema=False, route_class=PageRoute)
SELF = "self"
MOST = 10
SHORTEST = 2


@router.get("")
async def find_people(
    discussion: str, reader: TheReader, world: TheWorld, name: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Find people by name, for the asker."""
    view = await _asked(discussion, reader, world)
    found = _called(name, reader.person, world) if len(name.strip()) >= SHORTEST else []
    return reader.page("people.html", view=view, name=name, found=found, here=_here(view), closer=_closer(view))


def _called(name: str, besides: str, world: World) -> list[Person]:
    """Return who is called so, or partly so."""
    wanted = name.strip().casefold()
    known = (person for person in world.directory.people() if person.active and person.id != besides)
    return sorted((who for who in known if wanted in who.name.casefold()), key=lambda who: who.name)[:MOST]


async def _asked(discussion: str, reader: Reader, world: World) -> DiscussionView:
    """Return a discussion that the reader is the asker of, and that somebody can be let into."""
    view = await read.discussion(discussion, reader.person, world)
    if not view.mine or not view.asked or view.outcome is not None:
        raise NotFound("there is no such page")
    return view


def _here(view: DiscussionView) -> str:
    """Return the ring that somebody comes in at who is brought in now."""
    return view.rings[1].name if view.current == SELF else view.current


def _closer(view: DiscussionView) -> list[str]:
    names = [ring.name for ring in view.rings]
    return names[1 : names.index(_here(view))]


@router.post("/{member}/remove")
async def remove(discussion: str, member: str, reader: TheReader, world: Sent) -> Response:
    """Take somebody out; they see nothing any more."""
    await members.remove(discussion, reader.person, member, world)
    return to(f"/discussions/{discussion}")


@router.get("/{member}/{ring}")
async def show_letting_in(discussion: str, member: str, ring: str, reader: TheReader, world: TheWorld) -> Response:
    """Show what somebody would see in a ring; in `self`, as the new asker."""
    view = await _asked(discussion, reader, world)
    preview = await rings.preview(discussion, reader.person, ring, member, world)
    return _letting_in(view, member, preview, reader)


def _letting_in(
    view: DiscussionView, member: str, preview: PreviewView, reader: Reader, *, outdated: bool = False
) -> Response:
    status = 409 if outdated else 200
    return reader.page("letting_in.html", status=status, view=view, member=member, preview=preview, outdated=outdated)


@router.post("/{member}/{ring}")
async def let_in(discussion: str, member: str, ring: str, reader: TheReader, world: Sent, preview: Name) -> Response:
    """Let somebody in as it was shown; if they would see more by now, the asker sees that first."""
    view = await _asked(discussion, reader, world)
    try:
        if ring == SELF:
            await members.hand_over(discussion, reader.person, member, preview, world)
        elif ring == _here(view):
            await members.bring_in(discussion, reader.person, member, world)
        else:
            await members.bring_closer(discussion, reader.person, member, preview, world)
    except Refused as refusal:
        fresh = refusal.details.get("preview")
        if not isinstance(fresh, PreviewView):
            raise
        return _letting_in(view, member, fresh, reader, outdated=True)
    return to(f"/discussions/{discussion}")
