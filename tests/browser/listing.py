"""The example's task list at a port of its own, and Alice in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from examples.task_list.host import RUNTIME, TaskList
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browsing import Watch
from tests.serving import HOST, Serving, free_port


@dataclass(frozen=True)
class Listing:
    """What there is: the service, the list, and Alice's window."""

    service: Serving
    site: TaskList
    page: Page
    watch: Watch

    @property
    def first(self) -> Locator:
        """The element of her first task."""
        return self.page.locator("social-discussion").first

    @property
    def script(self) -> str:
        """Where the element comes from."""
        return f"{self.service.url}/widget/social-discussion.js"

    def bob_says(self, text: str) -> None:
        """Let Bob answer on his page."""
        (line,) = self.service.discussions("alice")
        path = f"/discussions/{line['id']}/posts"
        self.service.does("bob", "POST", path, kind="answer", text=text, reach="participants")

    def widens(self) -> None:
        """Let Alice go on, on her page, until she has to decide about people she does not know."""
        (line,) = self.service.discussions("alice")
        while self.service.does("alice", "GET", f"/discussions/{line['id']}")["proposed"] is None:
            self.service.does("alice", "POST", f"/discussions/{line['id']}/widen")

    def lasts(self, seconds: int) -> None:
        """Let the list ask for tokens that last for so long."""
        self.site.engine.token = partial(self.site.engine.token, expires_in=seconds)  # type: ignore[method-assign]


@contextmanager
def listing_at(browser: Browser, folder: Path) -> Iterator[Listing]:
    """A service that lets one list have the widget, that list, and Alice, who has signed in there."""
    ports = free_port(), free_port()
    settings = {"WIDGET_ORIGINS": f"http://{HOST}:{ports[0]}"}
    with (
        Serving(folder, settings=settings) as service,
        TaskList(service.url, service.token(RUNTIME, "runtime"), ports[0]) as site,
        browser.new_context(base_url=site.origin) as context,
    ):
        watch, page = Watch(context), context.new_page()
        watch.expect("widget-token")  # before somebody has signed in, the list has no token to give
        page.goto("/")
        page.get_by_label("I am").select_option("alice")
        page.get_by_role("button", name="Sign in").click()
        yield Listing(service, site, page, watch)


def stages(listing: Listing) -> Iterator[tuple[str, Page]]:
    """Yield the page with the name of each stage."""
    page, first = listing.page, listing.first
    expect(first.get_by_role("button", name="I'm stuck")).to_be_visible()
    yield "widget", page
    first.get_by_role("button", name="I'm stuck").click()
    expect(first.locator(".ladder.ahead")).to_be_visible()
    yield "widget-stuck", page
    first.get_by_label("About").fill("Which account do **freight costs** go to?")
    first.get_by_role("button", name=re.compile("^Ask")).click()
    expect(first.get_by_label("Your words")).to_be_visible()
    yield "widget-asked", page
    listing.widens()
    expect(first.get_by_role("link", name=re.compile("Look at")).first).to_be_visible()
    yield "widget-proposal", page
    listing.bob_says("As for all carriers:\n\n- take `6800`\n- and *no* other")
    expect(first.get_by_text("This is it")).to_be_visible()
    first.get_by_text("This is it").click()
    yield "widget-answer", page
    first.get_by_role("button", name="Take it").click()
    expect(first.get_by_role("heading", name="Answered", exact=True)).to_be_visible()
    yield "widget-over", page
