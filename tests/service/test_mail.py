"""People get mail: of a real server, on a clock that stands still, in both languages, in plain text and HTML."""

from __future__ import annotations

import re
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
from tests.service.road import COLLEAGUES, MONDAY, OWNED, PEOPLE, SEEDS, TASK, Road, event

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

    def choose(self, person: str, **fields: Any) -> None:
        """Let somebody choose how they get mail, on their page."""
        client = self.road.by(person)
        assert client.get("/me/mail").status_code == 200
        assert client.post("/me/mail", data={"digest": "", **fields}).status_code == 303
        assert client.get("/me/mail").text.count(" checked") == len(fields["kinds"]) + 1

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
    database_url: str = "sqlite://",
    changes: Changes | None = None,
    server: MailServer | None = None,
    *,
    scim: bool = False,
    **settings: Any,
) -> Iterator[Mails]:
    """A whole service that sends mail; with `scim`, to whom an identity provider says."""
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
        known = None if scim else people(changes)
        with EmbeddedService(chosen, clock=clock, directory=known, seeds=SEEDS) as service:
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
        assert "Alice a besoin d’aide dans « Check invoice » et s’adresse à vous." in text.replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert f"{BASE}/discussions/{discussion}" in text
        assert "aujourd’hui, 12:00 (Europe/Paris)" in text
        assert "freight" not in text
    assert (mail.message["From"], mail.message["To"]) == ("socialbpm <help@example.org>", "Carol <carol@example.org>")
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Content-Language"] == "fr"
    assert [letter["state"] for letter in mails.letters()] == ["sent", "sent"]


class TestWhatPeopleAreTold:
    def test_on_the_road(self, mails: Mails) -> None:
        """Bob is let in, Carol is asked and answers, Alice hears of it and accepts, Carol hears that it helped."""
        discussion = mails.road.asked()
        assert [mail.subject for mail in mails.send("bob")] == ["Alice has a question: Check invoice"]
        mails.road.does("alice", "POST", f"/discussions/{discussion}/widen")
        mails.send()
        post = mails.answers("carol", discussion, "coworkers")
        assert mails.one("alice").subject == "Your question has an answer: Check invoice"
        mails.road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/accept", version=1)
        mails.road.does("alice", "POST", f"/discussions/{discussion}/members/carol/thank")
        assert [mail.subject for mail in mails.send("carol")[1:]] == [
            "Votre réponse a aidé : Check invoice",
            "Merci : Check invoice",
        ]
        assert {mail.to.partition("@")[0] for mail in mails.server.mails} == {"alice", "bob", "carol"}
        assert all("canary4711" not in mail.plain + mail.html for mail in mails.server.mails)

    def test_of_their_own_question(self, mails: Mails) -> None:
        """Nobody answers: Alice has to decide whether it goes on, is reminded, and hears that it was closed.

        What she has to decide is one click away: the page that shows who would be asked, and what.
        """
        discussion = mails.asks_carol()
        for hours in (4, 20, 4):
            mails.road.clock.advance(hours * HOUR)
            mails.road.service.sweep()
            mails.send()
        consent = f"{BASE}/discussions/{discussion}/rings/network"
        told = mails.server.to("alice")
        assert [(consent in mail.plain, consent in mail.html) for mail in told] == [(True, True)] * 2 + [(False, False)]
        assert [mail.subject for mail in told] == [
            "Go on to people you do not know? Check invoice",
            "Still waiting for your decision: Check invoice",
            "Closed without an answer: Check invoice",
        ]

    def test_when_it_ends_while_they_are_asked(self, mails: Mails) -> None:
        """Carol hears that it is solved, and no more."""
        discussion = mails.asks_carol()
        mails.send()
        mails.road.does("alice", "POST", f"/discussions/{discussion}/solved-alone")
        assert [mail.subject for mail in mails.send("carol")][1:] == ["Résolu : Check invoice"]

    def test_only_while_it_is_so(self, mails: Mails) -> None:
        """Carol passed on a page before the mail left; Bob left; neither gets any, and the letters say no more."""
        discussion = mails.road.asked()
        mails.road.does("bob", "POST", f"/discussions/{discussion}/leave")
        mails.road.does("alice", "POST", f"/discussions/{discussion}/widen")
        mails.road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
        mails.send()
        assert mails.server.to("bob") == mails.server.to("carol") == []
        letters = mails.letters(state="dead")
        assert {(letter["type"], letter["reason"]) for letter in letters} == {("mail", "inactive")}
        assert not any(discussion in str(letter) for letter in letters)

    def test_of_an_asker_by_role(self) -> None:
        """Where the ring says so, the mail does, too: also in its subject, and its link."""
        plain: Any = COLLEAGUES
        rings = [{**ring, "asker": "role"} for ring in plain]
        with sending() as mails:
            discussion = mails.road.fired(question="Which?", settings={"question": "?", "rings": rings})
            mails.road.does("alice", "POST", f"/discussions/{discussion}/widen")
            mail = mails.one("carol")
            page = mails.web.get(mail.link("/mail/pass/")).text
        for text in (mail.subject, mail.plain, mail.html, page):
            assert "omebody" in text
            assert "alice" not in text.lower()

    def test_who_has_no_address_gets_none(self) -> None:
        """Nor who has one that is none, or is not with us any more."""
        bad = "bob@example.org\r\nBcc: eve@example.org"
        with sending(changes={"carol": {"email": None}, "bob": {"email": bad}}) as mails:
            mails.asks_carol()
            assert mails.send() == []


