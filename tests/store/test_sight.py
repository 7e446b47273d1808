"""The sight rule's SQL twin says the same as the sight rule (law 2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy.ext.asyncio import AsyncConnection

from socialbpm.actions.ports import Listed, Wanted
from socialbpm.social import facts as f
from socialbpm.social.discussion import Discussion, Member
from socialbpm.social.evolve import evolve, replay
from socialbpm.social.sight import Item, items, sees
from socialbpm.store import SqlStore, SqlStores, open_store
from socialbpm.store.projection import Changes
from tests.social.machine import PEOPLE, World
from tests.store.road import HOUR, MONDAY, add, bob_comes_in, bob_says, carol_is_asked, ends, keep, opened

Key = tuple[str, str]
STANDINGS = (Wanted("open", "asked"), Wanted("open", "mine"), Wanted("open"), Wanted("ended"))


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all examples of a property."""
    with asyncio.Runner() as opened_runner:
        yield opened_runner


@pytest.fixture
def kept(runner: asyncio.Runner, database_url: str) -> Iterator[SqlStores]:
    """One store for all examples of a property."""
    stores = runner.run(open_store(database_url))
    yield stores
    runner.run(stores.close())


# --- random states: whatever members and items there are, also such as no rule would lead to

people = st.sampled_from(["alice", "bob", "carol", "dana", "eve"])
rings = st.integers(0, 3)
members = st.builds(
    Member,
    person=people,
    ring=rings,
    grounds=st.sampled_from([{}, {"role": ""}]),
    outermost=st.just(3),
)
seen_things = st.builds(
    Item,
    kind=st.sampled_from(["post", "field", "ask"]),
    ref=st.sampled_from(["1", "2", "3"]),
    reach=st.integers(-1, 3),
    to=st.frozensets(people, max_size=2),
)


@asynccontextmanager
async def rows(stores: SqlStores) -> AsyncIterator[tuple[SqlStore, AsyncConnection, str]]:
    """A discussion without facts, to be filled with rows."""
    name = str(uuid4())
    async with stores.write() as store:
        await add(store, name, opened(name, asker=name))
        await store.write_out()
        nothing = Changes()
        nothing.drop_items(name, [("name", "asker"), ("field", "amount")])
        await nothing.write(store._connection)
        yield store, store._connection, name


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    crowd=st.lists(members, unique_by=lambda member: member.person),
    things=st.lists(seen_things, unique_by=lambda item: (item.kind, item.ref)),
    times=st.lists(st.integers(0, 5), min_size=9, max_size=9),
)
def test_the_twin_sees_what_the_rule_sees(
    kept: SqlStores, runner: asyncio.Runner, crowd: list[Member], things: list[Item], times: list[int]
) -> None:
    """For any member and any item the database answers as `sees` does, and dates the last activity by it."""
    at: dict[Key, datetime] = {
        (item.kind, item.ref): MONDAY + hours * HOUR for item, hours in zip(things, times, strict=False)
    }

    async def compare() -> None:
        async with rows(kept) as (store, connection, name):
            changes = Changes()
            changes.put_members(name, crowd)
            for item in things:
                changes.put_items(name, [item], at[item.kind, item.ref])
            await changes.write(connection)
            for member in crowd:
                await agrees(store, name, member, things, at)

    runner.run(compare())


async def agrees(store: SqlStore, name: str, member: Member, things: list[Item], at: Mapping[Key, datetime]) -> None:
    """The twin and the rule show the same to one member, and the list says since when."""
    right = {(item.kind, item.ref) for item in things if sees(member, item)}
    assert await store.visible_items(member.person, name) == right
    lines = {line.discussion: line.last_activity for line in await store.visible(member.person, None, 10_000)}
    assert lines.get(name) == max((at[key] for key in right), default=None)
    await desk_agrees(store, member.person)


async def desk_agrees(store: SqlStore, person: str) -> None:
    """The lists of a desk have what the lists have that are asked for one by one, each where it comes first."""
    desk = await store.on_desk(person, 10_000)
    asked, mine, open_, ended = [await store.visible(person, None, 10_000, wanted) for wanted in STANDINGS]
    left = [line for line in open_ if line not in asked]
    mine = [line for line in mine if line in left]
    others = [line for line in left if line not in mine]
    assert desk == {"asked": asked, "mine": mine, "others": others, "ended": ended}


# --- random histories: whatever people do, in whatever order


def test_the_twin_sees_what_the_rule_sees_after_any_history(kept: SqlStores, runner: asyncio.Runner) -> None:
    """Facts appended one by one, or many at once, lead to the same rows as all that happened leads to in the rules."""

    class Kept(World):
        """A world whose history is kept at its end."""

        @invariant()
        def laws(self) -> None:
            """The laws have their own tests."""

        def teardown(self) -> None:
            """Keep what happened, and compare for everybody."""
            if hasattr(self, "facts"):
                runner.run(_keep_and_compare(kept, self.facts))

    run_state_machine_as_test(Kept, settings=settings(max_examples=40, stateful_step_count=30, deadline=None))


