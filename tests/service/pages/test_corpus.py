"""What others call things is inert wherever it is shown: people by SCIM, processes, tasks, lanes, cases, files.

On every page, in mails with their headers, in the widget and in files to save. What people write of themselves and of
communities is in `test_me.py` and `test_communities.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx2
import pytest
from lxml import html

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.mailing import Received
from tests.service.pages.test_safety import ATTACKS, inert
from tests.service.road import MONDAY, SETTINGS, TASK, Road
from tests.service.test_attachments import attached, posted
from tests.service.test_figures import ASKERS, MONTH, answered, asks
from tests.service.test_figures import DIRECTORY as MANY
from tests.service.test_mail import BASE, Mails, sending
from tests.service.test_scim import OURS, PATCH, added, patched
from tests.service.widget.conftest import ORIGIN, Guest, elements
from tests.service.widget.test_discussion import NOT_MADE


def parsed(text: str) -> Any:
    """A page, to look for something on it."""
    return html.document_fromstring(text)


SEEN_BY = {"alice", "bob", "carol"}


def name_of(attack: str) -> str:
    """Return an attempt as a name: on one line, and not too long."""
    return " ".join(attack.replace("\x00", "").split())[:200]


class Everywhere:
    """All that shows something of a discussion to somebody, and what must be so of each."""

    def __init__(self, mails: Mails) -> None:
        self.mails = mails
        self.road = mails.road
        self.pages = {person: self.browser(person) for person in SEEN_BY}
        self.looked = 0

    def browser(self, person: str) -> httpx2.Client:
        """Somebody's browser, which says who they are with each call."""
        client = self.road.service.http(self.road.service.token_for(person))
        client.headers["Accept"] = "text/html"
        return client

    def is_inert_at(self, person: str, *paths: str) -> None:
        """See that pages hold nothing that runs, and that they are there."""
        for path in paths:
            answer = self.pages[person].get(path)
            assert answer.status_code == 200, (person, path, answer.text[:500])
            inert(parsed(answer.text))
            self.looked += 1

    def looks(self, discussion: str, post: str) -> None:
        """Look at every page that shows something of a discussion."""
        path = f"/discussions/{discussion}"
        own = ("/", "/me", "/me/mail", "/communities", "/released", "/people/bob", "/people/carol")
        ends = ("", "/rings/network", f"/posts/{post}/accept", "/members?name=e", "/members/eve/coworkers")
        self.is_inert_at("alice", *own, *(f"{path}{end}" for end in ends))
        self.is_inert_at("bob", path, f"{path}/posts/{post}", "/")
        self.is_inert_at("carol", path, "/")

    def mailed(self) -> list[Received]:
        """See that all mails so far are inert, forget them, and return them."""
        found = self.mails.send()
        for mail in found:
            mail_is_inert(mail)
        self.mails.server.mails.clear()
        return found

    def in_widget(self, person: str, task: str) -> None:
        """See that the widget is told to make nothing that could do something."""
        body = {"task_id": task, "person": person, "origin": ORIGIN}
        token = self.road.runtime.post("/v1/widget-tokens", json=body).json()["token"]
        tree_is_inert(Guest(self.road, token, task).looks().json()["parts"])


def mail_is_inert(mail: Received) -> None:
    """See that a mail has the headers and parts that it should have, and nothing that runs or leads elsewhere."""
    once = ("Subject", "To", "From", "Date", "Message-ID", "List-Unsubscribe", "Content-Type", "MIME-Version")
    assert [len(mail.message.get_all(name) or ()) for name in once] == [1] * len(once)
    assert not {"bcc", "cc", "reply-to"} & {name.lower() for name in mail.message}
    assert [part.get_content_type() for part in mail.message.iter_parts()] == ["text/plain", "text/html"]
    assert [address.addr_spec for address in mail.message["To"].addresses] == [mail.to]
    leads_nowhere(mail.html)


def leads_nowhere(text: str) -> None:
    """See that the HTML of a mail has its own style, leads to the service, and holds nothing that runs or loads."""
    page = parsed(text)
    styles = page.xpath("//style")
    assert [style.getparent().tag for style in styles] == ["head"]
    styles[0].drop_tree()
    for link in page.xpath("//a"):
        assert link.get("href").startswith(f"{BASE}/"), link.get("href")
        link.set("href", "/")
    assert [node.get("name", "charset") for node in page.xpath("//meta")] == ["charset", "viewport", "color-scheme"]
    assert not page.xpath("//img | //form | //script | //link | //svg | //button | //input")
    inert(page)


def tree_is_inert(parts: list[Any]) -> None:
    """See that a tree of the widget has no element, attribute or address that could do something."""
    made = list(elements(parts))
    assert made
    assert not NOT_MADE & {name for name, _ in made}
    attributes = [(name, value) for _, found in made for name, value in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in {"style", "src", "srcdoc", "action"}]
    assert all(value.startswith(("http://", "https://", "mailto:")) for name, value in attributes if name == "href")


