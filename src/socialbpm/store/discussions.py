"""Discussions: their facts, their words, their deadlines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, func, insert, select, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.people import DEFAULT_CAP
from socialbpm.clock import Clock
from socialbpm.contract.element import Socialize
from socialbpm.errors import Conflict, NotFound
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve
from socialbpm.social.facts import Fact, TaskKey
from socialbpm.social.timers import next_due
from socialbpm.store.changes import Changes
from socialbpm.store.codec import decode, written
from socialbpm.store.databases import hold, writes_alone
from socialbpm.store.ids import uuid7
from socialbpm.store.recent import Recent
from socialbpm.store.tables import AskRow, ContentRow, DiscussionRow, FactRow
from socialbpm.store.waiting import UPDATE, Waiting, asks_between

_COUNT = select(col(DiscussionRow.fact_count)).where(col(DiscussionRow.id) == bindparam("of"))
_COUNTS = select(col(DiscussionRow.id), col(DiscussionRow.fact_count)).where(
    col(DiscussionRow.id).in_(bindparam("of", expanding=True))
)
_LOCK = _COUNT.with_for_update()
_FACTS = (
    select(col(FactRow.number), col(FactRow.kind), type_coerce(col(FactRow.data), Text))
    .where(col(FactRow.discussion) == bindparam("of"), col(FactRow.number) > bindparam("after"))
    .order_by(col(FactRow.number))
)
_FACTS_OF_MANY = (
    select(col(FactRow.discussion), col(FactRow.number), col(FactRow.kind), type_coerce(col(FactRow.data), Text))
    .where(col(FactRow.discussion).in_(bindparam("of", expanding=True)))
    .order_by(col(FactRow.discussion), col(FactRow.number))
)
_OPEN_ABOUT = select(
    col(DiscussionRow.runtime), col(DiscussionRow.task_id), col(DiscussionRow.event), col(DiscussionRow.id)
).where(
    col(DiscussionRow.runtime).in_(bindparam("runtimes", expanding=True)),
    col(DiscussionRow.task_id).in_(bindparam("tasks", expanding=True)),
    col(DiscussionRow.asker) == bindparam("asker"),
    col(DiscussionRow.outcome).is_(None),
)
_WORDS = select(col(ContentRow.id), col(ContentRow.words)).where(
    col(ContentRow.id).in_(bindparam("contents", expanding=True)), col(ContentRow.erased_at).is_(None)
)
_OPEN_ASKS = (
    select(col(AskRow.person), func.count())
    .join(DiscussionRow, and_(col(DiscussionRow.id) == col(AskRow.discussion), col(DiscussionRow.outcome).is_(None)))
    .where(col(AskRow.person).in_(bindparam("people", expanding=True)), col(AskRow.state) == "open")
    .group_by(col(AskRow.person))
)
_ASKED_LATELY = (
    select(col(AskRow.person), func.count())
    .where(
        col(AskRow.person).in_(bindparam("people", expanding=True)),
        col(AskRow.at) >= bindparam("since"),
        col(AskRow.discussion) != bindparam("besides"),
    )
    .group_by(col(AskRow.person))
)
_ASKED_IN = (
    select(col(AskRow.discussion), col(AskRow.person), func.count())
    .where(col(AskRow.discussion).in_(bindparam("discussions", expanding=True)), col(AskRow.at) >= bindparam("since"))
    .group_by(col(AskRow.discussion), col(AskRow.person))
)


class Discussions(Changes):
    """Facts and words of discussions. `recent` are states that this node worked with before."""

    def __init__(
        self, connection: AsyncConnection, clock: Clock, *, writes: bool, recent: Recent | None = None
    ) -> None:
        super().__init__(connection, clock, writes=writes)
        self._recent = Recent() if recent is None else recent
        self._known: dict[str, tuple[object, int]] = {}
        self._held: set[PersonId] = set()
        self._asks: dict[PersonId, int] = {}
        self._waiting = Waiting()

    async def discussion(self, discussion: str) -> Discussion | None:
        """Load what the facts of a discussion add up to; in a writing transaction it is locked until the end."""
        if discussion not in self._known:
            found = await self._all(_LOCK if self._writes else _COUNT, {"of": discussion})
            if found:
                await self.load({discussion: found[0][0]})
        state, _ = self._known.get(discussion, (None, 0))
        return state if isinstance(state, Discussion) else None

    async def load_all(self, discussions: Collection[str]) -> None:
        """Load discussions all at once; only for who reads: they are not locked."""
        found = await self._all(_COUNTS, {"of": [of for of in discussions if of not in self._known]})
        await self.load({of: count for of, count in found})  # noqa: C416 - rows are no pairs to mypy

    async def load(self, counts: Mapping[str, int]) -> None:
        """Load discussions all at once, so that `discussion` has them at hand; `counts` says of how many facts each.

        From what is known of them in this process, and the facts that followed. A transaction that writes has locked
        them.
        """
        begun = {of: self._recent.get(of, count) for of, count in counts.items() if of not in self._known}
        later = await self._later_facts({of: known for of, (_, known) in begun.items() if known < counts[of]})
        for of, (state, known) in begun.items():
            whole = reduce(evolve, later.get(of, ()), state)
            if whole is not None:
                self._known[of] = (whole, counts[of])
                if known < counts[of]:
                    self._recent.meet(whole, counts[of])

    async def _later_facts(self, after: Mapping[str, int]) -> Mapping[str, list[Fact]]:
        """Return the facts of discussions after a number each; several discussions are read from their beginnings."""
        found: dict[str, list[Fact]] = {of: [] for of in after}
        if len(after) == 1:
            ((of, known),) = after.items()
            found[of] = [decode(kind, data) for _, kind, data in await self._all(_FACTS, {"of": of, "after": known})]
        elif after:
            for of, number, kind, data in await self._all(_FACTS_OF_MANY, {"of": list(after)}):
                if number > after[of]:
                    found[of].append(decode(kind, data))
        return found

    async def facts(self, discussion: str) -> Sequence[tuple[int, Fact]]:
        """Return all facts of a discussion, in order, each with its number, from 1."""
        found = await self._all(_FACTS, {"of": discussion, "after": 0})
        return [(number, decode(kind, data)) for number, kind, data in found]

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
    ) -> int:
        """Append facts and bring what is looked for up to date. `before` is what was loaded in this transaction.

        Return the number of the first; 0 where there are none.

        Raises:
            Conflict: it exists already, or its asker has another open one about the same task and event.
            ValueError: `before` is not the latest that this transaction loaded or appended.
        """
        if not facts:
            return 0
        first = self._numbered(after.id, before, after, len(facts))
        if after.id in self._waiting.projected:
            await self.write_out()
        await self._open_or_update(before, after, settings)
        self._waiting.facts += [_fact_row(after.id, n, fact) for n, fact in enumerate(facts, first)]
        self.note_change(after.id, first, first + len(facts) - 1, {*(before.members if before else ()), *after.members})
        for person, more in asks_between(before, after).items():
            self._waiting.more_asks[person] += more
            if person in self._asks:
                self._asks[person] += more
        stages = list(_stages(before, after, facts))
        for earlier, later, at in stages:
            if after.id in self._waiting.projected:
                await self.write_out()
            self._waiting.changes.add(earlier, later, at)
            self._waiting.projected.add(after.id)
        if len(stages) > 1:
            await self.write_out()
        return first

    async def _open_or_update(self, before: Discussion | None, after: Discussion, settings: Socialize | None) -> None:
        """Write at once what may be refused; what is only brought up to date can wait."""
        if before is not None and before.asker == after.asker:
            self._waiting.discussions[after.id] = {"of": after.id, **self._projected(after)}
            return
        await self.write_out()
        try:
            await (self._open(after, settings or Socialize()) if before is None else self._update(after))
        except IntegrityError as error:
            msg = f"{after.asker} has an open discussion about this task already"
            raise Conflict(msg, hint="Go on in that one.", code="already_open") from error

    async def write_out(self) -> None:
        """Write what was appended and waits to be written."""
        if self._waiting.projected:
            waiting, self._waiting = self._waiting, Waiting()
            await waiting.write(self._connection)
        await super().write_out()

    def keep_recent(self) -> None:
        """After the commit: keep at hand what this transaction led to."""
        for state, count in self._known.values():
            if isinstance(state, Discussion):
                self._recent.keep(state, count)

    def _numbered(self, of: str, before: object | None, after: object, more: int) -> int:
        """Return the number of the first of `more` facts, and remember what they lead to."""
        known, count = self._known.get(of, (None, 0))
        if known is not before and known != before:
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
        await self._do(UPDATE, [{"of": state.id, **self._projected(state)}])

    def _projected(self, state: Discussion) -> Mapping[str, Any]:
        return {
            "asker": state.asker,
            "outcome": state.outcome,
            "current": state.current,
            "listed": state.ring.open and not state.ended,
            "fact_count": self._known[state.id][1],
            "due_at": next_due(state),
            "ended_at": state.ended_at,
            "emptied_at": None,  # there may be words again: a late answer
        }

    async def put_words(self, discussion: str, words: Any) -> str:
        """Keep words of a discussion or an offer (any JSON value) and return their content id."""
        now = self._now()
        content = uuid7(now)
        await self._do(insert(ContentRow), [{"id": content, "discussion": discussion, "words": words}])
        return content

    async def words(self, contents: Sequence[str]) -> Mapping[str, Any]:
        """Return the words of content ids; erased and unknown ones are missing."""
        found = await self._all(_WORDS, {"contents": list(contents)}) if contents else ()
        return {content: words for content, words in found}  # noqa: C416 - rows are no pairs to mypy

    async def open_discussion(self, task: TaskKey, event: str, asker: PersonId) -> str | None:
        """Return the one open discussion of (task, event, asker)."""
        query = select(col(DiscussionRow.id)).where(_about(task, event, asker), col(DiscussionRow.outcome).is_(None))
        found = await self._first(query)
        return found[0] if found else None

    async def open_discussions_about(
        self, tasks: Collection[TaskKey], asker: PersonId
    ) -> Mapping[tuple[TaskKey, str], str]:
        """Return the open discussions of one asker about tasks, by task and event."""
        given = {"runtimes": [*{task.runtime for task in tasks}], "tasks": [task.task_id for task in tasks]}
        found = await self._all(_OPEN_ABOUT, {**given, "asker": asker}) if tasks else ()
        return {(TaskKey(runtime, task), event): of for runtime, task, event, of in found}

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

    async def is_in_open_ring(self, discussion: str) -> bool:
        """Return whether a discussion is open, and its current ring too; one look, whether it exists or not."""
        query = select(col(DiscussionRow.id)).where(col(DiscussionRow.id) == discussion, col(DiscussionRow.listed))
        return await self._first(query) is not None

    async def crowded(self, asked: Sequence[PersonId], caps: Mapping[PersonId, int]) -> Sequence[PersonId]:
        """Return who of `asked` would hold more open asks than their cap with this one more; before it is appended.

        Nobody else can ask these people from here until the end of the transaction, so the count stays true.
        """
        held_anew = await self._hold_people(asked)
        for person in () if writes_alone(self._connection) else held_anew:
            self._asks.pop(person, None)  # somebody may have asked them since they were counted
        held = await self.open_asks(asked)
        return [person for person in asked if held.get(person, 0) >= caps.get(person, DEFAULT_CAP)]

    async def _hold_people(self, people: Collection[PersonId]) -> Collection[PersonId]:
        """Hold people in one order, so that nobody waits in a circle; who is out of order is held without waiting.

        Return who was not held before.

        Raises:
            Contended: somebody else is asking one of them, and waiting might be for ever.
        """
        new = sorted(set(people) - self._held)
        for person in new:
            in_order = not self._held or person > max(self._held)
            await hold(self._connection, "person", person, wait=in_order)
            self._held.add(person)
        return new

    async def open_asks(self, people: Collection[PersonId]) -> Mapping[PersonId, int]:
        """Return how many open asks each of `people` holds; who holds none is missing.

        They are counted once in a transaction, and what it appends is added.
        """
        unknown = [person for person in people if person not in self._asks]
        if unknown:
            counted = dict.fromkeys(unknown, 0) | self._waiting.asks(unknown)
            for person, count in await self._aside(_OPEN_ASKS, {"people": unknown}):
                counted[person] += count
            self._asks.update(counted)
        return {person: self._asks[person] for person in people if self._asks[person]}

    async def asked_lately(
        self, people: Collection[PersonId], since: datetime, besides: str | None
    ) -> Mapping[PersonId, int]:
        """Return how often each of `people` was asked since a moment, `besides` in one discussion.

        What this transaction itself appended to others counts from the next one on.
        """
        given = {"people": list(people), "since": since, "besides": besides or ""}
        return {person: count for person, count in await self._aside(_ASKED_LATELY, given)}  # noqa: C416 - rows are no pairs to mypy

    async def _asked_in(self, discussions: Collection[str], since: datetime) -> Mapping[str, Mapping[PersonId, int]]:
        """Return how often each of these discussions itself asked whom since a moment."""
        found: dict[str, dict[PersonId, int]] = {}
        for of, person, count in await self._aside(_ASKED_IN, {"discussions": list(discussions), "since": since}):
            found.setdefault(of, {})[person] = count
        return found

    async def _due_discussions(self, now: datetime, limit: int) -> Sequence[tuple[datetime, str, int]]:
        """Claim discussions that are due: when, which, and of how many facts each is."""
        due = col(DiscussionRow.due_at)
        found = select(due, col(DiscussionRow.id), col(DiscussionRow.fact_count)).where(due <= now)
        query = found.order_by(due, col(DiscussionRow.id)).limit(limit).with_for_update(skip_locked=True)
        return [(at, of, count) for at, of, count in await self._all(query) if at is not None]


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
    kind, data = written(fact)
    return {"discussion": discussion, "number": number, "at": fact.at, "kind": kind, "data": data}
