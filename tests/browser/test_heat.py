"""The heat page shows where help is asked for: in numbers, and to whoever may see them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import ask
from tests.browser.browsing import Watch
from tests.browser.modeler import INVOICE
from tests.serving import Serving


@pytest.fixture(scope="module", autouse=True)
def _asked(site: Serving) -> None:
    """Seven people asked while checking, and solved it; four while approving."""
    ask(site, "check_invoice", 7, solved=7)
    ask(site, "approve_invoice", 4, solved=4)


@pytest.fixture
def heat(page: Page, watch: Watch) -> Page:
    """The page, with the sample open; nobody has signed in."""
    watch.expect("status of 40[14]")
    page.goto("/heat")
    page.locator("body[data-ready]").wait_for()
    page.set_input_files("#open", INVOICE)
    expect(page.locator("#token-form")).to_be_visible()
    return page


def test_who_answers_for_the_process_sees_figures(heat: Page, site: Serving) -> None:
    """As numbers on the task and in a table; in fives. Of four people nothing is told."""
    heat.fill("#token", site.token("judy", roles=("process_owner:purchase_invoice",)))
    heat.keyboard.press("Enter")
    expect(heat.locator(".social-badge")).to_have_text(["5 asked", "5 solved · <5 wider"])
    expect(heat.locator("#figures tbody tr")).to_have_text(["Check invoice55<5"])
    expect(heat.locator(".social-halo-5[x]")).to_have_count(1)


def test_everybody_else_sees_none(heat: Page, site: Serving) -> None:
    """Neither numbers nor colour, nor whether there are any."""
    heat.fill("#token", site.token("alice"))
    heat.keyboard.press("Enter")
    expect(heat.locator("#said")).to_contain_text("None that you may see")
    expect(heat.locator(".social-badge")).to_have_count(0)
    expect(heat.locator("#figures")).to_be_hidden()
