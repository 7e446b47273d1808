"""Pictures of every page, at the width of a phone and of a desk, in light and dark, to be looked at.

python -m tests.browser.album FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from tests.browser.browsing import started
from tests.browser.demo import Demo, people_at
from tests.browser.listing import listing_at
from tests.browser.listing import stages as of_widget
from tests.browser.mailed import in_a_mail_program
from tests.browser.mailed import stages as of_mails
from tests.browser.owning import ADDRESS, gives, looks_closer, owned
from tests.browser.stages import Stage, stages

WIDTHS = {"phone": (390, 844), "desk": (1200, 850)}
SCHEMES = ("light", "dark")


def main(folder: Path) -> None:
    """Walk the road in a demo of its own, and take a picture of each page."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as own,
        Demo(Path(own)) as demo,
        started() as browser,
        people_at(browser, demo.url) as they,
    ):
        for number, (name, page) in enumerate(stages(they), 1):
            _take(page, folder / f"{number:02}-{name}")
    elsewhere(folder)


def elsewhere(folder: Path) -> None:
    """Take pictures of what is not on the road: the widget in a task list, mails, and a process owner's pages."""
    with started() as browser, TemporaryDirectory() as own:
        with listing_at(browser, Path(own)) as listing:
            for number, (name, page) in enumerate(of_widget(listing), 30):
                _take(page, folder / f"{number:02}-{name}")
        for number, (name, page) in enumerate(_mailed(browser, Path(own)), 50):
            _take(page, folder / f"{number:02}-{name}")
        with owned(browser, Path(own)) as (page, _):
            page.goto(ADDRESS)
            _take(page, folder / "40-process")
            gives(page, Path(own))
            looks_closer(page)
            _take(page, folder / "41-process-heat")
            page.goto("/me/mail")
            _take(page, folder / "42-mail")


def _mailed(browser: Browser, folder: Path) -> Iterator[Stage]:
    page = browser.new_page()
    yield from in_a_mail_program(page)
    page.close()
    yield from of_mails(browser, folder)


def _take(page: Page, path: Path) -> None:
    before = page.viewport_size
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width, (across, down) in WIDTHS.items():
            page.set_viewport_size({"width": across, "height": down})
            page.screenshot(path=f"{path}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    if before is not None:
        page.set_viewport_size(before)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
