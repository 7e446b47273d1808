"""What keeps somebody from using a page: what axe finds in light and dark, and what runs over on a phone or a desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.album import SCHEMES, WIDTHS
from tests.node import installed

PROJECT = Path(__file__).parent / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What looks for violations, as a script."""
    project = installed(PROJECT, tmp_path_factory.mktemp("axe"))
    return (project / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[Any]:
    """What is wrong with a page, and where."""
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


def barriers(page: Page, axe: str) -> list[Any]:
    """What is wrong with a page in any look; it is light again afterwards."""
    found: list[Any] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found += [(scheme, *one) for one in violations(page, axe)]
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((width, "runs over", []))
    page.emulate_media(color_scheme="light")
    return found
