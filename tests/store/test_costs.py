"""What a command costs, in statements: a comment few, and a batch of deadlines as many as one deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import event

from socialbpm.actions import acquaintance, posts, rings
from socialbpm.actions.addressing import address
from socialbpm.actions.deadlines import sweep_batch
from socialbpm.actions.gathering import Help
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.contract.element import Exclude, Socialize
from socialbpm.errors import NotFound
from socialbpm.service.pages.work import MOST, desk_of
from socialbpm.social import facts as f
from socialbpm.social.communities import Kind
from socialbpm.social.evolve import replay
from socialbpm.social.offers import make, offer_of
from socialbpm.store import SqlStores
from tests.service.road import PEOPLE
from tests.store.road import HOUR, LADDER, MONDAY, add, bob_comes_in, carol_is_asked, completed, keep, opened, task

pytestmark = pytest.mark.anyio
CHECKING = Kind("billing", "invoice", "check")
COMMENT = 8
"""In or not, lock and count, words, fact, what is looked for, item, whom the item names, and what is followed live."""


def world(stores: SqlStores, clock: FrozenClock) -> World:
    """The people of the road over HTTP, and ids that can be told apart."""
    ids = (f"id{number}" for number in count())
    return World(stores=stores, directory=PEOPLE, now=clock.now, new_id=lambda: next(ids), base_url="https://x.example")


@contextmanager
def statements(stores: SqlStores) -> Iterator[list[str]]:
    """Collect what is asked of the database, but for where transactions begin and end."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if not sql.startswith("BEGIN"):
            asked.append(sql)

    engines = [stores._database.writing.sync_engine, stores._database.reading.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_comment_takes_as_many_statements_however_long_the_discussion(
    stores: SqlStores, clock: FrozenClock
) -> None:
    """Nobody is looked up, and nothing is replayed that this node knows; PostgreSQL is to tell other nodes."""
    await keep(stores, opened(), *bob_comes_in())
    taken, here = [], world(stores, clock)
    for number in range(20):
        with statements(stores) as asked:
            await posts.post("d1", "bob", "comment", f"Comment {number}", "participants", None, here)
        taken.append(len(asked))
    told = stores._database.writing.dialect.name == "postgresql"
    assert taken == [COMMENT + told] * 20
    async with stores.read() as store:
        assert await store.discussion("d1") == replay(fact for _, fact in await store.facts("d1"))


async def _fills_desks(stores: SqlStores, first: int, last: int) -> None:
    """Alice asks about tasks from which others are excluded; Bob is let in, Carol asked, and Dana may join."""
    element = Socialize(excludes=(Exclude(who="task:approve"), Exclude(who="other-instances")))
    async with stores.write() as store:
        await store.save_task(completed(task("earlier-a", "c0", owner="alice"), "alice", MONDAY))
        await store.save_task(completed(task("earlier-d", "c0", owner="dana"), "dana", MONDAY))
        for number in range(first, last):
            kept = replace(task(f"t{number}", f"c{number}"), event_id="check.socialize", settings=element)
            await store.save_task(kept)
            facts = [*bob_comes_in(), *carol_is_asked(MONDAY + HOUR)]
            state = await add(store, f"d{number}", opened(f"d{number}", task=kept.key), *facts)
            await address(state, store)
            words = await store.put_words(f"o{number}", {"question": "Stuck?", "fields": {}})
            made = make(f"o{number}", kept.key, "other", f"r{number}", words, MONDAY, timedelta(days=30))
            await store.append_offer(None, offer_of(made), made, element)


@pytest.mark.parametrize("person", ["alice", "bob", "carol", "dana"])
async def test_a_desk_takes_as_many_statements_however_much_is_on_it(
    stores: SqlStores, clock: FrozenClock, person: str
) -> None:
    """Tasks, asks, questions of one's own and of others, offers, and what one may join: none is looked up by itself."""
    here, taken = world(stores, clock), []
    for first, last in ((1, 2), (2, 14)):
        await _fills_desks(stores, first, last)
        with statements(stores) as asked:
            desk = await desk_of(person, here)
        taken.append(asked)
    assert [" ".join(sql.split()[:4]) for sql in taken[0]] == [" ".join(sql.split()[:4]) for sql in taken[1]]
    lists: dict[str, tuple[Sequence[object], ...]] = {"alice": (desk.lists.mine, desk.tasks, desk.offers)}
    lists |= {"bob": (desk.lists.others,), "carol": (desk.lists.asked,), "dana": (desk.listings,)}
    assert [len(each) for each in lists[person]] == [MOST] * len(lists[person])


async def test_a_person_takes_as_many_statements_however_often_they_helped(
    stores: SqlStores, clock: FrozenClock
) -> None:
    """The discussions in which their help can be seen are read at once."""
    here, taken = world(stores, clock), []
    for first, last in ((1, 3), (3, 9)):
        for number in range(first, last):
            key = f.TaskKey("billing", f"t{number}")
            said = f.Posted(at=MONDAY, post="p1", by="bob", kind="answer", content="w", reach=1, name_reach=3)
            answered = [*bob_comes_in(), said, f.Accepted(at=MONDAY, post="p1", version=1, value="w")]
            await keep(stores, opened(f"d{number}", task=key), *answered, discussion=f"d{number}")
            async with stores.write() as store:
                await store.note_help(Help(f"d{number}", "bob", CHECKING, MONDAY))
        with statements(stores) as asked:
            page = await acquaintance.page_of("bob", "alice", here)
        assert page.ties.helped_you == last - 1
        taken.append(len(asked))
    assert taken[0] == taken[1]


async def test_who_looks_ahead_keeps_nothing(stores: SqlStores, clock: FrozenClock) -> None:
    """What each ring would see is what a preview of it shows, but nobody agrees to it: it is only read."""
    here = world(stores, clock)
    async with stores.write() as store:
        await store.save_task(task("t1", "c1"))
        await add(store, "d1", opened())
        before = await store.facts("d1")
    with statements(stores) as asked:
        shown = await rings.ahead("d1", "alice", here)
    assert {sql.split()[0] for sql in asked} == {"SELECT"}
    async with stores.read() as store:
        assert await store.facts("d1") == before
    assert shown == [await rings.preview("d1", "alice", name, None, here) for name in LADDER.names[1:]]
    with pytest.raises(NotFound):
        await rings.ahead("d1", "bob", here)


async def _sweep(stores: SqlStores, clock: FrozenClock, discussions: int, *before: f.Fact) -> list[str]:
    first = clock.now().isoformat()
    names = [f"{first}-{number}" for number in range(discussions)]
    async with stores.write() as store:
        for name in names:
            kept = task(name, name)
            await store.save_task(kept)
            await add(store, name, opened(name, task=kept.key, at=clock.now()), *before)
    clock.advance(timedelta(days=40))
    with statements(stores) as asked:
        assert await sweep_batch(world(stores, clock)) == discussions
    async with stores.read() as store:
        for name in names:
            assert await store.discussion(name) == replay(fact for _, fact in await store.facts(name))
    return asked


async def test_a_batch_takes_as_many_statements_as_one(stores: SqlStores, clock: FrozenClock) -> None:
    """Loading, deciding and writing do not wait for the database once for each discussion."""
    one = await _sweep(stores, clock, 1)
    many = await _sweep(stores, clock, 30)
    assert len(many) == len(one)


async def test_a_batch_of_widenings_does_too(stores: SqlStores, clock: FrozenClock) -> None:
    """Also where it depends on who may come in; here nobody may, and the rings are passed."""
    await _sweep(stores, clock, 1, *bob_comes_in())
    many = await _sweep(stores, clock, 30, *bob_comes_in(clock.now()))
    assert len(many) < 30


async def test_a_batch_that_changes_to_whom_it_is_listed_does_too(stores: SqlStores, clock: FrozenClock) -> None:
    """Carol's ring is open, and lists each discussion until it ends: all of these lists are looked up at once."""
    await _sweep(stores, clock, 1, *bob_comes_in(), *carol_is_asked(MONDAY))
    many = await _sweep(stores, clock, 30, *bob_comes_in(clock.now()), *carol_is_asked(clock.now()))
    assert sum("FROM listings" in sql for sql in many) == 1
    assert len(many) < 30
