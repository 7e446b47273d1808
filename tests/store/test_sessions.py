"""Sessions are known by their hash, and end; a login is one person's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from socialbpm.actions.credentials import SessionRecord
from socialbpm.clock import FrozenClock
from socialbpm.store import SqlStores
from tests.store.road import HOUR, MONDAY

pytestmark = pytest.mark.anyio
ISSUER = "https://id.example"
ALICE = SessionRecord("alice", ISSUER, "s-1", "p-1", frozenset({"admin"}), MONDAY, MONDAY + HOUR)
BOB = replace(ALICE, person="bob", subject="s-2", provider_session="p-2")


async def keep(stores: SqlStores, **sessions: SessionRecord) -> None:
    """Keep sessions by their hash."""
    async with stores.write() as store:
        for name, session in sessions.items():
            await store.save_session(name, session)


async def there(stores: SqlStores) -> str:
    """The sessions of `a`, `b` and `c` that are there."""
    async with stores.read() as store:
        return "".join([name for name in "abc" if await store.session(name) is not None])


async def test_a_session_is_kept_as_it_was_made(stores: SqlStores) -> None:
    """But for when it was last used."""
    await keep(stores, a=ALICE)
    async with stores.write() as store:
        assert await store.session("a") == ALICE
        await store.note_visit("a", MONDAY + HOUR / 2)
        assert await store.session("a") == replace(ALICE, used_at=MONDAY + HOUR / 2)
        assert await store.session("another") is None


async def test_a_session_ends_with_its_time(stores: SqlStores, clock: FrozenClock) -> None:
    """To the moment, and is swept away with the next login."""
    await keep(stores, a=ALICE)
    clock.advance(HOUR)
    assert await there(stores) == ""
    await keep(stores, b=replace(BOB, expires_at=MONDAY + 2 * HOUR))
    clock.move_to(MONDAY)
    assert await there(stores) == "b"


async def test_sessions_end_by_whom_they_are(stores: SqlStores) -> None:
    """One, all of a person, or those that the provider names."""
    everything = {"a": ALICE, "b": BOB, "c": replace(ALICE, provider_session=None)}
    for what, left in (
        ({"person": "alice"}, "b"),
        ({"subject": "s-1", "provider_session": None}, "b"),
        ({"subject": None, "provider_session": "p-1"}, "bc"),
        ({"subject": "s-2", "provider_session": "p-1"}, "abc"),
        ({"subject": None, "provider_session": None}, "abc"),
        ({"session": "b"}, "ac"),
    ):
        await keep(stores, **everything)
        async with stores.write() as store:
            if "session" in what:
                await store.end_session(str(what["session"]))
            elif "person" in what:
                await store.end_sessions_of(str(what["person"]))
            else:
                await store.end_sessions_at(ISSUER, **what)
        assert await there(stores) == left, what
        async with stores.write() as store:
            for name in everything:
                await store.end_session(name)


async def test_a_login_is_one_persons_until_it_is_forgotten(stores: SqlStores) -> None:
    """Two at once cannot both have it."""
    async with stores.write() as store:
        await store.bind_login(ISSUER, "s-1", "alice")
    for subject, person in (("s-1", "bob"), ("s-2", "alice")):
        with pytest.raises(IntegrityError):
            async with stores.write() as store:
                await store.bind_login(ISSUER, subject, person)
    async with stores.write() as store:
        assert (await store.person_of(ISSUER, "s-1"), await store.subject_of(ISSUER, "alice")) == ("alice", "s-1")
        assert (await store.person_of("https://other", "s-1"), await store.subject_of(ISSUER, "bob")) == (None, None)
        assert await store.forget_logins("alice") == 1
        assert await store.person_of(ISSUER, "s-1") is None
