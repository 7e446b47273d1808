"""People get mail: of a real server, on a clock that stands still, in both languages, in plain text and HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.service.embedded import SELDOM, EmbeddedService
from socialbpm.social.worktime import Calendar
from tests.mailing import HOST, MailServer, Received
from tests.service.road import MONDAY, PEOPLE, SEEDS, Road

BASE = "https://help.example.org"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PARIS = Calendar("Mo-Fr 09:00-17:00", "Europe/Paris")
Changes = Mapping[str, Mapping[str, Any]]


def people(changes: Changes | None = None) -> FileDirectory:
    """The people of the stories, with addresses; Carol works in Paris and reads French."""
    known = {person.id: replace(person, email=f"{person.id}@example.org") for person in PEOPLE.people()}
    known["carol"] = replace(known["carol"], language="fr-FR", calendar=PARIS)
    for person, change in (changes or {}).items():
        known[person] = replace(known[person], **change)
    return FileDirectory(known.values(), PEOPLE.lanes)


class Mails:
    """A service that sends mail, and its mail server."""

    def __init__(self, road: Road, server: MailServer) -> None:
        self.road = road
        self.server = server
        self.web = road.service.http()

    def send(self, person: str | None = None) -> list[Received]:
        """Let the postman go round once, and return what has come so far (for somebody)."""
        self.road.service.send_letters()
        return list(self.server.mails) if person is None else self.server.to(person)

    def one(self, person: str) -> Received:
        """Return the one mail that somebody has got."""
        (mail,) = self.send(person)
        return mail

    def letters(self, **only: Any) -> list[Any]:
        """What an administrator sees of letters."""
        admin = self.road.service.http(self.road.service.token_for("frank", "admin"))
        return list(admin.get("/v1/letters", params=only).json()["items"])

    def asks_carol(self) -> str:
        """Let Alice ask, and go on to Carol, who is asked by name; what was sent until then is forgotten."""
        discussion = self.road.asked()
        self.send()
        self.server.mails.clear()
        self.road.does("alice", "POST", f"/discussions/{discussion}/widen")
        return discussion

    def answers(self, person: str, discussion: str, ring: str) -> str:
        """Let somebody answer, and return the post."""
        path = f"/discussions/{discussion}/posts"
        posts = self.road.does(person, "POST", path, kind="answer", text="Account canary4711", reach=ring)["posts"]
        return str(posts[-1]["id"])


Sending = Callable[..., Any]


@contextmanager
def sending(
    database_url: str = "sqlite://", changes: Changes | None = None, server: MailServer | None = None, **settings: Any
) -> Iterator[Mails]:
    """A whole service that sends mail."""
    clock = FrozenClock(MONDAY)
    with server or MailServer() as running:
        chosen = Settings(
            database_url=database_url,
            sweep_interval=SELDOM,
            base_url=BASE,
            mail_server=f"{HOST}:{running.port}",
            mail_from="socialbpm <help@example.org>",
            mail_key="k" * 32,
            **{"mail_tls": "none", "outgoing_timeout": 5.0, **settings},
        )
        with EmbeddedService(chosen, clock=clock, directory=people(changes), seeds=SEEDS) as service:
            yield Mails(Road(service, clock), running)


@pytest.fixture
def mails(database_url: str) -> Iterator[Mails]:
    """The same, on each database."""
    with sending(database_url) as running:
        yield running


def test_an_ask_comes_by_mail(mails: Mails) -> None:
    """Who asks, what the task is called, until when, and where to read on; in Carol's language and zone."""
    discussion = mails.asks_carol()
    mail = mails.one("carol")
    assert mail.subject == "Alice demande votre aide : Check invoice"
    for text in (mail.plain, mail.html):
        assert "Alice a besoin d’aide dans « Check invoice » et s’adresse à vous." in text
        assert f"{BASE}/discussions/{discussion}" in text
        assert "aujourd’hui, 12:00 (Europe/Paris)" in text
        assert "freight" not in text
    assert (mail.message["From"], mail.message["To"]) == ("socialbpm <help@example.org>", "Carol <carol@example.org>")
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Content-Language"] == "fr"
    assert [letter["state"] for letter in mails.letters()] == ["sent", "sent"]
