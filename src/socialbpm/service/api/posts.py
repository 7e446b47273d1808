"""Posts: what people say, and what the asker says to it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from socialbpm.actions import posts, read
from socialbpm.contract.requests import AcceptPost, EditPost, NewPost, RaisePost, SayIfHelped
from socialbpm.contract.views import DiscussionView, PostList
from socialbpm.service.api.answers import as_seen_now
from socialbpm.service.auth import Caller, ThePerson
from socialbpm.service.paging import ThePage
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import OnceAsSeen

router = APIRouter(prefix="/discussions/{discussion}/posts", tags=["posts"])


@router.get("")
async def list_posts(discussion: str, person: ThePerson, world: TheWorld, page: ThePage) -> PostList:
    """Read what was said, as far as it is meant for you."""
    found = (await read.discussion(discussion, person, world)).posts
    items, cursor = page.of(f"posts {discussion}", found, lambda post: post.id)
    return PostList(items=items, cursor=cursor)


@router.post("", status_code=201, response_model=DiscussionView)
async def create_post(discussion: str, body: NewPost, person: ThePerson, world: OnceAsSeen) -> Any:
    """Say something, to your own ring and outwards to `reach`. An `answer` pauses widening until the asker speaks."""
    await posts.post(discussion, person, body.kind, body.text, body.reach, body.parent, world)
    return await as_seen_now(discussion, person, world)


@router.patch("/{post}", response_model=DiscussionView)
async def edit_post(discussion: str, post: str, body: EditPost, person: ThePerson, world: OnceAsSeen) -> Any:
    """Change your own post: a new version; earlier ones stay for whoever could see them."""
    await posts.edit(discussion, person, post, body.text, body.reach, world)
    return await as_seen_now(discussion, person, world)


@router.post("/{post}/raise", response_model=DiscussionView)
async def raise_post(discussion: str, post: str, body: RaisePost, person: ThePerson, world: OnceAsSeen) -> Any:
    """Let your own post be seen further out, also by a ring that is not entered yet. It cannot be lowered again."""
    await posts.raise_reach(discussion, person, post, body.reach, world)
    return await as_seen_now(discussion, person, world)


@router.delete("/{post}", response_model=DiscussionView)
async def withdraw_post(discussion: str, post: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Take your own post back: it is empty for everybody."""
    await posts.withdraw(discussion, person, post, world)
    return await as_seen_now(discussion, person, world)


@router.post("/{post}/accept", response_model=DiscussionView)
async def accept_post(
    discussion: str, post: str, body: AcceptPost, person: ThePerson, caller: Caller, world: OnceAsSeen
) -> Any:
    """Take a version of a post as the answer: the discussion ends, and `value` goes back into the task.

    For the asker; and for a member who answers for the process, if they see the answer and somebody else wrote it.
    """
    given = "value" in body.model_fields_set
    await posts.accept(discussion, person, post, body.version, body.value, world, has_value=given, roles=caller.roles)
    return await as_seen_now(discussion, person, world)


@router.post("/{post}/not-it", response_model=DiscussionView)
async def refuse_answer(discussion: str, post: str, person: ThePerson, world: OnceAsSeen) -> Any:
    """Say "not it" to an answer; when none is left on the table, the discussion goes on with the time it had left."""
    await posts.not_it(discussion, person, post, world)
    return await as_seen_now(discussion, person, world)


@router.post("/{post}/helped", response_model=DiscussionView)
async def say_if_helped(discussion: str, post: str, body: SayIfHelped, person: ThePerson, world: OnceAsSeen) -> Any:
    """Say, after the end, whether a post helped."""
    await posts.say_if_helped(discussion, person, post, body.helped, world)
    return await as_seen_now(discussion, person, world)
