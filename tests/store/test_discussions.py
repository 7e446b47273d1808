"""Discussions are kept as facts, and found by what they add up to."""

from __future__ import annotations

import pytest
from sqlalchemy import null, select, update
from sqlmodel import col

from socialbpm.clock import FrozenClock
from socialbpm.contract.element import Socialize
from socialbpm.errors import Conflict, NotFound
from socialbpm.social import facts as f
from socialbpm.social.evolve import evolve, replay
from socialbpm.social.worktime import Calendar
from socialbpm.store import SqlStores
from socialbpm.store.tables import ContentRow, DiscussionRow, FactRow
from tests.store.road import (
    HOUR,
    INVOICE,
    MONDAY,
    add,
    bob_comes_in,
    bob_says,
    carol_is_asked,
    ends,
    keep,
    opened,
)

pytestmark = pytest.mark.anyio


class TestFacts:
    """Facts only grow."""

    async def test_a_discussion_is_what_its_facts_add_up_to(self, stores: SqlStores) -> None:
        """Loading replays them."""
        facts = [opened(), *bob_comes_in(), bob_says("p1", MONDAY + HOUR)]
        await keep(stores, *facts)
        async with stores.read() as store:
            assert await store.discussion("d1") == replay(facts)
            assert await store.facts("d1") == list(enumerate(facts, 1))

    async def test_facts_are_numbered_on(self, stores: SqlStores) -> None:
        """A later transaction goes on where the one before ended."""
        await keep(stores, opened(), *bob_comes_in())
        await keep(stores, bob_says("p1", MONDAY))
        async with stores.read() as store:
            assert [number for number, _ in await store.facts("d1")] == [1, 2, 3, 4, 5, 6]

    async def test_several_appends_in_one_transaction_go_on_too(self, stores: SqlStores) -> None:
        """What is due is worked off first, then the command: the second append takes what the first led to."""
        async with stores.write() as store:
            state = await add(store, "d1", opened())
            for number in range(3):
                said = bob_says(f"p{number}", MONDAY)
                before, state = state, evolve(state, said)
                await store.append(before, state, [said])
        async with stores.read() as store:
            assert await store.discussion("d1") == state

    async def test_what_was_decided_about_an_older_state_is_refused(self, stores: SqlStores) -> None:
        """Somebody wrote since: what was loaded before, or in another transaction, does not count."""
        old = await keep(stores, opened())
        await keep(stores, bob_says("p1", MONDAY))
        said = bob_says("p2", MONDAY)
        with pytest.raises(ValueError, match="not about its latest state"):
            async with stores.write() as store:
                await store.append(old, evolve(old, said), [said])
        async with stores.write() as store:
            await store.discussion("d1")
            with pytest.raises(ValueError, match="not about its latest state"):
                await store.append(old, evolve(old, said), [said])

    async def test_no_facts_change_nothing(self, stores: SqlStores) -> None:
        """A command may lead to nothing."""
        state = await keep(stores, opened())
        async with stores.write() as store:
            await store.append(state, state, [])
            assert await store.discussion("d1") == state

    async def test_a_discussion_that_is_not_there_is_none(self, stores: SqlStores) -> None:
        """Neither for who reads nor for who writes."""
        async with stores.read() as store:
            assert await store.discussion("d9") is None
        async with stores.write() as store:
            assert await store.discussion("d9") is None

    async def test_the_element_it_was_opened_with_stays(self, stores: SqlStores) -> None:
        """The diagram may change; this discussion goes on by what it began with."""
        settings = Socialize.model_validate(
            {
                "after": "PT4H working",
                "rings": [{"name": "network", "step": "community"}],
                "shares": [{"variable": "amount", "with": "network", "as": "band"}],
                "excludes": [{"who": "task:approve"}],
            }
        )
        async with stores.write() as store:
            await store.append(None, replay([opened()]), [opened()], settings)
        await keep(stores, bob_says("p1", MONDAY))
        async with stores.read() as store:
            assert await store.settings("d1") == settings

    async def test_the_element_of_a_discussion_that_is_not_there_is_not_found(self, stores: SqlStores) -> None:
        """No default is made up for it."""
        async with stores.read() as store:
            with pytest.raises(NotFound, match="d9"):
                await store.settings("d9")


