"""Who stands around a task, with groups and lanes resolved: who may ask, who has a role, who is excluded."""

from __future__ import annotations

from collections.abc import Iterable

from socialbpm.actions.audience import excluded
from socialbpm.actions.people import Directory, available
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.sources import GROUP, TaskContext
from socialbpm.actions.world import World
from socialbpm.contract.element import Socialize
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey


def context_of(task: TaskRecord, asker: PersonId) -> TaskContext:
    """Return what the pools need to know about a task."""
    ref = task.ref
    return TaskContext(
        runtime=task.runtime,
        task_id=ref.task_id,
        case_id=ref.case_id,
        process=ref.process,
        element_id=ref.element_id,
        lane=ref.lane,
        people=task.people,
        asker=asker,
        name=ref.name,
    )


async def held_task(key: TaskKey, store: Store) -> TaskRecord | None:
    """Return a task as it is once nobody else can change who stands around its case, or open something there."""
    found = await store.task(key)
    if found is None:
        return None
    await store.hold_case(key.runtime, found.ref.case_id)
    return await store.task(key)


def members_of(entries: Iterable[str | None], directory: Directory) -> frozenset[PersonId]:
    """Return the persons behind `entries`; `group:NAME` stands for the group's members."""
    found: set[PersonId] = set()
    for entry in filter(None, entries):
        found.update(directory.group(entry.removeprefix(GROUP)) if entry.startswith(GROUP) else (entry,))
    return frozenset(found)


def potential_owners(task: TaskRecord, directory: Directory) -> frozenset[PersonId]:
    """Return who may claim the task; where the runtime names nobody, whoever works in its lane."""
    if task.people.potential_owners:
        return members_of(task.people.potential_owners, directory)
    return frozenset(directory.lane(task.ref.lane)) if task.ref.lane else frozenset()


def workers(task: TaskRecord, directory: Directory) -> frozenset[PersonId]:
    """Return whose task it is: its actual owner, or the potential owners of an unclaimed one."""
    if task.people.actual_owner:
        return frozenset({task.people.actual_owner})
    return potential_owners(task, directory)


async def role_holders(task: TaskRecord, store: Store, directory: Directory) -> frozenset[PersonId]:
    """Return everybody who stands around the task now, by role, lane or their work on the case."""
    people = task.people
    named = members_of(
        (
            people.task_initiator,
            people.actual_owner,
            *people.potential_owners,
            *people.business_administrators,
            *people.task_stakeholders,
        ),
        directory,
    )
    in_lane = directory.lane(task.ref.lane) if task.ref.lane else ()
    return named | set(in_lane) | set(await store.worked_on_case(task.runtime, task.ref.case_id))


async def excluded_from(
    task: TaskRecord, settings: Socialize, asker: PersonId, store: Store, world: World
) -> frozenset[PersonId]:
    """Return who must never take part: the task's excluded owners and whom the designer excludes (law 6)."""
    words = tuple(exclude.who for exclude in settings.excludes)
    return await excluded(context_of(task, asker), words, world.directory, store)


async def have_excluded_at_hand(about: Iterable[tuple[TaskRecord, Socialize]], store: Store) -> None:
    """Read at once who is excluded from many tasks by what they did in their cases; only for who reads."""
    depending = {(task.runtime, task.ref.case_id) for task, settings in about if settings.depends_on_others}
    await store.have_cases_at_hand(depending)


async def who_may_ask(task: TaskRecord, settings: Socialize, store: Store, world: World) -> frozenset[PersonId]:
    """Return who may socialize the task, and read its offers: whose task it is, minus the excluded and the inactive."""
    candidates = workers(task, world.directory)
    barred = await excluded_from(task, settings, task.people.actual_owner or "", store, world)
    people = ((person, world.directory.person(person)) for person in candidates - barred)
    return frozenset(id_ for id_, person in people if person is not None and person.active)


def is_administrator(task: TaskRecord, person: PersonId, world: World) -> bool:
    """Whether `person` is a business administrator of the task."""
    found = world.directory.person(person)
    return (
        found is not None
        and available(found, world.now())
        and person in members_of(task.people.business_administrators, world.directory)
    )
