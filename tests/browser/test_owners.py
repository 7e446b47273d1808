"""The pages of whoever answers for a process are for everybody, too; and those that only a service with mail has."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.barriers import axe, barriers
from tests.browser.keyboard import Keyboard
from tests.browser.owning import ADDRESS, gives, looks_closer, owned

pytestmark = pytest.mark.long
__all__ = ["axe"]


def test_figures_keep_nobody_out(browser: Browser, axe: str, tmp_path: Path) -> None:
    """With a picture that has its numbers, in light and dark, on a phone and on a desk; each page leads there."""
    with owned(browser, tmp_path) as (page, watch):
        page.goto("/")
        page.get_by_role("link", name="My processes").click()
        page.get_by_role("link", name="pay_invoice").click()
        page.get_by_label("Quarter").select_option("2026-Q1")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url(f"**{ADDRESS}")
        expect(page.get_by_role("img", name="Where questions were solved, by task")).to_be_visible()
        expect(page.get_by_role("row", name="check_invoice 10 5 5 0 0")).to_be_visible()
        expect(page.get_by_text("book_invoice: at least 5 questions")).to_be_visible()
        assert barriers(page, axe) == []
        page.set_viewport_size({"width": 1200, "height": 850})
        gives(page, tmp_path)
        asked = ["5 asked", "5 asked", "10 asked"]
        expect(page.locator("text.badge")).to_have_text(asked)
        assert not [url for url in watch.urls if "bpmn-js" in url]
        looks_closer(page)
        expect(page.locator(".social-badge").filter(has_text="asked")).to_have_text(asked)
        expect(page.locator(".social-halo-5[x]")).to_have_count(1)
        assert barriers(page, axe) == []
        page.goto("/language/fr?next=/processes/pay_invoice")
        expect(page.locator("text.badge").first).not_to_have_text("10 asked")
        assert (watch.elsewhere(), watch.unexpected()) == ([], [])


def test_mail_is_chosen_with_the_keyboard(browser: Browser, axe: str, tmp_path: Path) -> None:
    """Which kinds, and all together; nothing keeps anybody out."""
    with owned(browser, tmp_path) as (page, watch):
        page.goto("/me")
        olga = Keyboard(page)
        olga.presses("How you get mail", "How you get mail")
        assert barriers(page, axe) == []
        olga.finds("when a question ends")
        page.keyboard.press("Space")
        olga.finds("As everybody here")
        page.keyboard.press("ArrowUp")
        olga.presses("Keep it like this", "How you get mail")
        expect(page.get_by_label("when a question ends")).not_to_be_checked()
        expect(page.get_by_label("Together, once a day")).to_be_checked()
        assert (watch.elsewhere(), watch.unexpected()) == ([], [])
