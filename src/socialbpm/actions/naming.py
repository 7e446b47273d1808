"""What people and tasks are called towards a reader: by name, or by role where that is all they may know."""

from __future__ import annotations

from socialbpm.actions.people import Directory
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.contract import views as w
from socialbpm.contract.hooks import TaskRef
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey
from socialbpm.social.view import Shown


def person_view(who: Shown, directory: Directory) -> w.PersonView:
    """Return a person by name, or by role where that is all that the reader may know."""
    if who.person is not None:
        erased = (known := directory.person(who.person)) is not None and known.erased
        return w.PersonView(id=None if erased else who.person, name=directory.name(who.person))
    found = directory.person(who.role_of) if who.role_of else None
    return w.PersonView(id=None, name=found.role_name if found else "somebody")


def by_name(person: PersonId, directory: Directory) -> w.PersonView:
    """Return a person by name."""
    return person_view(Shown(person=person), directory)


async def task_view(key: TaskKey, store: Store) -> w.TaskView:
    """Return the task of a discussion or offer, as its people may know it."""
    task = await store.task(key)
    return task_shown(key, None if task is None else task.ref)


def task_shown(key: TaskKey, ref: TaskRef | None) -> w.TaskView:
    """Return a task as its people may know it, also where nothing is known of it."""
    name, process = ("", "") if ref is None else (ref.name or ref.element_id, ref.process)
    return w.TaskView(runtime=key.runtime, task_id=key.task_id, name=name, process=process)


def task_as_shown(task: TaskRecord) -> w.TaskView:
    """Return a task as its people may know it."""
    return task_shown(task.key, task.ref)