class TestWords:
    """Facts hold ids; words lie beside them and can be erased."""

    @pytest.mark.parametrize("words", ["Which account?", {"amount": [1, 2.5]}, None, "", 0, "ça alors 🙂"])
    async def test_words_are_kept_as_they_are(self, stores: SqlStores, words: object) -> None:
        """Any JSON value, nothing among them."""
        async with stores.write() as store:
            content = await store.put_words("d1", words)
        async with stores.read() as store:
            assert await store.words([content, "unknown"]) == {content: words}

    async def test_erased_words_are_missing(self, stores: SqlStores) -> None:
        """The fact stays, the words are gone."""
        async with stores.write() as store:
            content, other = await store.put_words("d1", "Ask Eve"), await store.put_words("d1", "Ask Bob")
            erase = update(ContentRow).where(col(ContentRow.id) == content).values(words=null(), erased_at=MONDAY)
            await store._connection.execute(erase)
        async with stores.read() as store:
            assert await store.words([content, other]) == {other: "Ask Bob"}

    async def test_no_words_are_among_the_facts(self, stores: SqlStores) -> None:
        """What Alice asked is in one place only (law 11)."""
        async with stores.write() as store:
            content = await store.put_words("d1", "Which account do freight costs go to?")
            await add(store, "d1", opened(), f.QuestionAsked(at=MONDAY, content=content))
            await store.write_out()
            kept = (await store._connection.scalars(select(col(FactRow.data)))).all()
        assert "freight" not in str(kept)
        assert content in str(kept)


class TestOneOpenDiscussion:
    """There is one open discussion per (task, event, asker)."""

    async def test_a_second_one_is_refused_while_the_first_is_open(self, stores: SqlStores) -> None:
        """Whoever comes second joins the first one; the database is the last to see to it."""
        await keep(stores, opened("d1"))
        with pytest.raises(Conflict) as refused:
            await keep(stores, opened("d2"), discussion="d2")
        assert refused.value.code == "already_open"
        async with stores.read() as store:
            assert await store.discussion("d2") is None

    async def test_after_the_end_there_may_be_another(self, stores: SqlStores) -> None:
        """It is the newest then, and the only open one."""
        await keep(stores, opened("d1"), ends(MONDAY))
        await keep(stores, opened("d2", at=MONDAY + HOUR), discussion="d2")
        async with stores.read() as store:
            assert await store.open_discussion(INVOICE, "check.socialize", "alice") == "d2"
            assert await store.latest_discussion(INVOICE, "check.socialize", "alice") == "d2"
            assert await store.open_discussions_of(INVOICE) == ["d2"]

    async def test_the_newest_is_found_after_its_end(self, stores: SqlStores) -> None:
        """The next one points back to it."""
        await keep(stores, opened("d1"), ends(MONDAY))
        async with stores.read() as store:
            assert await store.open_discussion(INVOICE, "check.socialize", "alice") is None
            assert await store.latest_discussion(INVOICE, "check.socialize", "alice") == "d1"
            assert await store.latest_discussion(INVOICE, "other.event", "alice") is None

    async def test_two_people_may_ask_about_one_task(self, stores: SqlStores) -> None:
        """Alice and Bob are both potential owners and both stuck."""
        await keep(stores, opened("d1"))
        await keep(stores, opened("d2", asker="bob"), discussion="d2")
        async with stores.read() as store:
            assert await store.open_discussions_of(INVOICE) == ["d1", "d2"]

    async def test_after_handing_over_it_is_the_new_askers(self, stores: SqlStores) -> None:
        """Bob is the asker now; Alice may ask anew."""
        handed = f.HandedOver(at=MONDAY, to="bob", former="alice", calendar=Calendar(), preview="v1")
        await keep(stores, opened(), *bob_comes_in(), handed)
        async with stores.read() as store:
            assert await store.open_discussion(INVOICE, "check.socialize", "bob") == "d1"
            assert await store.open_discussion(INVOICE, "check.socialize", "alice") is None

    async def test_only_rings_that_are_open_are_listed(self, stores: SqlStores) -> None:
        """The coworkers' ring is open: while the discussion is in it, whoever is in the pool may join."""
        await keep(stores, opened(), *bob_comes_in())
        async with stores.read() as store:
            assert not await store.is_in_open_ring("d1")
        await keep(stores, *carol_is_asked(MONDAY))
        async with stores.read() as store:
            assert await store.is_in_open_ring("d1")
        await keep(stores, ends(MONDAY))
        async with stores.read() as store:
            assert not await store.is_in_open_ring("d1")


