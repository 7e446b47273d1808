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

    async def was_here(self, person: PersonId) -> bool:
        """Whether anything here ever was of a person of this id."""

    async def count_still_in(self, person: PersonId) -> int:
        """Return in how many discussions somebody is an active member."""

    async def revoke_access(self, person: PersonId) -> None:
        """Make whatever lets somebody in nobody's, in this transaction."""

    async def directory_changed(self) -> None:
        """Let every node look again who is who, before it does anything else."""


How = Literal["empty", "pseudonymise"]


@dataclass(frozen=True)
class Erasure:
    """Somebody's words are erased, since `at`, as an administrator (`by`) said.

    `pseudonym` is what they are called from now on. `names` are what they were called, until it is done. `last` is the
    discussion up to which it is, `discussions` and `words` how much there was. `look_at`: when to go on; None when it
    is done.
    """

    person: PersonId
    how: How
    pseudonym: str
    names: tuple[str, ...]
    by: str
    at: datetime
    last: str = ""
    discussions: int = 0
    words: int = 0
    look_at: datetime | None = None


HoldKind = Literal["discussion", "case", "person"]


@dataclass(frozen=True)
class Hold:
    """Nothing may be erased of a discussion, a case (of `runtime`), or all that a person was in."""

    id: str
    kind: HoldKind
    runtime: str
    ref: str
    reason: str
    by: str
    at: datetime
    released_at: datetime | None = None


class Erasures(Protocol):
    """Words that are erased, and what must not be."""

    async def erasure(self, person: PersonId) -> Erasure | None:
        """Return how far somebody is erased, if they are."""

    async def save_erasure(self, erasure: Erasure) -> None:
        """Keep that somebody is erased, and how far it is."""

    async def next_erasure(self, now: datetime) -> PersonId | None:
        """Return whose erasing is to go on, whoever waits longest first; not one that another node works on."""

    async def ever_in(self, person: PersonId, after: str, limit: int) -> Sequence[str]:
        """Return discussions that somebody was ever in, in the order of their ids, after one of them."""

    async def names_of(self, person: PersonId) -> Sequence[str]:
        """Return what somebody is called by SCIM: names, login, addresses."""

    async def forget(self, person: PersonId) -> None:
        """Delete what SCIM said of somebody, whose id stays taken, and what they were seen to do."""

    async def kept(self, contents: Sequence[str]) -> Sequence[str]:
        """Return which of these words are not erased."""

    async def empty(self, contents: Sequence[str]) -> None:
        """Erase words."""

    async def reword(self, content: str, words: object) -> None:
        """Keep other words instead."""

    async def change_value(self, runtime: str, delivery: str, value: object) -> None:
        """Let a delivery say another value from now on, if it is there and says one."""

    async def hold_holds(self) -> None:
        """Let nobody put or release a hold until the end."""

    async def save_hold(self, hold: Hold) -> None:
        """Keep a hold, or that it is released."""

    async def hold_of(self, hold: str) -> Hold | None:
        """Return a hold."""

    async def holds(self) -> Sequence[Hold]:
        """Return all holds that are not released, the oldest first."""

    async def holds_on(self, *, person: PersonId | None = None, discussion: str | None = None) -> Sequence[Hold]:
        """Return the holds that keep a discussion, or anything that a person was in."""

    async def too_old(self, before: datetime, limit: int) -> Sequence[str]:
        """Return discussions that ended by then, are not held, and still have their words; not another node's."""

    async def contents_of(self, discussion: str) -> Sequence[str]:
        """Return all words of a discussion that are not erased."""

    async def mark_emptied(self, discussion: str) -> None:
        """Note that nothing is left of the words of a discussion."""
