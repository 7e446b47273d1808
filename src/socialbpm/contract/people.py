"""Who stands around a task, in the words of WS-HumanTask."""

from __future__ import annotations

from socialbpm.contract.base import Line, Wire


class TaskPeople(Wire):
    """The people of one task, as the runtime knows them; ids of persons.

    A `potential_owners` entry may name a group as `group:NAME`; so may `excluded_owners`,
    `business_administrators` and `task_stakeholders`. The service resolves groups and the task's lane through its
    directory.
    """

    task_initiator: Line | None = None
    actual_owner: Line | None = None
    potential_owners: tuple[Line, ...] = ()
    excluded_owners: tuple[Line, ...] = ()
    business_administrators: tuple[Line, ...] = ()
    task_stakeholders: tuple[Line, ...] = ()
