"""Who stands around a task, in the words of WS-HumanTask."""

from __future__ import annotations

from socialbpm.contract.base import Wire


class TaskPeople(Wire):
    """The people of one task, as the runtime knows them; ids of persons.

    A `potential_owners` entry may name a group as `group:NAME`; so may `excluded_owners`,
    `business_administrators` and `task_stakeholders`. The service resolves groups and the task's lane through its
    directory.
    """

    task_initiator: str | None = None
    actual_owner: str | None = None
    potential_owners: tuple[str, ...] = ()
    excluded_owners: tuple[str, ...] = ()
    business_administrators: tuple[str, ...] = ()
    task_stakeholders: tuple[str, ...] = ()
