"""What has to be kept of people who are gone: Protocols beside `ports`, which the store implements too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from socialbpm.social.audience import PersonId

Source = Literal["scim", "admin"]


@dataclass(frozen=True)
class Departure:
    """Somebody is no longer with the organisation, since `at`.

    `source` and `by`: who said so. `discussions`: out of how many they were taken so far. `look_at`: when to look again
    for what is left of them; None when that is done. `comes_back`: they are active again, and are let in as soon as
    they are out of everything they were in before.
    """

    person: PersonId
    source: Source
    by: str
    at: datetime
    discussions: int = 0
    look_at: datetime | None = None
    comes_back: bool = False


class Leavers(Protocol):
    """Who is no longer with the organisation, and what lets people in."""

    async def departure(self, person: PersonId) -> Departure | None:
        """Return since when somebody is gone, if they are."""

    async def departed(self) -> frozenset[PersonId]:
        """Return everybody who is gone."""

    async def save_departure(self, departure: Departure) -> None:
        """Keep that somebody is gone, and how far it is."""

    async def drop_departure(self, person: PersonId) -> None:
        """Forget that somebody was gone: they are back."""

    async def next_departure(self, now: datetime) -> PersonId | None:
        """Return of whom something may be left, whoever waits longest first; not one that another node works on."""

    async def still_in(self, person: PersonId, limit: int) -> Sequence[str]:
        """Return discussions in which somebody is an active member."""

    async def count_still_in(self, person: PersonId) -> int:
        """Return in how many discussions somebody is an active member."""

    async def revoke_access(self, person: PersonId) -> None:
        """Make whatever lets somebody in nobody's, in this transaction."""

    async def directory_changed(self) -> None:
        """Let every node look again who is who, before it does anything else."""
