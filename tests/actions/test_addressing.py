"""Whatever happens: what is found by words is what a walk over everything finds, for offers and for listings."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlmodel import col

from socialbpm.actions import hooks, listings, members, offers, rings
from socialbpm.actions.execute import pools_for
from socialbpm.actions.people import Person
from socialbpm.actions.ports import ANY_LISTING
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.contract.hooks import Hook
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.live import LiveDirectory
from socialbpm.directory.seeded_history import SeededHistory, Seeds
from socialbpm.errors import SocialbpmError
from socialbpm.experts import Evidence
from socialbpm.jobs import sweep
from socialbpm.social import commands as c
from socialbpm.social.members import listing_of
from socialbpm.store import SqlStore, SqlStores, open_store
from socialbpm.store.tables import DiscussionRow, OfferRow, metadata
from tests.actions.fakes import FakeExperts
from tests.service.road import event

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
NAMES = ("alice", "bob", "carol", "dana", "eve")
THINGS = ("check", "pay", "Accounting", "Logistics")
HOOK: TypeAdapter[Any] = TypeAdapter(Hook)
SEEDS = Seeds(
    ties={"alice": {"carol": 2}, "carol": {"alice": 2}, "bob": {"eve": 1}}, did={("invoice", "pay"): {"dana": 1}}
)
WHO = (
    *("owners", "initiator", "stakeholders", "administrators", "lane", "case"),
    *("worked-with", "same-group", "manager", "did-this-task", "experts"),
    *(f"{kind}:{thing}" for kind in ("group", "skill", "community") for thing in THINGS),
    *(f"person:{name}" for name in NAMES),
)
someone = st.sampled_from(NAMES)
things = st.lists(st.sampled_from(THINGS), max_size=2, unique=True).map(tuple)
entries = st.lists(st.sampled_from([*NAMES, "group:Accounting", "group:Logistics"]), max_size=2, unique=True)


@st.composite
def people(draw: st.DrawFn, name: str) -> Person:
    """Somebody as the directory may have them at a moment."""
    away = ((MONDAY, MONDAY + timedelta(hours=draw(st.integers(1, 9)))),) if draw(st.booleans()) else ()
    return Person(
        name,
        name,
        groups=draw(things),
        skills=draw(things),
        communities=draw(things),
        manager=draw(st.none() | someone),
        deputy=draw(st.none() | someone),
        away=away,
        cap=draw(st.sampled_from([0, 3, 3])),
        active=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def designs(draw: st.DrawFn) -> dict[str, Any]:
    """What a designer may have written: mostly rings that are open."""
    words = st.lists(st.sampled_from(WHO), min_size=1, max_size=3, unique=True)
    batches = st.sampled_from(["all", 1])
    return {
        "question": "What is unclear?",
        "rings": [
            {
                "name": f"ring{number}",
                "step": "colleagues",
                "who": draw(words),
                "batch": draw(batches),
                "most": draw(st.integers(1, 3)),
                "open": draw(st.sampled_from([True, True, False])),
            }
            for number in range(1, 3)
        ],
        "excludes": [{"who": who} for who in draw(st.lists(st.sampled_from(["person:eve", "task:pay"]), unique=True))],
    }


around = st.fixed_dictionaries(
    {
        "actual_owner": st.none() | someone,
        "potential_owners": entries,
        "task_initiator": st.none() | someone,
        "business_administrators": entries,
        "task_stakeholders": entries,
    }
)
tasks = st.fixed_dictionaries(
    {
        "task_id": st.sampled_from(["t1", "t2"]),
        "case_id": st.sampled_from(["c1"]),
        "process": st.just("invoice"),
        "element_id": st.sampled_from(["check", "pay"]),
        "lane": st.none() | st.sampled_from(THINGS[2:]),
    }
).map(lambda task: {**task, "task_id": f"{task['task_id']}-{task['element_id']}"})
steps = st.one_of(
    st.tuples(st.just("assigned"), tasks, around),
    st.tuples(st.just("socialize"), tasks, around, someone, designs()),
    st.tuples(st.just("offer"), tasks, around, designs()),
    st.tuples(st.just("completed"), tasks, someone),
    st.tuples(st.sampled_from(["join", "leave", "strikes", "widens", "brings_in", "passes"]), someone),
    st.tuples(st.just("is now"), someone.flatmap(people)),
    st.tuples(st.just("joins a community"), someone, st.sampled_from(THINGS)),
    st.tuples(st.just("is noticed"), someone, someone, st.sampled_from(["worked", "answered", "declared"])),
    st.tuples(st.just("time goes by"), st.integers(1, 9)),
)

ONE: dict[str, Any] = {
    "task_id": "t1-check",
    "case_id": "c1",
    "process": "invoice",
    "element_id": "check",
    "lane": None,
}
OPEN: dict[str, Any] = {
    "question": "What is unclear?",
    "rings": [
        {"name": "ring1", "step": "colleagues", "who": ["group:Accounting"], "batch": "all", "most": 3, "open": True}
    ],
    "excludes": [],
}
FOUND: list[tuple[Any, ...]] = [("offer", ONE, {"actual_owner": "alice"}, OPEN)]
"""Something is offered to Alice, whatever else is drawn."""


class Town:
    """A store, whose people change under its hands, and what happens there."""

    def __init__(self, stores: SqlStores) -> None:
        self.stores = stores
        self.clock = FrozenClock(MONDAY)
        self.people = {name: Person(name, name, groups=THINGS[2:3]) for name in NAMES}
        self.grown: dict[str, list[str]] = {}
        self.directory = LiveDirectory()
        self.experts = FakeExperts()
        self._numbers = count(1)
        self.newest = ""
        self.directory_changed()
        self.world = World(
            stores=stores,
            directory=self.directory,
            now=self.clock.now,
            new_id=lambda: f"id{next(self._numbers):06}",
            base_url="https://help.example/",
            history=lambda store: SeededHistory(store, SEEDS),
            experts=self.experts,
        )

    def directory_changed(self) -> None:
        """Let everybody be as they are now."""
        self.directory.replace(FileDirectory(self.people.values()), 1, self.grown)

    async def do(self, what: str, *given: Any) -> None:
        """Do one thing; what is refused changes nothing."""
        try:
            await self._do(what, *given)
        except SocialbpmError:
            return

    async def _do(self, what: str, *given: Any) -> None:
        if what in {"assigned", "socialize", "offer", "completed"}:
            await self._hear(what, *given)
        elif what == "is now":
            self.people[given[0].id] = given[0]
            self.directory_changed()
        elif what == "joins a community":
            self.grown.setdefault(given[1], []).append(given[0])
            self.directory_changed()
        elif what == "is noticed":
            self._notice(*given)
        elif what == "time goes by":
            self.clock.advance(timedelta(hours=given[0]))
            await sweep.all_due(self.world)
        else:
            await self._say(what, given[0])

    async def _say(self, what: str, who: str) -> None:
        async with self.stores.read() as store:
            state = await store.discussion(self.newest)
        asker = state.asker if state else who
        await {
            "join": lambda: members.join(self.newest, who, self.world),
            "leave": lambda: members.leave(self.newest, who, self.world),
            "strikes": lambda: members.strike(self.newest, asker, who, self.world),
            "widens": lambda: rings.widen(self.newest, asker, self.world),
            "brings_in": lambda: members.bring_in(self.newest, asker, who, self.world),
            "passes": lambda: members.pass_on(self.newest, who, self.clock.now() + timedelta(hours=1), self.world),
        }[what]()

    async def _hear(self, what: str, task: dict[str, Any], *more: Any) -> None:
        number = next(self._numbers)
        data: dict[str, Any] = {"task": {**task, "name": task["element_id"], "revision": number}}
        if what == "completed":
            data["by"] = more[0]
        else:
            data["people"] = more[0]
        if what in {"socialize", "offer"}:
            data |= {"request_id": f"r{number}", "event_id": "e", "settings": more[-1], "fields": {}}
            data["reply_to"] = {"kind": "pull"}
        if what == "socialize":
            data |= {"by": more[1], "question": "Which account?"}
        heard = HOOK.validate_python(event(f"task.{what}", data, f"h{number}"))
        result = await hooks.receive(heard, "billing", self.world)
        self.newest = result.discussion or self.newest

    def _notice(self, person: str, asker: str, kind: Any) -> None:
        about = frozenset({"process:invoice", "element:invoice/check"})
        number = next(self._numbers)
        case = f"case {number % 3}"
        at = MONDAY + timedelta(seconds=number)
        whose = asker if kind == "answered" else None
        self.experts.ranker.observe(Evidence(at, person, kind, case, "check", topics=about, asker=whose))


async def walked_listings(store: SqlStore, world: World) -> dict[str, set[tuple[str, int]]]:
    """Look at every discussion that is in an open ring, for everybody."""
    found: dict[str, set[tuple[str, int]]] = {person: set() for person in NAMES}
    for discussion in await store._column(select(col(DiscussionRow.id)).where(col(DiscussionRow.listed))):
        state = await store.discussion(discussion)
        assert state is not None
        pools = await pools_for(state, c.Join(by=""), world.now(), store, world)
        for person in NAMES:
            ring = listing_of(state, person, pools)
            if ring is not None:
                found[person].add((discussion, ring))
    return found


async def walked_offers(person: str, store: SqlStore, world: World) -> set[str]:
    """Look at every open offer."""
    found = set()
    for of in await store._column(select(col(OfferRow.id)).where(col(OfferRow.outcome).is_(None))):
        offer = await store.offer(of)
        assert offer is not None
        if person in await offers.readers(offer, store, world):
            found.add(of)
    return found


async def the_same_is_found(town: Town) -> int:
    """Compare for everybody; return how much there was."""
    number = 0
    async with town.stores.read() as store:
        walked = await walked_listings(store, town.world)
        for person in NAMES:
            listed = [each async for each in listings.listed_to(person, None, ANY_LISTING, store, town.world)]
            assert {(each.state.id, each.ring) for each in listed} == walked[person]
            offered = [each.offer.id async for each in offers.offered_to(person, None, store, town.world)]
            assert set(offered) == await walked_offers(person, store, town.world)
            assert len(set(offered)) == len(offered)
            number += len(listed) + len(offered)
    return number


async def empty(stores: SqlStores) -> None:
    """Forget everything."""
    async with stores.write() as store:
        for table in reversed(metadata.sorted_tables):
            await store._connection.execute(delete(table))


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all examples of a property."""
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture
def kept(runner: asyncio.Runner, database_url: str) -> Iterator[SqlStores]:
    """One store for all examples of a property."""
    stores = runner.run(open_store(database_url))
    yield stores
    runner.run(stores.close())


def play(kept: SqlStores, runner: asyncio.Runner, histories: int) -> None:
    """Play so many histories, and compare at the end of each."""
    seen = []

    @settings(max_examples=histories, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @example(history=FOUND)
    @given(history=st.lists(steps, min_size=3, max_size=10))
    def plays(history: list[tuple[Any, ...]]) -> None:
        async def played() -> None:
            await empty(kept)
            town = Town(kept)
            for step in history:
                await town.do(*step)
            seen.append(await the_same_is_found(town))

        runner.run(played())

    plays()
    assert any(seen)


class TestWhatIsFoundByWords:
    def test_is_what_a_walk_finds(self, kept: SqlStores, runner: asyncio.Runner) -> None:
        """Groups, absences, deputies, roles, what people did: whatever changes, no row is missing and none is extra."""
        play(kept, runner, 5)

    @pytest.mark.long
    def test_is_what_a_walk_finds_in_many_histories(self, kept: SqlStores, runner: asyncio.Runner) -> None:
        """The same, for longer."""
        play(kept, runner, 2_000)
