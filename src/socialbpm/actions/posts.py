"""What people say, and what the asker says to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialbpm.actions.attachments import attach_all
from socialbpm.actions.execute import execute, is_member
from socialbpm.actions.ports import Store
from socialbpm.actions.roles import owns
from socialbpm.actions.wishes import ring_of, wish, wish_with_words
from socialbpm.actions.world import World
from socialbpm.contract.attachments import File
from socialbpm.errors import Invalid
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import PostKind
from socialbpm.social.sight import NOBODY_BY_RING, sees, version_item


async def post(
    discussion: str,
    by: PersonId,
    kind: PostKind,
    text: str,
    reach: str | None,
    parent: str | None,
    world: World,
    files: Sequence[File] = (),
) -> str:
    """Say something as far out as its author saw and chose, with the files that come along, and return the post's id.

    Raises:
        Invalid: it has no reach, and is no note; the ring is not known; or a file is none that may be attached.
    """
    post_id, found = world.new_id(), [world.files.look(file) for file in files]

    async def make(state: Discussion, store: Store) -> c.Command:
        chosen = _reach(state, by, kind, reach)
        attached = await attach_all(state.id, found, store)
        return c.Post(
            by=by,
            post=post_id,
            kind=kind,
            content=await store.put_words(state.id, text),
            reach=chosen,
            parent=parent,
            attachments=attached,
        )

    await execute(discussion, is_member(by), make, world)
    return post_id


def _reach(state: Discussion, by: PersonId, kind: PostKind, reach: str | None) -> int:
    if kind == "note":
        return NOBODY_BY_RING
    if reach is None:
        raise Invalid(
            "a post says how far out it is to be seen",
            hint='Give `reach`, the outermost ring that sees it: usually the discussion\'s "current" ring.',
            code="reach_missing",
        )
    return ring_of(state, by, reach)


async def edit(discussion: str, by: PersonId, post_id: str, text: str, reach: str | None, world: World) -> None:
    """Make a new version of one's own post."""

    def make(state: Discussion, content: str) -> c.Command:
        further = None if reach is None else ring_of(state, by, reach)
        return c.Edit(by=by, post=post_id, content=content, reach=further)

    await wish_with_words(discussion, by, text, make, world)


async def attach(discussion: str, by: PersonId, post_id: str, files: Sequence[File], world: World) -> None:
    """Hang files on one's own post.

    Raises:
        Invalid: one is none that may be attached.
    """
    found = [world.files.look(file) for file in files]

    async def make(state: Discussion, store: Store) -> c.Command:
        return c.Attach(by=by, post=post_id, attachments=await attach_all(state.id, found, store))

    await execute(discussion, is_member(by), make, world)


async def take_off(discussion: str, by: PersonId, post_id: str, attachment: str, world: World) -> None:
    """Take a file off one's own post."""
    await wish(discussion, by, lambda _: c.TakeOff(by=by, post=post_id, attachment=attachment), world)


async def raise_reach(discussion: str, by: PersonId, post_id: str, reach: str, world: World) -> None:
    """Let one's own post be seen further out."""
    await wish(discussion, by, lambda state: c.Raise(by=by, post=post_id, reach=ring_of(state, by, reach)), world)


async def withdraw(discussion: str, by: PersonId, post_id: str, world: World) -> None:
    """Take one's own post back."""
    await wish(discussion, by, lambda _: c.WithdrawPost(by=by, post=post_id), world)


async def not_it(discussion: str, by: PersonId, post_id: str, world: World) -> None:
    """Refuse an answer."""
    await wish(discussion, by, lambda _: c.RefuseAnswer(by=by, post=post_id), world)


async def say_if_helped(discussion: str, by: PersonId, post_id: str, helped: bool, world: World) -> None:
    """Say, after the end, whether a post helped."""
    await wish(discussion, by, lambda _: c.SayIfHelped(by=by, post=post_id, helped=helped), world)


async def accept(
    discussion: str,
    by: PersonId,
    post_id: str,
    version: int,
    value: Any,
    world: World,
    *,
    has_value: bool,
    roles: frozenset[str] = frozenset(),
) -> None:
    """Accept a version of a post. What goes back to the process is `value`, or without one the text of that version.

    `roles` may say that `by` answers for the process. Versions are counted as `by` sees them.
    """

    async def make(state: Discussion, store: Store) -> c.Command:
        number = version + _unseen(state, by, post_id)
        handed = value if has_value else await _text_of(state, post_id, number, store)
        content, as_owner = await store.put_words(state.id, handed), await _owns(state, roles, store)
        return c.Accept(by=by, post=post_id, version=number, value=content, as_owner=as_owner)

    await execute(discussion, is_member(by), make, world)


async def _owns(state: Discussion, roles: frozenset[str], store: Store) -> bool:
    """Whether somebody with these roles answers for the process that the task is in."""
    task = await store.task(state.task)
    return task is not None and owns(roles, task.ref.process)


def _unseen(state: Discussion, person: PersonId, post_id: str) -> int:
    """Return how many versions of a post came before the first that somebody sees: each sees their own first as 1."""
    member, post = state.member(person), state.posts.get(post_id)
    if member is None or post is None:
        return 0
    numbers = range(1, len(post.versions) + 1)
    return next((number - 1 for number in numbers if sees(member, version_item(post, number))), 0)


async def _text_of(state: Discussion, post_id: str, version: int, store: Store) -> Any:
    """Return what a version says; None where there is no such version, which the rules then refuse."""
    found = state.posts.get(post_id)
    if found is None or not 1 <= version <= len(found.versions):
        return None
    content = found.versions[version - 1].content
    return (await store.words([content])).get(content)
