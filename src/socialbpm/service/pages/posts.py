"""What people say, and what the asker says to it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response, UploadFile

from socialbpm.actions import posts, read
from socialbpm.errors import NotFound
from socialbpm.service.auth import Caller
from socialbpm.service.pages.forms import Files, Name, Text, chosen, plain
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/discussions/{discussion}/posts", include_in_schema=False, route_class=PageRoute)
NONE: list[UploadFile] = []
Kind = Literal["comment", "answer", "note"]


@router.post("")
async def say(
    discussion: str,
    reader: TheReader,
    world: Sent,
    text: Text,
    reach: Name,
    kind: Annotated[Kind, Form()] = "comment",
    files: Files = NONE,
) -> Response:
    """Say something, as far out as its author chose, with the files that come along."""
    attached = await chosen(files)
    post = await posts.post(discussion, reader.person, kind, plain(text), reach, None, world, attached)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.get("/{post}/accept")
async def show_acceptance(discussion: str, post: str, reader: TheReader, world: TheWorld) -> Response:
    """Show what would go back into the task, to be agreed to or changed."""
    view = await read.discussion(discussion, reader.person, world)
    found = next((said for said in view.posts if said.id == post and not said.withdrawn), None)
    if found is None or view.outcome is not None:
        raise NotFound("there is no such post")
    return reader.page("accept.html", view=view, post=found)


@router.post("/{post}/accept")
async def accept(
    discussion: str,
    post: str,
    reader: TheReader,
    caller: Caller,
    world: Sent,
    version: Annotated[int, Form(ge=1)],
    value: Text,
) -> Response:
    """Take a post as the answer: `value` goes back into the task, and the discussion ends."""
    value = plain(value)
    await posts.accept(discussion, reader.person, post, version, value, world, has_value=True, roles=caller.roles)
    return to(f"/discussions/{discussion}")


@router.post("/{post}/not-it")
async def not_it(discussion: str, post: str, reader: TheReader, world: Sent) -> Response:
    """Refuse an answer; the discussion goes on."""
    await posts.not_it(discussion, reader.person, post, world)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.post("/{post}/withdraw")
async def withdraw(discussion: str, post: str, reader: TheReader, world: Sent) -> Response:
    """Take one's own post back."""
    await posts.withdraw(discussion, reader.person, post, world)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.post("/{post}/helped")
async def say_if_helped(
    discussion: str, post: str, reader: TheReader, world: Sent, helped: Annotated[bool, Form()]
) -> Response:
    """Say, after the end, whether a post helped."""
    await posts.say_if_helped(discussion, reader.person, post, helped, world)
    return to(f"/discussions/{discussion}", f"post-{post}")
