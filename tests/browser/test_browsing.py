"""The watch over pages sees what it is there for; else all that is shown in a browser would show nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import browsing
from tests.browser.browsing import Watch
from tests.serving import Serving


def test_a_page_of_the_service_stays_at_home(site: Serving, page: Page, watch: Watch) -> None:
    """It asks the service, and nobody else."""
    page.goto("/health")
    expect(page.locator("body")).to_contain_text("ok")
    assert watch.urls[0] == f"{site.url}/health"
    assert watch.elsewhere() == []


@pytest.mark.parametrize(
    "asks",
    [
        "fetch('https://example.org/font.woff').catch(() => 0)",
        "new Promise(done => { new WebSocket('wss://example.org/').onerror = done })",
        "new Promise(done => { new Image().src = 'http://example.org/pixel.png'; setTimeout(done, 200) })",
    ],
)
def test_a_page_that_asks_somebody_else_is_seen(page: Page, context: BrowserContext, asks: str) -> None:
    """And gets nothing: no name is looked up."""
    watching = Watch(context)
    stray = context.new_page()
    stray.goto("/health")
    stray.evaluate(asks)
    assert [url for url in watching.elsewhere() if "example.org" in url]


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    """Here it must see something, so nothing is asserted when a test ends."""
    return Watch(context)


def test_an_error_in_a_page_is_heard(page: Page, watch: Watch) -> None:
    """Uncaught, or in the console; what was expected is told apart."""
    page.goto("/health")
    page.evaluate("setTimeout(() => { throw new Error('torn') })")
    page.evaluate("console.error('worn')")
    page.wait_for_timeout(50)
    assert ["torn" in said or "worn" in said for said in watch.unexpected()] == [True, True]
    watch.expect("torn|worn")
    assert watch.unexpected() == []


class TestWithoutABrowser:
    @pytest.fixture(autouse=True)
    def _no_browser(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.delenv("CI", raising=False)

    def test_the_tests_skip_with_a_notice(self) -> None:
        """Somebody without a browser can run all the others."""
        with pytest.raises(pytest.skip.Exception, match="needs chromium"):
            browsing.program()

    def test_where_ci_runs_they_fail(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A machine that forgot the browser does not pass for one that tested with it."""
        monkeypatch.setenv("CI", "true")
        with pytest.raises(pytest.fail.Exception, match=r"\.ci/run"):
            browsing.program()
