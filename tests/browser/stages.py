"""The road, stopped at each page that there is: for whoever looks at all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser.demo import ANSWER, QUESTION, REMARK, People, is_stuck, says

Stage = tuple[str, Page]


def stages(people: People) -> Iterator[Stage]:
    """Yield each page with its name, while people walk the road on it."""
    alice = people.sit("alice")
    yield from _before(people, alice)
    url = is_stuck(alice)
    expect(alice.locator("#live .fields").first).to_be_visible(timeout=20_000)
    yield "stuck", alice
    alice.get_by_label("About").fill(QUESTION)
    alice.get_by_label("Files").set_input_files({"name": "bill.txt", "mimeType": "text/plain", "buffer": b"Freight"})
    alice.get_by_role("button", name=re.compile("^Ask")).click()
    expect(alice.get_by_role("heading", name="You asked")).to_be_visible()
    yield "asked", alice
    bob = people.sit("bob")
    bob.goto(url)
    says(bob, REMARK, "a remark")
    yield "beside", bob
    bob.get_by_role("link", name="Change or reply").click()
    yield "post", bob
    yield from _letting_in(alice, url)
    alice.get_by_role("button", name="Ask further now").click()
    yield from _among_colleagues(people, url)
    alice.goto(url)
    alice.get_by_role("link", name="Look at it").or_(alice.get_by_role("button", name="Look at who is next")).click()
    alice.get_by_text("Word it differently for them").click()
    yield "consent", alice
    alice.get_by_role("button", name="Yes, ask them").click()
    yield from _to_the_end(people, alice, url)


def _letting_in(alice: Page, url: str) -> Iterator[Stage]:
    """Alice looks where she is in the process, and whom she could let in; then she does not."""
    alice.goto(url)
    alice.get_by_text("Where this is in the process").click()
    expect(alice.locator(".diagram[data-drawn=done]")).to_be_visible()
    yield "in-the-process", alice
    alice.get_by_role("link", name="Let somebody in").click()
    alice.get_by_label("Their name").fill("Dana")
    alice.get_by_role("button", name="Find").click()
    yield "people", alice
    alice.get_by_role("link", name="Bring in").click()
    yield "letting-in", alice
    alice.get_by_role("link", name="No, back").click()


def _before(people: People, alice: Page) -> Iterator[Stage]:
    expect(alice.get_by_role("button", name=re.compile("I'm stuck")).first).to_be_visible(timeout=20_000)
    yield "work", alice
    alice.get_by_role("link", name="Alice Krämer").click()
    yield "person", alice
    alice.goto("/")
    visitor = people.visit()
    visitor.goto("/sign-in")
    yield "sign-in", visitor
    visitor.goto("/nowhere")
    people.watches[-1].expect("404")
    yield "nothing", visitor


def _among_colleagues(people: People, url: str) -> Iterator[Stage]:
    carol = people.sit("carol")
    yield "work-of-who-is-asked", carol
    carol.goto(url)
    yield "asked-of-me", carol
    carol.get_by_role("button", name="Pass", exact=True).click()


def _around(alice: Page) -> Iterator[Stage]:
    """The pages of people and communities, once Dana has helped."""
    alice.goto("/people/dana")
    yield "colleague", alice
    alice.goto("/communities")
    yield "communities", alice
    alice.goto("/lists/ended")
    yield "list", alice


def _again(alice: Page, dana: Page, bob: Page) -> Iterator[Stage]:
    """Alice is stuck in the like of it: what was answered before, another who helps, and the community of both."""
    dana.reload()
    dana.get_by_role("button", name="Yes, with my name").click()
    alice.goto("/")
    url = is_stuck(alice)
    expect(alice.get_by_role("heading", name="Answered before")).to_be_visible()
    expect(alice.locator("#live .fields").first).to_be_visible(timeout=20_000)
    yield "stuck-again", alice
    alice.get_by_label("About").fill("And where do they go if the carrier is abroad?")
    alice.get_by_role("button", name=re.compile("^Ask")).click()
    bob.goto(url)
    says(bob, "To the same account.", "an answer")
    alice.goto(url)
    alice.get_by_role("link", name="This is it").click()
    alice.get_by_role("button", name="Take it").click()
    for page in (bob, dana):
        page.goto("/communities")
        if page is bob:
            yield "proposed", page
        page.get_by_role("button", name="Yes, count me in").click()
    bob.goto("/communities")
    bob.get_by_role("main").get_by_role("link").first.click()
    bob.get_by_text("Say it in other words").click()
    yield "founded", bob


def _to_the_end(people: People, alice: Page, url: str) -> Iterator[Stage]:
    dana = people.sit("dana")
    dana.get_by_role("link", name="Answer").click()
    yield "community", dana
    says(dana, ANSWER)
    alice.goto(url)
    yield "answer", alice
    alice.get_by_role("link", name="This is it").click()
    yield "accept", alice
    alice.get_by_role("button", name="Take it").click()
    yield "over", alice
    alice.get_by_role("button", name="Yes, with my name").click()
    yield "released", alice
    yield from _around(alice)
    yield from _again(alice, dana, people.sit("bob"))
    alice.goto("/demo/tasks")
    yield "process", alice
    french = people.sit("bob", locale="fr-FR")
    french.goto(url)
    yield "french", french
