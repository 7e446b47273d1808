"""Pages are for everybody: with a screen reader, with a keyboard alone, in light and dark, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import axe, barriers, violations
from tests.browser.demo import Demo, People, people_at
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
    assert len(found) == 23


FOCUS = """() => {
  const node = document.activeElement;
  return [node.labels?.[0]?.innerText || node.innerText || "", getComputedStyle(node).outlineStyle];
}"""
"""What the thing that has the focus is called, and how it is marked."""


def tabs_to(page: Page, name: str) -> None:
    """Press Tab until what is called this has the focus; what has it is always marked."""
    for _ in range(60):
        page.keyboard.press("Tab")
        called, outline = page.evaluate(FOCUS)
        if called.strip().startswith(name):
            assert outline != "none", name
            return
    pytest.fail(f"{name!r} is not reached with Tab on {page.url}")


def test_the_keyboard_is_enough(people: People) -> None:
    """Alice, who uses no mouse, gets to the content at once, asks, lets it go further, and consents."""
    alice = people.sit("alice")
    expect(alice.get_by_role("button", name=re.compile("I'm stuck")).first).to_be_visible(timeout=20_000)
    alice.keyboard.press("Tab")
    assert alice.locator(":focus").inner_text() == "Skip to the content"
    alice.keyboard.press("Enter")
    assert alice.locator(":focus").get_attribute("id") == "content"
    tabs_to(alice, "I'm stuck")
    alice.keyboard.press("Enter")
    alice.wait_for_url("**/discussions/*")
    tabs_to(alice, "About")
    alice.keyboard.press("ControlOrMeta+A")
    alice.keyboard.type("Which account?")
    tabs_to(alice, "Ask")
    alice.keyboard.press("Enter")
    expect(alice.get_by_role("heading", name="You asked")).to_be_visible()
    tabs_to(alice, "Ask further now")
    alice.keyboard.press("Enter")
    expect(alice.locator("li[aria-current=step]")).to_contain_text("Colleagues you work with")
    tabs_to(alice, "Look at who is next")
    alice.keyboard.press("Enter")
    alice.wait_for_url("**/rings/network")
    tabs_to(alice, "Yes, ask them")
    alice.keyboard.press("Enter")
    expect(alice.locator("li[aria-current=step]")).to_contain_text("The wider community")
