"""What runtimes tell about their tasks: who stands around them, and that they ended. Old news is ignored."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.actions import offers
from socialbpm.actions.addressing import address, open_rings
from socialbpm.actions.execute import carry_out, is_with_us
from socialbpm.actions.noticing import notice_work
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.tasks import excluded_from, role_holders
from socialbpm.actions.world import World
from socialbpm.contract.element import Socialize
from socialbpm.contract.hooks import TaskRef
from socialbpm.contract.people import TaskPeople
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import TaskKey


async def note(
    runtime: str, ref: TaskRef, people: TaskPeople | None, store: Store, world: World
) -> tuple[TaskRecord, bool]:
    """Keep a snapshot of a task and return what is known now, and whether the snapshot was news.

    `people` None says nothing about them. An older revision than the one known is ignored, and ended stays ended.
    """
    known = await store.task(TaskKey(runtime, ref.task_id))
    if known is None:
        task = TaskRecord(runtime, ref, people or TaskPeople())
        await store.save_task(task)
        await _tell_the_case(task, store, world, moved=False)
        return task, True
    if ref.revision < known.ref.revision or known.ended_at is not None:
        return known, False
    task = replace(known, ref=ref, people=people or known.people)
    if task != known:
        await store.save_task(task)
        if known.people.actual_owner and known.people.actual_owner != task.people.actual_owner:
            await notice_work(known, known.people.actual_owner, world.now(), store, world)
        moved = (task.people, task.ref.lane) != (known.people, known.ref.lane)
        await _tell_the_case(task, store, world, moved=moved)
    return task, True


async def _tell_the_case(changed: TaskRecord, store: Store, world: World, *, moved: bool) -> None:
    """Update the discussions of the task and its case: whoever does one half of a four-eyes pair leaves the other.

    Those that ended, too: who must not be in does not read on, either.
    """
    for task in await store.tasks_of_case(changed.runtime, changed.ref.case_id):
        for discussion in await store.discussions_of(task.key):
            own = moved and task.key == changed.key
            state = await store.discussion(discussion)
            if state is not None and (own or (await store.settings(discussion)).depends_on_others):
                await _change_people(state, task, store, world, moved=own)
            await _listed_to_whom_now(discussion, store)


async def _listed_to_whom_now(discussion: str, store: Store) -> None:
    """Keep to whom a discussion is listed, now that somebody else stands around its task or works on its case."""
    state = await store.discussion(discussion)
    if state is not None and open_rings(state):
        await address(state, store)


async def _change_people(state: Discussion, task: TaskRecord, store: Store, world: World, *, moved: bool) -> None:
    """Tell a discussion who stands around its task now: if they `moved`, or somebody must not be in it any more."""
    settings = await store.settings(state.id)
    excluded = await excluded_from(task, settings, state.asker, store, world)
    if not moved and excluded <= state.excluded:
        return
    owner = task.people.actual_owner
    command = c.ChangePeople(
        owner=owner,
        owner_is_with_us=owner is not None and is_with_us(owner, world),
        roles=await role_holders(task, store, world.directory),
        excluded=excluded,
        revision=max(task.ref.revision, state.revision + 1),
    )
    await carry_out(state, command, store, world)


async def note_element(task: TaskRecord, event: str, settings: Socialize, store: Store) -> TaskRecord:
    """Remember what the task's `socialize` element says: a page that opens a discussion must keep to it."""
    if (task.event_id, task.settings) == (event, settings):
        return task
    task = replace(task, event_id=event, settings=settings)
    await store.save_task(task)
    return task


async def end(task: TaskRecord, by: PersonId | None, store: Store, world: World, *, completed: bool) -> None:
    """The task is over: so are its discussions, their waits and asks, and its offers (law 10)."""
    if task.ended_at is not None:
        return
    now = world.now()
    task = replace(task, ended_at=now, completed_by=by if completed else None)
    await store.save_task(task)
    if task.completed_by is not None:
        await notice_work(task, task.completed_by, now, store, world)
    await _tell_the_case(task, store, world, moved=False)
    for discussion in await store.open_discussions_of(task.key):
        state = await store.discussion(discussion)
        if state is not None:
            await carry_out(state, c.EndTask(by=by, completed=completed), store, world)
    await offers.end_offers_of(task.key, store, now)


async def end_case(runtime: str, case_id: str, store: Store, world: World) -> None:
    """The process instance is over, and with it all its tasks."""
    for task in await store.tasks_of_case(runtime, case_id):
        await end(task, None, store, world, completed=False)
