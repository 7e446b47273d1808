"""The sight rule's SQL twin (law 2): `social.sight.sees`, said once more in the language of the database.

A property test holds the two equal. Nothing else may list what is in discussions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlmodel import col

from socialbpm.actions.ports import ALL, Listed, Wanted
from socialbpm.social.audience import PersonId
from socialbpm.store.part import Part
from socialbpm.store.tables import AskRow, DiscussionRow, ItemReaderRow, ItemRow, MemberRow, TaskRow

Ts = TypeVarTuple("Ts")
ItemName = tuple[str, str]
"""Kind and ref of an item."""


def sees() -> ColumnElement[bool]:
    """Whether the member of a row may see the item of the same row: the twin of `social.sight.sees`."""
    named = exists().where(
        col(ItemReaderRow.discussion) == col(ItemRow.discussion),
        col(ItemReaderRow.kind) == col(ItemRow.kind),
        col(ItemReaderRow.ref) == col(ItemRow.ref),
        col(ItemReaderRow.person) == col(MemberRow.person),
    )
    return and_(col(MemberRow.active), or_(col(MemberRow.ring) <= col(ItemRow.reach), named))


def _activity_of(person: PersonId) -> Select[str, datetime]:
    seen = and_(col(ItemRow.discussion) == col(MemberRow.discussion), sees())
    return (
        select(col(MemberRow.discussion).label("discussion"), func.max(col(ItemRow.at)).label("at"))
        .join(ItemRow, seen)
        .where(col(MemberRow.person) == person)
        .group_by(col(MemberRow.discussion))
    )


def _only(wanted: Wanted, person: PersonId, query: Select[*Ts], discussion: Any, at: Any) -> Select[*Ts]:
    """Leave of a list only what is wanted."""
    mine = col(DiscussionRow.asker) == person
    ended = col(DiscussionRow.outcome).is_not(None)
    asked = exists().where(
        col(AskRow.discussion) == discussion, col(AskRow.person) == person, col(AskRow.state) == "open"
    )
    task = and_(col(TaskRow.runtime) == col(DiscussionRow.runtime), col(TaskRow.task_id) == col(DiscussionRow.task_id))
    conditions = {
        "state": ended if wanted.state == "ended" else ~ended,
        "role": mine if wanted.role == "mine" else asked,
        "runtime": col(DiscussionRow.runtime) == wanted.runtime,
        "process": col(TaskRow.process) == wanted.process,
        "task": col(DiscussionRow.task_id) == wanted.task,
        "case": and_(mine, col(TaskRow.case_id) == wanted.case),
    }
    said = [condition for name, condition in conditions.items() if getattr(wanted, name) is not None]
    if wanted.since is not None:
        said.append(at >= wanted.since)
    return query.join(DiscussionRow, col(DiscussionRow.id) == discussion).join(TaskRow, task).where(*said)


class Sight(Part):
    """What a person may see, as far as the database is asked."""

    async def visible(
        self, person: PersonId, after: tuple[datetime, str] | None, limit: int, wanted: Wanted = ALL
    ) -> Sequence[Listed]:
        """List the discussions of which `person` sees anything, by the latest that they see, latest first.

        `after` is (last activity, id) of the last line of the page before. `wanted` leaves some of them out.
        """
        line = _activity_of(person).subquery()
        query = select(line.c.discussion, line.c.at).order_by(line.c.at.desc(), line.c.discussion.desc()).limit(limit)
        if wanted != ALL:
            query = _only(wanted, person, query, line.c.discussion, line.c.at)
        if after is not None:
            query = query.where(tuple_(line.c.at, line.c.discussion) < tuple_(*after))
        return [Listed(discussion, at) for discussion, at in await self._all(query)]

    async def is_in(self, person: PersonId, discussion: str) -> bool:
        """Return whether `person` is an active member; one look, whether the discussion exists or not."""
        own = and_(col(MemberRow.discussion) == discussion, col(MemberRow.person) == person, col(MemberRow.active))
        return await self._first(select(col(MemberRow.person)).where(own)) is not None

    async def visible_items(self, person: PersonId, discussion: str) -> set[ItemName]:
        """Return the names of the items of a discussion that `person` may see; none where they are not in."""
        query = (
            select(col(ItemRow.kind), col(ItemRow.ref))
            .join(MemberRow, and_(col(MemberRow.discussion) == col(ItemRow.discussion), sees()))
            .where(col(ItemRow.discussion) == discussion, col(MemberRow.person) == person)
        )
        return {(kind, ref) for kind, ref in await self._all(query)}
