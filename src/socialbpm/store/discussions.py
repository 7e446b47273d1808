"""Discussions: their facts, their words, their deadlines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.people import DEFAULT_CAP
from socialbpm.clock import Clock
from socialbpm.contract.element import Socialize
from socialbpm.errors import Conflict, NotFound
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve, replay
from socialbpm.social.facts import Fact, TaskKey
from socialbpm.social.timers import next_due
from socialbpm.store.codec import decode, encode
from socialbpm.store.databases import hold
from socialbpm.store.ids import uuid7
from socialbpm.store.part import Part
from socialbpm.store.projection import project
from socialbpm.store.tables import AskRow, ContentRow, DiscussionRow, FactRow


class Discussions(Part):
    """Facts and words of discussions."""

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        super().__init__(connection, clock, writes=writes)
        self._known: dict[str, tuple[object, int]] = {}
        self._held: set[PersonId] = set()

    async def discussion(self, discussion: str) -> Discussion | None:
        """Load a discussion by replaying its facts; in a writing transaction it is locked until the end."""
        query = select(col(DiscussionRow.id)).where(col(DiscussionRow.id) == discussion)
        if self._writes and await self._first(query.with_for_update()) is None:
            return None
        facts = [fact for _, fact in await self.facts(discussion)]
        if not facts:
            return None
        state = replay(facts)
        self._known[discussion] = (state, len(facts))
        return state

    async def facts(self, discussion: str) -> Sequence[tuple[int, Fact]]:
        """Return all facts of a discussion, in order, each with its number, from 1."""
        query = (
            select(col(FactRow.number), col(FactRow.kind), col(FactRow.data))
            .where(col(FactRow.discussion) == discussion)
            .order_by(col(FactRow.number))
        )
        return [(number, decode(kind, data)) for number, kind, data in await self._all(query)]

    async def settings(self, discussion: str) -> Socialize:
        """Return the element that a discussion was opened with.

        Raises:
            NotFound: there is no such discussion.
        """
        query = select(col(DiscussionRow.settings)).where(col(DiscussionRow.id) == discussion)
        found = await self._first(query)
        if found is None:
            msg = f"there is no discussion {discussion}"
            raise NotFound(msg)
        return Socialize.model_validate(found[0])

    async def append(
        self, before: Discussion | None, after: Discussion, facts: Sequence[Fact], settings: Socialize | None = None
    ) -> None:
        """Append facts and bring what is looked for up to date. `before` is what was loaded in this transaction.

        Raises:
            Conflict: it exists already, or its asker has another open one about the same task and event.
            ValueError: `before` is not the latest that this transaction loaded or appended.
        """
        if not facts:
            return
        first = self._numbered(after.id, before, after, len(facts))
        try:
            await (self._open(after, settings or Socialize()) if before is None else self._update(after))
        except IntegrityError as error:
            msg = f"{after.asker} has an open discussion about this task already"
            raise Conflict(msg, hint="Go on in that one.", code="already_open") from error
        await self._do(insert(FactRow), [_fact_row(after.id, n, fact) for n, fact in enumerate(facts, first)])
        for earlier, later, at in _stages(before, after, facts):
            await project(self._connection, earlier, later, at)

    def _numbered(self, of: str, before: object | None, after: object, more: int) -> int:
        """Return the number of the first of `more` facts, and remember what they lead to."""
        known, count = self._known.get(of, (None, 0))
        if known != before:
            msg = f"what was decided about {of} is not about its latest state; load it in this transaction first"
            raise ValueError(msg)
        self._known[of] = (after, count + more)
        return count + 1

    async def _open(self, state: Discussion, settings: Socialize) -> None:
        row = {
            "id": state.id,
            "runtime": state.task.runtime,
            "task_id": state.task.task_id,
            "event": state.event,
            "opened_at": state.opened_at,
            "settings": settings.model_dump(mode="json", by_alias=True),
            **self._projected(state),
        }
        await self._do(insert(DiscussionRow), [row])

    async def _update(self, state: Discussion) -> None:
        row = update(DiscussionRow).where(col(DiscussionRow.id) == state.id)
        await self._do(row.values(**self._projected(state)))

    def _projected(self, state: Discussion) -> Mapping[str, Any]:
        return {
            "asker": state.asker,
            "outcome": state.outcome,
            "current": state.current,
            "listed": state.ring.open and not state.ended,
            "fact_count": self._known[state.id][1],
            "due_at": next_due(state),
            "ended_at": state.ended_at,
        }

    async def put_words(self, discussion: str, words: Any) -> str:
        """Keep words of a discussion or an offer (any JSON value) and return their content id."""
        now = self._now()
        content = uuid7(now)
        await self._do(insert(ContentRow), [{"id": content, "discussion": discussion, "words": words}])
        return content

    async def words(self, contents: Sequence[str]) -> Mapping[str, Any]:
        """Return the words of content ids; erased and unknown ones are missing."""
        query = select(col(ContentRow.id), col(ContentRow.words)).where(
            col(ContentRow.id).in_(contents), col(ContentRow.erased_at).is_(None)
        )
        return {content: words for content, words in await self._all(query)}  # noqa: C416 - rows are no pairs to mypy

    async def open_discussion(self, task: TaskKey, event: str, asker: PersonId) -> str | None:
        """Return the one open discussion of (task, event, asker)."""
        query = select(col(DiscussionRow.id)).where(_about(task, event, asker), col(DiscussionRow.outcome).is_(None))
        found = await self._first(query)
        return found[0] if found else None

    async def latest_discussion(self, task: TaskKey, event: str, asker: PersonId) -> str | None:
        """Return the newest of (task, event, asker), ended or not."""
        newest = (col(DiscussionRow.opened_at).desc(), col(DiscussionRow.id).desc())
        found = await self._first(
            select(col(DiscussionRow.id)).where(_about(task, event, asker)).order_by(*newest).limit(1)
        )
        return found[0] if found else None

    async def open_discussions_of(self, task: TaskKey) -> Sequence[str]:
        """Return all open discussions of a task, the oldest first."""
        query = select(col(DiscussionRow.id)).where(_of(task), col(DiscussionRow.outcome).is_(None))
        return await self._column(query.order_by(col(DiscussionRow.opened_at), col(DiscussionRow.id)))

    async def discussions_of(self, task: TaskKey) -> Sequence[str]:
        """Return all discussions of a task, ended or not, the oldest first."""
        query = select(col(DiscussionRow.id)).where(_of(task))
        return await self._column(query.order_by(col(DiscussionRow.opened_at), col(DiscussionRow.id)))

    async def in_open_rings(self) -> Sequence[str]:
        """Return all open discussions whose current ring is open, the newest first."""
        query = select(col(DiscussionRow.id)).where(col(DiscussionRow.listed))
        return await self._column(query.order_by(col(DiscussionRow.opened_at).desc(), col(DiscussionRow.id).desc()))

    async def crowded(self, asked: Sequence[PersonId], caps: Mapping[PersonId, int]) -> Sequence[PersonId]:
        """Return who of `asked` would hold more open asks than their cap with this one more; before it is appended.

        Nobody else can ask these people from here until the end of the transaction, so the count stays true.
        """
        await self._hold_people(asked)
        held = await self.open_asks(asked)
        return [person for person in asked if held.get(person, 0) >= caps.get(person, DEFAULT_CAP)]

    async def _hold_people(self, people: Collection[PersonId]) -> None:
        """Hold people in one order, so that nobody waits in a circle; who is out of order is held without waiting.

        Raises:
            Contended: somebody else is asking one of them, and waiting might be for ever.
        """
        for person in sorted(set(people) - self._held):
            in_order = not self._held or person > max(self._held)
            await hold(self._connection, "person", person, wait=in_order)
            self._held.add(person)

    async def open_asks(self, people: Collection[PersonId]) -> Mapping[PersonId, int]:
        """Return how many open asks each of `people` holds; who holds none is missing."""
        still = and_(col(DiscussionRow.id) == col(AskRow.discussion), col(DiscussionRow.outcome).is_(None))
        query = (
            select(col(AskRow.person), func.count())
            .join(DiscussionRow, still)
            .where(col(AskRow.person).in_(people), col(AskRow.state) == "open")
            .group_by(col(AskRow.person))
        )
        return {person: count for person, count in await self._all(query)}  # noqa: C416 - rows are no pairs to mypy

    async def _due_discussions(self, now: datetime, limit: int) -> Sequence[tuple[datetime, str]]:
        due = col(DiscussionRow.due_at)
        query = select(due, col(DiscussionRow.id)).where(due <= now).order_by(due, col(DiscussionRow.id)).limit(limit)
        return [(at, found) for at, found in await self._all(query.with_for_update(skip_locked=True)) if at is not None]


def _of(task: TaskKey) -> ColumnElement[bool]:
    return and_(col(DiscussionRow.runtime) == task.runtime, col(DiscussionRow.task_id) == task.task_id)


def _about(task: TaskKey, event: str, asker: PersonId) -> ColumnElement[bool]:
    return and_(_of(task), col(DiscussionRow.event) == event, col(DiscussionRow.asker) == asker)


def _stages(
    before: Discussion | None, after: Discussion, facts: Sequence[Fact]
) -> Iterator[tuple[Discussion | None, Discussion, datetime]]:
    """Yield the states that facts of one moment lead from and to.

    What was late is worked off at once, but each item is dated by its own fact: somebody's last activity must not be
    that of what they do not see.
    """
    if len({fact.at for fact in facts}) == 1:
        yield before, after, facts[-1].at
        return
    for at, together in groupby(facts, key=lambda fact: fact.at):
        later = reduce(evolve, together, before)
        if later is not None:
            yield before, later, at
        before = later


def _fact_row(discussion: str, number: int, fact: Fact) -> Mapping[str, Any]:
    kind, data = encode(fact)
    return {"discussion": discussion, "number": number, "at": fact.at, "kind": kind, "data": data}
