"""Pages are for everybody: with a screen reader, with a keyboard alone, in light and dark, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.barriers import axe, barriers, violations
from tests.browser.demo import Demo, People, people_at
from tests.browser.keyboard import Keyboard
from tests.browser.stages import stages

pytestmark = pytest.mark.long
__all__ = ["axe"]


@pytest.fixture(scope="module")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, as `make serve` starts it."""
    with Demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    """Its people."""
    with people_at(browser, demo.url) as made:
        yield made


def test_the_look_can_fail(people: People, axe: str) -> None:
    """A picture without a text, and grey on grey, are found."""
    page = people.visit()
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x><p style='color:#999'>grey</p></main>")
    assert {"image-alt", "color-contrast"} <= {rule for rule, _ in violations(page, axe)}


def test_no_page_keeps_anybody_out(people: People, axe: str) -> None:
    """Each page of the road, light and dark, on a phone and on a desk: nothing is found, and nothing runs over."""
    found = {name: barriers(page, axe) for name, page in stages(people)}
    assert {name: them for name, them in found.items() if them} == {}
    assert len(found) == 26


BILL: FilePayload = {"name": "bill.txt", "mimeType": "text/plain", "buffer": b"Freight is on it."}
STUCK = "What are you stuck with?"


def at_work(people: People, person: str) -> Keyboard:
    """Somebody who looks at their work, and has something there."""
    page = people.sit(person)
    expect(page.locator(".line").first).to_be_visible(timeout=20_000)
    return Keyboard(page)


def asks(alice: Keyboard, question: str) -> str:
    """Let Alice ask about a task, and return the address of her discussion."""
    expect(alice.page.get_by_role("button", name=re.compile("I'm stuck")).first).to_be_visible(timeout=20_000)
    alice.presses("I'm stuck", STUCK)
    alice.types("About", question)
    alice.presses("Ask", "You asked")
    return alice.page.url


def test_the_keyboard_is_enough(people: People) -> None:
    """Alice, who uses no mouse, gets to the content at once, asks, lets it go further, restates, and consents."""
    alice = at_work(people, "alice")
    page = alice.page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "content"
    asks(alice, "Which account?")
    alice.presses("Ask further now", "You asked")
    expect(page.locator("li[aria-current=step]")).to_contain_text("Colleagues you work with")
    alice.presses("What they would see", "Before you ask people")
    alice.opens("Word it differently")
    alice.types("The question, as they will read it", "Where does freight go?")
    alice.presses("Use these words", "Before you ask people")
    expect(page.locator("blockquote").first).to_have_text(re.compile("Where does freight go"))
    alice.presses("Back", "You asked")
    alice.presses("Look at who is next", "Before you ask people")
    alice.presses("No, not yet", "You asked")
    expect(page.locator("li[aria-current=step]")).to_contain_text("Colleagues you work with")
    alice.presses("Look at who is next", "Before you ask people")
    alice.presses("Yes, ask them", "You asked")
    expect(page.locator("li[aria-current=step]")).to_contain_text("The wider community")


def test_people_talk_with_the_keyboard(people: People) -> None:
    """Bob answers, changes it, hangs a file on it and shows it further out; Alice replies, lets Dana in, and takes it.

    Stuck again, she finds what was answered; then she hands a question over.
    """
    alice, bob = at_work(people, "alice"), Keyboard(people.sit("bob"))
    url = asks(alice, "Which account for freight?")
    bob.page.goto(url)
    bob.types("Your words", "Take 4730.")
    bob.finds("a remark")
    bob.page.keyboard.press("ArrowUp")
    bob.presses("Send", "Bob")
    _changes(bob)
    alice.presses("Reply", "What Bob")
    alice.types("Your reply", "Also for the haulier?")
    alice.presses("Send", "You asked")
    expect(alice.page.get_by_text("Also for the haulier?")).to_be_visible()
    _lets_in(alice, "Dana", "Bring in", "Yes, let them in")
    expect(alice.page.locator("#about")).to_contain_text("Dana")
    alice.presses("This is it", re.compile("."))
    alice.presses("Take it", "Answered")
    alice.presses("Yes, with my name", re.compile("."))
    bob.page.goto(url)
    bob.presses("Yes, with my name", re.compile("."))
    alice.page.goto("/")
    alice.presses("I'm stuck", STUCK)
    alice.opens("Which account for freight")  # folds it
    alice.opens("Which account for freight")  # goes around, and unfolds it
    alice.presses("This solved it", "Solved by whoever asked")
    alice.page.goto("/")
    asks(alice, "And abroad?")
    _lets_in(alice, "Bob", "Hand over to them", "Yes, hand over")
    expect(alice.page.get_by_role("heading", name="Bob")).to_be_visible()


def _changes(bob: Keyboard) -> None:
    page = bob.page
    bob.presses("Change or reply", "Change it")
    bob.types("Your words", "Take 4731.")
    bob.presses("Save", "What was said")
    expect(page.get_by_text("Take 4731.")).to_be_visible()
    bob.presses("Change or reply", "Change it")
    bob.attaches("Files", BILL)
    bob.presses("Attach", "What was said")
    bob.presses("Change or reply", "Change it")
    bob.presses("Take it off", "What was said")
    expect(page.locator("article.answer .attachments")).to_have_count(0)
    bob.presses("Change or reply", "Change it")
    bob.finds("Who sees it")
    page.keyboard.press("End")
    bob.presses("Show it to them", "What was said")
    expect(page.locator("article.answer .eye")).to_contain_text("everybody here")


def _lets_in(alice: Keyboard, name: str, how: str, yes: str) -> None:
    alice.presses("Let somebody in", "Let somebody in")
    alice.types("Their name", name)
    alice.presses("Find", "Let somebody in")
    alice.presses(how, re.compile(f"What {name}.* would see"))
    alice.presses(yes, re.compile("asked|asks"))


def test_the_keyboard_sets_when_one_is_asked(people: People) -> None:
    """Here or away, a word, topics; and back to what it was."""
    carol = Keyboard(people.sit("carol"))
    page = carol.page
    carol.presses("Carol", "Carol Reiter")
    carol.finds("I am here")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    carol.types("A word for your colleagues", "Back on Monday")
    carol.types("Like to be asked about", "freight")
    carol.presses("Save", "Carol Reiter")
    expect(page.get_by_label("Like to be asked about")).to_have_value("freight")
    carol.presses("Back to what it was", "Carol Reiter")
    expect(page.get_by_label("Like to be asked about")).to_have_value("")
