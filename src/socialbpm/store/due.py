"""What is due, claimed in batches: what working a batch off needs is loaded for all of it at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.ports import FiringRecord, TaskRecord
from socialbpm.clock import Clock
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import TaskKey
from socialbpm.store.offers import Offers
from socialbpm.store.recent import Recent
from socialbpm.store.tables import DiscussionRow, metadata
from socialbpm.store.tasks import Tasks, Work, firing_of, task_of

_TASKS = metadata.tables["tasks"]
_FIRINGS = metadata.tables["firings"]


class Due(Offers, Tasks, Work):
    """Claims of what is due. Tasks and firings of what was claimed are loaded together, once one of them is needed."""

    def __init__(
        self, connection: AsyncConnection, clock: Clock, *, writes: bool, recent: Recent | None = None
    ) -> None:
        super().__init__(connection, clock, writes=writes, recent=recent)
        self._claimed: Sequence[str] = ()
        self._firings: dict[tuple[str, str], FiringRecord] | None = None
        self._tasks: dict[TaskKey, TaskRecord] | None = None
        self._ties: dict[PersonId, Mapping[PersonId, int]] = {}
        self._helpers: dict[PersonId, Mapping[PersonId, int]] = {}
        self._on_cases: Mapping[tuple[str, str], tuple[PersonId, ...]] | None = None
        self._lately: dict[PersonId, int] = {}
        self._lately_here: Mapping[str, Mapping[PersonId, int]] | None = None

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[Literal["discussion", "offer"], str]]:
        """Claim at most `limit` discussions and offers whose deadline is at or before `now`, the earliest first.

        What is claimed is this transaction's; whoever asks at the same time gets others.
        """
        discussions = await self._due_discussions(now, limit)
        offers = [(at, "offer", found) for at, found in await self._due_offers(now, limit)]
        first = sorted([*((at, "discussion", found) for at, found, _ in discussions), *offers])[:limit]
        claimed = {found for _, kind, found in first if kind == "discussion"}
        await self.have_at_hand({found: count for _, found, count in discussions if found in claimed})
        return [(cast("Literal['discussion', 'offer']", kind), found) for _, kind, found in first]

    async def have_at_hand(self, discussions: Mapping[str, int]) -> None:
        """Have these discussions read, with how many facts they have; what goes with them is read for all at once."""
        await self.load(discussions)
        self._claimed, self._firings, self._tasks = list(discussions), None, None
        self._ties = {} if self._writes else self._ties
        self._helpers, self._on_cases, self._lately, self._lately_here = {}, None, {}, None

    async def firing(self, runtime: str, request_id: str) -> FiringRecord | None:
        """Return a firing."""
        if self._claimed and self._firings is None:
            found = await self._aside(select(_FIRINGS).where(_FIRINGS.c.discussion.in_(self._claimed)))
            self._firings = {(row.runtime, row.request_id): firing_of(row._mapping) for row in found}
        return (self._firings or {}).get((runtime, request_id)) or await super().firing(runtime, request_id)

    async def save_firing(self, firing: FiringRecord) -> None:
        """Keep a firing, or what it belongs to now."""
        await super().save_firing(firing)
        self._firings = None

    async def task(self, task: TaskKey) -> TaskRecord | None:
        """Return a task. Whoever is to change it, or opens something about it, holds its case first."""
        if self._claimed and self._tasks is None:
            row = and_(_TASKS.c.runtime == col(DiscussionRow.runtime), _TASKS.c.task_id == col(DiscussionRow.task_id))
            claimed = select(_TASKS).join(DiscussionRow, row).where(col(DiscussionRow.id).in_(self._claimed))
            found = await self._aside(claimed)
            self._tasks = {kept.key: kept for kept in (task_of(row._mapping) for row in found)}
        known = (self._tasks or {}).get(task)
        return await super().task(task) if known is None else known

    async def save_task(self, task: TaskRecord) -> None:
        """Keep a task, and who did it. What ended stays ended, by whom it was."""
        await super().save_task(task)
        self._tasks, self._ties, self._on_cases, self._cases = None, {}, None, {}

    async def worked_together(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Return with whom the asker shared how many cases, of whatever runtime: both did a task of it."""
        if asker not in self._ties:
            claimed = self._askers()
            ties = await self._together(claimed if asker in claimed else {asker})
            self._ties.update(ties)
            if asker in claimed:
                await self.open_asks({other for others in ties.values() for other in others})
        return self._ties[asker]

    async def helped(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Return who answered how many of the asker's questions; nobody answers in a transaction that claims."""
        if not self._claimed:
            return await super().helped(asker)
        if asker not in self._helpers:
            self._helpers.update(await self._helped({*self._askers(), asker}))
        return self._helpers[asker]

    async def worked_on_case(self, runtime: str, case_id: str) -> tuple[PersonId, ...]:
        """Return whoever did a task of this case, the latest first."""
        if self._claimed and self._on_cases is None:
            self._on_cases = await self._on_cases_of(self._claimed)
        known = (self._on_cases or {}).get((runtime, case_id))
        return await super().worked_on_case(runtime, case_id) if known is None else known

    async def _listing(self, discussion: str) -> Mapping[str, datetime]:
        """Return to whom a discussion is listed; of what was claimed it is read together."""
        if discussion not in self._listed and discussion in self._claimed:
            await self._have_listings_at_hand(self._claimed)
        return await super()._listing(discussion)

    async def asked_lately(
        self, people: Collection[PersonId], since: datetime, besides: str | None
    ) -> Mapping[PersonId, int]:
        """Return how often each of `people` was asked since a moment, `besides` in one discussion.

        For what was claimed they are counted together, since the moment that was first asked for: those of one
        transaction lie close together.
        """
        if besides is None or besides not in self._claimed:
            return await super().asked_lately(people, since, besides)
        if self._lately_here is None:
            self._lately_here = await self._asked_in(self._claimed, since)
        here = self._lately_here.get(besides, {})
        await self._count_lately(people, since)
        return {who: left for who in people if (left := self._lately[who] - here.get(who, 0)) > 0}

    async def _count_lately(self, people: Collection[PersonId], since: datetime) -> None:
        """Count how often people were asked, with whoever else may be asked by this transaction."""
        if not self._lately.keys() >= set(people):
            everybody = {*people, *self._asks} - self._lately.keys()
            self._lately.update(dict.fromkeys(everybody, 0))
            self._lately.update(await super().asked_lately(everybody, since, None))

    def _askers(self) -> set[PersonId]:
        known = [state for state, _ in (self._known[of] for of in self._claimed if of in self._known)]
        return {state.asker for state in known if isinstance(state, Discussion)}