class TestAsks:
    """Nobody holds more open asks than their cap."""

    async def test_open_asks_are_counted_over_all_discussions(self, stores: SqlStores) -> None:
        """Carol is asked in three discussions; in one she passed, one is over."""
        for n in range(4):
            task = f.TaskKey("billing", f"t{n}")
            await keep(stores, opened(f"d{n}", task=task), *carol_is_asked(MONDAY), discussion=f"d{n}")
        await keep(stores, f.Passed(at=MONDAY, ask=1), discussion="d0")
        await keep(stores, ends(MONDAY), discussion="d1")
        async with stores.read() as store:
            assert await store.open_asks(["carol", "bob"]) == {"carol": 2}

    @pytest.mark.parametrize(("cap", "full"), [(1, ["carol"]), (2, []), (0, ["carol", "dana"])])
    async def test_who_is_at_their_cap_is_crowded(self, stores: SqlStores, cap: int, full: list[str]) -> None:
        """Carol holds one ask; a second one fits into a cap of two."""
        await keep(stores, opened(), *carol_is_asked(MONDAY))
        async with stores.write() as store:
            assert await store.crowded(["carol", "dana"], {"carol": cap, "dana": cap}) == full

    async def test_without_a_cap_of_their_own_three_are_enough(self, stores: SqlStores) -> None:
        """The default cap holds for who has none."""
        for n in range(3):
            task = f.TaskKey("billing", f"t{n}")
            await keep(stores, opened(f"d{n}", task=task), *carol_is_asked(MONDAY), discussion=f"d{n}")
        async with stores.write() as store:
            assert await store.crowded(["carol", "dana"], {}) == ["carol"]


class TestDeadlines:
    """What is due is found in the order in which it became due, whatever was down in between."""

    async def test_what_is_due_is_claimed_the_earliest_first(self, stores: SqlStores) -> None:
        """Three waits ran out overnight; the fourth did not."""
        for n, hours in enumerate([3, 1, 2, 9]):
            at = MONDAY + hours * HOUR
            one = opened(f"d{n}", task=f.TaskKey("billing", f"t{n}"), at=at)
            await keep(stores, one, *bob_comes_in(at), discussion=f"d{n}")
        async with stores.write() as store:
            now = MONDAY + 5 * HOUR
            assert await store.due(now, 50) == [("discussion", "d1"), ("discussion", "d2"), ("discussion", "d0")]
            assert await store.due(now, 2) == [("discussion", "d1"), ("discussion", "d2")]

    async def test_a_deadline_is_due_at_its_moment(self, stores: SqlStores) -> None:
        """Not before."""
        await keep(stores, opened(), *bob_comes_in())
        async with stores.write() as store:
            assert await store.due(MONDAY + 2 * HOUR - HOUR / 3600, 50) == []
            assert await store.due(MONDAY + 2 * HOUR, 50) == [("discussion", "d1")]

    async def test_what_ended_is_never_due(self, stores: SqlStores) -> None:
        """Any end ends every wait."""
        await keep(stores, opened(), *bob_comes_in(), ends(MONDAY))
        async with stores.write() as store:
            assert await store.due(MONDAY + 10_000 * HOUR, 50) == []


async def test_the_clock_dates_ids_not_facts(stores: SqlStores, clock: FrozenClock) -> None:
    """A fact happened when it says; a late clock changes nothing in it."""
    clock.advance(HOUR)
    state = await keep(stores, opened())
    async with stores.read() as store:
        assert (await store._connection.scalars(select(col(DiscussionRow.opened_at)))).one() == MONDAY
    assert state.opened_at == MONDAY
