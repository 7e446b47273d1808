"""Make the pictures of the docs: `.venv/bin/python -m tests.browser.pictures`. Look at them before you commit them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from tests.browser.asking import ask
from tests.browser.browsing import started
from tests.browser.modeler import INVOICE, Modeler, card
from tests.serving import Serving
from tests.settings import REPOSITORY

FOLDER = REPOSITORY / "docs" / "pictures"


def main() -> None:
    """Start a service and a browser, and make them all."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, Serving(Path(folder)) as site, started() as browser:
        modeler(_page(browser, site))
        heat(_page(browser, site), site)


def _page(browser: Browser, site: Serving) -> Page:
    return browser.new_page(base_url=site.url, viewport={"width": 1280, "height": 760})


def modeler(page: Page) -> None:
    """The whole page, with an event drawn on a task; and its panel, with a mistake in it."""
    at = Modeler(page)
    at.open(INVOICE)
    at.select("approve_invoice")
    at.pad("social.add")
    at.fill("Question", "May this be paid?")
    page.locator("#social-own-question").evaluate("field => field.closest('.panel').scrollTo(0, 0)")
    page.screenshot(path=FOLDER / "modeler.png")
    page.click("#social-write-rings")
    at.field("Wait", card("rings", 0)).fill("two hours")
    page.locator(card("rings", 0)).evaluate("field => field.scrollIntoView()")
    page.locator("aside").screenshot(path=FOLDER / "panel.png")


def heat(page: Page, site: Serving) -> None:
    """Much asked about checking, some about approving; about the others by too few to tell."""
    ask(site, "record_invoice", 11, solved=11)
    ask(site, "check_invoice", 45, solved=36, widened=20)
    ask(site, "approve_invoice", 24, solved=24)
    ask(site, "pay_invoice", 3, solved=3)
    page.goto("/heat")
    page.locator("body[data-ready]").wait_for()
    page.set_input_files("#open", INVOICE)
    page.fill("#token", site.token("judy", roles=("process_owner:purchase_invoice",)))
    page.keyboard.press("Enter")
    page.locator(".social-badge").first.wait_for()
    page.screenshot(path=FOLDER / "heat.png")


if __name__ == "__main__":
    main()
