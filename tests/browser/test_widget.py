"""The widget in somebody else's task list, which is at an origin of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from examples.task_list.host import RUNTIME, TaskList
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import Watch
from tests.browser.test_access import axe
from tests.serving import HOST, Serving, free_port

pytestmark = pytest.mark.long
__all__ = ["axe"]


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaskList]:
    """The service, and the task list of the example at another port, which is another origin."""
    port = free_port()
    settings = {"WIDGET_ORIGINS": f"http://{HOST}:{port}"}
    with Serving(tmp_path_factory.mktemp("site"), settings=settings) as service:
        service.settings = {**settings, "BASE_URL": service.url}
        service.restart()
        with TaskList(service.url, service.token(RUNTIME, "runtime"), port) as running:
            running.serving = service  # type: ignore[attr-defined]  # the tests let Bob answer there
            yield running


@pytest.fixture
def watch(browser: Browser, site: TaskList) -> Iterator[Watch]:
    """What Alice's pages ask for and complain about."""
    with browser.new_context(base_url=site.origin) as context:
        watching = Watch(context)
        watching.context = context  # type: ignore[attr-defined]
        yield watching
        assert watching.elsewhere() == []
        assert watching.unexpected() == []


@pytest.fixture
def alice(watch: Watch) -> Page:
    """Alice, who has signed in at her task list."""
    page: Page = watch.context.new_page()  # type: ignore[attr-defined]
    page.goto("/")
    watch.expect("401|422")  # before somebody has signed in, the list has no token to give
    page.get_by_label("I am").select_option("alice")
    page.get_by_role("button", name="Sign in").click()
    return page


def test_the_road_in_somebody_elses_page(alice: Page, site: TaskList) -> None:
    """Alice is stuck, asks, is told live what Bob answers, and takes it; it comes back to the task list."""
    service: Serving = site.serving  # type: ignore[attr-defined]
    first = alice.locator("social-discussion").first
    first.get_by_role("button", name="I'm stuck").click()
    expect(first.get_by_role("heading", name="Who would see it, and when")).to_be_visible()
    first.get_by_label("About").fill("Which account do **freight costs** go to?")
    first.get_by_role("button", name=re.compile("^Ask")).click()
    expect(first.locator("strong", has_text="freight costs")).to_be_visible()
    expect(first.locator("#title")).to_be_focused()
    first.get_by_label("Your words").fill("What I am writing stays")
    (line,) = service.discussions("alice")
    path = f"/discussions/{line['id']}/posts"
    service.does("bob", "POST", path, kind="answer", text="Take <b>4730</b>.", reach="participants")
    expect(first.get_by_text("Take <b>4730</b>.").first).to_be_visible(timeout=2000)
    expect(first.get_by_label("Your words")).to_have_value("What I am writing stays")
    first.get_by_text("This is it").click()
    first.get_by_label("This goes back into the task").fill("4730")
    first.get_by_role("button", name="Take it").click()
    expect(first.get_by_role("heading", name="Answered", exact=True)).to_be_visible()
    alice.wait_for_timeout(1500)
    alice.reload()
    expect(alice.get_by_text("An answer came back.")).to_be_visible()
