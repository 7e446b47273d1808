"""Rings: asking, wording, previewing and going on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from socialbpm.actions import rings
from socialbpm.contract.requests import AskQuestion, ByPreview, DeclineRing, WordRing
from socialbpm.contract.views import DiscussionView, PreviewView
from socialbpm.service.api.answers import as_seen_now
from socialbpm.service.auth import ThePerson
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import OnceAsSeen

router = APIRouter(prefix="/discussions/{discussion}", tags=["rings"])
NOT_YET = DeclineRing()


@router.post("/question", response_model=DiscussionView)
async def ask_question(discussion: str, body: AskQuestion, person: ThePerson, world: OnceAsSeen) -> Any:
    """Send your question to the first ring: asking is consent to the rings of colleagues."""
    await rings.ask(discussion, person, body.text, body.consents, world, body.files)
    return await as_seen_now(discussion, person, world)


@router.get("/rings/{ring}/preview")
async def preview_ring(
    discussion: str,
    ring: str,
    person: ThePerson,
    world: TheWorld,
    of: Annotated[
        str | None, Query(alias="person", max_length=200, description="Preview letting this person into the ring.")
    ] = None,
) -> PreviewView:
    """See what going on to a ring would show to whom, and who would be asked first. It is kept as it is served.

    With `person`, what letting them into that ring would show them; into `self`: handing over to them.
    """
    return await rings.preview(discussion, person, ring, of, world)


@router.post("/rings/{ring}/consent", response_model=DiscussionView)
async def consent(discussion: str, ring: str, body: ByPreview, person: ThePerson, world: OnceAsSeen) -> Any:
    """Agree to go on to a ring as a preview showed it; to one further out than the next, in advance.

    If more would be shown by now, this is refused with `preview_outdated` and the new `preview`.
    """
    await rings.consent(discussion, person, ring, body.preview, world)
    return await as_seen_now(discussion, person, world)


@router.post("/rings/{ring}/decline", response_model=DiscussionView)
async def decline(discussion: str, ring: str, person: ThePerson, world: OnceAsSeen, body: DeclineRing = NOT_YET) -> Any:
    """Say not yet to going on to a ring: it is proposed again later. With `further` false: no further."""
    await rings.decline(discussion, person, ring, body.further, world)
    return await as_seen_now(discussion, person, world)


@router.put("/rings/{ring}/wording", response_model=DiscussionView)
async def word_question(discussion: str, ring: str, body: WordRing, person: ThePerson, world: OnceAsSeen) -> Any:
    """Say how the question is to read for a ring."""
    await rings.word(discussion, person, ring, body.text, world, body.attachments)
    return await as_seen_now(discussion, person, world)


@router.post("/widen", response_model=DiscussionView)
async def widen(discussion: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Say that the current ring is over. Into a community this makes a proposal, which needs your consent."""
    await rings.widen(discussion, person, world)
    return await as_seen_now(discussion, person, world)
