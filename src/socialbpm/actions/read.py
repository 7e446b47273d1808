"""Reading: what a person gets, with words filled in only for what their view holds (law 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from socialbpm.actions.execute import no_longer_with_us, no_such_discussion
from socialbpm.actions.naming import person_view, task_shown
from socialbpm.actions.people import Directory
from socialbpm.actions.ports import Store
from socialbpm.actions.rendering import (
    Previewing,
    Rendering,
    attachments_of,
)
from socialbpm.actions.world import World
from socialbpm.contract import views as w
from socialbpm.errors import NotFound
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve
from socialbpm.social.facts import OffBoarded, Preview
from socialbpm.social.history import SeenFact, seen
from socialbpm.social.ladder import SELF_RING, Ladder
from socialbpm.social.unread import unread
from socialbpm.social.view import View, look


async def discussion(discussion_id: str, person: PersonId, world: World) -> w.DiscussionView:
    """Return a discussion as `person` sees it.

    Raises:
        NotFound: there is none, or they see nothing of it; nobody can tell which.
    """
    async with world.stores.read() as store:
        state, view = await _look_if_in(discussion_id, person, store, world)
        return await Rendering(state, view, store, world).discussion()


async def attachment(discussion_id: str, person: PersonId, of: str, world: World) -> tuple[w.AttachmentView, bytes]:
    """Return a file that hangs on a post or a wording which `person` sees, and its bytes.

    Raises:
        NotFound: there is none, or they do not see it; nobody can tell which, nor whether there is such a discussion.
    """
    async with world.stores.read() as store:
        state = await seen_state(discussion_id, person, store, world)
        view = None if state is None else look(state, person)
        words = await store.words([of]) if view is not None and of in view.all_attachments else {}
        kept = await store.attached(of) if of in words else None
    if kept is None:
        raise NotFound("there is no such attachment")
    return attachments_of([of], words)[0], kept


async def maybe(discussion_id: str, person: PersonId, world: World) -> w.DiscussionView | None:
    """Return a discussion as `person` sees it now, or None where they see nothing any more."""
    async with world.stores.read() as store:
        state = await _now(discussion_id, store, world)
        return None if state is None else await view_of(state, person, store, world)


async def view_of(state: Discussion, person: PersonId, store: Store, world: World) -> w.DiscussionView | None:
    """Return a discussion that was loaded in this transaction as `person` sees it, or None."""
    view = look(state, person)
    return None if view is None else await Rendering(state, view, store, world).discussion()


async def _now(discussion_id: str, store: Store, world: World) -> Discussion | None:
    """Return a discussion without those who are no longer with the organisation, also if that is no fact of it yet."""
    state = await store.discussion(discussion_id)
    for person in () if state is None else no_longer_with_us(state, world):
        state = evolve(state, OffBoarded(at=world.now(), person=person))
    return state


async def seen_state(discussion_id: str, person: PersonId, store: Store, world: World) -> Discussion | None:
    """Return a discussion that `person` is in, or None; nothing is loaded for who is not in."""
    if not await store.is_in(person, discussion_id):
        return None
    state = await _now(discussion_id, store, world)
    return None if state is None or state.member(person) is None else state


async def seen_states(
    discussions: Iterable[str], person: PersonId, store: Store, world: World
) -> dict[str, Discussion]:
    """Return those of discussions that `person` is in, all read at once; ask only for what the twin has found."""
    wanted = tuple(dict.fromkeys(discussions))
    await store.load_all(wanted)
    found = {of: await _now(of, store, world) for of in wanted}
    return {of: state for of, state in found.items() if state is not None and state.member(person) is not None}


async def _look_if_in(discussion_id: str, person: PersonId, store: Store, world: World) -> tuple[Discussion, View]:
    """Look, but load nothing for who is not in: how long "there is none" takes would tell how much there is."""
    if not await store.is_in(person, discussion_id):
        raise no_such_discussion()
    return await _look(discussion_id, person, store, world)


async def _look(discussion_id: str, person: PersonId, store: Store, world: World) -> tuple[Discussion, View]:
    state = await _now(discussion_id, store, world)
    view = None if state is None else look(state, person)
    if state is None or view is None:
        raise no_such_discussion()
    return state, view


async def facts(discussion_id: str, person: PersonId, world: World) -> list[tuple[int, w.FactView]]:
    """Return what happened, as far as `person` may know it; each with its number, which does not leave the service.

    Raises:
        NotFound: there is no such discussion, or not for them.
    """
    async with world.stores.read() as store:
        state, _ = await _look_if_in(discussion_id, person, store, world)
        told = seen(state, await store.facts(discussion_id), person)
        return [(fact.number, _fact(fact, state.ladder, world.directory)) for fact in told]


def _fact(fact: SeenFact, ladder: Ladder, directory: Directory) -> w.FactView:
    return w.FactView(
        at=fact.at,
        kind=fact.kind,
        who=None if fact.who is None else person_view(fact.who, directory),
        ring=None if fact.ring is None or fact.ring < SELF_RING else ladder.names[fact.ring],
        post=fact.post,
    )


async def lines(
    items: Iterable[tuple[str, Any]], person: PersonId, store: Store, world: World
) -> list[w.DiscussionLine]:
    """Return the lines of somebody's list; `items` are (discussion, last activity as they see it).

    However many there are, they are read with as few questions.
    """
    wanted = dict(items)
    await store.load_all(list(wanted))
    looks, tasks = await store.looks_of(person, wanted), await store.tasks_about(list(wanted))
    seen = [(await _look(of, person, store, world), at) for of, at in wanted.items()]
    words = await store.words([content for (_, view), _ in seen for content in _question_of(view)])
    return [
        Rendering(state, view, store, world).line(
            at, words, task_shown(view.task, tasks.get(view.task)), _new(view, looks.get(view.id))
        )
        for (state, view), at in seen
    ]


def _question_of(view: View) -> list[str]:
    return [content for content in (view.question or view.draft,) if content]


def _new(view: View, seen: Sequence[int] | None) -> int:
    """Return how much others said that the reader has not seen; the question counts where they never looked."""
    question = seen is None and not view.is_asker and view.question is not None
    return len(unread(view.posts, seen)) + question


async def preview(state: Discussion, kept: Preview, world: World) -> w.PreviewView:
    """Return a preview with its words, for the asker that it was made for."""
    async with world.stores.read() as store:
        return (await previews(state, [kept], store, world))[0]


async def previews(state: Discussion, kept: Iterable[Preview], store: Store, world: World) -> list[w.PreviewView]:
    """Return previews with their words, which are read at once."""
    shown = [Previewing(state, each, world.directory) for each in kept]
    words = await store.words([content for each in shown for content in each.contents()])
    return [each.view(words) for each in shown]
