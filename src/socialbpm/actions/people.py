"""What the actions need to know about people: a `Directory` says who they are, a `History` what they did.

Ids and names (of groups, lanes, skills, communities) are compared as written: `Bob` is not `bob`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS, Calendar

DEFAULT_CAP = 3
"""Most open asks that one person holds (ladder.md, "Who comes in")."""

Away = tuple[datetime, datetime]
"""From the first moment (within) to the last (not within), both aware."""

Quiet = tuple[str, str]
"""From a time of day to another, as clocks say them (`22:00`); over midnight where the first is the later."""


@dataclass(frozen=True)
class Person:
    """Somebody in the directory.

    `role_name` is what they are called where they are shown by role ("somebody in Accounting"). `active` is False for
    who was off-boarded: they are in no pool and no output. `cap` is how many open asks they hold at most. `erased`:
    `name` is all that is left, and their id is shown to nobody. `owns` are the processes that they answer for, by
    the ids in their diagrams. `deputy` is asked in their place while they are away. `email` is where they get mail, in
    `language` (a tag like `fr`); who has none gets none.

    The rest is what they say of themselves (`actions.preferring`): their own `deputies`, their `quiet` hours in the
    zone of their calendar, about which `topics` they like to be asked and about which not, the steps whose rings do not
    ask them (`not_by`), and the `away_note` for colleagues, with until when it holds.
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
    deputies: tuple[PersonId, ...] = ()
    quiet: Quiet | None = None
    topics: tuple[str, ...] = ()
    not_topics: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    away_note: tuple[str, datetime] | None = None

    @property
    def stand_ins(self) -> tuple[PersonId, ...]:
        """Who is asked in their place while they are away: the first of them who can be."""
        return (*self.deputies, *(() if self.deputy is None else (self.deputy,)))

    @property
    def patience(self) -> Calendar:
        """The hours in which their time to answer runs: those in which they work, without their quiet ones."""
        return self.calendar if self.quiet is None else without(self.calendar, self.quiet)

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return when their quiet hours end, if it is quiet `now`: nobody tells them anything before.

        >>> bob = Person("bob", "Bob", quiet=("18:00", "08:00"))
        >>> bob.quiet_until(datetime.fromisoformat("2026-01-05T21:00+00:00")).isoformat()
        '2026-01-06T08:00:00+00:00'
        >>> bob.quiet_until(datetime.fromisoformat("2026-01-05T12:00+00:00"))
        """
        if self.quiet is None:
            return None
        zone = ZoneInfo(self.calendar.zone)
        there = now.astimezone(zone)
        since, until = (datetime.strptime(clock, "%H:%M").time() for clock in self.quiet)  # noqa: DTZ007 - of a clock
        over_midnight = until <= since
        at = there.time()
        if not (at >= since or at < until if over_midnight else since <= at < until):
            return None
        day = there.date() + timedelta(days=over_midnight and at >= since)
        return datetime.combine(day, until, zone).astimezone(now.tzinfo)


@lru_cache(maxsize=1024)
def without(calendar: Calendar, quiet: Quiet) -> Calendar:
    """Return working hours without the quiet ones; all of them, should those leave nothing.

    >>> without(Calendar("Mo-Fr 09:00-17:00"), ("16:00", "10:00")).day
    datetime.timedelta(seconds=21600)
    """
    try:
        return less(calendar, quiet)
    except ValueError:
        return calendar


def less(calendar: Calendar, quiet: Quiet) -> Calendar:
    """Return working hours without the quiet ones.

    Raises:
        ValueError: nothing is left of them.
    """
    return replace(calendar, hours=f"{calendar.hours.rstrip('; ')}; {quiet[0]}-{quiet[1]} off")


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

    def declared(self, topic: str) -> tuple[PersonId, ...]:
        """Return whoever says of themselves that they like to be asked about a topic."""

    def community(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a community."""

    def communities_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the communities that a person is a member of."""

    def manager(self, person: PersonId) -> PersonId | None:
        """Return whom a person reports to."""

    def reports(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return who reports to a person."""

    def stood_in_for(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return whose deputy a person is, whether those are away or not."""

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

    async def shared_cases(self, asker: PersonId, other: PersonId) -> int:
        """Return how many cases the asker shared with one person: what `worked_together` says of them, else 0."""

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

    async def known_by(self, person: PersonId) -> Collection[PersonId]:
        """Return who may count a person among whom they worked with, or who answered them; maybe more."""

    async def asked_lately(
        self, people: Collection[PersonId], since: datetime, besides: str | None
    ) -> Mapping[PersonId, int]:
        """Return how often each of `people` was asked since a moment, `besides` in one discussion."""
