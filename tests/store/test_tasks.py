"""Tasks, firings, and who did what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socialbpm.actions.ports import FiringRecord, TaskRecord
from socialbpm.clock import FrozenClock
from socialbpm.contract.element import Socialize
from socialbpm.contract.people import TaskPeople
from socialbpm.social.facts import TaskKey
from socialbpm.store import SqlStores
from tests.store.road import HOUR, INVOICE, MONDAY, completed, task

pytestmark = pytest.mark.anyio


async def save(stores: SqlStores, *records: TaskRecord) -> None:
    """A runtime told of tasks."""
    async with stores.write() as store:
        for record in records:
            await store.save_task(record)


class TestTasks:
    """A task is what its runtime last told."""

    async def test_a_task_comes_back_as_it_was_told(self, stores: SqlStores) -> None:
        """With its people, when it is due, and what its element says."""
        told = task()
        people = TaskPeople(
            actual_owner="alice", potential_owners=("alice", "group:accounting"), excluded_owners=("eve",)
        )
        ref = told.ref.model_copy(update={"due": MONDAY + HOUR, "lane": "Accounting", "revision": 3})
        told = replace(told, ref=ref, people=people, event_id="check.socialize", settings=Socialize(after="PT4H"))
        await save(stores, told)
        async with stores.read() as store:
            assert await store.task(INVOICE) == told
            assert await store.task(TaskKey("shipping", "t1")) is None

    async def test_what_ended_stays_ended(self, stores: SqlStores) -> None:
        """A late snapshot does not bring a task back, nor change who completed it."""
        done = completed(task(), "alice", MONDAY)
        await save(stores, done, task(owner="bob"), completed(task(), "eve", MONDAY + HOUR))
        async with stores.read() as store:
            kept = await store.task(INVOICE)
        assert kept is not None
        assert (kept.ended_at, kept.completed_by) == (MONDAY, "alice")

    async def test_the_tasks_of_a_case_are_those_of_its_runtime(self, stores: SqlStores) -> None:
        """Two runtimes may use the same ids."""
        mine = [task("t1"), task("t2")]
        await save(stores, *mine, task("t3", "c2"), task("t1", runtime="shipping"))
        async with stores.read() as store:
            assert await store.tasks_of_case("billing", "c1") == mine


class TestFirings:
    """A firing belongs to one discussion or offer."""

    async def test_an_offers_firing_goes_on_to_its_discussion(self, stores: SqlStores) -> None:
        """Alice took the offer up: the firing's delivery is that of the discussion."""
        firing = FiringRecord(INVOICE, "c1", "r1", "check.socialize", {"kind": "pull"}, offer="o1")
        async with stores.write() as store:
            await store.save_firing(firing)
            await store.save_firing(replace(firing, discussion="d1"))
        async with stores.read() as store:
            assert await store.firing("billing", "r1") == replace(firing, discussion="d1")
            assert await store.firings_of(discussion="d1") == [replace(firing, discussion="d1")]
            assert await store.firings_of(offer="o2") == []

    async def test_firings_come_in_the_order_they_were_made(self, stores: SqlStores, clock: FrozenClock) -> None:
        """Saving one again does not move it."""
        firings = [FiringRecord(INVOICE, "c1", f"r{n}", "e", {}, discussion="d1") for n in (2, 1, 3)]
        async with stores.write() as store:
            for firing in firings:
                await store.save_firing(firing)
                clock.advance(HOUR)
            await store.save_firing(firings[0])
            assert await store.firings_of(discussion="d1") == firings

    async def test_a_request_of_another_runtime_is_another_firing(self, stores: SqlStores) -> None:
        """Ids are a runtime's own."""
        async with stores.write() as store:
            await store.save_firing(FiringRecord(INVOICE, "c1", "r1", "e", {}, discussion="d1"))
            assert await store.firing("shipping", "r1") is None


class TestHistory:
    """Did means: is or was the owner, or completed it."""

    async def test_who_worked_on_a_case_comes_latest_first(self, stores: SqlStores, clock: FrozenClock) -> None:
        """Alice had it, then Bob, and Carol completed another task; Eve worked on another case."""
        await save(stores, task("t1", owner="alice"))
        clock.advance(HOUR)
        await save(stores, task("t1", owner="bob"), task("t9", "c9", owner="eve"))
        await save(stores, completed(task("t2", owner=None), "carol", MONDAY + 2 * HOUR))
        async with stores.read() as store:
            assert await store.worked_on_case("billing", "c1") == ("carol", "bob", "alice")
            assert await store.worked_on_case("shipping", "c1") == ()

    async def test_a_repeated_snapshot_is_no_new_work(self, stores: SqlStores, clock: FrozenClock) -> None:
        """Alice got the task before Bob got his, however often that is told."""
        await save(stores, task("t1", owner="alice"))
        clock.advance(HOUR)
        await save(stores, task("t2", owner="bob"))
        clock.advance(HOUR)
        await save(stores, task("t1", owner="alice"))
        async with stores.read() as store:
            assert await store.worked_on_case("billing", "c1") == ("bob", "alice")

    async def test_people_know_each_other_from_shared_cases(self, stores: SqlStores) -> None:
        """Two tasks of one case are one case; cases of another runtime count too, the same id there is another case."""
        await save(
            stores, task("t1", "c1", owner="alice"), task("t2", "c1", owner="bob"), task("t3", "c1", owner="bob")
        )
        await save(
            stores, task("t4", "c2", owner="alice"), task("t5", "c2", owner="bob"), task("t6", "c2", owner="carol")
        )
        await save(stores, task("t7", "c3", owner="eve"), task("t8", "c1", runtime="shipping", owner="eve"))
        await save(
            stores,
            task("s1", "c7", runtime="shipping", owner="alice"),
            task("s2", "c7", runtime="shipping", owner="bob"),
        )
        async with stores.read() as store:
            assert await store.worked_together("alice") == {"bob": 3, "carol": 1}
            assert await store.worked_together("eve") == {}

    async def test_who_did_an_element_elsewhere_is_counted_by_case(self, stores: SqlStores) -> None:
        """Dana checked invoices in two other cases, one of them twice; other elements and processes do not count."""
        await save(
            stores, task("t1", "c1", owner="alice"), task("t2", "c2", owner="dana"), task("t3", "c3", owner="dana")
        )
        await save(stores, task("t4", "c3", owner="dana"), task("t5", "c4", owner="bob", element_id="pay"))
        await save(stores, task("t6", "c5", owner="eve", process="travel"))
        async with stores.read() as store:
            assert await store.did_element("billing", "invoice", "check", "c1") == {"dana": 2}
            assert await store.did_element("billing", "invoice", "check", "c2") == {"alice": 1, "dana": 1}

    async def test_the_other_half_of_a_four_eyes_pair_is_known(self, stores: SqlStores) -> None:
        """Whoever did or does the approval in this case."""
        await save(stores, task("t1", owner="alice"), task("t2", owner="bob", element_id="approve"))
        await save(stores, task("t3", "c2", owner="eve", element_id="approve"))
        async with stores.read() as store:
            assert await store.did_task_in_case("billing", "c1", "approve") == ("bob",)

    async def test_who_does_another_instance_is_known(self, stores: SqlStores) -> None:
        """Alice and Bob each review the same invoice; for Alice's task it is Bob."""
        await save(stores, task("t1", owner="alice"), task("t2", owner="bob"))
        async with stores.read() as store:
            assert await store.did_in_other_instances("billing", "c1", "check", "t1") == ("bob",)
