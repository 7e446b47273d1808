"""Offers are kept as facts too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.contract.element import Socialize
from socialbpm.errors import NotFound
from socialbpm.social import offers as o
from socialbpm.store import SqlStores
from tests.store.road import HOUR, INVOICE, MONDAY, bob_comes_in, keep, opened, task

pytestmark = pytest.mark.anyio
SETTINGS = Socialize(after="PT4H", trigger="timer", question="What is unclear?")


async def make(stores: SqlStores, offer: str = "o1", days: int = 30) -> o.Offer:
    """The timer of Alice's task fired."""
    facts = o.make(offer, INVOICE, "check.socialize", f"r-{offer}", None, MONDAY, timedelta(days=days))
    async with stores.write() as store:
        await store.save_task(task())
        await store.append_offer(None, o.offer_of(facts), facts, SETTINGS)
    return o.offer_of(facts)


async def go_on(stores: SqlStores, offer: o.Offer, fact: o.OfferFact) -> o.Offer:
    """Append a fact in a transaction of its own."""
    after = o.evolve_offer(offer, fact)
    async with stores.write() as store:
        await store.append_offer(await store.offer(offer.id), after, [fact], Socialize())
    return after


async def test_an_offer_is_what_its_facts_add_up_to(stores: SqlStores) -> None:
    """With the element that it was made with."""
    made = await make(stores)
    async with stores.read() as store:
        assert await store.offer("o1") == made
        assert await store.offer_settings("o1") == SETTINGS
        assert await store.open_offers_of(INVOICE) == ["o1"]
        assert [each.offer for each in await store.offered_to(["person:alice"], None, 20)] == [made]


async def test_an_offer_that_was_taken_up_is_open_no_more(stores: SqlStores) -> None:
    """Alice asks: the offer became her discussion."""
    after = await go_on(stores, await make(stores), o.TakenUp(at=MONDAY, by="alice", discussion="d1"))
    async with stores.read() as store:
        assert await store.offer("o1") == after
        assert await store.offered_to(["person:alice"], None, 20) == []
        assert await store.offer_settings("o1") == SETTINGS


async def test_only_one_takes_an_offer_up(stores: SqlStores) -> None:
    """Bob decided on what he saw before Alice took it up; his transaction is refused."""
    seen = await make(stores)
    await go_on(stores, seen, o.TakenUp(at=MONDAY, by="alice", discussion="d1"))
    taken = o.TakenUp(at=MONDAY, by="bob", discussion="d2")
    async with stores.write() as store:
        await store.offer("o1")
        with pytest.raises(ValueError, match="not about its latest state"):
            await store.append_offer(seen, o.evolve_offer(seen, taken), [taken], SETTINGS)


async def test_an_offer_expires_like_a_discussion(stores: SqlStores) -> None:
    """Deadlines of both come in one order."""
    await make(stores, "o1", days=1)
    await make(stores, "o2", days=2)
    await keep(stores, opened(), *bob_comes_in(MONDAY + 30 * HOUR))
    async with stores.write() as store:
        due = await store.due(MONDAY + timedelta(days=3), 50)
        assert due == [("offer", "o1"), ("discussion", "d1"), ("offer", "o2")]
        assert await store.due(MONDAY + timedelta(days=3), 1) == [("offer", "o1")]


async def test_an_offer_that_ended_is_never_due(stores: SqlStores) -> None:
    """The task ended, so nobody will take it up."""
    await go_on(stores, await make(stores), o.OfferEnded(at=MONDAY, outcome="task_ended"))
    async with stores.write() as store:
        assert await store.due(MONDAY + timedelta(days=300), 50) == []


async def test_an_offer_that_is_not_there_is_none(stores: SqlStores) -> None:
    """No facts, no offer; no element is made up for it."""
    async with stores.write() as store:
        assert await store.offer("o9") is None
        await store.append_offer(None, await make_only(), [], SETTINGS)
        with pytest.raises(NotFound, match="o1"):
            await store.offer_settings("o1")


async def make_only() -> o.Offer:
    """An offer that nobody keeps."""
    return o.offer_of(o.make("o1", INVOICE, "check.socialize", "r", None, MONDAY, timedelta(days=1)))