class TestHeaders:
    def test_keep_a_conversation_together(self, mails: Mails) -> None:
        """All that Carol gets about one discussion is one thread, and not Bob's; each mail has its own id."""
        discussion = mails.road.asked()
        mails.road.does("alice", "POST", f"/discussions/{discussion}/widen")
        mails.send()
        mails.road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        mails.send()
        first, second = mails.server.to("carol")
        (bob,) = mails.server.to("bob")
        assert first.message["References"] == first.message["In-Reply-To"] == second.message["References"]
        assert bob.message["References"] != first.message["References"]
        assert len({first.id, second.id, bob.id}) == 3

    def test_are_as_mail_programs_read_them(self, mails: Mails) -> None:
        """On one line each, not in code; both kinds of text; a date."""
        mails.asks_carol()
        mail = mails.one("carol")
        assert f"\r\nList-Unsubscribe: <{BASE}/mail/off/".encode() in mail.raw
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in mail.raw
        assert b"\r\nDate: Mon, 05 Jan 2026 09:00:00 +0000\r\n" in mail.raw
        assert mail.message.get_content_type() == "multipart/alternative"

    def test_cannot_be_forged(self) -> None:
        """Neither by what people are called, nor by what a task is."""
        name = "Alice\r\nBcc: eve@example.org\r\n\r\n<script>hit()</script>\u202e"
        task = {**TASK, "name": "Check\nSubject: Pay\rTo: eve@example.org"}
        with sending(changes={"alice": {"name": name}, "carol": {"name": 'C"<eve@example.org>,\n'}}) as mails:
            discussion = mails.road.fired(question="Which?", task=task)
            mails.road.does("alice", "POST", f"/discussions/{discussion}/widen")
            mail = mails.one("carol")
        assert mail.message["Bcc"] is None
        assert mail.message.get_all("Subject") == [mail.subject]
        assert [address.addr_spec for address in mail.message["To"].addresses] == ["carol@example.org"]
        assert len(mail.plain.splitlines()[0].split("Bcc: eve@example.org")) == 2
        assert "\u202e" not in mail.plain + mail.html + mail.subject


class TestTheServer:
    def test_that_is_busy_is_tried_again(self, mails: Mails) -> None:
        """4xx: the same mail under the same id, a few seconds later."""
        mails.asks_carol()
        mails.server.script = ["451 later", "421 closing"]
        assert mails.send("carol") == []
        (letter,) = mails.letters(state="waiting")
        assert [attempt["status"] for attempt in letter["attempts"]] == [451]
        mails.road.clock.advance(timedelta(seconds=5))
        mails.send()
        mails.road.clock.advance(timedelta(seconds=15))
        assert mails.one("carol").id == f"<{letter['id']}@example.org>"
        assert mails.letters(state="waiting") == []

    @pytest.mark.parametrize("answer", ["550 no such user", "552 too large"])
    def test_that_refuses_it_gets_it_no_more(self, answer: str) -> None:
        """5xx: a dead letter, which an administrator can send once more."""
        with sending() as mails:
            mails.asks_carol()
            mails.server.refuses = answer
            mails.send()
            mails.road.clock.advance(HOUR)
            assert mails.send("carol") == []
            (letter,) = mails.letters(state="dead")
            assert (letter["reason"], len(letter["attempts"])) == ("refused", 1)
            mails.server.refuses = None
            admin = mails.road.service.http(mails.road.service.token_for("frank", "admin"))
            assert admin.post(f"/v1/letters/{letter['id']}/redeliver").is_success
            assert mails.one("carol").id == f"<{letter['id']}@example.org>"

    def test_that_is_not_there_holds_nobody_up(self) -> None:
        """Alice asks, and Carol answers, as always; the mails come when it is back."""
        with sending(server=MailServer()) as mails:
            mails.server.stop()
            discussion = mails.asks_carol()
            mails.send()
            mails.answers("carol", discussion, "coworkers")
            mails.send()
            errors = {attempt["error"] for letter in mails.letters() for attempt in letter["attempts"]}
            assert errors == {"unreachable"}
            mails.server.start()
            mails.road.clock.advance(HOUR)
            assert mails.one("alice").subject == "Your question has an answer: Check invoice"

    def test_without_tls_gets_nothing_where_that_is_asked_for(self) -> None:
        """Nothing is said to a server that cannot hide it."""
        with sending(mail_tls="starttls") as mails:
            mails.asks_carol()
            mails.send()
            assert mails.server.mails == []
            assert {letter["attempts"][0]["error"] for letter in mails.letters(state="waiting")} == {"unsupported"}


