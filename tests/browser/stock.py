"""A bpmn-js as anybody has it: its published build alone, without our module and without our descriptor."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypedDict

from playwright.sync_api import Page

BLANK = "<!doctype html><title>stock</title><div id=canvas style='width: 1200px; height: 800px'></div>"
BUILD = "/modeler/vendor/bpmn-js/bpmn-modeler.production.min.js"

SCRIPT = Path(__file__).with_suffix(".js")


class Drawing(TypedDict):
    """What bpmn-js draws of a file, in all its diagrams; `events`: the tasks that ours are attached to."""

    warnings: list[str]
    shapes: int
    events: list[str]
    hits: list[str]


class Stock:
    """The build, in a page of nobody's."""

    def __init__(self, page: Page) -> None:
        page.route("**/stock", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
        page.goto("/stock")
        page.add_script_tag(url=BUILD)
        page.add_script_tag(path=SCRIPT)
        self.page = page

    def saved(self, xml: str) -> tuple[str, list[str]]:
        """Open and save; return what was saved, and what bpmn-js complained of."""
        found: dict[str, Any] = self.page.evaluate("opened", xml)
        return found["xml"], found["warnings"]

    def drawing(self, xml: str) -> Drawing:
        """Open, and return what is drawn."""
        found: Drawing = self.page.evaluate("drawing", xml)
        return found
