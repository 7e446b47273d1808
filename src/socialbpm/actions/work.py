"""What somebody has to do: their open tasks, of all runtimes, and where they asked about one."""

from __future__ import annotations

from collections.abc import Sequence

from socialbpm.actions.addressing import words_of
from socialbpm.actions.naming import task_as_shown
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.tasks import have_excluded_at_hand, who_may_ask
from socialbpm.actions.world import World
from socialbpm.contract.element import Socialize
from socialbpm.contract.views import WorkView
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey

MOST = 100
"""Tasks of one person that are listed; whoever has more works off what is due first."""


async def tasks_of(person: PersonId, world: World) -> list[WorkView]:
    """Return the open tasks that are somebody's, or that they may take: what is due first."""
    async with world.stores.read() as store:
        return await open_tasks(person, store, world)


async def open_tasks(person: PersonId, store: Store, world: World) -> list[WorkView]:
    """Return the same, in a transaction; however many there are, they are read with as few questions."""
    found = await store.tasks_for(words_of(person, world.directory), MOST)
    return await _views(found, person, store, world)


async def task_of(runtime: str, task_id: str, person: PersonId, world: World) -> WorkView | None:
    """Return one of the open tasks of somebody; None where there is none, or it is not theirs."""
    async with world.stores.read() as store:
        task = await store.task(TaskKey(runtime, task_id))
        if task is None or task.ended_at is not None:
            return None
        return next(iter(await _views([task], person, store, world)), None)


async def _views(found: Sequence[TaskRecord], person: PersonId, store: Store, world: World) -> list[WorkView]:
    """Return those tasks that are theirs, each with the discussion that they opened about it."""
    await have_excluded_at_hand([(task, task.settings or Socialize()) for task in found], store)
    theirs = [task for task in found if await _is_theirs(task, person, store, world)]
    opened = await store.open_discussions_about([task.key for task in theirs], person)
    return [_view(task, opened.get((task.key, task.event_id)) if task.event_id else None) for task in theirs]


async def _is_theirs(task: TaskRecord, person: PersonId, store: Store, world: World) -> bool:
    return person in await who_may_ask(task, task.settings or Socialize(), store, world)


def _view(task: TaskRecord, discussion: str | None) -> WorkView:
    by_hand = task.event_id is not None and task.settings is not None and task.settings.trigger != "timer"
    return WorkView(
        task=task_as_shown(task),
        case=task.ref.case_id,
        due=task.ref.due,
        claimed=task.people.actual_owner is not None,
        may_ask=by_hand or discussion is not None,
        discussion=discussion,
    )
