"""What a transaction appended to discussions and has not written yet: written together, many cost as few statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.store.projection import Changes
from socialbpm.store.tables import DiscussionRow, FactRow

UPDATE = update(DiscussionRow).where(col(DiscussionRow.id) == bindparam("of"))
_ADD_FACTS = insert(FactRow)


@dataclass
class Waiting:
    """New facts, and what they change in the rows that are looked for. `projected`: of which discussions.

    `more_asks` is how many more open asks each person holds by them; fewer are below zero.
    """

    facts: list[Mapping[str, Any]] = field(default_factory=list)
    discussions: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    projected: set[str] = field(default_factory=set)
    more_asks: Counter[PersonId] = field(default_factory=Counter)

    def asks(self, people: Iterable[PersonId]) -> dict[PersonId, int]:
        """Return how many more open asks each of `people` holds than the database says."""
        return {person: self.more_asks[person] for person in people}

    async def write(self, connection: AsyncConnection) -> None:
        """Write all of it."""
        if self.facts:
            await connection.execute(_ADD_FACTS, self.facts)
        if self.discussions:
            await connection.execute(UPDATE, list(self.discussions.values()))
        await self.changes.write(connection)


def asks_between(before: Discussion | None, after: Discussion) -> Counter[PersonId]:
    """Return how many more open asks each person holds after than before."""
    if before is not None and before.asks is after.asks:
        return Counter()
    more = Counter(ask.person for ask in after.open_asks)
    more.subtract(Counter(ask.person for ask in before.open_asks) if before else ())
    return more
