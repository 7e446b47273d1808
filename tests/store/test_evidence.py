"""Evidence is kept once, and read in the order of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from socialbpm.actions.noticed import Noticed
from socialbpm.clock import FrozenClock
from socialbpm.experts import Evidence, Need, Ranker
from socialbpm.store import Noted, open_store

pytestmark = pytest.mark.anyio
MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


def noted(hours: float, person: str, *, number: str = "0", source: str = "log") -> Noted:
    work = Evidence(
        MONDAY + timedelta(hours=hours),
        person,
        "worked",
        "order 1",
        "check",
        frozenset({"Accounting", "Plant"}),
        frozenset({"tax"}),
    )
    return Noted(source, number, work)


async def test_the_same_is_kept_once(database_url: str) -> None:
    """Told twice it is one row; another number, or another source, makes it another thing."""
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores:
        async with stores.write() as store:
            assert await store.keep_evidence([noted(1, "bob"), noted(1, "bob"), noted(1, "bob", number="1")]) == 2
        async with stores.write() as store:
            assert await store.keep_evidence([noted(1, "bob"), noted(1, "bob", source="other")]) == 1


async def test_it_is_read_in_the_order_of_time_and_page_by_page(database_url: str) -> None:
    """As it was told, whatever came first; of one moment always in the same order."""
    told = [noted(hours, person) for hours, person in ((3, "bob"), (1, "carol"), (2, "dana"), (1, "bob"))]
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores:
        async with stores.write() as store:
            await store.keep_evidence(told)
        async with stores.read() as store:
            read, key = [], None
            while page := await store.evidence_after(key, 3):
                read += [evidence for _, evidence in page]
                key = page[-1][0]
    assert [evidence.at for evidence in read] == sorted(one.evidence.at for one in told)
    assert {*read} == {replace(one.evidence, case="log/log/order 1") for one in told}


async def test_how_far_an_import_is(database_url: str) -> None:
    """Not begun, begun, ended."""
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores, stores.write() as store:
        assert await store.import_reached("digest") == (0, False)
        await store.note_import("digest", "log", 1000)
        assert await store.import_reached("digest") == (1000, False)
        await store.note_import("digest", "log", 1500, ended=True)
        assert await store.import_reached("digest") == (1500, True)


async def test_a_ranker_is_made_again_from_it(database_url: str) -> None:
    """Told what is kept, page by page, it ranks as one that saw everything happen."""
    told = [noted(hours, person) for hours, person in enumerate(("alice", "bob", "carol", "bob"))]
    saw, again = Ranker(), Ranker()
    for one in told:
        saw.observe(one.evidence)
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores:
        async with stores.write() as store:
            await store.keep_evidence(told[::-1])
        async with stores.read() as store:
            key = None
            while page := await store.evidence_after(key, 3):
                for _, evidence in page:
                    assert isinstance(evidence, Evidence)
                    again.observe(evidence)
                key = page[-1][0]
    need = Need(MONDAY + timedelta(days=1), "alice", topics=frozenset({"tax"}))
    first, second = ([(s.person, s.score, s.reason) for s in ranker.rank(need)] for ranker in (saw, again))
    assert first == second
    assert [person for person, _, _ in first] == ["bob", "carol"]


def noticed(hours: float, person: str, case: str = "d1", *, kind: str = "answered") -> Noticed:
    """Somebody answered a question of Alice's."""
    what = Evidence(MONDAY + timedelta(hours=hours), person, kind, "", asker="alice")  # type: ignore[arg-type]  # one test, one kind
    return Noticed(f"{case} {kind} {person}", "discussion", "", case, what)


async def test_what_happens_here_is_numbered_after_it_was_committed(database_url: str) -> None:
    """Whoever reads on gets it once, in the order of commits; what is told again is not there twice."""
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores:
        for one in (noticed(2, "dana"), noticed(1, "bob"), noticed(2, "dana")):
            async with stores.write() as store:
                await store.note_evidence([one])
        async with stores.write() as store:
            assert await store.has_new_evidence()
            assert await store.number_evidence() == 2
            assert not await store.has_new_evidence()
        async with stores.write() as store:
            assert await store.keep_evidence([noted(0, "carol")]) == 1
        async with stores.read() as store:
            found = await store.evidence_since(0, 10)
            assert [(number, what.person) for number, what in found if isinstance(what, Evidence)] == [
                (1, "bob"),
                (2, "dana"),
                (3, "carol"),
            ]
            assert await store.evidence_since(3, 10) == []
            assert len(await store.evidence_after(None, 10, through=2)) == 2


async def test_cases_of_two_logs_are_two(database_url: str) -> None:
    """Both call a case "order 1", and so does a runtime: nobody worked with whom they never met."""
    work = Evidence(MONDAY, "erik", "worked", "")
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores:
        async with stores.write() as store:
            await store.keep_evidence([noted(1, "bob"), noted(1, "carol", source="other")])
            await store.note_evidence([Noticed("erp/t1 erik", "runtime", "log", "order 1", work)])
        async with stores.read() as store:
            cases = {what.case for _, what in await store.evidence_after(None, 10)}
    assert cases == {"log/log/order 1", "log/other/order 1", "runtime/log/order 1"}


async def test_who_helped_is_counted_by_questions(database_url: str) -> None:
    """Dana answered two questions of Alice's, and one of these answers was accepted; Bob answered one."""
    async with await open_store(database_url, FrozenClock(MONDAY)) as stores:
        async with stores.write() as store:
            told = [
                noticed(1, "dana"),
                noticed(2, "dana", kind="accepted"),
                noticed(3, "dana", "d2"),
                noticed(4, "bob"),
            ]
            await store.note_evidence(told)
            await store.note_evidence([noticed(5, "eve", kind="passed")])
        async with stores.write() as store:
            assert await store.helped("alice") == {"dana": 2, "bob": 1}
            assert await store.helped("dana") == {}
            await store.forget("dana")
            assert await store.helped("alice") == {"bob": 1}
