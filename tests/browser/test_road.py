"""The whole road in real browsers, several at once: from being stuck to the answer in the process."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo import ANSWER, QUESTION, REMARK, WORDING, Demo, People, asks, people_at, says

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, as `make serve` starts it."""
    with Demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    """Its people: what they look at asks for nothing of others, and nothing complains."""
    with people_at(browser, demo.url) as made:
        yield made
        assert [watch.elsewhere() for watch in made.watches] == [[] for _ in made.watches]
        assert [watch.unexpected() for watch in made.watches] == [[] for _ in made.watches]


def test_the_whole_road(people: People) -> None:
    """Alice is stuck; Carol passes; Alice consents; Dana answers; Eve finds nothing; the process goes on."""
    alice, bob = people.sit("alice"), people.sit("bob")
    url = asks(alice)

    bob.goto(url)
    says(bob, REMARK, "a remark")
    expect(alice.get_by_text(REMARK)).to_be_visible(timeout=2000)

    alice.get_by_role("button", name="Ask further now").click()
    carol = people.sit("carol")
    carol.get_by_role("link", name="Answer").click()
    expect(carol.get_by_text("Ask Carol, Eve")).to_have_count(0)
    carol.get_by_role("button", name="Pass", exact=True).click()
    expect(alice.locator("#about li", has_text="Carol Reiter: passed")).to_be_visible(timeout=2000)

    alice.get_by_role("button", name="Look at who is next").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Before you ask people you do not know")
    alice.get_by_text("Word it differently for them").click()
    alice.get_by_label("The question, as they will read it").fill(WORDING)
    alice.get_by_role("button", name="Use these words").click()
    expect(alice.locator("blockquote").first).to_have_text(WORDING)
    alice.get_by_role("button", name="Yes, ask them").click()

    dana = people.sit("dana")
    dana.get_by_role("link", name="Answer").click()
    expect(dana.get_by_text(WORDING)).to_be_visible()
    assert "freight costs go to" not in dana.content()
    assert REMARK not in dana.content()
    says(dana, ANSWER)
    expect(alice.get_by_text("There is an answer")).to_be_visible(timeout=2000)

    _finds_nothing(people, url)

    alice.get_by_role("link", name="This is it").click()
    alice.get_by_label("What “Check invoice” gets").fill("4730")
    alice.get_by_role("button", name="Take it").click()
    expect(alice.get_by_role("heading", name="Answered")).to_be_visible()
    expect(dana.get_by_role("heading", name="Answered")).to_be_visible(timeout=2000)
    expect(dana.locator("#say")).to_be_hidden()
    _moves_on(alice, people)


def _finds_nothing(people: People, url: str) -> None:
    """Eve tries the address, and one that leads nowhere: both read the same, to the letter."""
    eve = people.sit("eve")
    people.watches[-1].expect("404")
    seen = []
    for address in (url, re.sub(r"[0-9a-f]{12}$", "0" * 12, url)):
        answer = eve.goto(address)
        assert answer is not None
        seen.append((answer.status, eve.locator("main").inner_text()))
    assert seen[0] == seen[1]
    assert seen[0][0] == 404


def _moves_on(alice: Page, people: People) -> None:
    """The answer is in the data of the task in SpiffWorkflow; Alice completes it, and Frank has one to do."""
    for _ in range(40):
        alice.goto("/demo/tasks")
        answered = alice.locator("section", has_text="advice")
        if answered.count():
            break
        time.sleep(0.25)
    expect(answered.locator("dd").last).to_have_text("4730")
    answered.get_by_role("button", name="Complete the task").click()
    frank = people.sit("frank")
    frank.goto("/demo/tasks")
    expect(
        frank.get_by_role("heading", name="Approve invoice, INV-88213").or_(
            frank.get_by_role("heading", name="Approve invoice, RE-2026-0417")
        )
    ).to_be_visible()


def test_live_updates_arrive_within_a_second(people: People) -> None:
    """From Bob's click to Alice's page, without a reload; what she is writing meanwhile stays as it is."""
    alice, bob = people.sit("alice"), people.sit("bob")
    url = asks(alice)
    bob.goto(url)
    alice.get_by_label("Your words").fill("I am just writing …")
    seconds = []
    for number in range(5):
        bob.get_by_label("Your words").fill(f"Thought number {number}")
        began = time.monotonic()
        bob.get_by_role("button", name="Send").click(no_wait_after=True)
        expect(alice.get_by_text(f"Thought number {number}")).to_be_visible(timeout=5000)
        seconds.append(time.monotonic() - began)
        expect(bob.get_by_text(f"Thought number {number}")).to_be_visible()
    assert alice.get_by_label("Your words").input_value() == "I am just writing …"
    assert min(seconds) < 1, seconds  # a machine that does much else is slower now and then
    assert QUESTION.replace("*", "") in alice.locator("article.question").inner_text()