async def _keep_and_compare(stores: SqlStores, facts: list[f.Fact]) -> None:
    name = str(uuid4())
    first = facts[0]
    assert isinstance(first, f.Opened)
    told = [replace(first, discussion=name, task=f.TaskKey("billing", name)), *facts[1:]]
    half = len(told) // 2
    async with stores.write() as store:
        state: Discussion | None = None
        for fact in told[:half]:
            before, state = state, evolve(state, fact)
            await store.append(before, state, [fact])
        state = await add(store, name, *told[half:])
    assert state is not None
    at = _dated(told)
    async with stores.read() as store:
        assert await store.discussion(name) == replay(fact for _, fact in await store.facts(name)) == state
        for person in PEOPLE:
            member = state.member(person) or Member(person, 0, {}, 0)
            await agrees(store, name, member, list(items(state)), at)


def _dated(facts: list[f.Fact]) -> Mapping[Key, datetime]:
    """When each item came to be, or came to reach whom it does: the model that the rows are held against."""
    at: dict[Key, datetime] = {}
    known: dict[Key, Item] = {}
    state: Discussion | None = None
    for fact in facts:
        state = evolve(state, fact)
        now: dict[Key, Item] = {(item.kind, item.ref): item for item in items(state)}
        at |= {key: fact.at for key, item in now.items() if known.get(key) != item}
        known = now
    return at


# --- stories


@pytest.mark.anyio
class TestWhatPeopleAreListed:
    """Lists are made of what their reader sees."""

    async def test_who_is_not_in_is_listed_nothing(self, stores: SqlStores) -> None:
        """Eve is outside: for her there is no discussion."""
        await keep(stores, opened(), *bob_comes_in())
        async with stores.read() as store:
            assert await store.visible("eve", None, 10) == []
            assert await store.visible_items("eve", "d1") == set()
            assert [line.discussion for line in await store.visible("bob", None, 10)] == ["d1"]

    async def test_what_is_said_further_in_moves_nobody_elses_list(self, stores: SqlStores) -> None:
        """Bob writes to the participants after Carol came in; Carol's list shows no new activity, Alice's does."""
        await keep(stores, opened(), *bob_comes_in(), *carol_is_asked(MONDAY + HOUR), bob_says("p1", MONDAY + 2 * HOUR))
        async with stores.read() as store:
            latest = {who: (await store.visible(who, None, 1))[0].last_activity for who in ("alice", "bob", "carol")}
        assert latest == {"alice": MONDAY + 2 * HOUR, "bob": MONDAY + 2 * HOUR, "carol": MONDAY + HOUR}

    async def test_a_raised_post_is_news_for_who_can_see_it_now(self, stores: SqlStores) -> None:
        """Bob lets the coworkers read what he wrote: that is activity for Carol."""
        await keep(stores, opened(), *bob_comes_in(), bob_says("p1", MONDAY), *carol_is_asked(MONDAY + HOUR))
        await keep(stores, f.Raised(at=MONDAY + 2 * HOUR, post="p1", reach=2))
        async with stores.read() as store:
            assert ("post", "p1/1") in await store.visible_items("carol", "d1")
            assert (await store.visible("carol", None, 1))[0].last_activity == MONDAY + 2 * HOUR

    async def test_who_was_removed_is_listed_nothing(self, stores: SqlStores) -> None:
        """From that moment, in every output."""
        await keep(stores, opened(), *bob_comes_in())
        await keep(stores, f.Removed(at=MONDAY + HOUR, person="bob"))
        async with stores.read() as store:
            assert await store.visible("bob", None, 10) == []

    async def test_fields_are_not_shown_after_the_end(self, stores: SqlStores) -> None:
        """The lease: the task's data goes, the discussion can still be read."""
        await keep(stores, opened(), *bob_comes_in())
        async with stores.read() as store:
            assert ("field", "amount") in await store.visible_items("bob", "d1")
        await keep(stores, ends(MONDAY + HOUR))
        async with stores.read() as store:
            seen = await store.visible_items("bob", "d1")
        assert ("field", "amount") not in seen
        assert ("end", "outcome") in seen

    async def test_pages_leave_nothing_out_and_repeat_nothing(self, stores: SqlStores) -> None:
        """Alice pages through her list, the latest first, three at a time; some were active at the same moment."""
        for n in range(10):
            task = f.TaskKey("billing", f"t{n}")
            await keep(stores, opened(f"d{n}", task=task, at=MONDAY + timedelta(hours=n // 2)), discussion=f"d{n}")
        async with stores.read() as store:
            lines: list[Listed] = []
            after = None
            for _ in range(5):
                page = await store.visible("alice", after, 3)
                lines += page
                after = (lines[-1].last_activity, lines[-1].discussion)
        assert [line.discussion for line in lines] == [f"d{n}" for n in reversed(range(10))]
        assert all(one.last_activity >= other.last_activity for one, other in pairwise(lines))
