"""What the widget shows: the discussion about its task, made by templates as a page is, as trees of elements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from socialbpm.actions import read, rings
from socialbpm.actions.open import no_such_task
from socialbpm.actions.ports import Wanted
from socialbpm.actions.work import task_of
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionView, PreviewView
from socialbpm.errors import NotFound, Refused
from socialbpm.service.pages.rendering import rendered
from socialbpm.service.widget.bearer import Guest
from socialbpm.service.widget.trees import tree
from socialbpm.social.worktime import OFFICE_HOURS

FIRST = (
    Wanted(state="open", role="mine"),
    Wanted(state="open"),
    Wanted(state="ended", role="mine"),
    Wanted(state="ended"),
)
"""Of several discussions about a task the one that matters most to its reader is shown."""


async def shown(guest: Guest, world: World) -> dict[str, Any]:
    """Return what the widget shows, part by part, in the reader's language.

    Raises:
        NotFound: they have nothing to do with the task; whether it exists makes no difference.
    """
    found = await _find(guest, world)
    view, ahead = (None, []) if found is None else await _look(found, guest, world)
    work = await task_of(guest.task.runtime, guest.task.task_id, guest.person, world)
    if view is None and work is None:
        raise no_such_task()
    may_ask = work is not None and work.may_ask and (view is None or view.outcome is not None)
    task = view.task if view is not None else work.task if work is not None else None
    given = {"view": view, "task": task, "ahead": ahead, "may_ask": may_ask, "url": world.base_url}
    html = rendered(guest.language, "widget.html", now=world.now(), zone=_zone(guest, world), **given)
    return {
        "language": guest.language,
        "parts": [part for part in tree(html) if isinstance(part, list)],
        "follows": view is not None and view.outcome is None,
        "expires_in": max(0.0, (guest.until - world.now()).total_seconds()),
    }


async def discussion_of(guest: Guest, world: World) -> str:
    """Return the discussion about the task that is shown.

    Raises:
        NotFound: there is none for them.
    """
    found = await _find(guest, world)
    if found is None:
        raise no_such_task()
    return found


async def of_the_task(discussion: str, guest: Guest, world: World) -> DiscussionView:
    """Return a discussion that they see, if it is about their task.

    Raises:
        NotFound: it is not, or they do not see it.
    """
    view = await read.discussion(discussion, guest.person, world)
    if (view.task.runtime, view.task.task_id) != (guest.task.runtime, guest.task.task_id):
        raise NotFound("there is no such discussion")
    return view


async def _find(guest: Guest, world: World) -> str | None:
    async with world.stores.read() as store:
        for wanted in FIRST:
            here = replace(wanted, runtime=guest.task.runtime, task=guest.task.task_id)
            for line in await store.visible(guest.person, None, 1, here):
                return line.discussion
    return None


async def _look(discussion: str, guest: Guest, world: World) -> tuple[DiscussionView, list[PreviewView]]:
    """Return a discussion, and who would be asked; it may go on between the two, and then it is read once more."""
    view = await read.discussion(discussion, guest.person, world)
    try:
        return view, await _ahead(view, guest, world)
    except Refused:
        return await read.discussion(discussion, guest.person, world), []


async def _ahead(view: DiscussionView, guest: Guest, world: World) -> list[PreviewView]:
    """Return who would be asked, and when, for who has not asked yet."""
    if not view.mine or view.asked or view.outcome:
        return []
    return [await rings.preview(view.id, guest.person, ring.name, None, world) for ring in view.rings[1:]]


def _zone(guest: Guest, world: World) -> str:
    known = world.directory.person(guest.person)
    return (known.calendar if known else OFFICE_HOURS).zone
