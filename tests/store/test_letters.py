"""Letters in the store: kept with what they tell of, taken by one, and settled by whoever took them last."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from socialbpm.actions.outbox import LetterRecord, NewLetter
from socialbpm.store import SqlStores, open_store
from tests.store.road import MONDAY

pytestmark = pytest.mark.anyio
BILLING, SHIPPING = ("runtime", "billing"), ("subscription", "s1")
SOON = MONDAY + timedelta(seconds=30)


def letters(number: int, receiver: tuple[str, str] = BILLING) -> list[NewLetter]:
    """Some messages for one receiver."""
    return [NewLetter(receiver, f"m{each}", "discussion.ended") for each in range(number)]  # type: ignore[arg-type]  # one of the kinds


async def posted(stores: SqlStores, *what: NewLetter) -> None:
    """Post letters in a transaction of their own."""
    await stores.transact(lambda store: store.post(what))


async def taken(stores: SqlStores, limit: int = 50, besides: tuple[tuple[str, str], ...] = ()) -> list[LetterRecord]:
    """Take what is due on Monday, until soon."""
    return list(await stores.transact(lambda store: store.take_letters(MONDAY, SOON, limit, besides)))  # type: ignore[arg-type]  # one of the kinds


async def test_a_message_is_one_letter_to_each_receiver(stores: SqlStores) -> None:
    """However often it is posted."""
    await posted(stores, *letters(2), *letters(2), *letters(2, SHIPPING))
    await posted(stores, *letters(3))
    assert Counter(letter.receiver for letter in await taken(stores)) == {BILLING: 3, SHIPPING: 2}


async def test_what_was_rolled_back_was_not_posted(stores: SqlStores) -> None:
    """A letter is kept with the facts that it tells of, or not at all."""
    with pytest.raises(RuntimeError, match="power cut"):
        await _post_and_fail(stores)
    assert await taken(stores) == []


async def _post_and_fail(stores: SqlStores) -> None:
    async with stores.write() as store:
        await store.post(letters(1))
        msg = "power cut"
        raise RuntimeError(msg)


async def test_what_one_took_nobody_else_takes(stores: SqlStores, database_url: str) -> None:
    """Until its lease is over: whoever took it may have been killed."""
    await posted(stores, *letters(30))
    async with await open_store(database_url) as other:
        thirds = await asyncio.gather(*(taken(each, 10) for each in (stores, other, stores)))
    names = [letter.message for third in thirds for letter in third]
    assert len(names) == len(set(names)) == 30
    assert await taken(stores) == []
    async with stores.read() as store:
        assert not await store.has_letters(MONDAY)
        assert await store.has_letters(SOON)
    again = await stores.transact(lambda store: store.take_letters(SOON, SOON + timedelta(seconds=30), 50))
    assert {letter.tries for letter in again} == {2}


async def test_in_the_order_of_their_posting(stores: SqlStores) -> None:
    """Also those of one transaction."""
    await posted(stores, *letters(20))
    assert [letter.message for letter in await taken(stores)] == [f"m{number}" for number in range(20)]


async def test_busy_receivers_are_passed_over(stores: SqlStores) -> None:
    """One that takes long holds up nobody else."""
    await posted(stores, *letters(60), *letters(1, SHIPPING))
    assert [letter.receiver for letter in await taken(stores, besides=(BILLING,))] == [SHIPPING]


async def test_only_who_took_it_last_settles_it(stores: SqlStores) -> None:
    """A sender that was believed dead and comes back late changes nothing."""
    await posted(stores, *letters(1))
    (first,) = await taken(stores)
    (second,) = await stores.transact(lambda store: store.take_letters(SOON, SOON + timedelta(seconds=30), 50))
    dead, sent = replace(first, state="dead", due_at=None), replace(second, state="sent", due_at=None)
    assert not await stores.transact(lambda store: store.settle(dead))
    assert await stores.transact(lambda store: store.settle(sent))
    async with stores.read() as store:
        found = await store.letter(first.id)
    assert found == sent
