"""Several nodes on one PostgreSQL: nothing is missed, lost or double, however they cross.

A node is a `SqlStores` of its own. On SQLite one writer comes after the other, so there is nothing to cross.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from socialbpm.clock import FrozenClock
from socialbpm.errors import Conflict, Invalid
from socialbpm.social.evolve import replay
from socialbpm.store import SqlStore, SqlStores, bus, open_store, unit
from socialbpm.store.databases import TRIES_CROSSED, TRIES_TAKEN, Contended, hold
from tests.postgres import Server
from tests.store.road import MONDAY, add, bob_comes_in, bob_says, carol_is_asked, keep, opened, task
from tests.store.test_queues import PULL, ended, enqueue

pytestmark = pytest.mark.anyio
SECONDS = 10.0
BACKENDS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """An empty database."""
    with postgres.database() as made:
        yield made


@pytest.fixture
async def nodes(anyio_backend: str, url: str, clock: FrozenClock) -> AsyncIterator[tuple[SqlStores, SqlStores]]:
    """Two nodes on it."""
    async with await open_store(url, clock) as one, await open_store(url, clock) as other:
        yield one, other


async def waits(task_: asyncio.Task[object]) -> bool:
    """Whether something is still waiting after a while in which it could have been done."""
    await asyncio.sleep(0.2)
    return not task_.done()


class TestOrder:
    """Whoever reads on from a number misses nothing."""

    async def test_a_delivery_that_was_made_first_and_committed_last(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """One node makes x1 and takes its time; x2 of the other is committed first, and has the smaller number."""
        one, other = nodes
        async with one.write() as store:
            await store.enqueue("billing", ended("x1"), PULL)
            async with asyncio.timeout(SECONDS):
                await enqueue(other, ended("x2"))
        async with other.read() as store:
            found = await store.deliveries("billing", None, 0, 10)
        assert [(each.number, each.delivery.id) for each in found] == [(1, "x2"), (2, "x1")]

    async def test_who_reads_on_misses_none(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """One node has numbered x1 and not committed; the other's x2 waits, so nobody can read past x1."""
        one, other = nodes
        async with one.write() as store:
            await store.enqueue("billing", ended("x1"), PULL)
            await store.send_off()
            later = asyncio.create_task(enqueue(other, ended("x2")))
            assert await waits(later)
            assert await _read_on(other, 0) == []
        await later
        assert await _read_on(other, 0) == [(1, "x1"), (2, "x2")]

    async def test_a_delivery_that_was_rolled_back_leaves_no_gap(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Its number is given to the next."""
        one, other = nodes
        with pytest.raises(RuntimeError, match="crash"):
            await _send_off_and_fail(one)
        await enqueue(other, ended("x2"))
        assert await _read_on(other, 0) == [(1, "x2")]

    async def test_two_queues_in_either_order(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Nodes that tell two runtimes, one in this order, one in that, do not wait for each other in a circle."""
        first, second = ("billing", "shipping"), ("shipping", "billing")

        async def tell_both(stores: SqlStores, number: int, order: tuple[str, str]) -> None:
            async with stores.write() as store:
                for runtime in order:
                    await store.enqueue(runtime, ended(f"x{number}"), PULL)

        both = [
            tell_both(node, n, order) for n in range(20) for node, order in zip(nodes, (first, second), strict=True)
        ]
        await asyncio.gather(*both)
        assert [number for number, _ in await _read_on(nodes[0], 0)] == list(range(1, 21))

    async def test_facts_are_numbered_one_after_the_other(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Both nodes write about one discussion; whoever waited decides on what the other one left."""
        one, other = nodes
        await keep(one, opened(), *bob_comes_in())
        async with one.write() as store:
            before = await store.discussion("d1")
            later = asyncio.create_task(keep(other, bob_says("p2", MONDAY)))
            assert await waits(later)
            assert before is not None
        state = await later
        await keep(one, bob_says("p3", MONDAY))
        async with other.read() as store:
            assert [number for number, _ in await store.facts("d1")] == list(range(1, 8))
        assert list(state.posts) == ["p2"]


class TestStatesAtHand:
    """A node keeps the states that it worked with; what another one added it reads on from there."""

    async def test_the_other_node_went_on(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Both see what either wrote, in turns."""
        one, other = nodes
        await keep(one, opened(), *bob_comes_in())
        for number, node in enumerate((other, one, one, other)):
            await keep(node, bob_says(f"p{number}", MONDAY))
        for node in nodes:
            async with node.read() as store:
                state = await store.discussion("d1")
                assert state == replay(fact for _, fact in await store.facts("d1"))
                assert state is not None
                assert list(state.posts) == ["p0", "p1", "p2", "p3"]

    async def test_who_reads_one_moment_gets_no_later_state(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """The node knows of a later post already, but this transaction began before it was there."""
        one, _ = nodes
        await keep(one, opened(), *bob_comes_in())
        async with one.read() as store:
            await store.visible("alice", None, 1)
            await keep(one, bob_says("p1", MONDAY))
            state = await store.discussion("d1")
        assert state is not None
        assert list(state.posts) == []

    async def test_what_was_rolled_back_is_not_at_hand(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """The next one to write decides on what is kept."""
        one, _ = nodes
        await keep(one, opened(), *bob_comes_in())
        with pytest.raises(RuntimeError, match="crash"):
            await _say_and_fail(one)
        state = await keep(one, bob_says("p2", MONDAY))
        assert list(state.posts) == ["p2"]


async def _say_and_fail(stores: SqlStores) -> None:
    async with stores.write() as store:
        await add(store, "d1", bob_says("p1", MONDAY))
        msg = "crash"
        raise RuntimeError(msg)


async def _read_on(stores: SqlStores, after: int) -> list[tuple[int, str]]:
    async with stores.read() as store:
        return [(each.number, each.delivery.id) for each in await store.deliveries("billing", None, after, 50)]


async def _send_off_and_fail(stores: SqlStores) -> None:
    async with stores.write() as store:
        await store.enqueue("billing", ended("x1"), PULL)
        await store.send_off()
        msg = "crash"
        raise RuntimeError(msg)


class TestClaims:
    """What is due is one node's, until it is done or given up."""

    async def test_two_nodes_claim_different_things(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """What one has claimed the other passes over; when the first gives up, it is there again."""
        one, other = nodes
        for name in ("d1", "d2"):
            await keep(one, opened(name, asker=name), *bob_comes_in(), discussion=name)
        later = MONDAY + timedelta(hours=3)
        async with one.write() as first, other.write() as second:
            assert await first.due(later, 1) == [("discussion", "d1")]
            assert await second.due(later, 5) == [("discussion", "d2")]
        async with other.write() as store:
            assert await store.due(later, 5) == [("discussion", "d1"), ("discussion", "d2")]

    async def test_who_is_asked_is_held(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """The other node counts Carol's open asks when this one has committed its own."""
        one, other = nodes
        async with one.write() as store:
            assert await store.crowded(["carol"], {"carol": 1}) == []
            counting = asyncio.create_task(_crowded(other, "carol"))
            assert await waits(counting)
            state = await store.discussion("d1")
            assert state is None
            await keep_in(store)
        assert await counting == ["carol"]

    async def test_nobody_waits_in_a_circle_for_people(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """One holds Carol and wants Bob, whom the other holds: it gives up at once, and is done again later."""
        one, other = nodes
        async with other.write() as theirs:
            await theirs.crowded(["bob"], {})
            with pytest.raises(Contended):
                await _hold_in_the_wrong_order(one)

    async def test_a_case_is_held_by_name(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Also one of which no task is known yet; another case is free."""
        one, other = nodes
        async with one.write() as store:
            await store.hold_case("billing", "c1")
            async with asyncio.timeout(SECONDS):
                await _hold_case(other, "c2")
            same = asyncio.create_task(_hold_case(other, "c1"))
            assert await waits(same)
        await same


async def keep_in(store: SqlStore) -> None:
    """Ask Carol, in this transaction."""
    await add(store, "d1", opened(), *bob_comes_in(), *carol_is_asked(MONDAY))


async def _crowded(stores: SqlStores, person: str) -> object:
    async with stores.write() as store:
        return await store.crowded([person], {person: 1})


async def _hold_in_the_wrong_order(stores: SqlStores) -> None:
    async with stores.write() as store:
        await store.crowded(["carol"], {})
        await store.crowded(["bob"], {})


async def _hold_case(stores: SqlStores, case_id: str) -> None:
    async with stores.write() as store:
        await store.hold_case("billing", case_id)


class TestAgain:
    """`transact` does again what somebody else was in the way of, and nothing else."""

    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without pauses."""
        monkeypatch.setattr(unit, "PAUSE", 0.0)

    async def test_two_that_wait_for_each_other(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """PostgreSQL ends one of two in a circle; it goes through the second time."""
        both_hold = asyncio.Barrier(2)
        tries: list[str] = []

        def crossing(first: str, second: str) -> Callable[[SqlStore], Awaitable[str]]:
            async def cross(store: SqlStore) -> str:
                tries.append(first)
                await hold(store._connection, first)
                if tries.count(first) == 1:
                    await both_hold.wait()
                await hold(store._connection, second)
                return first

            return cross

        one, other = nodes
        done = await asyncio.gather(one.transact(crossing("a", "b")), other.transact(crossing("b", "a")))
        assert list(done) == ["a", "b"]
        assert len(tries) == 3

    async def test_the_connection_is_lost_before_anything_is_kept(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """The server is restarted under a transaction: it is done again, on a new connection."""
        one, other = nodes
        tries: list[int] = []

        async def work(store: SqlStore) -> None:
            tries.append(1)
            await store.save_task(task())
            if len(tries) == 1:
                async with other._database.writing.begin() as connection:
                    await connection.execute(text(BACKENDS + "state = 'idle in transaction'"))
            await store.save_task(task("t2"))

        await one.transact(work)
        async with other.read() as store:
            assert [found.ref.task_id for found in await store.tasks_of_case("billing", "c1")] == ["t1", "t2"]
        assert len(tries) == 2

    async def test_the_server_was_restarted_between_two_reads(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """The connection that was kept is dead; whoever reads next gets a new one, and no error."""
        one, other = nodes
        await keep(one, opened())
        async with one.read() as store:
            assert await store.discussion("d1")
        async with other._database.writing.begin() as connection:
            await connection.execute(text(BACKENDS + "application_name = 'socialbpm' AND pid <> pg_backend_pid()"))
        async with one.read() as store:
            assert await store.discussion("d1")

    async def test_what_is_refused_is_not_done_again(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """A refusal is an answer."""
        tries: list[int] = []

        async def refuse(_: SqlStore) -> None:
            tries.append(1)
            raise Invalid("no")

        with pytest.raises(Invalid):
            await nodes[0].transact(refuse)
        assert len(tries) == 1

    async def test_it_gives_up_in_the_end(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Somebody may be in the way for ever."""
        tries: list[int] = []

        async def never(_: SqlStore) -> None:
            tries.append(1)
            raise Contended("always")

        with pytest.raises(Contended):
            await nodes[0].transact(never)
        assert len(tries) == TRIES_CROSSED

    async def test_what_was_there_before_is_in_the_way_for_good(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """Alice has an open discussion about this task: a few tries, in case it ends this moment, then a refusal."""
        one, other = nodes
        await keep(one, opened())
        tries: list[int] = []

        async def open_another(store: SqlStore) -> None:
            tries.append(1)
            await add(store, "d2", opened("d2"))

        with pytest.raises(Conflict):
            await other.transact(open_another)
        assert len(tries) == TRIES_TAKEN


class TestWakingUp:
    """What one node commits wakes who waits at another one."""

    async def test_a_delivery_wakes_who_waits_at_the_other_node(self, nodes: tuple[SqlStores, SqlStores]) -> None:
        """The long poll of billing ends; that of shipping goes on."""
        one, other = nodes
        async with other.listening():
            await _listens(other)
            waiting = asyncio.gather(other.bus.wait("billing", SECONDS), other.bus.wait("shipping", 0.5))
            await asyncio.sleep(0)
            await enqueue(one, ended("x1"))
            assert list(await waiting) == [True, False]

    async def test_a_node_that_lost_its_connection_listens_again(
        self, nodes: tuple[SqlStores, SqlStores], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whoever waits is woken, for something may have been missed; what comes afterwards is heard."""
        monkeypatch.setattr(bus, "LISTEN_AGAIN", 0.01)
        one, other = nodes
        async with other.listening():
            await _listens(other)
            missed = asyncio.create_task(other.bus.wait("billing", SECONDS))
            await asyncio.sleep(0)
            async with one._database.writing.begin() as connection:
                await connection.execute(text(BACKENDS + "query LIKE 'LISTEN%'"))
            assert await missed
            heard = asyncio.create_task(other.bus.wait("billing", SECONDS))
            await asyncio.sleep(0)
            await enqueue(one, ended("x1"))
            assert await heard


async def _listens(stores: SqlStores) -> None:
    """Wait until a node listens: it then wakes whoever waits, for something may have been missed before."""
    stores.bus.count("anybody")
    assert await stores.bus.wait("anybody", SECONDS)
