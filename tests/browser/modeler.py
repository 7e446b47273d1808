"""What the tests do on the modeler page, in the words of a designer."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from playwright.sync_api import Locator, Page, expect

from socialbpm.contract.xml import SOCIALIZE
from socialbpm.designer.diagram import bpmn
from tests.settings import REPOSITORY

INVOICE = REPOSITORY / "bpmn" / "purchase_invoice.bpmn"
SAMPLES = sorted(REPOSITORY.glob("bpmn/*.bpmn"))


class Modeler:
    """The page, open in somebody's browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/modeler")
        page.locator("body[data-ready]").wait_for()

    def begin(self) -> None:
        """Begin anew, whatever is there, and let go of what was changed."""
        changed = "not saved" in self.page.locator("#name").inner_text()
        if changed:
            self.page.once("dialog", lambda dialog: dialog.accept())
        self.page.click("#new")
        expect(self.page.locator("#name")).to_have_text("new.bpmn")
        expect(self.page.locator("#undo")).to_be_disabled()

    def open(self, path: Path) -> None:
        """Open a file, as by the button."""
        self.page.set_input_files("#open", path)
        expect(self.page.locator("#name")).to_have_text(path.name)

    def shape(self, element: str) -> Locator:
        """Return a shape on the canvas."""
        return self.page.locator(f".djs-element[data-element-id='{element}']")

    def select(self, element: str) -> None:
        """Click on a shape, twice if it is selected: the first click lets it go. The keyboard is the canvas's then."""
        shape = self.shape(element)
        for _ in range(2 if "selected" in (shape.get_attribute("class") or "").split() else 1):
            shape.locator(".djs-hit").first.click(force=True)
        expect(shape).to_have_class(re.compile(r"\bselected\b"))

    def pad(self, entry: str) -> None:
        """Click on an entry of the context pad."""
        self.page.locator(f".djs-context-pad [data-action='{entry}']").click()

    def field(self, label: str, within: str = "#panel") -> Locator:
        """Return a field of the panel by its label."""
        return self.page.locator(within).get_by_label(label, exact=True)

    def fill(self, label: str, text: str, within: str = "#panel") -> None:
        """Type into a field, and leave it."""
        field = self.field(label, within)
        field.fill(text)
        field.blur()

    def findings(self) -> Locator:
        """Return the rules that complain."""
        return self.page.locator("#findings code")

    def saved(self, folder: Path) -> Path:
        """Save, and return the file."""
        with self.page.expect_download() as download:
            self.page.click("#save")
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def xml(self) -> etree._Element:
        """Return the diagram as it would be saved."""
        with self.page.expect_download() as download:
            self.page.click("#save")
        return etree.parse(download.value.path()).getroot()

    def replace_with(self, entry: str) -> None:
        """Change the selected shape into another, by its menu."""
        self.pad("replace")
        self.page.locator(f".djs-popup [data-id='{entry}']").click()

    def put(self, element: str) -> None:
        """Put down what is carried on the lower border of a shape; where that is not allowed, let go of it."""
        box = self.shape(element).locator(".djs-hit").first.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] * 0.25, box["y"] + box["height"]
        self.page.mouse.move(x, y - 5)
        self.page.mouse.move(x, y, steps=3)
        self.page.mouse.click(x, y)
        self.page.keyboard.press("Escape")

    def paste(self, below: str, by: int = 160) -> None:
        """Paste what was copied so many pixels under the middle of a shape."""
        box = self.shape(below).locator(".djs-visual").first.bounding_box()
        assert box is not None
        self.page.keyboard.press("Control+v")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + by
        self.page.mouse.move(x, y - 5)
        self.page.mouse.move(x, y, steps=3)
        self.page.mouse.click(x, y)
        self.page.keyboard.press("Escape")


def card(list_: str, number: int) -> str:
    """Return where a ring, share or exclusion is edited; the first is 0."""
    return f"fieldset:has([id^='social-{list_}-{number}-'])"


def drawn(root: etree._Element) -> list[str]:
    """Return the tasks that have a drawn event."""
    events = root.iter(bpmn("boundaryEvent"))
    return [str(event.get("attachedToRef")) for event in events if event.find(f".//{SOCIALIZE}") is not None]


def escalations(root: etree._Element) -> int:
    """Return how many escalations of ours there are."""
    return sum(each.get("escalationCode") == "socialbpm.socialize" for each in root.iter(bpmn("escalation")))
