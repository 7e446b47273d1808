"""Files that hang on posts: put there, taken off, and saved by whoever sees the post."""

from __future__ import annotations

from fastapi import APIRouter, Response

from socialbpm.actions import posts, read
from socialbpm.service.downloads import download
from socialbpm.service.pages.forms import Files, chosen
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/discussions/{discussion}", include_in_schema=False, route_class=PageRoute)


@router.post("/posts/{post}/attachments")
async def attach(discussion: str, post: str, reader: TheReader, world: Sent, files: Files) -> Response:
    """Hang files on one's own post."""
    await posts.attach(discussion, reader.person, post, await chosen(files), world)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.post("/posts/{post}/attachments/{attachment}/take-off")
async def take_off(discussion: str, post: str, attachment: str, reader: TheReader, world: Sent) -> Response:
    """Take a file off one's own post."""
    await posts.take_off(discussion, reader.person, post, attachment, world)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.get("/attachments/{attachment}")
async def get_attachment(discussion: str, attachment: str, reader: TheReader, world: TheWorld) -> Response:
    """Save a file."""
    found, content = await read.attachment(discussion, reader.person, attachment, world)
    return download(found.name, content)
