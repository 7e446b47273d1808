"""Files in pages: put there by a form without scripts, shown beside the words, saved and never run."""

from __future__ import annotations

from urllib.parse import urljoin

import httpx2
import pytest

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.pages.browser import BASE, Browser
from tests.service.pages.conftest import Sits
from tests.service.pages.test_safety import inert
from tests.service.road import PEOPLE, SEEDS, Road

NONE = (("", b""),)
TEXT = b"line 1\nline 2\n"


def sends(
    browser: Browser, *files: tuple[str, bytes], text: str = "Look at this.", button: str = "Send"
) -> httpx2.Response:
    """Fill in the form of a button, with files, as a browser does: none chosen is an empty one."""
    form = browser.form(button)
    assert form.get("enctype") == "multipart/form-data"
    fields = {name: value for name, value in form.form_values() if name != "files"} | {"text": text}
    parts = [(f'name="{name}"', str(value).encode()) for name, value in fields.items()]
    parts += [
        (f'name="files"; filename="{name}"\r\nContent-Type: text/html', content) for name, content in files or NONE
    ]
    body = b"".join(b"--x\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (of.encode(), it) for of, it in parts)
    where, kind = urljoin(str(browser.answer.url), form.action), {"Content-Type": "multipart/form-data; boundary=x"}
    browser.answer = browser.http.post(where, content=body + b"--x--\r\n", headers=kind)
    return browser.answer


def names(browser: Browser) -> list[str]:
    """Return the files that a page shows."""
    return [str(link.text) for link in browser.page.xpath("//ul[@class='attachments']//a")]


class TestFiles:
    """A form sends them, a link saves them."""

    def test_come_with_a_post(self, road: Road, sits: Sits) -> None:
        """Bob sends two with his words; Alice saves one as it was; Eve gets the page for what does not exist."""
        path = f"/discussions/{road.asked()}"
        bob = sits("bob").goes(path)
        assert sends(bob, ("a.txt", TEXT), ("b.csv", b"1;2")).status_code == 200
        alice = sits("alice").goes(path)
        links = alice.page.xpath("//ul[@class='attachments']//a")
        assert [link.text for link in links] == ["a.txt", "b.csv"]
        assert "14 B" in alice.text
        saved = alice.http.get(links[0].get("href"))
        assert saved.content == TEXT
        assert saved.headers["content-disposition"].startswith("attachment")
        assert saved.headers["content-security-policy"] == "default-src 'none'; sandbox"
        eve = sits("eve")
        there, nowhere = links[0].get("href"), f"{path}/attachments/nothing"
        assert eve.goes(there).answer.status_code == 404
        assert eve.answer.text.replace(there, nowhere) == eve.goes(nowhere).answer.text

    def test_come_with_the_question(self, road: Road, sits: Sits) -> None:
        """Alice asks with two; Bob saves one; consent shows both, and other words take what she ticks."""
        path = f"/discussions/{road.fired()}"
        alice = sits("alice").goes(path)
        assert sends(alice, ("a.txt", TEXT), ("b.csv", b"1;2"), button="Ask").status_code == 200
        assert names(alice) == names(sits("bob").goes(path)) == ["a.txt", "b.csv"]
        alice.goes(f"{path}/rings/network")
        assert names(alice) == ["a.txt", "b.csv"]
        second = alice.page.xpath("//label[contains(., 'b.csv')]/input")[0]
        assert second.get("checked") is not None
        form = {"text": "Which tariff?", "attachments": second.get("value")}
        assert alice.sends(f"{path}/rings/network/wording", **form).status_code == 200
        assert names(alice) == ["b.csv"]
        alice.goes(path)
        assert names(alice) == ["a.txt", "b.csv"]

    def test_that_are_refused_ask_nothing(self, road: Road, sits: Sits) -> None:
        """The page says what is wrong; nobody was asked anything."""
        path = f"/discussions/{road.fired()}"
        alice = sits("alice").goes(path)
        assert sends(alice, ("a.exe", b"MZ"), button="Ask").status_code == 422
        assert "of no kind that can be attached" in alice.text
        assert alice.goes(path).form("Ask").action.endswith("/question")
        assert sits("bob").goes(path).answer.status_code == 404

    def test_none_is_needed(self, road: Road, sits: Sits) -> None:
        """Who chooses none sends words alone."""
        bob = sits("bob").goes(f"/discussions/{road.asked()}")
        assert sends(bob).status_code == 200
        assert not bob.page.xpath("//ul[@class='attachments']")

    def test_are_sent_once(self, road: Road, sits: Sits) -> None:
        """A double click is one post with one file; the same form with another file is refused."""
        bob = sits("bob").goes(f"/discussions/{road.asked()}")
        form, where = bob.form("Send"), bob.path
        fields = {name: value for name, value in form.form_values() if name != "files"} | {"text": "Once."}
        sent = [
            bob.http.post(f"{where}/posts", data=fields, files=[("files", ("a.txt", content))])
            for content in (TEXT, TEXT, b"other")
        ]
        assert [answer.status_code for answer in sent] == [200, 200, 422]
        assert len(bob.goes(where).page.xpath("//ul[@class='attachments']//a")) == 1

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [("a.exe", b"MZ", "of no kind that can be attached"), ("a.txt", b"", "empty or too large")],
    )
    def test_are_refused_with_a_page(self, name: str, content: bytes, says: str, road: Road, sits: Sits) -> None:
        """It says what is wrong, and that nothing was sent; the words were not either."""
        path = f"/discussions/{road.asked()}"
        bob = sits("bob").goes(path)
        assert sends(bob, (name, content)).status_code == 422
        assert says in bob.text
        assert "Look at this." not in bob.goes(path).text

    def test_too_large_a_form_is_refused_with_a_page(self, clock: FrozenClock) -> None:
        """Before it is read as a whole, and still in words."""
        settings = Settings(
            database_url="sqlite://", sweep_interval=SELDOM, base_url=BASE, largest_attachment=1024, largest_body=4096
        )
        with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS, demo=True) as service:
            bob = Browser(service).signs_in("bob").goes(f"/discussions/{Road(service, clock).asked()}")
            assert sends(bob, ("a.txt", b"x" * 20_000)).status_code == 413
            assert "That is too long" in bob.text

    def test_need_the_forms_token(self, road: Road, sits: Sits) -> None:
        """Another site's form brings none along."""
        path = f"/discussions/{road.asked()}"
        bob = sits("bob").goes(path)
        fields = {"text": "Forged.", "reach": "participants", "csrf": "wrong"}
        answer = bob.http.post(f"{path}/posts", data=fields, files=[("files", ("a.txt", TEXT))])
        assert answer.status_code == 403
        assert "Forged" not in bob.goes(path).text

    def test_their_names_are_inert(self, road: Road, sits: Sits) -> None:
        """Whatever a file is called, it is text on the page."""
        path = f"/discussions/{road.asked()}"
        bob = sits("bob").goes(path)
        for number, attack in enumerate(("<img src=x onerror=hit()>.txt", "'><script>hit()<!--.txt", "{{7*7}}.txt")):
            bob.goes(path)
            sends(bob, (attack, TEXT), text=f"{number}")
            inert(bob.page)
        assert "{{7*7}}.txt" in bob.text
