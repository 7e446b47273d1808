"""`socialbpm serve --demo`, and people in front of it, each with a browser of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import Watch
from tests.serving import Nodes, Serving

QUESTION = "Which account do **freight costs** go to?"
WORDING = "Where do freight costs go that are on the invoice itself?"
REMARK = "Ask Carol, Eve always gets it wrong."
ANSWER = "They belong to the goods: take **4730**."


class Demo(Serving):
    """The demo on a free port, with a process in SpiffWorkflow behind it."""

    def _launch(self) -> Nodes:
        return self.started(["serve", "--demo", "--port", str(self.port)])

    def environment(self) -> dict[str, str]:
        """Return what it is started with: nothing but what is there."""
        return {name: value for name, value in os.environ.items() if not name.startswith("SOCIALBPM_")}


class People:
    """The demo's people; each has one window, in a browser that shares nothing with the others'."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._stack = ExitStack()
        self.watches: list[Watch] = []

    def visit(self, **how: Any) -> Page:
        """Let somebody sit down who is nobody yet."""
        context = self._stack.enter_context(self._browser.new_context(base_url=self._url, **how))
        self.watches.append(Watch(context))
        return context.new_page()

    def sit(self, person: str, **how: Any) -> Page:
        """Let somebody sit down and be that person."""
        page = self.visit(**how)
        page.goto("/sign-in")
        page.locator(f"button[value={person}]").click()
        page.wait_for_url("**/")
        return page

    def close(self) -> None:
        """All get up."""
        self._stack.close()


@contextmanager
def people_at(browser: Browser, url: str) -> Iterator[People]:
    """The people, for a `with` block."""
    made = People(browser, url)
    try:
        yield made
    finally:
        made.close()


def is_stuck(alice: Page) -> str:
    """Let Alice be stuck in a task that she has not asked about, and return the address of her discussion."""
    button = alice.get_by_role("button", name=re.compile("I'm stuck"))
    expect(button.first).to_be_visible(timeout=20_000)  # the process begins when the service is up
    button.first.click()
    alice.wait_for_url("**/discussions/*")
    return alice.url


def asks(alice: Page) -> str:
    """Let Alice ask her question once she sees what of her task would be shown."""
    url = is_stuck(alice)
    expect(alice.locator("#live .fields").first).to_be_visible(timeout=20_000)
    alice.get_by_label("About").fill(QUESTION)
    alice.get_by_role("button", name=re.compile("^Ask")).click()
    expect(alice.get_by_role("heading", name="You asked")).to_be_visible()
    return url


def says(page: Page, text: str, kind: str | None = None) -> None:
    """Let somebody write in the discussion that they look at."""
    page.get_by_label("Your words").fill(text)
    if kind is not None:
        page.get_by_label(kind).check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article.post").last).to_be_visible()
