"""Consent: before people one does not know are asked, one sees who they are and what they would see."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response
from pydantic import StringConstraints

from socialbpm.actions import read, rings
from socialbpm.actions.world import World
from socialbpm.contract.attachments import MOST_AT_ONCE
from socialbpm.contract.views import PreviewView
from socialbpm.errors import Refused
from socialbpm.service.pages.forms import Name, Text, plain
from socialbpm.service.pages.reader import Reader, Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/discussions/{discussion}/rings/{ring}", include_in_schema=False, route_class=PageRoute)

Chosen = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Form(max_length=MOST_AT_ONCE)]
NO_FILES: list[str] = []


@router.get("")
async def show_ring(discussion: str, ring: str, reader: TheReader, world: TheWorld) -> Response:
    """Show the asker what going on to a ring would show to whom."""
    preview = await rings.preview(discussion, reader.person, ring, None, world)
    return await _consent(discussion, reader, preview, world)


async def _consent(
    discussion: str, reader: Reader, preview: PreviewView, world: World, *, outdated: bool = False
) -> Response:
    view = await read.discussion(discussion, reader.person, world)
    return reader.page("consent.html", status=409 if outdated else 200, view=view, preview=preview, outdated=outdated)


@router.post("/consent")
async def consent(discussion: str, ring: str, reader: TheReader, world: Sent, preview: Name) -> Response:
    """Go on as the preview showed it. If more would be shown by now, the asker sees that first."""
    try:
        await rings.consent(discussion, reader.person, ring, preview, world)
    except Refused as refusal:
        fresh = refusal.details.get("preview")
        if not isinstance(fresh, PreviewView):
            raise
        return await _consent(discussion, reader, fresh, world, outdated=True)
    return to(f"/discussions/{discussion}")


@router.post("/decline")
async def decline(
    discussion: str, ring: str, reader: TheReader, world: Sent, further: Annotated[bool, Form()] = True
) -> Response:
    """Not yet; with `further` false: no further."""
    await rings.decline(discussion, reader.person, ring, further, world)
    return to(f"/discussions/{discussion}")


@router.post("/wording")
async def word(
    discussion: str, ring: str, reader: TheReader, world: Sent, text: Text, attachments: Chosen = NO_FILES
) -> Response:
    """Say how the question reads for that ring, and which of its files go there; and look again."""
    await rings.word(discussion, reader.person, ring, plain(text), world, tuple(attachments))
    return to(f"/discussions/{discussion}/rings/{ring}")
