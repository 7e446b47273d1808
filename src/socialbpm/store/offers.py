"""Offers: their facts, their deadlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import insert, select, update
from sqlmodel import col

from socialbpm.contract.element import Socialize
from socialbpm.errors import NotFound
from socialbpm.social.facts import TaskKey
from socialbpm.social.offers import Offer, OfferFact, offer_of
from socialbpm.store.codec import decode, written
from socialbpm.store.databases import Contended
from socialbpm.store.discussions import Discussions
from socialbpm.store.tables import OfferFactRow, OfferRow


class Offers(Discussions):
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

    async def open_offers(self) -> Sequence[str]:
        """Return all open offers, the oldest first."""
        query = select(col(OfferRow.id)).where(col(OfferRow.outcome).is_(None))
        return await self._column(query.order_by(col(OfferRow.made_at), col(OfferRow.id)))

    async def _due_offers(self, now: datetime, limit: int) -> Sequence[tuple[datetime, str]]:
        due = col(OfferRow.due_at)
        query = select(due, col(OfferRow.id)).where(due <= now).order_by(due, col(OfferRow.id)).limit(limit)
        return [(at, found) for at, found in await self._all(query.with_for_update(skip_locked=True)) if at is not None]


def _fact_row(offer: str, number: int, fact: OfferFact) -> Mapping[str, Any]:
    kind, data = written(fact)
    return {"offer": offer, "number": number, "at": fact.at, "kind": kind, "data": data}
