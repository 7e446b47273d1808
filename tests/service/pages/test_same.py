"""What a page shows is what the API would: for anybody, after anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from socialbpm.service.pages.faces import shown
from socialbpm.service.pages.markdown import snippet
from tests.service.pages.browser import BASE, Browser
from tests.service.road import MONDAY, PEOPLE, SEEDS, Road

PERSONS = ("alice", "bob", "carol", "dana", "eve", "frank")
WORDS = ("Hm.", "Try *4730*.", "Ask Carol.", "No idea")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "say",
                "answer",
                "note",
                "widen",
                "pass",
                "consent",
                "not it",
                "bring in",
                "take back",
                "wait",
                "reply",
                "attach",
            ]
        ),
        st.sampled_from(PERSONS),
        st.integers(0, 3),
    ),
    max_size=9,
)


def tries(road: Road, discussion: str, step: tuple[str, str, int]) -> None:
    """Let somebody try something; it may be refused."""
    what, person, number = step
    path, by = f"/v1/discussions/{discussion}", road.by(person)
    view = by.get(path).json()
    posts = [post["id"] for post in view.get("posts", ())]
    if what in {"say", "answer", "note"}:
        kind = "comment" if what == "say" else what
        by.post(f"{path}/posts", json={"kind": kind, "text": WORDS[number], "reach": view.get("current")})
    elif what == "consent" and (preview := by.get(f"{path}/rings/network/preview")).is_success:
        by.post(f"{path}/rings/network/consent", json={"preview": preview.json()["id"]})
    elif what in ABOUT_POSTS and posts:
        about_post(road, discussion, step, posts)
    elif what == "bring in":
        road.by("alice").put(f"{path}/members/{person}")
    elif what == "wait":
        road.later(timedelta(hours=1 + number))
    else:
        by.post(f"{path}/{'widen' if what == 'widen' else 'asks/pass'}")


ABOUT_POSTS = ("reply", "attach", "take back", "not it")


def about_post(road: Road, discussion: str, step: tuple[str, str, int], posts: list[str]) -> None:
    """Let somebody try something with a post."""
    what, person, number = step
    path, by, last = f"/v1/discussions/{discussion}/posts", road.by(person), posts[-1]
    if what == "reply":
        reach = by.get(f"/v1/discussions/{discussion}").json()["current"]
        by.post(path, json={"text": WORDS[number], "reach": reach, "parent": posts[number % len(posts)]})
    elif what == "attach":
        by.post(f"{path}/{last}/attachments", params={"name": f"{number}.txt"}, content=b"x")
    elif what == "take back":
        by.delete(f"{path}/{last}")
    else:
        by.post(f"{path}/{last}/not-it")


def _texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


def compare(browser: Browser, view: dict[str, Any]) -> None:
    """See that a page shows the posts, people and fields of a view, in its order, and no others."""
    page = browser.goes(f"/discussions/{view['id']}").page
    posts = page.xpath("//article[starts-with(@id, 'post-')]")
    assert [post.get("id").removeprefix("post-") for post in posts] == [post["id"] for post in view["posts"]]
    for shown_post, post in zip(posts, view["posts"], strict=True):
        said = "Taken back" if post["withdrawn"] else snippet(post["text"])
        assert said in " ".join(shown_post.text_content().split())
        assert _texts(shown_post, ".//h3")[0].startswith(post["author"]["name"])
        assert _texts(shown_post, ".//ul[@class='attachments']//a") == [file["name"] for file in post["attachments"]]
        parent = [f"#post-{post['parent']}"] if post["parent"] else []
        assert [href for href in shown_post.xpath(".//a/@href") if href.startswith("#post-")] == parent
    people = [view["asker"]["name"], *(member["person"]["name"] for member in view["members"])]
    assert _texts(page, "//*[@id='about']//ul[@class='people']//b") == people
    fields = [(field["name"], shown(field["value"])) for field in view["fields"]]
    found = page.xpath("//article[contains(@class, 'question')]//dl/div")
    assert [(_texts(one, "dt")[0], _texts(one, "dd")[0]) for one in found] == fields
    if view["question"]:
        assert snippet(view["question"]) in _texts(page, "//article[contains(@class, 'question')]")[0]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_pages_show_what_the_api_answers(steps: list[tuple[str, str, int]]) -> None:
    """Whoever reads, after whatever happened: the same posts, people and fields, or for both there is nothing."""
    clock = FrozenClock(MONDAY)
    chosen = Settings(database_url="sqlite://", sweep_interval=SELDOM, base_url=BASE)
    with EmbeddedService(chosen, clock=clock, directory=PEOPLE, seeds=SEEDS, demo=True) as service:
        road = Road(service, clock)
        discussion = road.asked()
        for step in steps:
            tries(road, discussion, step)
        for person in PERSONS:
            browser = Browser(service).signs_in(person)
            answer = road.by(person).get(f"/v1/discussions/{discussion}")
            if answer.is_success:
                compare(browser, answer.json())
            else:
                assert browser.goes(f"/discussions/{discussion}").answer.status_code == answer.status_code == 404
            _compare_people(browser, road, person)
            _compare_desk(browser, road.by(person).get("/v1/discussions").json()["items"])


def _compare_desk(browser: Browser, lines: list[dict[str, Any]]) -> None:
    """See that somebody's desk has a line for each discussion of their list, and for no other, with what is new."""
    page = browser.goes("/").page
    links = page.xpath("//a[@class='line']/@href")
    assert sorted(links) == sorted(f"/discussions/{line['id']}" for line in lines)
    for line in lines:
        (shown_line,) = page.xpath(f"//a[@class='line'][@href='/discussions/{line['id']}']")
        assert _texts(shown_line, ".//b[contains(@class, 'new')]") == ([f"{line['new']} new"] if line["new"] else [])


def _compare_people(browser: Browser, road: Road, reader: str) -> None:
    """See that the page of somebody says of them what the API does, or for both there is nobody."""
    for person in ("bob", "dana"):
        answer = road.by(reader).get(f"/v1/people/{person}")
        page = browser.goes(f"/people/{person}")
        assert page.answer.status_code == answer.status_code
        if answer.is_success:
            known = answer.json()
            helped = [one["element_id"] for one in known["helped"]]
            assert _texts(page.page, "//*[@aria-labelledby='helped']//*[@class='task']") == helped
            ties = known["ties"]
            said = " ".join(_texts(page.page, "//*[@aria-labelledby='ties']//li"))
            assert all(group in said for group in ties["groups"])
            assert bool(ties["helped_you"] or ties["you_helped"]) == ("helped" in said)
