"""Words that are erased, and what must not be: `actions.keeping.Erasures`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, null, or_, select, update
from sqlmodel import col

from socialbpm.actions.keeping import Erasure, Hold
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import hold, put
from socialbpm.store.people import Provisioned
from socialbpm.store.tables import (
    AttachmentRow,
    ContentRow,
    DeliveryRow,
    DiscussionRow,
    ErasureRow,
    EvidenceRow,
    HoldRow,
    LookRow,
    MemberRow,
    PreferencesRow,
    TaskRow,
    metadata,
)

_ERASURES = metadata.tables["erasures"]
_HOLDS = metadata.tables["holds"]
_OTHERS = metadata.tables["members"].alias("others")
_NAMES = ("userName", "displayName", "nickName")


class Erasing(Provisioned):
    """Erasures, holds, and the words themselves."""

    async def erasure(self, person: PersonId) -> Erasure | None:
        """Return how far somebody is erased, if they are."""
        found = await self._mine(select(_ERASURES).where(_ERASURES.c.person == person))
        return None if found is None else Erasure(**{**found._mapping, "names": tuple(found._mapping["names"])})

    async def save_erasure(self, erasure: Erasure) -> None:
        """Keep that somebody is erased, and how far it is."""
        row = {name: getattr(erasure, name) for name in _ERASURES.columns.keys()}  # noqa: SIM118 - iterating gives columns
        await put(self._connection, ErasureRow, [{**row, "names": list(erasure.names)}])

    async def next_erasure(self, now: datetime) -> PersonId | None:
        """Return whose erasing is to go on, whoever waits longest first; not one that another node works on."""
        at = col(ErasureRow.look_at)
        query = select(col(ErasureRow.person)).where(at <= now).order_by(at, col(ErasureRow.person)).limit(1)
        found = await self._claim(query)
        return found[0] if found else None

    async def erased(self) -> Mapping[PersonId, str]:
        """Return what everybody is called who is erased."""
        found = await self._all(select(col(ErasureRow.person), col(ErasureRow.pseudonym)))
        return {person: name for person, name in found}  # noqa: C416 - rows are no pairs to mypy

    async def ever_in(self, person: PersonId, after: str, limit: int) -> Sequence[str]:
        """Return discussions that somebody was ever in, in the order of their ids, after one of them."""
        discussion = col(MemberRow.discussion)
        query = select(discussion).where(col(MemberRow.person) == person, discussion > after)
        return await self._column(query.order_by(discussion).limit(limit))

    async def names_of(self, person: PersonId) -> Sequence[str]:
        """Return what somebody is called by SCIM: names, login, addresses."""
        data = await self._provisioned(person)
        named = [data.get(name) for name in _NAMES] + list((data.get("name") or {}).values())
        return [str(name) for name in (*named, *(mail.get("value") for mail in data.get("emails") or ())) if name]

    async def _provisioned(self, person: PersonId) -> Mapping[str, Any]:
        resource = await self.resource_of(person)
        row = None if resource is None else await self.resource("User", resource)
        return {} if row is None else dict(row["data"])

    async def forget(self, person: PersonId) -> None:
        """Delete what SCIM and they said of somebody, whose id stays taken, and what they did."""
        await self._do(delete(PreferencesRow).where(col(PreferencesRow.person) == person))
        await self._do(delete(LookRow).where(col(LookRow.person) == person))
        await self._do(
            delete(EvidenceRow).where(or_(col(EvidenceRow.person) == person, col(EvidenceRow.asker) == person))
        )
        resource = await self.resource_of(person)
        if resource is not None:
            await self.drop_resource(resource)
            await self.burn_person_id(person)

    async def kept(self, contents: Sequence[str]) -> Sequence[str]:
        """Return which of these words are not erased, in the order of their ids."""
        there = col(ContentRow.id).in_(contents), col(ContentRow.erased_at).is_(None)
        return await self._column(select(col(ContentRow.id)).where(*there).order_by(col(ContentRow.id)))

    async def empty(self, contents: Sequence[str]) -> None:
        """Erase words, and the files that are called by them."""
        await self._do(delete(AttachmentRow).where(col(AttachmentRow.content).in_(contents)))
        mine = update(ContentRow).where(col(ContentRow.id).in_(contents))
        await self._do(mine.values(words=null(), erased_at=self._now()))

    async def reword(self, content: str, words: object) -> None:
        """Keep other words instead."""
        await self._do(update(ContentRow).where(col(ContentRow.id) == content).values(words=words))

    async def change_value(self, runtime: str, delivery: str, value: object) -> None:
        """Let a delivery say another value from now on, if it is there and says one."""
        mine = and_(col(DeliveryRow.runtime) == runtime, col(DeliveryRow.id) == delivery)
        found = await self._first(select(col(DeliveryRow.body)).where(mine))
        if found is not None and found[0].get("value") is not None:
            await self._do(update(DeliveryRow).where(mine).values(body={**found[0], "value": value}))

    async def hold_holds(self) -> None:
        """Let nobody put or release a hold until the end."""
        await hold(self._connection, "holds")

    async def save_hold(self, kept: Hold) -> None:
        """Keep a hold, or that it is released."""
        row = {name: getattr(kept, name) for name in _HOLDS.columns.keys()}  # noqa: SIM118 - iterating gives columns
        await put(self._connection, HoldRow, [row])

    async def hold_of(self, kept: str) -> Hold | None:
        """Return a hold."""
        found = await self._first(select(_HOLDS).where(_HOLDS.c.id == kept))
        return None if found is None else Hold(**found._mapping)

    async def holds(self) -> Sequence[Hold]:
        """Return all holds that are not released, the oldest first."""
        return await self._holds(None)

    async def holds_on(self, *, person: PersonId | None = None, discussion: str | None = None) -> Sequence[Hold]:
        """Return the holds that keep a discussion, or anything that a person was in."""
        inside = col(MemberRow.person) == person if discussion is None else col(MemberRow.discussion) == discussion
        on_them = and_(_HOLDS.c.kind == "person", _HOLDS.c.ref == person)
        return await self._holds(or_(on_them, exists().where(_keeps(), _joined(), inside)))

    async def _holds(self, which: ColumnElement[bool] | None) -> Sequence[Hold]:
        query = select(_HOLDS).where(_HOLDS.c.released_at.is_(None)).order_by(_HOLDS.c.at, _HOLDS.c.id)
        found = await self._all(query if which is None else query.where(which))
        return [Hold(**each._mapping) for each in found]

    async def too_old(self, before: datetime, limit: int) -> Sequence[str]:
        """Return discussions that ended by then, are not held, and still have their words; not another node's."""
        ended, id_ = col(DiscussionRow.ended_at), col(DiscussionRow.id)
        held = exists().where(_HOLDS.c.released_at.is_(None), _keeps()).correlate(DiscussionRow)
        query = select(id_).where(ended <= before, col(DiscussionRow.emptied_at).is_(None), ~held)
        query = query.order_by(ended, id_).limit(limit)
        return await self._column(query.with_for_update(skip_locked=True) if self._writes else query)

    async def contents_of(self, discussion: str) -> Sequence[str]:
        """Return all words of a discussion that are not erased."""
        mine = col(ContentRow.discussion) == discussion, col(ContentRow.erased_at).is_(None)
        return await self._column(select(col(ContentRow.id)).where(*mine).order_by(col(ContentRow.id)))

    async def mark_emptied(self, discussion: str) -> None:
        """Note that nothing is left of the words of a discussion."""
        mine = update(DiscussionRow).where(col(DiscussionRow.id) == discussion)
        await self._do(mine.values(emptied_at=self._now()))


def _keeps() -> ColumnElement[bool]:
    """Whether a hold is on a discussion, on its case, or on anybody who was ever in it; both are of the outer query."""
    in_it = exists().where(_OTHERS.c.discussion == col(DiscussionRow.id), _OTHERS.c.person == _HOLDS.c.ref)
    its_task = and_(
        col(TaskRow.runtime) == col(DiscussionRow.runtime), col(TaskRow.task_id) == col(DiscussionRow.task_id)
    )
    case = select(col(TaskRow.case_id)).where(its_task)
    return or_(
        and_(_HOLDS.c.kind == "discussion", _HOLDS.c.ref == col(DiscussionRow.id)),
        and_(
            _HOLDS.c.kind == "case",
            _HOLDS.c.runtime == col(DiscussionRow.runtime),
            _HOLDS.c.ref == case.correlate(DiscussionRow).scalar_subquery(),
        ),
        and_(_HOLDS.c.kind == "person", in_it.correlate(DiscussionRow, _HOLDS)),
    )


def _joined() -> ColumnElement[bool]:
    return col(MemberRow.discussion) == col(DiscussionRow.id)