class TestPassing:
    def test_looking_does_nothing(self, mails: Mails) -> None:
        """A scanner follows the link again and again: Carol is still asked, and the page says what the mail said."""
        discussion = mails.asks_carol()
        link = mails.one("carol").link("/mail/pass/")
        pages = [mails.web.get(link) for _ in range(3)]
        assert all(page.status_code == 200 for page in pages)
        assert "Alice is stuck in “Check invoice” and asks you by name." in pages[0].text
        assert "freight" not in pages[0].text
        assert pages[0].headers["referrer-policy"] == "no-referrer"
        assert mails.road.sees("carol", discussion)["asks"][0]["state"] == "open"

    def test_the_button_passes_once(self, mails: Mails) -> None:
        """Then the link leads nowhere, as one that never was does."""
        discussion = mails.asks_carol()
        link = mails.one("carol").link("/mail/pass/")
        assert "You passed" in mails.web.post(link, data={"again": "never"}).text
        assert mails.road.sees("carol", discussion)["asks"][0]["state"] == "passed"
        nowhere = mails.web.get("/mail/pass/nothing")
        assert nowhere.status_code == 404
        for answer in (mails.web.get(link), mails.web.post(link), mails.web.get(f"{link[:-1]}x")):
            assert (answer.status_code, _without(answer.text, link)) == (
                404,
                _without(nowhere.text, "/mail/pass/nothing"),
            )

    def test_not_now_is_asked_again(self) -> None:
        """In an hour of Carol's time; the old link does not pass the new ask."""
        with sending(changes={"dana": {"groups": ("Purchasing",)}}) as mails:
            discussion = mails.asks_carol()
            link = mails.one("carol").link("/mail/pass/")
            assert "Not now, then" in mails.web.post(link, data={"again": "hour"}).text
            mails.road.clock.advance(HOUR)
            mails.road.service.sweep()
            asks = mails.road.sees("carol", discussion)["asks"]
            assert [ask["state"] for ask in asks] == ["passed", "open"]
            assert mails.web.post(link).status_code == 404
            assert len({mail.id for mail in mails.send("carol")}) == 2

    def test_a_link_is_for_one_thing(self, mails: Mails) -> None:
        """What unsubscribes does not pass, what passes does not unsubscribe; neither signs anybody in."""
        mails.asks_carol()
        mail = mails.one("carol")
        passing, off = mail.link("/mail/pass/"), mail.link("/mail/off/")
        assert mails.web.post(off.replace("/off/", "/pass/")).status_code == 404
        assert mails.web.post(passing.replace("/pass/", "/off/")).status_code == 404
        mails.web.get(passing)
        assert mails.web.get("/", follow_redirects=False).status_code == 303

    def test_a_link_ends(self, mails: Mails) -> None:
        """With the ask, and for who is not in any more."""
        discussion = mails.asks_carol()
        link = mails.one("carol").link("/mail/pass/")
        mails.road.does("carol", "POST", f"/discussions/{discussion}/leave")
        assert mails.web.post(link).status_code == 404
        mails.road.clock.advance(10 * DAY)
        assert mails.web.get(link).status_code == 404

    def test_shows_nothing_that_the_mail_did_not_say(self, mails: Mails) -> None:
        """The task is called something else by now: whoever was forwarded the mail does not hear what."""
        mails.asks_carol()
        link = mails.one("carol").link("/mail/pass/")
        changed = {"task": {**TASK, "name": "Pay Mallory", "revision": 2}, "people": OWNED}
        assert mails.road.hook(event("task.activated", changed, "renamed")).is_success
        page = mails.web.get(link)
        assert "You are asked for help." in page.text
        assert "Mallory" not in page.text
        assert "Alice" not in page.text

    def test_who_guesses_is_stopped(self) -> None:
        """A few wrong links are a mistake, many are not; and a good one is then not looked at, either."""
        with sending(limit_strangers=3) as mails:
            mails.asks_carol()
            link = mails.one("carol").link("/mail/pass/")
            found = [mails.web.get(f"/mail/pass/{number}").status_code for number in range(4)]
            assert found == [404, 404, 404, 429]
            assert mails.web.get(link).status_code == 429


