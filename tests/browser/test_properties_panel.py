"""Our module in a project that bundles: bpmn-js with its own properties panel, as other modelers have it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page, Route, expect

from socialbpm.contract.xml import SOCIALIZE, read_socialize
from tests.browser.modeler import INVOICE
from tests.node import SECONDS, extensions, program

pytestmark = pytest.mark.long
HERE = Path(__file__).parent / "properties_panel"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that a project of somebody else could have, bundled by esbuild."""
    workspace = extensions(tmp_path_factory.mktemp("panel"))
    project = shutil.copytree(HERE, workspace / "page")
    command = [
        program("npx"),
        "esbuild",
        "page/page.js",
        "--bundle",
        "--outfile=page/out/page.js",
        "--log-level=warning",
    ]
    ended = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    shutil.copy(project / "index.html", project / "out")
    return project / "out"


@pytest.fixture
def panel(page: Page, bundle: Path) -> Page:
    """The page, with the sample open and a task selected."""

    def serve(route: Route) -> None:
        route.fulfill(path=bundle / route.request.url.rpartition("/")[2])

    page.route("**/panel/*", serve)
    page.goto("/panel/index.html")
    page.evaluate("xml => window.modeler.importXML(xml)", INVOICE.read_text())
    _select(page, "approve_invoice", "Approve invoice")
    return page


def _select(page: Page, element: str, name: str) -> None:
    """Select a task until the panel shows it: the panel begins to listen some frames after it is first painted."""
    page.wait_for_function(
        """([id, name]) => {
            modeler.get('selection').select(modeler.get('elementRegistry').get(id));
            return document.querySelector('#panel .bio-properties-panel-header-label')?.textContent === name;
        }""",
        arg=[element, name],
    )


def _said(page: Page) -> etree._Element:
    saved = page.evaluate("() => modeler.saveXML({ format: true })")
    [element] = [
        element
        for element in etree.fromstring(saved["xml"].encode()).iter(SOCIALIZE)
        if element.get("question") != "What is unclear about this invoice?"
    ]
    return element


def test_the_event_is_drawn_and_edited_in_the_panel(panel: Page) -> None:
    """Question, a ring, a share, an exclusion; what it says is what the parser reads."""
    panel.click("[data-group-id='group-social'] .bio-properties-panel-group-header")
    panel.get_by_role("button", name="Draw the event", exact=True).click()
    _type(panel, "social-own-question", "May this be paid?")
    for group in ("rings", "shares", "excludes"):
        head = panel.locator(f"[data-group-id='group-social-{group}'] .bio-properties-panel-group-header")
        head.locator(".bio-properties-panel-add-entry").click()
        head.locator(".bio-properties-panel-group-header-title").click()
    _type(panel, "social-rings-0-who", "manager")
    _type(panel, "social-shares-0-variable", "amount")
    panel.locator("#bio-properties-panel-social-shares-0-as").select_option("band")
    _type(panel, "social-excludes-0-who", "task:check_invoice")
    said = read_socialize(_said(panel))
    assert (said.question, [ring.who for ring in said.rings]) == ("May this be paid?", [("manager",)])
    assert [(share.variable, share.as_) for share in said.shares] == [("amount", "band")]
    assert [exclude.who for exclude in said.excludes] == ["task:check_invoice"]


def test_a_mistake_is_told_while_it_is_typed(panel: Page) -> None:
    """By the same rules as everywhere."""
    panel.click("[data-group-id='group-social'] .bio-properties-panel-group-header")
    panel.get_by_role("button", name="Draw the event", exact=True).click()
    panel.locator("#bio-properties-panel-social-own-after").press_sequentially("four")
    fault = panel.locator("[data-entry-id='social-own-after'] .bio-properties-panel-error")
    expect(fault).to_contain_text("not a duration")


def _type(page: Page, entry: str, text: str) -> None:
    field = page.locator(f"#bio-properties-panel-{entry}")
    field.fill(text)
    field.blur()
