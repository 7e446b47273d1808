"""Changes of discussions, for whoever follows them live.

A number that is given while a transaction is under way is not in commit order, and one lock for all writers would let
them wait for each other. So a change is written without a number, and numbered by whoever reads on, under a lock that
no writer takes: what is numbered was committed, and what is committed later gets a later number.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.ports import Change
from socialbpm.clock import Clock
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import announce_changes, hold
from socialbpm.store.ids import uuid7
from socialbpm.store.part import Part
from socialbpm.store.tables import ChangeRow, MemberRow

BATCH = 1000
_GIVE = update(ChangeRow).where(col(ChangeRow.id) == bindparam("of")).values(number=bindparam("given"))


class Changes(Part):
    """What changed in this transaction (`changed`), and what changed before, in order."""

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        super().__init__(connection, clock, writes=writes)
        self.changed: dict[str, set[PersonId]] = {}
        self._facts: dict[str, tuple[int, int]] = {}

    def note_change(self, discussion: str, first: int, last: int, people: Collection[PersonId]) -> None:
        """Note that facts were appended, and who was or is in; it is written with the end of the transaction."""
        before, _ = self._facts.get(discussion, (first, last))
        self._facts[discussion] = (before, last)
        self.changed.setdefault(discussion, set()).update(people)

    async def send_off(self) -> None:
        """Write what changed, and tell the other nodes."""
        at = self._now()
        rows = [
            {"id": uuid7(at), "discussion": of, "first": first, "last": last, "number": None, "created_at": at}
            for of, (first, last) in self._facts.items()
        ]
        if rows:
            await self._do(insert(ChangeRow), rows)
            await announce_changes(self._connection, self.changed)
        self._facts = {}
        await super().send_off()

    async def has_new_changes(self) -> bool:
        """Whether there are changes without a number."""
        return await self._first(select(col(ChangeRow.id)).where(col(ChangeRow.number).is_(None)).limit(1)) is not None

    async def number_changes(self) -> int:
        """Give the committed changes their numbers, at most `BATCH` of them, and return how many there were."""
        await hold(self._connection, "changes")
        new = select(
            col(ChangeRow.discussion), col(ChangeRow.first), col(ChangeRow.created_at), col(ChangeRow.id)
        ).where(col(ChangeRow.number).is_(None))
        found = await self._all(new.order_by(col(ChangeRow.discussion), col(ChangeRow.first)).limit(BATCH))
        last = await self.newest_change()
        if found:
            in_order = _in_order([(of, first, at, id_) for of, first, at, id_ in found])
            await self._connection.execute(_GIVE, [{"of": id_, "given": last + n} for n, id_ in enumerate(in_order, 1)])
        return len(found)

    async def newest_change(self) -> int:
        """Return the highest number; 0 where there is none."""
        found = await self._first(select(func.max(col(ChangeRow.number))))
        return (found[0] if found else None) or 0

    async def oldest_change(self) -> int:
        """Return the lowest number that is still kept; 0 where there is none."""
        found = await self._first(select(func.min(col(ChangeRow.number))))
        return (found[0] if found else None) or 0

    async def changes_for(self, person: PersonId, since: int, limit: int) -> Sequence[Change]:
        """Return changes from a number on, in order, of the discussions that a person is in."""
        mine = and_(col(MemberRow.discussion) == col(ChangeRow.discussion), col(MemberRow.active))
        query = (
            select(col(ChangeRow.number), col(ChangeRow.discussion), col(ChangeRow.first), col(ChangeRow.last))
            .join(MemberRow, mine)
            .where(col(MemberRow.person) == person, col(ChangeRow.number) >= since)
            .order_by(col(ChangeRow.number))
            .limit(limit)
        )
        found = await self._all(query)
        return [Change(number, discussion, first, last) for number, discussion, first, last in found if number]

    async def drop_changes(self, before: datetime, limit: int) -> int:
        """Forget at most `limit` changes from before a moment, and return how many; the newest stays, to count on."""
        newest = select(func.max(col(ChangeRow.number))).scalar_subquery()
        old = select(col(ChangeRow.id)).where(col(ChangeRow.created_at) < before, col(ChangeRow.number) < newest)
        return (await self._do(delete(ChangeRow).where(col(ChangeRow.id).in_(old.limit(limit))))).rowcount


def _in_order(changes: Sequence[tuple[str, int, datetime, str]]) -> list[str]:
    """Return the ids of changes, which come by discussion, by their time; in a discussion they stay in their order.

    Clocks of nodes differ, and time may jump: no change is before an earlier one of its discussion for that.
    """
    dated: list[tuple[datetime, str, int, str]] = []
    latest: dict[str, datetime] = {}
    for discussion, first, at, id_ in changes:
        latest[discussion] = max(at, latest.get(discussion, at))
        dated.append((latest[discussion], discussion, first, id_))
    return [id_ for *_, id_ in sorted(dated)]
