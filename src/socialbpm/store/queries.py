"""The sight rule's SQL twin (law 2): `social.sight.sees`, said once more in the language of the database.

A property test holds the two equal. Nothing else may list what is in discussions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlmodel import col

from socialbpm.actions.ports import ALL, Listed, OnDesk, Wanted
from socialbpm.social.audience import PersonId
from socialbpm.store.moment import Moment
from socialbpm.store.part import Part
from socialbpm.store.tables import AskRow, DiscussionRow, ItemReaderRow, ItemRow, MemberRow, TaskRow

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


_PERSON = bindparam("person", type_=String)
_AT, _OF = bindparam("at", type_=Moment), bindparam("of", type_=String)
_LINE = (
    select(col(MemberRow.discussion).label("discussion"), func.max(col(ItemRow.at)).label("at"))
    .join(ItemRow, and_(col(ItemRow.discussion) == col(MemberRow.discussion), sees()))
    .where(col(MemberRow.person) == _PERSON)
    .group_by(col(MemberRow.discussion))
    .subquery("line")
)
"""The discussions of which a person sees anything, each with the latest that they see."""
_PLACE = (_LINE.c.at.desc(), _LINE.c.discussion.desc())
_MINE = col(DiscussionRow.asker) == _PERSON
_ENDED = col(DiscussionRow.outcome).is_not(None)
_ASKED = exists().where(
    col(AskRow.discussion) == _LINE.c.discussion, col(AskRow.person) == _PERSON, col(AskRow.state) == "open"
)
_TASK = and_(col(TaskRow.runtime) == col(DiscussionRow.runtime), col(TaskRow.task_id) == col(DiscussionRow.task_id))
_ONLY: dict[str, ColumnElement[bool]] = {
    "runtime": col(DiscussionRow.runtime) == bindparam("runtime"),
    "process": col(TaskRow.process) == bindparam("process"),
    "task": col(DiscussionRow.task_id) == bindparam("task"),
    "case": and_(_MINE, col(TaskRow.case_id) == bindparam("case")),
    "since": _LINE.c.at >= bindparam("since", type_=Moment),
}
"""What may be wanted of a list, but for its state and the reader's role."""
_STATE = {"ended": _ENDED, "open": ~_ENDED}
_ROLE = {"mine": _MINE, "asked": _ASKED, "others": and_(~_MINE, ~_ASKED)}


@lru_cache(maxsize=256)
def _visible(state: str | None, role: str | None, said: tuple[str, ...], *, paged: bool) -> Select[str, datetime]:
    """Return the question for a list: building it anew takes longer than the database takes to answer it."""
    query = select(_LINE.c.discussion, _LINE.c.at).order_by(*_PLACE).limit(bindparam("limit", type_=Integer))
    conditions = [_ONLY[name] for name in said]
    conditions += [_STATE[state]] if state else []
    conditions += [_ROLE[role]] if role else []
    if conditions:
        query = query.join(DiscussionRow, col(DiscussionRow.id) == _LINE.c.discussion)
    if {"process", "case"} & {*said}:
        query = query.join(TaskRow, _TASK)
    if paged:
        conditions.append(tuple_(_LINE.c.at, _LINE.c.discussion) < tuple_(_AT, _OF))
    return query.where(*conditions)


def _on_desk() -> Select[str, datetime, str]:
    """Return the question for all lists of a desk; no discussion is on two of them."""
    which = case((_ENDED, "ended"), (_ASKED, "asked"), (_MINE, "mine"), else_="others")
    line = (
        select(
            _LINE.c.discussion,
            _LINE.c.at,
            which.label("which"),
            func.row_number().over(partition_by=which, order_by=_PLACE).label("number"),
        )
        .join(DiscussionRow, col(DiscussionRow.id) == _LINE.c.discussion)
        .subquery("line_of_kind")
    )
    mine = select(line.c.discussion, line.c.at, line.c.which).where(line.c.number <= bindparam("limit", type_=Integer))
    return mine.order_by(line.c.at.desc(), line.c.discussion.desc())


_ON_DESK = _on_desk()
_IS_IN = select(col(MemberRow.person)).where(
    col(MemberRow.discussion) == _OF, col(MemberRow.person) == _PERSON, col(MemberRow.active)
)


class Sight(Part):
    """What a person may see, as far as the database is asked."""

    async def visible(
        self, person: PersonId, after: tuple[datetime, str] | None, limit: int, wanted: Wanted = ALL
    ) -> Sequence[Listed]:
        """List the discussions of which `person` sees anything, by the latest that they see, latest first.

        `after` is (last activity, id) of the last line of the page before. `wanted` leaves some of them out.
        """
        names = tuple(name for name in _ONLY if getattr(wanted, name) is not None)
        given = {"person": person, "limit": limit, **{name: getattr(wanted, name) for name in names}}
        if after is not None:
            given["at"], given["of"] = after
        query = _visible(wanted.state, wanted.role, names, paged=after is not None)
        return [Listed(discussion, at) for discussion, at in await self._all(query, given)]

    async def on_desk(self, person: PersonId, limit: int) -> Mapping[OnDesk, Sequence[Listed]]:
        """List the same by how `person` stands to each, at most `limit` of each kind."""
        lists: dict[OnDesk, list[Listed]] = {"asked": [], "mine": [], "others": [], "ended": []}
        for discussion, at, which in await self._all(_ON_DESK, {"person": person, "limit": limit}):
            lists[cast("OnDesk", which)].append(Listed(discussion, at))
        return lists

    async def is_in(self, person: PersonId, discussion: str) -> bool:
        """Return whether `person` is an active member; one look, whether the discussion exists or not."""
        return bool(await self._all(_IS_IN, {"person": person, "of": discussion}))

    async def visible_items(self, person: PersonId, discussion: str) -> set[ItemName]:
        """Return the names of the items of a discussion that `person` may see; none where they are not in."""
        query = (
            select(col(ItemRow.kind), col(ItemRow.ref))
            .join(MemberRow, and_(col(MemberRow.discussion) == col(ItemRow.discussion), sees()))
            .where(col(ItemRow.discussion) == discussion, col(MemberRow.person) == person)
        )
        return {(kind, ref) for kind, ref in await self._all(query)}
