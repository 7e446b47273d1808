"""The widget in somebody else's task list, which is at an origin of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.barriers import axe, barriers
from tests.browser.listing import Listing, listing_at, stages

pytestmark = pytest.mark.long
__all__ = ["axe"]
CALL = "([url, token]) => fetch(url, {headers: {Authorization: `Bearer ${token}`}}).then(() => 'read', () => 'no')"


@pytest.fixture
def listing(browser: Browser, tmp_path: Path) -> Iterator[Listing]:
    """Alice at her task list; its pages ask for nothing but of the list and the service, and nothing complains."""
    with listing_at(browser, tmp_path) as made:
        yield made
        assert made.watch.elsewhere() == []
        assert made.watch.unexpected() == []


def test_the_road_in_somebody_elses_page(listing: Listing) -> None:
    """Alice is stuck, asks, is told live what Bob answers, and takes it; it comes back to the task list."""
    alice, first = listing.page, listing.first
    first.get_by_role("button", name="I'm stuck").click()
    expect(first.get_by_role("heading", name="Who would see it, and when")).to_be_visible()
    first.get_by_label("About").fill("Which account do **freight costs** go to?")
    first.get_by_role("button", name=re.compile("^Ask")).click()
    expect(first.locator("strong", has_text="freight costs")).to_be_visible()
    expect(first.locator("#title")).to_be_focused()
    first.get_by_label("Your words").fill("What I am writing stays")
    listing.bob_says("Take <b>4730</b>.")
    expect(first.get_by_text("Take <b>4730</b>.").first).to_be_visible(timeout=2000)
    expect(first.get_by_label("Your words")).to_have_value("What I am writing stays")
    expect(first.get_by_label("Your words")).to_be_focused()
    first.get_by_text("This is it").click()
    first.get_by_label("This goes back into the task").fill("4730")
    first.get_by_role("button", name="Take it").click()
    expect(first.get_by_role("heading", name="Answered", exact=True)).to_be_visible()
    expect(first.get_by_role("button", name="I'm stuck again")).to_be_visible()
    alice.wait_for_timeout(1500)
    alice.reload()
    expect(alice.get_by_text("An answer came back.")).to_be_visible()


def test_a_page_that_is_not_on_the_list_gets_nothing(listing: Listing, browser: Browser) -> None:
    """Another origin cannot even load the script; nor call what it calls, with a token that is good elsewhere."""
    token = listing.site.engine.token("check-R-17", "alice", listing.site.origin).json()["token"]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto("about:blank")
        url = f"{listing.service.url}/widget/discussion?task=check-R-17"
        assert page.evaluate(CALL, [url, token]) == "no"
        assert page.evaluate("url => import(url).then(() => 'loaded', () => 'no')", listing.script) == "no"
    assert listing.page.evaluate(CALL, [url, token]) == "read"


def test_its_token_is_renewed_before_it_ends(listing: Listing) -> None:
    """One that lasts for three seconds only: the page is asked again, and nobody sees anything of it."""
    tokens: list[str] = []
    listing.page.on("request", lambda request: tokens.append(request.url) if "widget-token" in request.url else None)
    listing.lasts(3)
    listing.page.reload()
    expect(listing.first.get_by_role("button", name="I'm stuck")).to_be_visible()
    listing.page.wait_for_timeout(5000)
    assert len(tokens) >= 4
    listing.first.get_by_role("button", name="I'm stuck").click()
    expect(listing.first.get_by_role("heading", name="Who would see it, and when")).to_be_visible()


def test_it_keeps_nobody_out(listing: Listing, axe: str) -> None:
    """At each stage, light and dark, on a phone and on a desk: nothing is found, and nothing runs over."""
    found = {name: barriers(page, axe) for name, page in stages(listing)}
    assert {name: them for name, them in found.items() if them} == {}
