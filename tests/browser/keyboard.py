"""Somebody who uses no mouse: they get everywhere with Tab, and see where they are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

MOST = 120
"""So often they press Tab before they give up."""
FOCUS = """() => {
  const node = document.activeElement;
  const hidden = [...node.querySelectorAll("[aria-hidden]")].map((one) => one.innerText);
  const said = node.labels?.[0]?.innerText || hidden.reduce((text, one) => text.replace(one, ""), node.innerText || "");
  return [said.trim(), getComputedStyle(node).outlineStyle];
}"""
"""What the thing that has the focus is called, and how it is marked."""


class Keyboard:
    """The keyboard of whoever looks at a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def finds(self, name: str) -> None:
        """Press Tab until what is called this has the focus; what has it is always marked."""
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            called, outline = self.page.evaluate(FOCUS)
            if called.startswith(name):
                assert outline != "none", name
                return
        pytest.fail(f"{name!r} is not reached with Tab on {self.page.url}")

    def presses(self, name: str, then: str | re.Pattern[str]) -> None:
        """Find a link or button and press Enter; then the page has this heading."""
        self.finds(name)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name=then).first).to_be_visible()

    def opens(self, name: str) -> None:
        """Find what can be unfolded, and unfold it."""
        self.finds(name)
        self.page.keyboard.press("Enter")

    def types(self, name: str, text: str) -> None:
        """Find a field and write into it, instead of what is there."""
        self.finds(name)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def attaches(self, name: str, file: FilePayload) -> None:
        """Find where files are chosen, and choose one."""
        self.finds(name)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)