class Provider:
    """An identity provider that calls people what it likes."""

    def __init__(self, service: EmbeddedService) -> None:
        self.scim = service.provisioner()
        self.ids = {
            person: added(self.scim, person, emails=[{"value": f"{person}@example.org", "primary": True}])["id"]
            for person in ("alice", "bob", "carol", "dana", "eve")
        }
        self._group("Purchasing", "carol")
        self.group = self._group("Accounting", "alice", "bob", "carol")

    def _group(self, name: str, *people: str) -> str:
        members = [{"value": self.ids[person]} for person in people]
        answer = self.scim.post("/Groups", json={"displayName": name, "members": members})
        return str(answer.raise_for_status().json()["id"])

    def calls(self, name: str) -> None:
        """Call everybody by a name, also where they are shown by role, and their group, too."""
        change = {"op": "replace", "value": {"displayName": name}}
        body = {"schemas": [PATCH], "Operations": [change]}
        self.scim.patch(f"/Groups/{self.group}", json=body).raise_for_status()
        for id_ in self.ids.values():
            patched(self.scim, id_, **{"displayName": name, f"{OURS}:roleName": name}).raise_for_status()


@pytest.fixture
def mails() -> Iterator[Mails]:
    """A service with mail and the widget, at a place that makes no difference."""
    with sending(scim=True, widget_origins=ORIGIN) as running:
        yield running


def asked(road: Road, number: int, name: str) -> str:
    """Let Alice ask about a task that is called so, of a process, a case and a lane that are; return the discussion."""
    shown = {"asker": "role" if number % 2 else "named"}
    rings = [
        {"name": "participants", "step": "colleagues", "who": ["owners"]},
        {"name": "coworkers", "step": "colleagues", "who": ["group:Purchasing"], **shown},
        {"name": "network", "step": "community", "who": ["person:dana"]},
    ]
    called = dict.fromkeys(("case_id", "process", "element_id", "lane", "name"), name)
    return road.fired(
        f"r{number}",
        task={**TASK, "task_id": f"t{number}", **called},
        people={"actual_owner": "alice", "potential_owners": ["alice", "bob"]},
        settings={"question": "?", "shares": SETTINGS["shares"], "rings": rings},
        question=name,
    )


@pytest.mark.parametrize(
    "which", [range(0, 28, 9), pytest.param(range(28), marks=pytest.mark.long)], ids=["some", "all"]
)
def test_names_are_inert_everywhere(which: range, mails: Mails) -> None:
    """Every attempt is the name of everything at once: Alice asks, Bob answers with a file, Carol is asked by name."""
    provider, everywhere, road = Provider(mails.road.service), Everywhere(mails), mails.road
    for number in which:
        name = name_of(ATTACKS[number])
        provider.calls(name)
        discussion = asked(road, number, name)
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        told = {mail.to.partition("@")[0]: mail for mail in everywhere.mailed()}
        assert set(told) == {"bob", "carol"}
        for link in (told["carol"].link("/mail/pass/"), told["bob"].link("/mail/off/")):
            everywhere.is_inert_at("bob", link)
        post = posted(road, discussion)
        attached(road, discussion, post, name=f"{name}.png")
        everywhere.looks(discussion, post)
        everywhere.in_widget("alice", f"t{number}")
        road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
    assert everywhere.looked >= 15 * len(which)


@pytest.mark.parametrize(
    "names",
    [[ATTACKS[0]], pytest.param([*map(name_of, ATTACKS[1:20:2]), "=1+1", "@SUM(1)"], marks=pytest.mark.long)],
    ids=["one", "many"],
)
def test_names_of_a_process_and_its_tasks_are_inert_to_who_answers_for_it(names: list[str]) -> None:
    """In the table, the picture, and the file, where a spreadsheet would carry out what begins like a formula."""
    clock = FrozenClock(MONDAY)
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, greatest_age="P300D")
    with EmbeddedService(settings, clock=clock, directory=MANY) as service:
        road = Road(service, clock)
        found = [(who, asks(road, who, name, f"-{number}")) for number, name in enumerate(names) for who in ASKERS[:5]]
        for who, discussion in found:
            answered(road, who, discussion)
        clock.advance(3 * MONTH)
        olga = service.http(service.token_for("olga"))
        page = parsed(olga.get("/processes/pay_invoice", headers={"Accept": "text/html"}).text)
        lines = list(csv.DictReader(StringIO(olga.get("/processes/pay_invoice/figures.csv").text)))
    inert(page)
    assert set(names) <= set(page.xpath("//table//th/text()"))
    assert len(lines) == len(names)
    assert not [line for line in lines if line["element_id"].startswith(("=", "@", "+", "-"))]


class TestTheChecks:
    """They find what they look for."""

    @pytest.mark.parametrize(
        "bad",
        [
            "<img src=x>",
            "<a href='https://evil.example'>x</a>",
            "<p onclick='1'>x</p>",
            "<style>p { color: red }</style>",
            "<meta http-equiv=refresh content=0>",
        ],
    )
    def test_in_a_mail(self, bad: str) -> None:
        """In the middle of one that is good."""
        with sending() as mails:
            mails.road.asked()
            good = mails.one("bob")
        mail_is_inert(good)
        with pytest.raises(AssertionError):
            leads_nowhere(good.html.replace("</h1>", f"</h1>{bad}"))

    @pytest.mark.parametrize(
        "bad", [["script", {}, []], ["a", {"href": "javascript:1"}, []], ["p", {"onclick": "1"}, []]]
    )
    def test_in_a_widget(self, bad: list[Any]) -> None:
        """An element, an address, an attribute."""
        with pytest.raises(AssertionError):
            tree_is_inert([["p", {}, ["good", bad]]])
