"""A browser and a service for each module, and a page for each test that is watched.

A module says with which settings its service runs, without `SOCIALBPM_`, in a constant `SETTINGS`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.browsing import Watch, started
from tests.serving import Serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, or a notice that it is not there."""
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def site(
    browser: Browser, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    """The real service on a port of this machine; it is not started where there is no browser to look at it."""
    settings = getattr(request.module, "SETTINGS", {})
    with Serving(tmp_path_factory.mktemp("site"), settings=settings) as running:
        yield running


@pytest.fixture
def context(browser: Browser, site: Serving) -> Iterator[BrowserContext]:
    """Somebody's browser, which knows nothing yet; `page.goto("/…")` goes to the service."""
    with browser.new_context(base_url=site.url) as opened:
        yield opened


@pytest.fixture
def watch(context: BrowserContext) -> Iterator[Watch]:
    """What the pages of this test ask for and complain about: nothing of others, and of nothing."""
    watching = Watch(context)
    yield watching
    assert watching.elsewhere() == []
    assert watching.unexpected() == []


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """A page that is watched; further ones of the same browser are `context.new_page()`."""
    return context.new_page()
