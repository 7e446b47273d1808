"""What whoever watches over the service wants to know of the database: whether it serves, and how late things are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from socialbpm.store.migrate import Tables, tables_of
from socialbpm.store.moment import Moment
from socialbpm.store.part import Part
from socialbpm.store.tables import DiscussionRow, LetterRow, OfferRow


@dataclass(frozen=True)
class Late:
    """Since when the longest due deadline waits to be worked off, and letter to be sent; None where nothing is due."""

    deadline: datetime | None = None
    letter: datetime | None = None


class Watch(Part):
    """Questions about the whole database. They cost the same however much is in it."""

    async def tables(self) -> Tables:
        """Return whether the tables are those that this version needs."""
        return await self._connection.run_sync(tables_of)

    async def clock(self) -> datetime:
        """Return what time it is where the database is."""
        return (await self._connection.execute(select(func.current_timestamp(type_=Moment())))).scalar_one()

    async def late(self, now: datetime) -> Late:
        """Return since when what is due at `now` waits."""
        firsts = [await self._first(select(func.min(due)).where(due <= now)) for due in _DEADLINES]
        letter = await self._first(select(func.min(_LETTER)).where(now >= _LETTER))
        return Late(min((first[0] for first in firsts if first and first[0]), default=None), letter and letter[0])


_DEADLINES = (col(DiscussionRow.due_at), col(OfferRow.due_at))
_LETTER = col(LetterRow.due_at)
