"""Offers: their facts, their deadlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import and_, insert, select, tuple_, update
from sqlalchemy.engine import Row
from sqlmodel import col

from socialbpm.actions.ports import Standing
from socialbpm.contract.element import Socialize
from socialbpm.errors import NotFound
from socialbpm.social.facts import TaskKey
from socialbpm.social.offers import Offer, OfferFact, offer_of
from socialbpm.store.addressed import Addressed
from socialbpm.store.codec import decode, written
from socialbpm.store.databases import Contended
from socialbpm.store.discussions import Discussions
from socialbpm.store.tables import OfferedRow, OfferFactRow, OfferRow, metadata
from socialbpm.store.tasks import task_of

_TASKS = metadata.tables["tasks"]


class Offers(Discussions, Addressed):
    """Facts of offers."""

    async def offer(self, offer: str) -> Offer | None:
        """Load an offer by replaying its facts. It is not locked; `append_offer` sees that nobody else was faster."""
        kept = select(col(OfferFactRow.kind), col(OfferFactRow.data)).where(col(OfferFactRow.offer) == offer)
        found = await self._all(kept.order_by(col(OfferFactRow.number)))
        if not found:
            return None
        state = offer_of([cast("OfferFact", decode(kind, data)) for kind, data in found])
        self._known[offer] = (state, len(found))
        return state

    async def append_offer(
        self, before: Offer | None, after: Offer, facts: Sequence[OfferFact], settings: Socialize
    ) -> None:
        """Append facts of an offer. `before` is what was loaded in this transaction; the first `settings` stay.

        Raises:
            Contended: somebody else appended meanwhile.
            ValueError: `before` is not the latest that this transaction loaded or appended.
        """
        if not facts:
            return
        first = self._numbered(after.id, before, after, len(facts))
        if before is None:
            await self._make(after, facts[0].at, settings)
        else:
            await self._go_on(after, first - 1)
        await self._do(insert(OfferFactRow), [_fact_row(after.id, n, fact) for n, fact in enumerate(facts, first)])
        await self.address_offers(after.task)

    async def _make(self, offer: Offer, at: datetime, settings: Socialize) -> None:
        row = {
            "id": offer.id,
            "runtime": offer.task.runtime,
            "task_id": offer.task.task_id,
            "event": offer.event,
            "made_at": at,
            "settings": settings.model_dump(mode="json", by_alias=True),
            **self._projected_offer(offer),
        }
        await self._do(insert(OfferRow), [row])

    async def _go_on(self, after: Offer, facts_before: int) -> None:
        """Write what is looked for, if nothing happened to the offer since it was loaded (one conditional write)."""
        same = (col(OfferRow.id) == after.id, col(OfferRow.fact_count) == facts_before)
        written = await self._do(update(OfferRow).where(*same).values(**self._projected_offer(after)))
        if written.rowcount != 1:
            raise Contended(after.id)

    def _projected_offer(self, offer: Offer) -> Mapping[str, Any]:
        due_at = offer.expires if offer.open else None
        return {"outcome": offer.outcome, "fact_count": self._known[offer.id][1], "due_at": due_at}

    async def offer_settings(self, offer: str) -> Socialize:
        """Return the element that an offer was made with.

        Raises:
            NotFound: there is no such offer.
        """
        found = await self._first(select(col(OfferRow.settings)).where(col(OfferRow.id) == offer))
        if found is None:
            msg = f"there is no offer {offer}"
            raise NotFound(msg)
        return Socialize.model_validate(found[0])

    async def open_offers_of(self, task: TaskKey) -> Sequence[str]:
        """Return all open offers of a task, the oldest first."""
        same = (col(OfferRow.runtime) == task.runtime, col(OfferRow.task_id) == task.task_id)
        query = select(col(OfferRow.id)).where(*same, col(OfferRow.outcome).is_(None))
        return await self._column(query.order_by(col(OfferRow.made_at), col(OfferRow.id)))

    async def offered_to(
        self, words: Collection[str], after: tuple[datetime, str] | None, limit: int
    ) -> Sequence[Standing]:
        """Return the open offers about tasks of whoever `words` stand for, the oldest first, with their tasks."""
        mine = select(col(OfferedRow.offer)).where(col(OfferedRow.who).in_(sorted(words))).distinct().subquery("line")
        place = (col(OfferRow.made_at), col(OfferRow.id))
        query = (
            select(*place, col(OfferRow.settings), _TASKS)
            .join(mine, mine.c.offer == col(OfferRow.id))
            .join(_TASKS, and_(_TASKS.c.runtime == col(OfferRow.runtime), _TASKS.c.task_id == col(OfferRow.task_id)))
            .order_by(*place)
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(*place) > tuple_(*after))
        found = await self._all(query)
        offers = await self._offers([row[1] for row in found])
        return [
            Standing(row[0], offers[row[1]], task_of(_task_in(row)), Socialize.model_validate(row[2])) for row in found
        ]

    async def _offers(self, ids: Sequence[str]) -> Mapping[str, Offer]:
        """Load offers by replaying their facts."""
        kept = select(col(OfferFactRow.offer), col(OfferFactRow.kind), col(OfferFactRow.data))
        kept = kept.where(col(OfferFactRow.offer).in_(ids)).order_by(col(OfferFactRow.offer), col(OfferFactRow.number))
        facts: dict[str, list[OfferFact]] = defaultdict(list)
        for of, kind, data in await self._all(kept) if ids else ():
            facts[of].append(cast("OfferFact", decode(kind, data)))
        return {of: offer_of(its) for of, its in facts.items()}

    async def _due_offers(self, now: datetime, limit: int) -> Sequence[tuple[datetime, str]]:
        due = col(OfferRow.due_at)
        query = select(due, col(OfferRow.id)).where(due <= now).order_by(due, col(OfferRow.id)).limit(limit)
        return [(at, found) for at, found in await self._all(query.with_for_update(skip_locked=True)) if at is not None]


def _fact_row(offer: str, number: int, fact: OfferFact) -> Mapping[str, Any]:
    kind, data = written(fact)
    return {"offer": offer, "number": number, "at": fact.at, "kind": kind, "data": data}


def _task_in(row: Row[*tuple[Any, ...]]) -> Mapping[str, Any]:
    """Return the columns of the task that is joined to an offer, whose own settings stand before it."""
    return dict(zip(_TASKS.columns.keys(), row[3:], strict=True))
