"""A ranking that is kept warm: made of what is kept, told of what is committed, made again where that came late."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from socialbpm.actions.noticed import Noticed
from socialbpm.actions.people import Person
from socialbpm.clock import FrozenClock
from socialbpm.experts import Evidence, Need
from socialbpm.jobs.ranking import AHEAD, LATE, WarmRanking
from socialbpm.store import Noted, SqlStores, open_store

pytestmark = pytest.mark.anyio
MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
TAX = frozenset({"tax"})
HOUR = timedelta(hours=1)


def noticed(at: datetime, person: str, question: str) -> Noticed:
    """Somebody answers a question of Alice's."""
    what = Evidence(at, person, "answered", "", topics=TAX, asker="alice")
    return Noticed(f"{question} {person}", "discussion", "", question, what)


async def happens(stores: SqlStores, *told: Noticed) -> None:
    """Let things happen, each in a transaction of its own."""
    for one in told:
        async with stores.write() as store:
            await store.note_evidence([one])


async def imported(stores: SqlStores, *people: str, at: datetime) -> None:
    """Bring in a log, of a case for each of these people and Alice."""
    cases = [(person, who) for person in people for who in ("alice", person)]
    told = [Noted("log", who, Evidence(at, who, "worked", case, topics=TAX)) for case, who in cases]
    async with stores.write() as store:
        await store.keep_evidence(told)


def ranked(ranking: WarmRanking) -> list[tuple[str, float, str]]:
    """Say who can help Alice, how well, and why."""
    found = ranking.rank(Need(MONDAY + timedelta(days=3), "alice", topics=TAX), 30)
    return [(one.person, round(one.score, 9), one.reason) for one in found]


def of(stores: SqlStores) -> WarmRanking:
    """A ranking of a node, on a Monday."""
    return WarmRanking(stores, FrozenClock(MONDAY + 2 * HOUR).now)


async def test_until_it_is_warm_it_knows_nobody(database_url: str) -> None:
    """Whoever asks meanwhile is not held up; and nothing but evidence makes it know somebody."""
    async with await open_store(database_url) as stores:
        await happens(stores, noticed(MONDAY, "bob", "d1"))
        ranking = of(stores)
        assert (ranked(ranking), ranking.worked_with("alice")) == ([], {})
        assert not await ranking.warm_within(0.01)
        await ranking.make()
        assert await ranking.warm_within(0.01)
        assert [person for person, *_ in ranked(ranking)] == ["bob"]


async def test_two_nodes_that_were_told_the_same_rank_alike(database_url: str) -> None:
    """One saw it all happen, to the last thing at once; the other started when it was over."""
    async with await open_store(database_url) as stores:
        saw, late = of(stores), of(stores)
        await saw.make()
        for number, person in enumerate(("bob", "carol", "bob", "dana", "carol", "bob")):
            await happens(stores, noticed(MONDAY + number * timedelta(minutes=9), person, f"d{number}"))
            await saw.take_in()
        await late.make()
        assert ranked(saw) == ranked(late) != []


async def test_what_another_node_commits_is_heard_of(database_url: str) -> None:
    """Two nodes on one database; the second ranks whom it learnt of from the first, without being asked to look."""
    async with await open_store(database_url) as here, await open_store(database_url) as there, here.listening():
        ranking = of(here)
        running = asyncio.create_task(ranking.run())
        await ranking.warm_within(20)
        on = there if database_url.startswith("postgresql") else here  # on SQLite there is one node
        await happens(on, noticed(MONDAY, "dana", "d1"))
        async with asyncio.timeout(20):
            while not ranked(ranking):  # noqa: ASYNC110 - it does not say when it has learnt
                await asyncio.sleep(0.01)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_what_comes_late_makes_it_anew(database_url: str) -> None:
    """A log of last month is not squeezed in behind today; the ranking of before answers until the new one is made."""
    async with await open_store(database_url) as stores:
        ranking, fresh = of(stores), of(stores)
        await happens(stores, noticed(MONDAY, "bob", "d1"))
        await ranking.make()
        before = ranked(ranking)
        await imported(stores, "carol", "dana", at=MONDAY - 30 * timedelta(days=1))
        await ranking.take_in()
        assert ranking.stale
        assert ranked(ranking) == before
        await ranking.make()
        await fresh.make()
        assert ranked(ranking) == ranked(fresh)
        assert ranking.worked_with("alice") == {"carol": 1, "dana": 1}


async def test_a_little_late_is_taken_in(database_url: str) -> None:
    """Two nodes commit at about the same time: nothing is made anew for that."""
    async with await open_store(database_url) as stores:
        ranking = of(stores)
        await happens(stores, noticed(MONDAY, "bob", "d1"))
        await ranking.make()
        await happens(stores, noticed(MONDAY - LATE / 2, "carol", "d2"))
        await ranking.take_in()
        assert {person for person, *_ in ranked(ranking)} == {"bob", "carol"}
        assert not ranking.stale


@pytest.mark.parametrize("making", [True, False])
async def test_what_is_dated_far_ahead_does_not_count(database_url: str, making: bool) -> None:
    """A log with a wrong year: else everything of today would look a hundred years old."""
    async with await open_store(database_url) as stores:
        ranking = of(stores)
        if not making:
            await ranking.make()
        await imported(stores, "erik", at=MONDAY + AHEAD + 3 * HOUR)
        await happens(stores, noticed(MONDAY, "bob", "d1"))
        await (ranking.make() if making else ranking.take_in())
        assert [person for person, *_ in ranked(ranking)] == ["bob"]
        assert not ranking.stale


class Staff:
    """A directory that changes."""

    def __init__(self, **skills: str) -> None:
        self.version, self.skills = 0, skills

    def says(self, person: str, skills: str) -> None:
        self.version, self.skills = self.version + 1, {**self.skills, person: skills}

    def people(self) -> list[Person]:
        return [Person(id_, id_.title(), skills=tuple(skills.split())) for id_, skills in self.skills.items()]


async def test_what_people_say_of_themselves_counts_as_long_as_they_do(database_url: str) -> None:
    """Dana says that she knows tax; Erik says so later, and then no more. Nobody has seen either at work."""
    async with await open_store(database_url) as stores:
        staff = Staff(dana="tax", erik="")
        ranking = WarmRanking(stores, FrozenClock(MONDAY + 2 * HOUR).now, staff)
        await happens(stores, noticed(MONDAY, "bob", "d1"))
        await ranking.make()
        need = Need(MONDAY + timedelta(days=3), "alice", topics=frozenset({"process:tax"}), skills=frozenset({"tax"}))

        async def knowing() -> list[str]:
            await ranking.take_in()
            return sorted(one.person for one in ranking.rank(need, 30) if "says that they know tax" in one.reason)

        assert await knowing() == ["dana"]
        staff.says("erik", "tax law")
        assert await knowing() == ["dana", "erik"]
        staff.says("erik", "law")
        assert await knowing() == ["dana"]
        await ranking.make()
        assert await knowing() == ["dana"]
