"""Who leaves or is erased gets no more mail: what waits is dropped at once, and what comes after is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from socialbpm.actions.leaving import SETTLED
from socialbpm.actions.mailing import MAIL
from socialbpm.actions.outbox import NewLetter
from socialbpm.social.audience import PersonId
from socialbpm.store import SqlStores
from socialbpm.store.tables import metadata
from tests.conftest import empty_database
from tests.service.everything import Admin
from tests.service.road import MONDAY
from tests.service.test_mail import DAY, HOUR, Mails, sending

ASK_TWICE = ("off-board", "erase")
HOW: dict[str, dict[str, Any]] = {"off-board": {}, "erase": {"how": "empty"}}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On PostgreSQL `make bench` tells these stories, too."""
    yield from empty_database(request, tmp_path)


@pytest.fixture
def mails(database_url: str) -> Iterator[Mails]:
    """A service that sends mail, on each database."""
    with sending(database_url) as running:
        yield running


def goes(mails: Mails, person: str, how: str) -> None:
    """Let an administrator off-board or erase somebody."""
    Admin(mails.road).does("POST", f"/people/{person}/{how}", **HOW[how])


def of(mails: Mails, person: str, table: str = "letters", column: str = "receiver") -> list[Any]:
    """Return what is kept of somebody's mail."""
    service = mails.road.service
    rows: list[Any] = service._portal.call(_rows, service.app.state.composed.stores, table, column, person)
    return rows


async def _rows(stores: SqlStores, table: str, column: str, person: str) -> list[Any]:
    kept = metadata.tables[table]
    async with stores.read() as store:
        return list(await store._all(select(kept).where(kept.c[column] == person)))


@pytest.mark.parametrize("how", ASK_TWICE)
class TestWhoIsGone:
    def test_gets_nothing_of_what_waits(self, how: str, mails: Mails) -> None:
        """Carol is asked, and gone before the mail leaves; the others get theirs, and nothing is left of hers."""
        mails.asks_carol()
        assert len(of(mails, "carol")) == 1
        goes(mails, "carol", how)
        assert of(mails, "carol") == []
        mails.road.service.sweep()
        mails.send()
        assert mails.server.to("carol") == []
        assert [mail.to for mail in mails.server.mails] == ["alice@example.org"]

    def test_gets_nothing_of_a_digest(self, how: str, mails: Mails) -> None:
        """Neither of what it gathered, nor of what would be put into it."""
        mails.choose("bob", kinds=["informed"], digest="yes")
        mails.road.asked()
        mails.send()
        assert {row.state for row in of(mails, "bob")} == {"waiting", "sent"}
        goes(mails, "bob", how)
        assert of(mails, "bob") == []
        mails.road.clock.move_to(MONDAY + DAY)
        assert mails.send("bob") == []

    def test_hears_of_nothing_that_happens_then(self, how: str, mails: Mails) -> None:
        """That their ask is closed, that it is over, that they are thanked: not even a letter of it is kept."""
        discussion = mails.asks_carol()
        mails.send()
        goes(mails, "carol", how)
        mails.road.service.sweep()
        mails.road.does("alice", "POST", f"/discussions/{discussion}/solved-alone")
        mails.send()
        assert len(mails.server.to("carol")) == 1
        assert [row for row in of(mails, "carol") if row.state != "sent"] == []

    def test_leaves_nothing_that_a_command_posted_meanwhile(self, how: str, mails: Mails) -> None:
        """It had begun before; the last look finds its letter."""
        goes(mails, "carol", how)
        stores = mails.road.service.app.state.composed.stores
        late = NewLetter(("person", "carol"), "d1/mail 1", MAIL, data={"discussion": "d1", "fact": 1, "kind": "ask"})
        mails.road.service._portal.call(_post, stores, late)
        assert len(of(mails, "carol")) == 1
        mails.road.later(SETTLED)
        mails.road.later(HOUR)
        assert of(mails, "carol") == []
        assert mails.send("carol") == []

    def test_cannot_pass_by_an_old_link(self, how: str, mails: Mails) -> None:
        """It leads to what does not exist."""
        mails.asks_carol()
        link = mails.one("carol").link("/mail/pass/")
        goes(mails, "carol", how)
        assert mails.web.get(link).status_code == mails.web.post(link).status_code == 404


async def _post(stores: SqlStores, letter: NewLetter) -> None:
    await stores.transact(lambda store: store.post([letter]))


class TestWhoIsErased:
    def test_leaves_no_choices(self, mails: Mails) -> None:
        """Neither what Bob said, nor what an old link would say again; it answers as ever."""
        mails.choose("bob", kinds=["informed"])
        mails.road.asked()
        link = mails.one("bob").link("/mail/off/")
        before = mails.web.get(link).text
        goes(mails, "bob", "erase")
        assert _choices(mails, "bob") == []
        assert mails.web.get(link).text == before
        assert "You get no more of these" in mails.web.post(link).text
        assert _choices(mails, "bob") == []

    def test_is_in_no_letter_that_was_sent(self, mails: Mails) -> None:
        """Administrators read of it no more; off-boarded, they do."""
        mails.road.asked()
        mails.send()
        goes(mails, "bob", "off-board")
        assert [letter["receiver"]["id"] for letter in mails.letters()] == ["bob"]
        goes(mails, "bob", "erase")
        assert mails.letters() == []


def _choices(mails: Mails, person: PersonId) -> list[Any]:
    return of(mails, person, "mail_choices", "person")


def test_mails_of_others_name_nobody_who_was_erased(mails: Mails) -> None:
    """Alice asked and is erased; Carol's mail waits until her morning, and does not come: nobody asks any more."""
    mails.road.clock.advance(timedelta(hours=10))
    mails.asks_carol()
    assert mails.send() == []
    goes(mails, "alice", "erase")
    mails.road.service.sweep()
    mails.road.clock.move_to(MONDAY + DAY)
    mails.send()
    assert not any("alice" in (mail.subject + mail.plain + mail.html).lower() for mail in mails.server.mails)
