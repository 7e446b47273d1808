"""What the actions need to know about people: a `Directory` says who they are, a `History` what they did.

Ids and names (of groups, lanes, skills, communities) are compared as written: `Bob` is not `bob`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS, Calendar

DEFAULT_CAP = 3
"""Most open asks that one person holds (ladder.md, "Who comes in")."""

Away = tuple[datetime, datetime]
"""From the first moment (within) to the last (not within), both aware."""


@dataclass(frozen=True)
class Person:
    """Somebody in the directory.

    `role_name` is what they are called where they are shown by role ("somebody in Accounting"). `active` is False for
    who was off-boarded: they are in no pool and no output. `cap` is how many open asks they hold at most. `erased`:
    `name` is all that is left, and their id is shown to nobody. `owns` are the processes that they answer for, by
    the ids in their diagrams. `deputy` is asked in their place while they are away. `email` is where they get mail, in
    `language` (a tag like `fr`); who has none gets none.
    """

    id: PersonId
    name: str
    role_name: str = "somebody"
    groups: tuple[str, ...] = ()
    manager: PersonId | None = None
    skills: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    calendar: Calendar = OFFICE_HOURS
    active: bool = True
    away: tuple[Away, ...] = ()
    cap: int = DEFAULT_CAP
    erased: bool = False
    owns: tuple[str, ...] = ()
    deputy: PersonId | None = None
    email: str | None = None
    language: str | None = None


def available(person: Person, now: datetime) -> bool:
    """Whether `person` may be let in or asked `now`: active, and not away.

    A closed calendar does not make unavailable: their patience only begins to count when they work again.
    """
    return person.active and not any(since <= now < until for since, until in person.away)


class Directory(Protocol):
    """Who is who, as a snapshot in memory: a directory that lives elsewhere is loaded before it is handed over.

    What names nobody is an empty answer, never an error. Answers hold people of the directory only, also inactive
    ones, nobody twice, in a stable order.
    """

    def person(self, person: PersonId) -> Person | None:
        """Return who has this id."""

    def people(self) -> Sequence[Person]:
        """Return everybody."""

    def name(self, person: PersonId) -> str:
        """Return the name to show for this id; the id itself where nobody has it."""

    def group(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a group."""

    def lane(self, name: str) -> tuple[PersonId, ...]:
        """Return whoever works in a lane; without an entry of its own, a lane is the group of that name."""

    def lanes_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the lanes that a person works in: those with an entry that names them, and those of their groups."""

    def skill(self, name: str) -> tuple[PersonId, ...]:
        """Return whoever declares a skill."""

    def community(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a community."""

    def communities_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the communities that a person is a member of."""

    def manager(self, person: PersonId) -> PersonId | None:
        """Return whom a person reports to."""

    def same_group(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return whoever shares a group with a person, without that person."""


class History(Protocol):
    """Who did what, from the tasks that runtimes told of. The store implements it; a case is (`runtime`, `case_id`).

    "Did" means: is or was the actual owner of the task, or completed it. Counts are numbers of cases, from 1.
    """

    async def worked_on_case(self, runtime: str, case_id: str) -> tuple[PersonId, ...]:
        """Return whoever did a task of this case, the latest first."""

    async def worked_together(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Return with whom the asker shared how many cases: both did a task of it."""

    async def did_element(
        self, runtime: str, process: str, element_id: str, excluding_case: str
    ) -> Mapping[PersonId, int]:
        """Return who did this element in how many cases other than `excluding_case`."""

    async def did_task_in_case(self, runtime: str, case_id: str, element_id: str) -> tuple[PersonId, ...]:
        """Return whoever did or does this element in this case: the other half of a four-eyes pair."""

    async def did_in_other_instances(
        self, runtime: str, case_id: str, element_id: str, task_id: str
    ) -> tuple[PersonId, ...]:
        """Return whoever did or does another instance of this multi-instance task than `task_id`."""

    async def open_asks(self, people: Collection[PersonId]) -> Mapping[PersonId, int]:
        """Return how many open asks each of `people` holds; who holds none may be missing."""

    async def helped(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Return who answered how many of the asker's questions."""

    async def did_elements(self, person: PersonId) -> Collection[tuple[str, str]]:
        """Return what a person did ever: processes, each with an element."""

    async def helped_whom(self, person: PersonId) -> Collection[PersonId]:
        """Return whose questions a person answered ever."""

    async def asked_lately(
        self, people: Collection[PersonId], since: datetime, besides: str | None
    ) -> Mapping[PersonId, int]:
        """Return how often each of `people` was asked since a moment, `besides` in one discussion."""
