"""What people say of themselves: when, by whom and about what they want to be asked; a part of `ports.Store`.

Who somebody is says the organisation (the people file, SCIM): their name, groups, skills and hours, whether they are
with us, how many asks they hold. When, by whom and about what they are asked they say themselves. Where both speak:

- away: either is enough;
- deputies: their own come first, then the organisation's;
- zone and language: their own, where they said one;
- whether they may be asked at all: a wish only ever takes away. Who is excluded or gone stays so (law 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from socialbpm.actions.people import Person, Quiet
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import Calendar

Asking = Literal["colleagues", "community"]
"""A step of the ladder whose rings ask people."""


@dataclass(frozen=True)
class Preferences:
    """What somebody said of themselves. What is empty or None they leave to the organisation.

    `away_since` is when they said that they are away; `away_note` is for colleagues. `quiet` hours are in their own
    zone. `topics` are processes, tasks or lanes about which they like to be asked, `not_topics` those about which
    nobody asks them; `not_by` are the steps whose rings do not ask them.
    """

    language: str | None = None
    zone: str | None = None
    away_since: datetime | None = None
    away_until: datetime | None = None
    away_note: str = ""
    deputies: tuple[PersonId, ...] = ()
    quiet: Quiet | None = None
    topics: tuple[str, ...] = ()
    not_topics: tuple[str, ...] = ()
    not_by: tuple[Asking, ...] = ()


NOTHING_SAID = Preferences()


class Said(NamedTuple):
    """What somebody says of themselves now, and what they said before."""

    now: Preferences = NOTHING_SAID
    before: Preferences = NOTHING_SAID


class Preferring(Protocol):
    """Keeps what people say of themselves."""

    async def preferences_since(self, number: int) -> Mapping[PersonId, Preferences]:
        """Return what people say of themselves who changed it after a change of this number."""

    async def preferences_of(self, person: PersonId) -> Said:
        """Return what somebody says of themselves; nobody else changes it until the end."""

    async def save_preferences(self, person: PersonId, said: Said) -> None:
        """Keep what somebody says of themselves; every node goes by it from its next transaction on."""


def applied(person: Person, own: Preferences) -> Person:
    """Return a person as the organisation and they themselves say.

    >>> both = applied(Person("bob", "Bob", deputy="eve"), Preferences(zone="Asia/Tokyo", deputies=("carol",)))
    >>> both.calendar.zone, both.stand_ins
    ('Asia/Tokyo', ('carol', 'eve'))
    """
    away = () if own.away_until is None else ((own.away_since or datetime.min.replace(tzinfo=UTC), own.away_until),)
    return replace(
        person,
        calendar=moved(person.calendar, own.zone),
        language=own.language or person.language,
        away=(*person.away, *away),
        away_note=None if own.away_until is None else (own.away_note, own.away_until),
        deputies=own.deputies,
        quiet=own.quiet,
        topics=own.topics,
        not_topics=own.not_topics,
        not_by=own.not_by,
    )


@lru_cache(maxsize=1024)
def moved(calendar: Calendar, zone: str | None) -> Calendar:
    """Return working hours, in another zone.

    Raises:
        ValueError: there is no such zone.
    """
    return calendar if zone is None else replace(calendar, zone=zone)
