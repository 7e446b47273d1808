"""Whoever follows is told all that they may know, once, in order; and where they go on makes no difference."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.actions import members, news, posts, read
from socialbpm.actions.news import Place
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.contract.streams import Happened
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import SeededHistory
from socialbpm.errors import NotFound
from socialbpm.jobs import tidy
from socialbpm.store import SqlStores, open_store
from tests.actions.conftest import clock, stores, world
from tests.actions.road import asked
from tests.postgres import Server
from tests.service.road import MONDAY, PEOPLE, SEEDS, TASK

__all__ = ["clock", "stores", "world"]
DAY = timedelta(days=1)


async def all_of(person: str, place: Place, world: World) -> tuple[list[tuple[Place, Happened]], Place]:
    """Return everything that a person is told after a place, and where that ends."""
    found: list[tuple[Place, Happened]] = []
    while (more := await news.of_person(person, place, world)) is not None:
        found += more.items
        place = more.place
        if not more.more:
            break
    return found, place


@asynccontextmanager
async def a_world() -> AsyncIterator[World]:
    """A world of its own, gone afterwards."""
    clock, numbers = FrozenClock(MONDAY), count(1)
    async with await open_store("sqlite://", clock) as opened:
        yield World(
            stores=opened,
            directory=PEOPLE,
            now=clock.now,
            new_id=lambda: f"id{next(numbers)}",
            base_url="https://help.example/",
            history=lambda store: SeededHistory(store, SEEDS),
        )


Step = tuple[str, int, bool]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from(["alice", "bob", "look", "again"]), st.integers(0, 1), st.booleans()), max_size=14
)
"""Who says something, in which of two discussions, as a note or not; or Bob looks, or goes on from somewhere before."""


class Bob:
    """He follows all of his discussions, and each of them, and now and then has to go on from where he was."""

    def __init__(self, world: World, discussions: list[str]) -> None:
        self.world = world
        self.discussions = discussions
        self.heard: list[tuple[Place, Happened]] = []

    async def begins(self) -> None:
        """He begins to listen."""
        self.start = self.place = await news.now("bob", None, self.world)
        self.starts = {of: await news.now("bob", of, self.world) for of in self.discussions}

    async def looks(self) -> None:
        """He is told what there is."""
        found, self.place = await all_of("bob", self.place, self.world)
        self.heard += found

    def goes_back(self, to: int) -> None:
        """His connection broke: what he had after this event is gone, and he goes on from it."""
        kept = self.heard[: to + 1]
        self.place, self.heard = (kept[-1][0], kept) if kept else (self.start, [])


@given(STEPS)
@settings(max_examples=20, deadline=None)
def test_nothing_is_lost_or_doubled(steps: list[Step]) -> None:
    """However Bob looks and goes on again, he hears what somebody hears who listens once, at the end."""

    async def story() -> None:
        async with a_world() as world:
            discussions = [
                await asked(world, f"r{n}", task={**TASK, "task_id": f"t{n}", "case_id": f"c{n}"}) for n in (0, 1)
            ]
            bob = Bob(world, discussions)
            await bob.begins()
            for who, which, noted in steps:
                if who == "look":
                    await bob.looks()
                elif who == "again":
                    bob.goes_back(which)
                else:
                    kind = ("note", None) if noted else ("comment", "participants")
                    await posts.post(discussions[which], who, kind[0], "x", kind[1], None, world)  # type: ignore[arg-type]  # one of the kinds
            await bob.looks()
            assert bob.heard == (await all_of("bob", bob.start, world))[0]
            await each_is_the_same(bob)

    asyncio.run(story())


async def each_is_the_same(bob: Bob) -> None:
    """What he hears of one discussion is what its own stream tells, and what its facts say."""
    for of in bob.discussions:
        alone = await news.of_discussion("bob", of, bob.starts[of], bob.world)
        assert alone is not None
        heard = [happened for _, happened in bob.heard if happened.discussion == of]
        assert heard == [happened for _, happened in alone.items]
        facts = [fact for _, fact in await read.facts(of, "bob", bob.world)]
        assert [(each.kind, each.at, each.post) for each in facts[len(facts) - len(heard) :]] == [
            (each.kind, each.at, each.post) for each in heard
        ]


@pytest.mark.anyio
class TestWhoMayHear:
    async def test_nobody_who_is_not_in(self, world: World) -> None:
        """Eve is told of nothing, and cannot begin to follow what is not hers."""
        start = await news.now("eve", None, world)
        discussion = await asked(world)
        assert (await all_of("eve", start, world))[0] == []
        for about in (discussion, "no-such"):
            with pytest.raises(NotFound):
                await news.now("eve", about, world)

    async def test_not_who_was_taken_out(self, world: World) -> None:
        """Bob heard of it until Alice removed him: what he did not hear by then he does not hear."""
        start = await news.now("bob", None, world)
        discussion = await asked(world)
        assert len((await all_of("bob", start, world))[0]) > 0
        await members.remove(discussion, "alice", "bob", world)
        assert (await all_of("bob", start, world))[0] == []
        assert await news.of_discussion("bob", discussion, Place(0, 0), world) is None

    async def test_not_who_left_the_organisation(self, world: World) -> None:
        """The directory says so before any fact does."""
        start = await news.now("bob", None, world)
        discussion = await asked(world)
        people = [replace(each, active=each.id != "bob") for each in PEOPLE.people()]
        world = replace(world, directory=FileDirectory(people))
        assert await news.of_person("bob", start, world) is None
        assert await news.of_discussion("bob", discussion, Place(0, 0), world) is None


@pytest.mark.anyio
async def test_many_changes_come_in_pieces(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost between them."""
    discussion = await asked(world)
    start = await news.now("bob", None, world)
    for number in range(7):
        await posts.post(discussion, "alice", "comment", str(number), "participants", None, world)
    monkeypatch.setattr(news, "BATCH", 3)
    found, end = await all_of("bob", start, world)
    assert [happened.kind for _, happened in found] == ["Posted"] * 7
    assert (await all_of("bob", end, world))[0] == []


