"""Deliveries, receipts and principals."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import null, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from socialbpm.actions.ports import Receipt
from socialbpm.contract.deliveries import AnyDelivery, Ended, Opened
from socialbpm.store import SqlStore, SqlStores
from socialbpm.store.tables import ContentRow
from tests.store.road import MONDAY

pytestmark = pytest.mark.anyio
PULL = {"kind": "pull"}


def ended(id_: str, case_id: str = "c1") -> Ended:
    """Alice's discussion ended."""
    return Ended(
        id=id_, task_id="t1", case_id=case_id, request_id="r1", discussion="d1", outcome="answered", value="4711"
    )


async def enqueue(stores: SqlStores, *deliveries: AnyDelivery, runtime: str = "billing") -> None:
    """Tell a runtime, in one transaction."""
    async with stores.write() as store:
        for delivery in deliveries:
            await store.enqueue(runtime, delivery, PULL)


class TestDeliveries:
    """A runtime reads on from where it was."""

    async def test_deliveries_come_as_they_were_made(self, stores: SqlStores) -> None:
        """Of every type, in order, to their runtime only."""
        opened = Opened(id="x0", task_id="t1", case_id="c1", request_id="r1", discussion="d1", url="http://x/d1")
        await enqueue(stores, opened, ended("x1"))
        await enqueue(stores, ended("x2"), runtime="shipping")
        async with stores.read() as store:
            found = await store.deliveries("billing", None, 0, 10)
            assert [record.delivery for record in found] == [opened, ended("x1")]
            assert await store.delivery("billing", "x1") == found[1]
            assert await store.delivery("billing", "x2") is None

    async def test_the_value_is_what_is_kept_of_it_now(self, stores: SqlStores) -> None:
        """It lies with the other words: once it is erased, the delivery has none (law 11)."""
        async with stores.write() as store:
            content = await store.put_words("d1", {"account": 6800})
            await store.enqueue("billing", ended("x1").model_copy(update={"value": None}), PULL, content)
        async with stores.write() as store:
            assert await self._value(store) == {"account": 6800}
            erase = update(ContentRow).where(col(ContentRow.id) == content).values(words=null(), erased_at=MONDAY)
            await store._do(erase)
            assert await self._value(store) is None

    @staticmethod
    async def _value(store: SqlStore) -> object:
        (found,) = await store.deliveries("billing", None, 0, 10)
        assert found == await store.delivery("billing", "x1")
        assert isinstance(found.delivery, Ended)
        return found.delivery.value

    async def test_a_runtime_reads_on_from_a_number(self, stores: SqlStores) -> None:
        """Page by page, none twice."""
        await enqueue(stores, *(ended(f"x{n}") for n in range(5)))
        async with stores.read() as store:
            first = await store.deliveries("billing", None, 0, 2)
            rest = await store.deliveries("billing", None, first[-1].number, 10)
        assert [record.delivery.id for record in [*first, *rest]] == [f"x{n}" for n in range(5)]

    async def test_a_case_can_be_read_by_itself(self, stores: SqlStores) -> None:
        """A runtime that works on one case at a time asks for that."""
        await enqueue(stores, ended("x1"), ended("x2", "c2"), ended("x3"))
        async with stores.read() as store:
            assert [record.delivery.id for record in await store.deliveries("billing", "c1", 0, 10)] == ["x1", "x3"]

    async def test_a_delivery_is_there_once(self, stores: SqlStores) -> None:
        """Whatever was retried: the same id is the same delivery."""
        await enqueue(stores, ended("x1"), ended("x1"))
        await enqueue(stores, ended("x1"))
        async with stores.read() as store:
            assert len(await store.deliveries("billing", None, 0, 10)) == 1

    async def test_numbers_grow_in_the_order_of_commits(self, stores: SqlStores) -> None:
        """Many write at once; whoever reads on from a number misses none."""
        await asyncio.gather(*(enqueue(stores, ended(f"x{n}")) for n in range(20)))
        async with stores.read() as store:
            numbers = [record.number for record in await store.deliveries("billing", None, 0, 50)]
        assert numbers == list(range(1, 21))


class TestWakingUp:
    """Whoever waits for deliveries is woken by the commit, not before."""

    async def test_a_delivery_wakes_who_waits_for_its_runtime(self, stores: SqlStores) -> None:
        """The long poll of billing ends; that of shipping goes on."""
        waiting = asyncio.gather(stores.bus.wait("billing", 5), stores.bus.wait("shipping", 0.2))
        await asyncio.sleep(0)
        await enqueue(stores, ended("x1"))
        assert list(await waiting) == [True, False]

    async def test_nobody_is_woken_by_what_was_rolled_back(self, stores: SqlStores) -> None:
        """A transaction that failed told nobody anything."""
        waiting = asyncio.create_task(stores.bus.wait("billing", 0.2))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="crash"):
            await _enqueue_and_fail(stores)
        assert not await waiting

    async def test_who_is_woken_finds_the_delivery(self, stores: SqlStores) -> None:
        """It is committed by then."""

        async def long_poll() -> list[str]:
            await stores.bus.wait("billing", 5)
            async with stores.read() as store:
                return [record.delivery.id for record in await store.deliveries("billing", None, 0, 10)]

        polling = asyncio.create_task(long_poll())
        await asyncio.sleep(0)
        await enqueue(stores, ended("x1"))
        assert await polling == ["x1"]

    async def test_what_came_between_reading_and_waiting_is_not_missed(self, stores: SqlStores) -> None:
        """The count is taken before the queue is read."""
        count = stores.bus.count("billing")
        await enqueue(stores, ended("x1"))
        assert await stores.bus.wait("billing", 0, since=count)
        assert not await stores.bus.wait("billing", 0, since=stores.bus.count("billing"))


async def _enqueue_and_fail(stores: SqlStores) -> None:
    async with stores.write() as store:
        await store.enqueue("billing", ended("x1"), PULL)
        msg = "crash"
        raise RuntimeError(msg)


class TestReceipts:
    """A call is taken once."""

    async def test_a_receipt_comes_back(self, stores: SqlStores) -> None:
        """With the hash of its body and what to render anew."""
        receipt = Receipt("hook billing", "id-1", "abc", {"discussion": "d1"})
        async with stores.write() as store:
            await store.save_receipt(receipt)
        async with stores.read() as store:
            assert await store.receipt("hook billing", "id-1") == receipt
            assert await store.receipt("hook shipping", "id-1") is None

    async def test_the_same_call_cannot_be_taken_twice(self, stores: SqlStores) -> None:
        """Two at once: the second fails as a whole, with all that it did."""
        receipt = Receipt("hook billing", "id-1", "abc")
        async with stores.write() as store:
            await store.save_receipt(receipt)
        with pytest.raises(IntegrityError):
            async with stores.write() as store:
                await store.save_receipt(receipt)
