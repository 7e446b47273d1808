"""Attachments: files that hang on posts. Whoever sees the post gets them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from socialbpm.actions import posts, read
from socialbpm.contract.attachments import File
from socialbpm.contract.views import DiscussionView
from socialbpm.service.api.answers import as_seen_now
from socialbpm.service.auth import ThePerson
from socialbpm.service.bodies import TheBody
from socialbpm.service.downloads import BYTES, download
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import OnceAsSeen

router = APIRouter(prefix="/discussions/{discussion}", tags=["posts"])
A_FILE: dict[str, Any] = {BYTES: {"schema": {"type": "string", "format": "binary"}}}
SENT = {"requestBody": {"required": True, "content": A_FILE}}
GIVEN: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": A_FILE}}


@router.post("/posts/{post}/attachments", status_code=201, response_model=DiscussionView, openapi_extra=SENT)
async def attach(
    discussion: str,
    post: str,
    content: TheBody,
    person: ThePerson,
    world: OnceAsSeen,
    name: Annotated[str, Query(min_length=1, max_length=400, description="What the file is called, e.g. bill.pdf.")],
) -> Any:
    """Hang a file, which is the body, on your own post. It is seen by whoever sees the post: a new version of it."""
    await posts.attach(discussion, person, post, [File(name, content)], world)
    return await as_seen_now(discussion, person, world)


@router.delete("/posts/{post}/attachments/{attachment}", response_model=DiscussionView)
async def take_off(discussion: str, post: str, attachment: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Take a file off your own post; nobody gets it any more."""
    await posts.take_off(discussion, person, post, attachment, world)
    return await as_seen_now(discussion, person, world)


@router.get("/attachments/{attachment}", response_class=Response, responses=GIVEN)
async def get_attachment(discussion: str, attachment: str, person: ThePerson, world: TheWorld) -> Response:
    """Get a file that hangs on a post or question which you see, as bytes to be saved."""
    found, content = await read.attachment(discussion, person, attachment, world)
    return download(found.name, content)
