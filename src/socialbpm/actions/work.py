"""What somebody has to do: their open tasks, of all runtimes, and where they asked about one."""

from __future__ import annotations

from socialbpm.actions.addressing import words_of
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.read import task_as_shown
from socialbpm.actions.tasks import who_may_ask
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
        found = await store.tasks_for(words_of(person, world.directory), MOST)
        return [await _view(task, person, store) for task in found if await _is_theirs(task, person, store, world)]


async def task_of(runtime: str, task_id: str, person: PersonId, world: World) -> WorkView | None:
    """Return one of the open tasks of somebody; None where there is none, or it is not theirs."""
    async with world.stores.read() as store:
        task = await store.task(TaskKey(runtime, task_id))
        if task is None or task.ended_at is not None or not await _is_theirs(task, person, store, world):
            return None
        return await _view(task, person, store)


async def _is_theirs(task: TaskRecord, person: PersonId, store: Store, world: World) -> bool:
    return person in await who_may_ask(task, task.settings or Socialize(), store, world)


async def _view(task: TaskRecord, person: PersonId, store: Store) -> WorkView:
    socialized = task.event_id is not None and task.settings is not None
    discussion = await store.open_discussion(task.key, task.event_id, person) if task.event_id else None
    by_hand = socialized and task.settings is not None and task.settings.trigger != "timer"
    return WorkView(
        task=task_as_shown(task),
        case=task.ref.case_id,
        due=task.ref.due,
        claimed=task.people.actual_owner is not None,
        may_ask=by_hand or discussion is not None,
        discussion=discussion,
    )
