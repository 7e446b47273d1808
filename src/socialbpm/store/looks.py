"""What people saw when they looked last: `actions.unread.Looks`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from socialbpm.social.audience import PersonId
from socialbpm.store.databases import put
from socialbpm.store.part import Part
from socialbpm.store.tables import LookRow, metadata

_LOOKS = metadata.tables["looks"]


class KeptLooks(Part):
    """One row for each person and discussion."""

    async def looks_of(self, person: PersonId, discussions: Collection[str]) -> Mapping[str, Sequence[int]]:
        """Return what somebody saw of these discussions, as far as they ever looked at them."""
        if not discussions:
            return {}
        query = select(_LOOKS.c.discussion, _LOOKS.c.seen)
        query = query.where(_LOOKS.c.person == person, _LOOKS.c.discussion.in_(sorted(discussions)))
        return {discussion: seen for discussion, seen in await self._all(query)}  # noqa: C416 - rows are no pairs to mypy

    async def save_look(self, person: PersonId, discussion: str, seen: Sequence[int]) -> None:
        """Keep what somebody saw of a discussion, instead of what they saw before."""
        row = {"person": person, "discussion": discussion, "seen": list(seen), "at": self._now()}
        await put(self._connection, LookRow, [row])