@pytest.mark.anyio
async def test_who_was_away_for_too_long_is_to_read_anew(world: World, clock: FrozenClock) -> None:
    """Changes are kept for a while; a place from before that, or one of another database, is known to be none."""
    discussion = await asked(world)
    start = await news.now("bob", None, world)
    for number in range(2):
        clock.advance(DAY)
        await posts.post(discussion, "bob", "comment", str(number), "participants", None, world)
    here = await news.now("bob", None, world)
    assert await news.is_kept(start, world)
    clock.advance(2 * DAY)
    await tidy.once(world, DAY)
    assert [await news.is_kept(place, world) for place in (start, here, Place(here.change + 1, 0))] == [
        False,
        True,
        False,
    ]


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """An empty database on PostgreSQL."""
    with postgres.database() as made:
        yield made


@pytest.mark.anyio
async def test_what_is_committed_late_is_told_late(url: str) -> None:
    """Two nodes cross: the one that began first ends last. Bob, who looked in between, hears of both, each once."""
    clock, numbers = FrozenClock(MONDAY), count(1)
    async with await open_store(url, clock) as one, await open_store(url, clock) as other:
        world = World(
            stores=one,
            directory=PEOPLE,
            now=clock.now,
            new_id=lambda: f"id{next(numbers)}",
            base_url="https://help.example/",
        )
        first, second = [
            await asked(world, f"r{n}", task={**TASK, "task_id": f"t{n}", "case_id": f"c{n}"}) for n in (0, 1)
        ]
        start = await news.now("bob", None, world)
        slow = Slow(one)
        late = asyncio.create_task(
            posts.post(first, "alice", "comment", "1", "participants", None, replace(world, stores=slow))
        )
        await slow.written.wait()
        await posts.post(second, "alice", "comment", "2", "participants", None, replace(world, stores=other))
        between, place = await all_of("bob", start, world)
        slow.go_on.set()
        await late
        after, _ = await all_of("bob", place, world)
        assert [[happened.discussion for _, happened in found] for found in (between, after)] == [[second], [first]]
        assert (await all_of("bob", start, world))[0] == [*between, *after]


class Slow:
    """Stores whose transactions wait before they end."""

    def __init__(self, stores: SqlStores) -> None:
        self.stores = stores
        self.read = stores.read
        self.written, self.go_on = asyncio.Event(), asyncio.Event()

    async def transact(self, work):  # type: ignore[no-untyped-def]  # as `Stores.transact`
        """Do the work, and take one's time."""

        async def and_wait(store):  # type: ignore[no-untyped-def]  # as `work`
            found = await work(store)
            await store.send_off()
            if found is not None:
                self.written.set()
                await self.go_on.wait()
            return found

        return await self.stores.transact(and_wait)
