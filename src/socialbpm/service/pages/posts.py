"""What people say, and what the asker says to it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response

from socialbpm.actions import posts, read
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionView, PostView
from socialbpm.errors import NotFound
from socialbpm.service.auth import Caller
from socialbpm.service.pages.forms import NONE, Files, Name, Text, chosen, plain
from socialbpm.service.pages.reader import Reader, Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/discussions/{discussion}/posts", include_in_schema=False, route_class=PageRoute)
Reach = Annotated[str, Form(max_length=200)]
SELF = "self"
QUOTED = 500
"""Characters of a post that are quoted for who replies; they may add more."""
Kind = Literal["comment", "answer", "note"]


@router.post("")
async def say(
    discussion: str,
    reader: TheReader,
    world: Sent,
    text: Text,
    reach: Name,
    kind: Annotated[Kind, Form()] = "comment",
    parent: Annotated[str | None, Form(max_length=200)] = None,
    files: Files = NONE,
) -> Response:
    """Say something, as far out as its author chose, with the files that come along; or reply to `parent`."""
    attached = await chosen(files)
    post = await posts.post(discussion, reader.person, kind, plain(text), reach, parent, world, attached)
    return to(f"/discussions/{discussion}", f"post-{post}")


async def _open_post(discussion: str, post: str, reader: Reader, world: World) -> tuple[DiscussionView, PostView]:
    """Return a post that something can still be done with."""
    view = await read.discussion(discussion, reader.person, world)
    found = next((said for said in view.posts if said.id == post and not said.withdrawn), None)
    if found is None or view.outcome is not None:
        raise NotFound("there is no such post")
    return view, found


@router.get("/{post}")
async def show_post(discussion: str, post: str, reader: TheReader, world: TheWorld) -> Response:
    """Show a post with what its reader can do with it: reply; if it is theirs, change it, or show it further out."""
    view, found = await _open_post(discussion, post, reader, world)
    names = [ring.name for ring in view.rings]
    at = names.index(found.reach) if found.reach in names else -1
    here = names.index(view.current) if view.current in names else 0
    replies = [name for name in names[: min(at, here) + 1] if name != SELF]
    further = names[at + 1 :] if found.reach is not None else []
    return reader.page("post.html", view=view, post=found, replies=replies, further=further, quote=_quoted(found.text))


def _quoted(text: str | None) -> str:
    r"""Return the beginning of a post as a quotation in Markdown, to reply below.

    >>> _quoted("a\nb")
    '> a\n> b\n\n'
    """
    lines = (text or "")[:QUOTED].splitlines()
    return "".join(f"> {line}\n" for line in lines) + "\n" if lines else ""


@router.post("/{post}/edit")
async def edit(discussion: str, post: str, reader: TheReader, world: Sent, text: Text, reach: Reach = "") -> Response:
    """Change one's own post: a new version, as far out as before, or further."""
    await posts.edit(discussion, reader.person, post, plain(text), reach or None, world)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.post("/{post}/raise")
async def raise_reach(discussion: str, post: str, reader: TheReader, world: Sent, reach: Name) -> Response:
    """Show one's own post further out."""
    await posts.raise_reach(discussion, reader.person, post, reach, world)
    return to(f"/discussions/{discussion}", f"post-{post}")


@router.get("/{post}/accept")
async def show_acceptance(discussion: str, post: str, reader: TheReader, world: TheWorld) -> Response:
    """Show what would go back into the task, to be agreed to or changed."""
    view, found = await _open_post(discussion, post, reader, world)
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
