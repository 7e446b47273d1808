"""What a browser is told of a page, what a form must show, and what nobody can make a page do."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html

from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.pages.browser import BASE, Browser
from tests.service.pages.conftest import Sits
from tests.service.road import PEOPLE, Road, socialize

ATTACKS = (
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg/onload=hit()>",
    "</textarea><script>hit()</script>",
    "</title><script>hit()</script>",
    '"><script>hit()</script>',
    "' onmouseover='hit()",
    '" autofocus onfocus="hit()',
    "[go](javascript:hit())",
    "[go](JaVaScRiPt:hit())",
    "[go](&#106;avascript:hit())",
    "[go](java\tscript:hit())",
    "[go](data:text/html,<script>hit()</script>)",
    "[go](vbscript:hit())",
    "![see](https://evil.example/x.png)",
    '![see](x" onerror="hit())',
    "<javascript:hit()>",
    "[x]: javascript:hit()\n\n[x]",
    '```"><script>hit()</script>\nx\n```',
    "<iframe srcdoc='<script>hit()</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src onerror=hit()>",
    "<a href='//evil.example' target=_blank>a</a>",
    "<style>@import '//evil.example'</style>",
    "{{ 7*7 }}{% raw %}",
    "<form action=//evil.example><button>ok</button></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "\u202egnp.exe\u0000",
)
"""What people have tried elsewhere to make a page do something."""


def inert(page: html.HtmlElement) -> None:
    """See that a page holds nothing that runs, loads or sends elsewhere."""
    for node in page.iter():
        if not isinstance(node.tag, str):
            continue
        assert node.tag not in {"iframe", "object", "embed", "style", "base", "math"}, html.tostring(node)
        assert node.tag != "script" or node.get("src", "").startswith("/static/"), html.tostring(node)
        assert not [name for name in node.attrib if name.startswith("on") or name in {"style", "srcdoc"}]
        for name in ("href", "src", "action", "formaction", "hx-get"):
            found = re.sub(r"[\s\x00-\x1f]", "", node.get(name, "")).lower()
            assert not found.startswith(("javascript:", "data:", "vbscript:")), found
            assert name == "href" or found.startswith("/") or not found, found
        assert node.get("http-equiv") is None


def test_the_check_can_fail() -> None:
    """It finds what it looks for."""
    for bad in (
        "<script>1</script>",
        "<p onclick='1'>",
        "<a href=' javascript:1'>",
        "<img src='https://evil.example'>",
    ):
        with pytest.raises(AssertionError):
            inert(html.fromstring(f"<div>{bad}</div>"))


TASK = {"process": "pay_invoice", "element_id": "check_invoice", "lane": "Accounting"}


def test_words_of_people_are_inert_on_every_page(road: Road, sits: Sits) -> None:
    """In the question, a post, a wording, a field, the names of a task and a case: wherever they are shown."""
    alice, bob = sits("alice"), sits("bob")
    for number, attack in enumerate(ATTACKS):
        name = re.sub(r"[\r\n\t\x00]", " ", attack)[:200]
        task = {**TASK, "task_id": f"a{number}", "case_id": name, "name": name}
        words, fields = attack.replace("\x00", ""), {"invoice_no": attack, "amount": 4120}
        path = f"/discussions/{road.fired(f'a{number}', question=words, fields=fields, task=task)}"
        said = road.does("bob", "POST", f"{path}/posts", kind="answer", text=words, reach="participants")["posts"][-1]
        road.does("alice", "PUT", f"{path}/rings/network/wording", text=words)
        closer, one = f"{path}/members/eve/participants", f"{path}/posts/{said['id']}"
        for page in (path, f"{path}/rings/network", one, closer, f"{path}/members?name={quote(attack[:200])}"):
            inert(alice.goes(page).page)
            assert alice.answer.status_code == 200
        inert(alice.goes(path).follows("This is it").page)
        inert(bob.goes(one).page)
        inert(bob.goes(path).page)
        assert "evil.example" not in " ".join(bob.page.xpath("//@src"))
    inert(alice.goes("/").page)
    inert(bob.goes("/").page)


def test_names_of_people_are_inert() -> None:
    """A provisioner may send anything."""
    people = [type(person)(person.id, "<script>hit()</script>") for person in PEOPLE.people()]
    directory = type(PEOPLE)(people, PEOPLE.lanes)
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, base_url=BASE)
    with EmbeddedService(settings, directory=directory, demo=True) as service:
        browser = Browser(service).goes("/sign-in")
        inert(browser.page)
        inert(browser.signs_in("alice").page)


class TestAPage:
    def test_may_load_and_send_nothing_elsewhere(self, road: Road, sits: Sits) -> None:
        """Its policy names this service and nothing else: no inline script, no inline style, no frame."""
        answer = sits("alice").goes(f"/discussions/{road.asked()}").answer
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
        assert (policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        inert(html.fromstring(answer.text))

    def test_is_light(self, road: Road, sits: Sits) -> None:
        """A first page with all that it loads is below 100 kB, as it comes: nothing is packed."""
        alice = sits("alice").goes(f"/discussions/{road.asked()}")
        loaded = alice.page.xpath("//script/@src | //link/@href")
        sizes = {path: len(alice.http.get(path).content) for path in loaded}
        assert len(sizes) == 4
        assert len(alice.answer.content) + sum(sizes.values()) < 100_000, sizes

    def test_loads_files_that_never_change(self, sits: Sits) -> None:
        """Their names do, so browsers need not ask again; a name that is none is not found."""
        alice = sits("alice")
        (style,) = alice.page.xpath("//link[@rel='stylesheet']/@href")
        assert "immutable" in alice.http.get(style).headers["cache-control"]
        assert alice.http.get("/static/pages.css").status_code == 404
        assert alice.http.get("/static/..%2Fwords.py").status_code == 404


class TestAForm:
    @pytest.mark.parametrize("token", ["", "0" * 64])
    def test_shows_the_token_of_its_session(self, token: str, road: Road, sits: Sits) -> None:
        """Without it nothing is done, and the page says what to do."""
        path = f"/discussions/{road.asked()}"
        alice = sits("alice").goes(path)
        answer = alice.http.post(f"{path}/end", data={"csrf": token, "how": "withdraw"})
        assert answer.status_code == 403
        assert "This page was too old" in answer.text
        assert road.sees("alice", path.split("/")[-1])["outcome"] is None

    def test_of_another_page_is_refused(self, road: Road, sits: Sits) -> None:
        """Whatever it shows."""
        path = f"/discussions/{road.asked()}"
        alice = sits("alice").goes(path)
        (token, *_) = alice.page.xpath("//input[@name='csrf']/@value")
        for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = alice.http.post(f"{path}/end", data={"csrf": token, "how": "withdraw"}, headers=header)
            assert answer.status_code == 403

    def test_is_carried_out_once(self, road: Road, sits: Sits) -> None:
        """A double click says a thing once."""
        path = f"/discussions/{road.asked()}"
        bob = sits("bob").goes(path)
        fields = {**dict(bob.form("Send").form_values()), "text": "Only once", "kind": "comment"}
        for _ in range(2):
            assert bob.http.post(f"{path}/posts", data=fields).status_code == 200
        assert [post["text"] for post in road.sees("bob", path.split("/")[-1])["posts"]] == ["Only once"]

    def test_shows_its_token_on_every_page(self, road: Road, sits: Sits) -> None:
        """Each form that changes something has it, but for the one where nobody has signed in yet."""
        discussion = road.asked()
        alice = sits("alice")
        own = ("/me", "/communities", "/released", "/people/bob")
        for path in ("/", f"/discussions/{discussion}", f"/discussions/{discussion}/rings/network", *own):
            forms = alice.goes(path).page.xpath("//form[@method='post']")
            assert forms
            assert all(form.xpath(".//input[@name='csrf']/@value") for form in forms)


class TestTheDemo:
    def test_leaves_a_cookie_that_no_script_reads(self, service: EmbeddedService) -> None:
        """And that other sites do not send along with their forms."""
        browser = Browser(service).goes("/sign-in")
        answer = browser.http.post("/demo/sign-in", data={"person": "alice"}, follow_redirects=False)
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie

    @pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
    def test_lets_no_other_page_choose(self, header: dict[str, str], service: EmbeddedService) -> None:
        """Whom somebody is they say themselves."""
        browser = Browser(service).goes("/sign-in")
        answer = browser.http.post("/demo/sign-in", data={"person": "alice"}, headers=header)
        assert answer.status_code == 403
        assert not browser.http.cookies

    @pytest.mark.parametrize("host", ["socialbpm.example", "192.168.0.7"])
    def test_is_for_this_machine_only(self, host: str, service: EmbeddedService) -> None:
        """By whatever name others reach it."""
        browser = Browser(service)
        answer = browser.http.post(f"http://{host}/demo/sign-in", data={"person": "alice"})
        assert answer.status_code == 404
        assert "Alice" not in browser.http.get(f"http://{host}/sign-in").text

    def test_is_nowhere_else(self) -> None:
        """A service that is no demo has none of it, and says that nobody can sign in."""
        settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, base_url=BASE)
        with EmbeddedService(settings, directory=PEOPLE) as service:
            browser = Browser(service).goes("/sign-in")
            assert "Nobody can sign in here yet" in browser.text
            assert browser.http.post("/demo/sign-in", data={"person": "alice"}).status_code == 404
            assert not browser.http.cookies

    def test_is_left(self, sits: Sits) -> None:
        """And then one is nobody."""
        alice = sits("alice").presses("Be somebody else")
        assert "Who would you like to be?" in alice.text
        assert alice.goes("/").path == "/sign-in"


def test_a_firing_is_not_taken_for_a_form(road: Road) -> None:
    """What programs call still wants the token in a header, whatever a body says."""
    answer = road.hook(socialize())
    assert answer.is_success


def everything(discussion: str, post: str) -> list[tuple[str, str, dict[str, Any]]]:
    """All that a page of a discussion leads to."""
    path = f"/discussions/{discussion}"
    return [
        ("GET", path, {}),
        ("GET", f"{path}/rings/network", {}),
        ("GET", f"{path}/posts/{post}/accept", {}),
        ("POST", f"{path}/question", {"text": "Which?"}),
        ("POST", f"{path}/widen", {}),
        ("POST", f"{path}/join", {}),
        ("POST", f"{path}/leave", {}),
        ("POST", f"{path}/end", {"how": "withdraw"}),
        ("POST", f"{path}/release", {}),
        ("POST", f"{path}/members/bob/thank", {}),
        ("POST", f"{path}/posts", {"text": "Hi", "reach": "participants"}),
        ("POST", f"{path}/posts/{post}/accept", {"version": "1", "value": "x"}),
        ("POST", f"{path}/posts/{post}/not-it", {}),
        ("POST", f"{path}/posts/{post}/withdraw", {}),
        ("POST", f"{path}/posts/{post}/helped", {"helped": "true"}),
        ("POST", f"{path}/asks/pass", {}),
        ("POST", f"{path}/rings/network/consent", {"preview": "x"}),
        ("POST", f"{path}/rings/network/decline", {}),
        ("POST", f"{path}/rings/network/wording", {"text": "Which?"}),
    ]


def test_an_outsider_gets_the_same_answer_everywhere(road: Road, sits: Sits) -> None:
    """Eve tries every address of a discussion, and of one that does not exist: the same page, to the byte."""
    discussion = road.asked()
    post = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="Hm", reach="participants")["posts"][0][
        "id"
    ]
    eve = sits("eve")
    (token, *_) = eve.page.xpath("//input[@name='csrf']/@value")
    there, nowhere = everything(discussion, post), everything("0" * len(discussion), "0" * len(post))
    for (method, path, fields), (_, other, _) in zip(there, nowhere, strict=True):
        data = None if method == "GET" else {"csrf": token, **fields}
        answers = [eve.http.request(method, at, data=data) for at in (path, other)]
        assert [answer.status_code for answer in answers] == [404, 404], path
        said = [without_addresses(answer.text) for answer in answers]
        assert said[0] == said[1]
        assert "There is nothing here for you" in answers[0].text
    assert road.sees("alice", discussion)["outcome"] is None


def without_addresses(text: str) -> str:
    """Return a page without where it leads back to."""
    return re.sub(r"next=[^\"]*", "next=", text)
