"""A designer puts the road on a task in the page, sees at once whether it is right, and saves a diagram that runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions import EscalationEventDefinition
from SpiffWorkflow.spiff.parser import VALIDATOR, SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from socialbpm.contract.element import EVENT_NAME
from socialbpm.contract.xml import ANSWER, SOCIALIZE, read_socialize
from socialbpm.designer.check import check
from socialbpm.designer.diagram import EXTENSIONS, bpmn
from socialbpm.testing import FakeService
from tests.browser.browsing import Watch
from tests.browser.modeler import INVOICE, SAMPLES, Modeler, card, drawn, escalations
from tests.engine.host import FAMILIES, Host
from tests.serving import Serving
from tests.settings import REPOSITORY

DROP = """xml => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([xml], 'dropped.bpmn'));
  const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector('#panel').dispatchEvent(event);
}"""
UNCOVERED = """mark => {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  const corners = [[left + 1, top + 1], [right - 1, bottom - 1], [(left + right) / 2, (top + bottom) / 2]];
  return corners.every(([x, y]) => mark.contains(document.elementFromPoint(x, y)));
}"""


@pytest.fixture(scope="module")
def watched(browser: Browser, site: Serving) -> Iterator[tuple[Modeler, Watch]]:
    """The page, which takes long to load, and who watches it; loaded once."""
    with browser.new_context(base_url=site.url) as context:
        watch = Watch(context)
        yield Modeler(context.new_page()), watch


@pytest.fixture
def modeler(watched: tuple[Modeler, Watch]) -> Iterator[Modeler]:
    """The page, with a new diagram of one user task. No request leaves this machine; the page complains of nothing."""
    page, watch = watched
    page.begin()
    yield page
    assert watch.elsewhere() == []
    assert watch.unexpected() == []


class TestAdding:
    def test_the_context_pad_draws_the_event_and_one_undo_takes_all_of_it_back(self, modeler: Modeler) -> None:
        """Event, element and escalation are one step; redo brings all three."""
        modeler.select("work")
        modeler.pad("social.add")
        assert (drawn(modeler.xml()), escalations(modeler.xml())) == (["work"], 1)
        modeler.page.click("#undo")
        assert (drawn(modeler.xml()), escalations(modeler.xml())) == ([], 0)
        expect(modeler.page.locator("#undo")).to_be_disabled()
        modeler.page.click("#redo")
        assert (drawn(modeler.xml()), escalations(modeler.xml())) == (["work"], 1)

    def test_a_task_that_has_one_is_offered_no_second(self, modeler: Modeler) -> None:
        """Nor is a task that nobody does offered any."""
        modeler.select("work")
        modeler.pad("social.add")
        modeler.select("work")
        expect(modeler.page.locator(".djs-context-pad [data-action='delete']")).to_be_visible()
        expect(modeler.page.locator(".djs-context-pad [data-action='social.add']")).to_have_count(0)
        modeler.select("begun")
        expect(modeler.page.locator(".djs-context-pad [data-action='social.add']")).to_have_count(0)

    def test_the_palette_has_it(self, modeler: Modeler) -> None:
        """With a task selected it goes there; else it is carried, and put down on the border of one."""
        tool = modeler.page.locator(".djs-palette [data-action='social.add']")
        modeler.select("work")
        tool.click()
        assert drawn(modeler.xml()) == ["work"]
        modeler.begin()
        tool.click()
        modeler.put("begun")
        assert drawn(modeler.xml()) == []
        tool.click()
        modeler.put("work")
        assert drawn(modeler.xml()) == ["work"]

    def test_the_keyboard_is_enough(self, modeler: Modeler) -> None:
        """Tasks are buttons in the panel, and so is all that can be done with them."""
        modeler.page.get_by_role("button", name="Do the work").press("Enter")
        modeler.page.locator("#social-draw").press("Enter")
        modeler.field("Question").fill("What is unclear?")
        modeler.field("Question").press("Tab")
        expect(modeler.field("Answer goes into")).to_be_focused()
        modeler.page.keyboard.type("advice")
        modeler.page.keyboard.press("Control+s")
        [element] = modeler.xml().iter(SOCIALIZE)
        assert (element.get("question"), element.get("answer")) == ("What is unclear?", "advice")


class TestThePanel:
    @pytest.fixture(autouse=True)
    def _an_event(self, modeler: Modeler) -> None:
        modeler.select("work")
        modeler.pad("social.add")

    def test_it_writes_the_whole_grammar(self, modeler: Modeler) -> None:
        """What it says is what the parser reads: rings in their order, shares, exclusions."""
        modeler.fill("Question", "What is unclear?")
        modeler.fill("Offer help after", "R3/PT4H working")
        modeler.page.click("#social-write-rings")
        modeler.fill("Who", "owners manager", card("rings", 0))
        modeler.fill("Wait", "PT1H", card("rings", 0))
        modeler.page.click("#social-add-rings")
        modeler.page.click("#social-rings-3-up")
        modeler.page.click("#social-rings-0-drop")
        modeler.page.click("#social-add-shares")
        modeler.fill("Variable", "amount", card("shares", 0))
        modeler.field("Shown", card("shares", 0)).select_option("band")
        modeler.page.click("#social-add-excludes")
        modeler.fill("Who", "group:Approvers", card("excludes", 0))
        [element] = modeler.xml().iter(SOCIALIZE)
        said = read_socialize(element)
        assert [ring.name for ring in said.rings] == ["coworkers", "ring_1", "network"]
        assert [(share.variable, share.as_) for share in said.shares] == [("amount", "band")]
        assert [exclude.who for exclude in said.excludes] == ["group:Approvers"]
        assert (said.question, said.after) == ("What is unclear?", "R3/PT4H working")

    def test_a_mistake_is_told_while_it_is_typed(self, modeler: Modeler) -> None:
        """Before the field is left."""
        field = modeler.field("Offer help after")
        field.press_sequentially("PT")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(modeler.page.locator("#social-own-after-fault")).to_contain_text("is not a duration")
        field.press_sequentially("4H")
        expect(field).to_have_attribute("aria-invalid", "false")

    def test_what_is_left_out_is_shown_as_what_it_means(self, modeler: Modeler) -> None:
        """The defaults of a ring come from its name, or its step."""
        modeler.page.click("#social-write-rings")
        expect(modeler.field("Who", card("rings", 0))).to_have_attribute("placeholder", "owners lane case")
        modeler.fill("Name", "others", card("rings", 0))
        expect(modeler.field("Who", card("rings", 0))).to_have_attribute("placeholder", "worked-with same-group")


class TestTheCheck:
    def test_it_finds_as_one_types_what_socialbpm_check_finds(self, modeler: Modeler, tmp_path: Path) -> None:
        """The same rules, with the same names; and says when it is right again."""
        modeler.select("work")
        modeler.pad("social.add")
        expect(modeler.page.locator("#verdict")).to_have_text("Nothing to complain of.")
        modeler.page.click("#social-write-rings")
        modeler.page.click("#social-rings-2-up")
        expect(modeler.findings()).to_have_text(["steps-out-of-order"])
        assert [found.rule for found in check(modeler.saved(tmp_path).read_bytes(), "x")] == ["steps-out-of-order"]
        modeler.page.click("#undo")
        expect(modeler.page.locator("#verdict")).to_have_text("Nothing to complain of.")

    @pytest.mark.parametrize("name", ["steps_out_of_order", "two_elements"])
    def test_a_diagram_with_a_fault_is_opened_and_its_fault_named(self, modeler: Modeler, name: str) -> None:
        """Also where it has no drawing: that is said, and it is checked all the same."""
        path = REPOSITORY / "bpmn" / "invalid" / f"{name}.bpmn"
        modeler.open(path)
        told = [found.rule for found in check(path.read_bytes(), path.name)]
        assert told
        expect(modeler.findings()).to_have_text(told)

    def test_what_is_no_diagram_is_refused_in_words(self, modeler: Modeler, tmp_path: Path) -> None:
        """And the one that is open stays."""
        path = tmp_path / "letter.bpmn"
        path.write_text("Dear Alice,")
        modeler.page.set_input_files("#open", path)
        expect(modeler.page.get_by_role("alert")).to_contain_text("letter.bpmn cannot be opened")
        expect(modeler.page.locator("#name")).to_have_text("new.bpmn")


class TestChanging:
    def test_a_copy_has_the_event_with_all_that_it_says(self, modeler: Modeler) -> None:
        """And both wait for one escalation; one undo takes the copy back."""
        modeler.select("work")
        modeler.pad("social.add")
        modeler.fill("Question", "What is unclear?")
        modeler.select("work")
        modeler.page.keyboard.press("Control+c")
        modeler.paste(below="work")
        root = modeler.xml()
        assert [element.get("question") for element in root.iter(SOCIALIZE)] == ["What is unclear?"] * 2
        assert len(set(drawn(root))) == 2
        assert escalations(root) == 1
        modeler.page.click("#undo")
        assert drawn(modeler.xml()) == ["work"]

    @pytest.mark.long
    def test_a_task_without_the_drawn_event_is_copied_with_its_element(self, modeler: Modeler) -> None:
        """The bare element goes along, too."""
        modeler.select("work")
        modeler.page.click("#social-bare")
        modeler.select("work")
        modeler.page.keyboard.press("Control+c")
        modeler.paste(below="work")
        assert len(list(modeler.xml().iter(SOCIALIZE))) == 2

    def test_an_event_is_pasted_on_no_task_that_has_one(self, modeler: Modeler) -> None:
        """Nor anywhere else; there is one on each task."""
        modeler.select("work")
        modeler.pad("social.add")
        modeler.page.keyboard.press("Control+c")
        modeler.paste(below="work", by=40)
        assert drawn(modeler.xml()) == ["work"]

    @pytest.mark.parametrize(
        ("how", "kind", "kept"),
        [
            ("#social-draw", "replace-with-service-task", 0),
            pytest.param("#social-bare", "replace-with-service-task", 0, marks=pytest.mark.long),
            pytest.param("#social-draw", "replace-with-manual-task", 1, marks=pytest.mark.long),
            pytest.param("#social-bare", "replace-with-manual-task", 1, marks=pytest.mark.long),
        ],
    )
    def test_a_task_of_another_kind_keeps_it_if_somebody_does_it(
        self, modeler: Modeler, how: str, kind: str, kept: int
    ) -> None:
        """A machine asks nobody. One undo brings back the task as it was."""
        modeler.select("work")
        modeler.page.click(how)
        modeler.select("work")
        modeler.replace_with(kind)
        root = modeler.xml()
        assert len(list(root.iter(SOCIALIZE))) == kept
        assert escalations(root) == (kept if how == "#social-draw" else 0)
        modeler.page.click("#undo")
        root = modeler.xml()
        assert len(list(root.iter(SOCIALIZE))) == 1
        assert escalations(root) == (how == "#social-draw")

    def test_another_event_becomes_ours_and_ours_another(self, modeler: Modeler) -> None:
        """In the menu that changes an element; what it loses, one undo brings back."""
        modeler.select("work")
        modeler.pad("social.add")
        [event] = modeler.xml().iter(bpmn("boundaryEvent"))
        modeler.select(str(event.get("id")))
        modeler.replace_with("replace-with-non-interrupting-timer-boundary")
        root = modeler.xml()
        assert (list(root.iter(SOCIALIZE)), escalations(root)) == ([], 0)
        [event] = root.iter(bpmn("boundaryEvent"))
        modeler.select(str(event.get("id")))
        modeler.replace_with("social.turn-into")
        root = modeler.xml()
        assert (drawn(root), escalations(root)) == (["work"], 1)
        modeler.page.click("#undo")
        root = modeler.xml()
        assert (list(root.iter(SOCIALIZE)), escalations(root)) == ([], 0)

    def test_with_the_event_its_escalation_goes(self, modeler: Modeler) -> None:
        """Deleted with its task, or alone; undo brings both."""
        modeler.select("work")
        modeler.pad("social.add")
        modeler.select("work")
        modeler.pad("delete")
        root = modeler.xml()
        assert (drawn(root), escalations(root)) == ([], 0)
        modeler.page.click("#undo")
        root = modeler.xml()
        assert (drawn(root), escalations(root)) == (["work"], 1)

    def test_the_flow_of_the_event_waits_for_the_answer(self, modeler: Modeler) -> None:
        """The context pad of the event appends one that does, and the check agrees."""
        modeler.select("work")
        modeler.pad("social.add")
        modeler.pad("social.answer")
        expect(modeler.page.locator(".djs-context-pad [data-action='social.answer']")).to_have_count(0)
        assert modeler.xml().find(f".//{bpmn('intermediateCatchEvent')}/{EXTENSIONS}/{ANSWER}") is not None
        expect(modeler.page.locator("#verdict")).to_have_text("Nothing to complain of.")


class TestThePage:
    def test_a_sample_is_opened_from_the_gallery(self, modeler: Modeler) -> None:
        """Each with what it is about."""
        modeler.page.click("#samples")
        lines = modeler.page.locator("#gallery-list li")
        expect(lines).to_have_count(len(SAMPLES))
        lines.filter(has_text="Purchase invoice").get_by_role("button").first.click()
        expect(modeler.page.locator("#name")).to_have_text("purchase_invoice.bpmn")

    def test_a_file_is_dropped_on_it(self, modeler: Modeler) -> None:
        """Anywhere."""
        modeler.page.evaluate(DROP, INVOICE.read_text())
        expect(modeler.page.locator("#name")).to_have_text("dropped.bpmn")

    def test_nobody_loses_what_they_changed_by_opening_another(self, modeler: Modeler) -> None:
        """They are asked, and may stay."""
        modeler.select("work")
        modeler.pad("social.add")
        modeler.page.once("dialog", lambda dialog: dialog.dismiss())
        modeler.page.evaluate(DROP, INVOICE.read_text())
        expect(modeler.page.locator("#name")).to_have_text("new.bpmn (not saved)")

    def test_the_watermark_of_bpmn_io_is_visible_and_nothing_covers_it(self, modeler: Modeler) -> None:
        """As its licence wants."""
        modeler.open(INVOICE)
        mark = modeler.page.locator(".bjs-powered-by")
        expect(mark).to_be_visible()
        assert mark.evaluate(UNCOVERED)
        modeler.page.click("#samples")
        expect(modeler.page.locator("#gallery-list li").last).to_be_attached()
        box, gallery = mark.bounding_box(), modeler.page.locator("#gallery").bounding_box()
        modeler.page.get_by_role("button", name="Close").click()
        assert box
        assert gallery
        assert gallery["y"] + gallery["height"] < box["y"]

    def test_it_is_served_with_a_policy_that_allows_nothing_from_elsewhere(self, modeler: Modeler) -> None:
        """No inline script or style either; the fixtures assert that the page does not complain of that."""
        answer = modeler.page.request.get("/modeler/")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


class TestRunning:
    @pytest.fixture
    def saved(self, modeler: Modeler, tmp_path: Path) -> Path:
        """The sample, with an event that was drawn in the page."""
        modeler.open(INVOICE)
        modeler.select("approve_invoice")
        modeler.pad("social.add")
        modeler.fill("Question", "May this be paid?")
        return modeler.saved(tmp_path)

    def test_the_saved_file_runs_with_our_plugin(self, saved: Path, social_service: FakeService) -> None:
        """Frank is stuck and asks, the task stays open, and the answer comes back into it."""
        assert check(saved.read_bytes(), saved.name) == []
        host = Host(FAMILIES["spiff"], saved.read_text(), social_service, process="purchase_invoice")
        host.does("record_invoice", invoice_no="4711", amount=1870)
        host.does("check_invoice")
        request = host.asks("approve_invoice", question="May this be paid?")
        assert request.data.settings.question == "May this be paid?"
        host.hears(request, "Yes.")
        host.does("approve_invoice")
        host.does("pay_invoice")
        assert host.workflow.completed

    def test_it_runs_in_plain_spiffworkflow(self, saved: Path) -> None:
        """Which knows nothing of us: the event fires beside the task, the task stays open, the process ends."""
        parser = SpiffBpmnParser(validator=VALIDATOR)
        parser.add_bpmn_file(str(saved))
        workflow = BpmnWorkflow(parser.get_spec("purchase_invoice"))
        workflow.task_tree.data.update(invoice_no="4711", amount=1870)
        workflow.do_engine_steps()
        for element in ("record_invoice", "check_invoice"):
            _do(workflow, element)
        definition = EscalationEventDefinition("socialize", EVENT_NAME)
        workflow.catch(BpmnEvent(definition))
        workflow.do_engine_steps()
        for element in ("approve_invoice", "pay_invoice"):
            _do(workflow, element)
        assert workflow.completed


def _do(workflow: Any, element: str) -> None:
    [task] = workflow.get_tasks(spec_name=element, state=TaskState.READY)
    task.run()
    workflow.do_engine_steps()