def _without(text: str, path: str) -> str:
    """Return a page without the address that it was asked by, which its language links repeat."""
    return re.sub(r"next=[^\"]*", "", text.replace(path, ""))


class TestUnsubscribing:
    def test_looking_does_nothing(self, mails: Mails) -> None:
        """Only the button does, and it can be undone; other kinds still come."""
        discussion = mails.asks_carol()
        link = mails.one("carol").link("/mail/off/")
        assert "when somebody asks you by name" in mails.web.get(link).text
        assert "You get no more of these" in mails.web.post(link, data={}).text
        mails.road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        assert [mail.subject for mail in mails.send("carol")][1:] == ["Plus nécessaire : Check invoice"]
        assert "You get these again" in mails.web.post(link, data={"again": "true"}).text

    def test_mail_programs_do_it_with_one_click(self, mails: Mails) -> None:
        """RFC 8058: the address of the header, a POST without cookies, and no further question."""
        discussion = mails.road.asked()
        header = str(mails.one("bob").message["List-Unsubscribe"])
        answer = mails.web.post(header.strip("<>").removeprefix(BASE), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        mails.road.fired("r2", question="Again?", task={**TASK, "task_id": "t2", "case_id": "c2"})
        assert len(mails.send("bob")) == 1
        mails.road.does("bob", "GET", f"/discussions/{discussion}")
        answers = [letter["reason"] for letter in mails.letters(state="dead")]
        assert answers == ["inactive"]


class TestTheirTime:
    def test_mails_wait_for_working_time(self, mails: Mails) -> None:
        """Alice asks on Monday at seven in the evening; Bob hears of it on Tuesday at nine, once."""
        mails.road.clock.move_to(MONDAY + 10 * HOUR)
        mails.road.asked()
        assert mails.send("bob") == []
        mails.road.clock.move_to(MONDAY + DAY - timedelta(seconds=1))
        assert mails.send("bob") == []
        mails.road.clock.move_to(MONDAY + DAY)
        assert len(mails.send("bob")) == 1
        assert "yesterday, 19:00 (UTC)" in mails.one("bob").plain

    def test_their_own_quiet_hours_count_instead(self, mails: Mails) -> None:
        """Bob works late, and wants nothing over midnight."""
        mails.choose("bob", kinds=["informed"])
        wish = {"quiet": {"since": "22:00", "until": "07:00"}}
        assert mails.road.by("bob").patch("/v1/me/preferences", json=wish).is_success
        mails.road.clock.move_to(MONDAY + 10 * HOUR)
        mails.road.asked()
        assert len(mails.send("bob")) == 1
        mails.road.clock.move_to(MONDAY + 14 * HOUR)
        mails.road.fired("r2", question="Again?", task={**TASK, "task_id": "t2", "case_id": "c2"})
        assert len(mails.send("bob")) == 1
        mails.road.clock.move_to(MONDAY + 22 * HOUR)
        assert len(mails.send("bob")) == 2

    def test_a_digest_comes_once(self, mails: Mails) -> None:
        """Three questions on Monday are one mail on Tuesday at nine; what Bob left by then is not in it."""
        mails.choose("bob", kinds=["informed"], digest="yes")
        found = []
        for number in range(3):
            task = {**TASK, "task_id": f"t{number}", "case_id": f"c{number}", "name": f"Check {number}"}
            found.append(mails.road.fired(f"r{number}", question="Which?", task=task))
            mails.road.clock.advance(HOUR)
            assert mails.send("bob") == []
        mails.road.does("bob", "POST", f"/discussions/{found[1]}/leave")
        mails.road.clock.move_to(MONDAY + DAY)
        mail = mails.one("bob")
        assert mail.subject == "2 things since the last mail"
        assert ["Check 0" in mail.plain, "Check 1" in mail.plain, "Check 2" in mail.plain] == [True, False, True]
        assert mail.message["References"] is None
        mails.road.clock.advance(DAY)
        assert len(mails.send("bob")) == 1

    def test_what_would_be_over_does_not_wait_for_a_digest(self) -> None:
        """By default all come together; but Carol's ask lapses before tomorrow."""
        with sending(mail_digest=True) as mails:
            mails.asks_carol()
            assert mails.one("carol").subject.startswith("Alice demande votre aide")
            assert mails.send("bob") == []

    def test_a_digest_of_nothing_does_not_come(self, mails: Mails) -> None:
        """All that it would tell is over."""
        mails.choose("bob", kinds=["informed"], digest="yes")
        discussion = mails.road.asked()
        mails.send()
        mails.road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        mails.road.clock.advance(DAY)
        assert mails.send("bob") == []
