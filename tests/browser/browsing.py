"""What the tests in a browser stand on: Debian's Chromium, and somebody who watches what a page does."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright

from tests.serving import HOST

NAMES = ("chromium", "chromium-browser", "google-chrome")
NOWHERE = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}"
"""No name is looked up: what asks for another host gets nothing, and the test says which."""


def program() -> str:
    """Return where Chromium is, or skip the test with a notice; where CI runs, it has to be there."""
    for found in map(shutil.which, NAMES):
        if found is not None:
            return found
    notice = "needs chromium, which is not on the PATH"
    if os.environ.get("CI"):
        pytest.fail(f"{notice}: .ci/run should have installed it")
    pytest.skip(notice)


@contextmanager
def started() -> Iterator[Browser]:
    """A browser without windows.

    While one runs, Playwright's loop counts as running in this thread: `asyncio.run` and tests marked `anyio` would
    fail. That is why a browser lives for one module only.
    """
    found = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[NOWHERE])
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Sees what all pages of a context ask for and complain about.

    Attributes:
        urls: all that was asked for.
        complaints: uncaught errors, and what stands in the console as an error: a breach of the content policy, too.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.urls: list[str] = []
        self.complaints: list[str] = []
        self._expected: list[str] = []
        context.on("request", lambda request: self.urls.append(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self.urls.append(socket.url)))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def expect(self, complaint: str) -> None:
        """Say that a complaint, a regular expression, belongs to what is tested: a refused call, say."""
        self._expected.append(complaint)

    def elsewhere(self) -> list[str]:
        """Return what was asked for of other hosts."""
        return [url for url in self.urls if urlsplit(url).hostname not in (HOST, None)]

    def unexpected(self) -> list[str]:
        """Return the complaints that nobody expected."""
        return [said for said in self.complaints if not any(re.search(one, said) for one in self._expected)]
