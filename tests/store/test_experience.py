"""What is found is what a list of all that is whole would say, on both databases; nothing half-kept is ever there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialbpm.actions.remembering import ExperienceRecord
from socialbpm.store import SqlStore, SqlStores, open_store
from socialbpm.store.experience import term
from tests.store.road import MONDAY, add, opened

PLACES = ("p1", "p2", "p3")
WORDS = ("freight", "sap-4711", "größe", "c++", "or", "not", '"quoted"', "near", "*", "p1")
DISCUSSIONS = tuple(f"d{number}" for number in range(5))


@dataclass(frozen=True)
class Kept:
    """One thing that is done: an experience is kept as it is then, or dropped (no `place`)."""

    discussion: str
    place: str | None
    whole: bool
    words: frozenset[str]
    day: int

    @property
    def record(self) -> ExperienceRecord:
        """What is kept."""
        assert self.place is not None
        return ExperienceRecord(
            id=f"x-{self.discussion}",
            discussion=self.discussion,
            place=self.place,
            process="pay",
            process_version="1",
            element_id="check",
            asker="alice",
            asker_named=True,
            question="q",
            helper="bob",
            helper_named=False,
            answer="a" if self.whole else None,
            whole=self.whole,
            at=MONDAY + timedelta(days=self.day),
        )


some_words = st.frozensets(st.sampled_from(WORDS), max_size=4)
histories = st.lists(
    st.builds(
        Kept,
        discussion=st.sampled_from(DISCUSSIONS),
        place=st.sampled_from([*PLACES, None]),
        whole=st.booleans(),
        words=some_words,
        day=st.integers(0, 9),
    ),
    max_size=8,
)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all examples of a property."""
    with asyncio.Runner() as opened_runner:
        yield opened_runner


@pytest.fixture
def stores(runner: asyncio.Runner, database_url: str) -> Iterator[SqlStores]:
    """A store with discussions that something can be released of."""
    found = runner.run(open_store(database_url))
    runner.run(found.transact(_open_all))
    yield found
    runner.run(found.close())


async def _open_all(store: SqlStore) -> None:
    for discussion in DISCUSSIONS:
        await add(store, discussion, opened(discussion, asker=f"asker of {discussion}"))


async def _play(history: list[Kept], store: SqlStore) -> None:
    for discussion in DISCUSSIONS:
        await store.drop_experience(f"x-{discussion}")
    for kept in history:
        if kept.place is None:
            await store.drop_experience(f"x-{kept.discussion}")
        else:
            await store.save_experience(kept.record, kept.words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, places=st.frozensets(st.sampled_from(PLACES)), asked=some_words)
def test_what_is_found_is_what_may_be_read_and_shares_a_word(
    history: list[Kept], places: frozenset[str], asked: frozenset[str], stores: SqlStores, runner: asyncio.Runner
) -> None:
    """Whatever was kept, changed and dropped before: no more, no less, whatever a word looks like to an index."""
    last = {kept.discussion: kept for kept in history}
    whole = [kept for kept in last.values() if kept.place is not None and kept.whole]

    async def look() -> None:
        await stores.transact(lambda store: _play(history, store))
        async with stores.read() as store:
            found = await store.find_experience(places, asked, 20)
            assert {each.id for each in found} == {
                kept.record.id for kept in whole if kept.place in places and kept.words & asked
            }
            assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
            for place in PLACES:
                here = await store.latest_experience([place], 20)
                assert {each.id for each in here} == {kept.record.id for kept in whole if kept.place == place}
                assert all(each == last[each.discussion].record for each in here)

    runner.run(look())


def test_a_transaction_that_fails_leaves_nothing_to_be_found(stores: SqlStores, runner: asyncio.Runner) -> None:
    """A crash between the row and its words, or after both: as if it had not been."""
    kept = Kept("d1", "p1", whole=True, words=frozenset({"freight"}), day=1)

    async def crash(store: SqlStore) -> None:
        await store.save_experience(kept.record, kept.words)
        msg = "power cut"
        raise RuntimeError(msg)

    async def look() -> None:
        with pytest.raises(RuntimeError, match="power cut"):
            await stores.transact(crash)
        async with stores.read() as store:
            assert await store.find_experience(["p1"], ["freight"], 20) == []
            assert await store.experience("x-d1") is None

    runner.run(look())


def test_the_index_holds_no_words() -> None:
    """What it has of a word says nothing to who reads the file."""
    assert "freight" not in term("freight")
    assert term("freight") == term("freight") != term("freights")
    assert term('" OR NEAR(').isalnum()
