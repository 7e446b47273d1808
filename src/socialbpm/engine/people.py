"""Who stands around a task, and who of them may ask.

SpiffWorkflow knows no people. What is known comes from the host: from its `people` callable, and from what it says with
`claimed`. A lane gives people, too, but only the service's directory knows which.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from socialbpm.contract.people import TaskPeople
from socialbpm.engine.memory import memory, recall

PeopleOf = Callable[[Any], TaskPeople]
"""From a SpiffWorkflow task to its people."""


def snapshot(task: Any, people_of: PeopleOf | None) -> TaskPeople:
    """Return the task's people as the host knows them now; who claimed it goes before what the callable says."""
    people = TaskPeople() if people_of is None else people_of(task)
    known = recall(task)
    return people.model_copy(update={"actual_owner": known["owner"]}) if "owner" in known else people


def note(task: Any, people: TaskPeople, now: datetime) -> None:
    """Remember the people of a task, under a new revision if they are not the ones that are remembered."""
    known, now_known = recall(task), people.model_dump(mode="json")
    if known.get("people") != now_known:
        memory(task).update(people=now_known, revision=later(known.get("revision", 0), now))


def later(revision: int, now: datetime) -> int:
    """Return a revision after `revision`: the time in milliseconds, or one more where that has not moved on.

    The time, because a host may crash before it has saved a revision that was already told: a counter would give the
    same number to something else, and the service would ignore it.
    """
    return max(revision + 1, int(now.timestamp() * 1000))


def may_ask(people: TaskPeople, by: str) -> bool:
    """Whether `by` may socialize the task: its owner, or somebody who could take it while nobody has.

    Where that hangs on who is in a group or a lane, the service decides: it has the directory.
    """
    if by in people.excluded_owners:
        return False
    if people.actual_owner is not None:
        return people.actual_owner == by
    candidates = people.potential_owners
    return not candidates or by in candidates or any(entry.startswith("group:") for entry in candidates)


def takes_ownership(people: TaskPeople, lane: str | None) -> bool:
    """Whether asking says whose task it is: nobody is known to have it, or to be able to take it, and there is no lane.

    Otherwise nobody could ask there at all, as the service, too, would find nobody.
    """
    return people.actual_owner is None and not people.potential_owners and not lane
