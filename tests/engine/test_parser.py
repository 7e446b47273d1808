"""The parser adds what it must, changes nothing else, and gets along with what others have overridden."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import BoundaryEventParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, UserTask
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from socialbpm.engine import InvalidDiagram, SocializeBoundaryEvent, socialize, socialize_config
from socialbpm.errors import EngineError
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, process, several, task, timer_event
from tests.engine.fakes import FakeService
from tests.engine.host import Family, Host

CHECK = diagram(process(task("check", element()), task("pay"), path=["check", "pay"]))


def events(parser: Any) -> list[str]:
    """The socialize events that a parser makes of the process."""
    specs = parser.get_spec("p").task_specs
    return [name for name, spec in specs.items() if isinstance(spec, SocializeBoundaryEvent)]


class TestComposing:
    def test_wrapping_twice_is_wrapping_once(self, family: Family) -> None:
        """The same class comes back, and one event is made."""
        parser_class = socialize(socialize(family.parser))
        assert parser_class is socialize(family.parser)
        parser = parser_class()
        parser.add_bpmn_str(CHECK)
        assert events(parser) == ["check.socialize"]

    def test_the_wrapped_class_is_left_as_it_was(self, family: Family) -> None:
        """The documented way, to change the class dictionary, changes it for everybody in the interpreter."""
        before = dict(family.parser.OVERRIDE_PARSER_CLASSES), dict(family.parser.PARSER_CLASSES)
        socialize(family.parser)().add_bpmn_str(CHECK)
        assert before == (family.parser.OVERRIDE_PARSER_CLASSES, family.parser.PARSER_CLASSES)

    @pytest.mark.parametrize("order", ["before", "after"])
    def test_other_peoples_overrides_keep_working(self, family: Family, order: str) -> None:
        """A host's own user task, and its own boundary event, made before or after the plugin came."""

        class MyTask(UserTask):  # type: ignore[misc]
            pass

        class MyTaskParser(TaskParser):  # type: ignore[misc]
            def create_task(self) -> Any:
                return MyTask(self.spec, self.bpmn_id, **self.bpmn_attributes)

        class MyBoundaryEvent(BoundaryEvent):  # type: ignore[misc]
            pass

        class MyBoundaryParser(BoundaryEventParser):  # type: ignore[misc]
            def create_task(self) -> Any:
                self.spec_class = MyBoundaryEvent
                return super().create_task()

        base = socialize(family.parser) if order == "after" else family.parser
        overrides = {
            **base.OVERRIDE_PARSER_CLASSES,
            full_tag("userTask"): (MyTaskParser, MyTask),
            full_tag("boundaryEvent"): (MyBoundaryParser, MyBoundaryEvent),
        }
        mine = type("MyParser", (base,), {"OVERRIDE_PARSER_CLASSES": overrides})
        parser = socialize(mine)()
        late = timer_event("check")
        parser.add_bpmn_str(diagram(process(task("check", element()), late, path=["check"])))
        specs = parser.get_spec("p").task_specs
        assert isinstance(specs["check"], MyTask)
        assert isinstance(specs["late"], MyBoundaryEvent)
        assert events(parser) == ["check.socialize"]

    @pytest.mark.parametrize("hook", ["_on_complete_hook", "_on_ready_hook"])
    def test_a_task_with_hooks_of_its_own_does_not_hold_up_the_case(self, family: Family, hook: str) -> None:
        """One is silent when it is over, one is over before it says that it is ready; their events stay for nobody."""

        class Silent(UserTask):  # type: ignore[misc]
            def _on_complete_hook(self, my_task: Any) -> None:
                if hook != "_on_complete_hook":
                    super()._on_complete_hook(my_task)

            def _on_ready_hook(self, my_task: Any) -> None:
                if hook == "_on_ready_hook":
                    my_task.run()
                super()._on_ready_hook(my_task)

        overrides = {**family.parser.OVERRIDE_PARSER_CLASSES, full_tag("userTask"): (TaskParser, Silent)}
        mine = type("MyParser", (family.parser,), {"OVERRIDE_PARSER_CLASSES": overrides})
        host = Host(replace(family, parser=mine), CHECK, FakeService())
        host.finish()
        assert host.workflow.event_manager.tasks == {}

    def test_an_added_event_has_what_every_element_has(self, start: Start) -> None:
        """Hosts look for the extensions and the lane of what is drawn, and of each boundary event."""
        lanes = (
            '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Finance"><bpmn:flowNodeRef>check</bpmn:flowNodeRef>'
            "</bpmn:lane></bpmn:laneSet>"
        )
        host = start(diagram(process(task("check", element() + several()), path=["check"], lanes=lanes)))
        for restored in (False, True):
            if restored:
                host.restart()
            (event,) = host.workflow.get_tasks(lane="Finance", spec_class=SocializeBoundaryEvent)
            assert event.task_spec.extensions == {}

    def test_two_diagrams_in_one_parser_do_not_disturb_each_other(self, family: Family) -> None:
        """Both have a task of the same name."""
        parser = socialize(family.parser)()
        parser.add_bpmn_str(CHECK)
        parser.add_bpmn_str(diagram(process(task("check", element(ladder="quick")), path=["check"], identity="q")))
        specs = [parser.get_spec(name).task_specs["check.socialize"] for name in "pq"]
        assert [spec.event_definition.settings.ladder for spec in specs] == ["default", "quick"]


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "utf-8-sig"])
    def test_a_file_is_read_in_the_encoding_that_it_declares(
        self, family: Family, tmp_path: Path, encoding: str
    ) -> None:
        """As bytes, text, file or stream."""
        text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n' + CHECK.replace(
            'id="check"', 'id="check" name="Prüfen"'
        )
        path = tmp_path / "invoice.bpmn"
        path.write_bytes(text.encode(encoding))
        for add in (
            lambda parser: parser.add_bpmn_file(str(path)),
            lambda parser: parser.add_bpmn_files([path]),
            lambda parser: parser.add_bpmn_files_by_glob(str(tmp_path / "*.bpmn")),
            lambda parser: parser.add_bpmn_str(path.read_bytes()),
            lambda parser: parser.add_bpmn_str(text),
            lambda parser: parser.add_bpmn_io(io.StringIO(text)),
            lambda parser: parser.add_bpmn_io(io.BytesIO(path.read_bytes()), "invoice.bpmn"),
        ):
            parser = socialize(family.parser)()
            add(parser)  # type: ignore[no-untyped-call]  # lambdas
            assert parser.get_spec("p").task_specs["check"].bpmn_name == "Prüfen"
            assert events(parser) == ["check.socialize"]

    @pytest.mark.parametrize("wrap", [etree.fromstring, lambda text: etree.ElementTree(etree.fromstring(text))])
    def test_the_tree_of_the_caller_is_not_changed(self, family: Family, wrap: Any) -> None:
        """Element or tree; they may want to save it."""
        tree = wrap(CHECK)
        before = etree.tostring(tree)
        parser = socialize(family.parser)()
        parser.add_bpmn_xml(tree)
        assert etree.tostring(tree) == before
        assert events(parser) == ["check.socialize"]

    def test_the_schema_judges_what_the_designer_wrote(self, family: Family) -> None:
        """And goes on doing so for the next diagram."""
        parser = socialize(family.parser)(validator=family.validator)
        parser.add_bpmn_str(CHECK)
        with pytest.raises(ValidationException, match="nonsense"):
            parser.add_bpmn_str(diagram("<bpmn:nonsense/>"))

    @pytest.mark.parametrize("used", [True, False])
    def test_a_diagram_without_the_element_is_taken_as_without_the_plugin(self, family: Family, used: bool) -> None:
        """An id is given twice, which SpiffWorkflow allows. Beside our events it would be unclear what is meant."""
        twice = task("check", element() if used else "") + '<bpmn:dataObject id="check"/>'
        parser = socialize(family.parser)()
        with pytest.raises(InvalidDiagram) if used else nullcontext():
            parser.add_bpmn_str(diagram(process(twice, path=["check"]), extra=""))

    def test_a_diagram_that_would_run_empty_is_refused_also_without_the_element(self, family: Family) -> None:
        """SpiffWorkflow leaves out elements with some ids, and runs what is left."""
        parser = socialize(family.parser)()
        with pytest.raises(InvalidDiagram, match="uses the id End itself"):
            parser.add_bpmn_str(diagram(process(task("End"), path=["End"]), extra=""))

    def test_a_decision_table_is_read_as_carefully(self) -> None:
        """It comes from the same hands."""
        parser = socialize(SpiffBpmnParser)()
        for add in (parser.add_dmn_str, lambda text: parser.add_dmn_io(io.StringIO(text))):
            with pytest.raises(InvalidDiagram, match="DOCTYPE"):
                add('<!DOCTYPE d [<!ENTITY a "b">]><d/>')

    def test_a_decision_table_works_as_before(self, tmp_path: Path) -> None:
        """It is known to the parser by its id."""
        path = tmp_path / "rules.dmn"
        path.write_text(
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d">'
            '<decision id="rules" name="Rules"></decision></definitions>'
        )
        parser = socialize(SpiffBpmnParser)()
        parser.add_dmn_file(path)
        assert list(parser.dmn_parsers) == ["rules"]


class TestSaving:
    def test_the_hosts_configuration_is_not_changed(self, family: Family) -> None:
        """Ours is a copy with four more."""
        before = dict(family.config)
        assert len(socialize_config(family.config)) == len(before) + 4
        assert dict(family.config) == before
        again = socialize_config(socialize_config(family.config))
        assert again == socialize_config(family.config)

    def test_a_state_of_another_version_is_refused_with_what_to_do(self, family: Family) -> None:
        """Not restored wrongly."""
        workflow = family.workflow(CHECK)
        saved = json.loads(family.serializer.serialize_json(workflow))
        saved["spec"]["task_specs"]["check.socialize"]["event_definition"]["version"] = 99
        with pytest.raises(EngineError) as caught:
            family.serializer.deserialize_json(json.dumps(saved))
        assert str(caught.value) == (
            "this state was saved by a later version of socialbpm (format 99, known is 2)\n"
            "  Restore it with the version that saved it, or a later one."
        )

    def test_nor_is_what_another_version_remembered_of_a_case(self, family: Family) -> None:
        """It would ask or answer twice, or not at all; the version lies in the saved state."""
        host = Host(family, CHECK, FakeService())
        host.restart()
        host.workflow.task_tree.internal_data["socialbpm"]["version"] = 99
        with pytest.raises(EngineError, match="saved by a later version of socialbpm"):
            host.restore(host.save())

    def test_all_settings_survive(self, family: Family) -> None:
        """Those too whose defaults hang on others."""
        inside = element('<social:ring name="a" step="community"/>', after="PT4H", trigger="manual")
        workflow = family.workflow(diagram(process(task("check", inside), path=["check"])))
        restored = family.serializer.deserialize_json(family.serializer.serialize_json(workflow))
        settings = [w.spec.task_specs["check.socialize"].event_definition.settings for w in (workflow, restored)]
        assert settings[0] == settings[1]
        assert settings[0].trigger == "manual"

    def test_a_diagram_without_the_element_is_saved_as_without_the_plugin(self, family: Family) -> None:
        """So such states can be restored without it."""
        workflow = family.workflow(diagram(process(task("check"), path=["check"])))
        stock = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(family.config))
        assert stock.deserialize_json(family.serializer.serialize_json(workflow)).spec.name == "p"


def test_the_plugin_loads_nothing_of_the_service() -> None:
    """A host that only runs processes pays for no web framework and no database."""
    script = (
        "import sys, socialbpm.engine;"
        "print([m for m in ('fastapi', 'starlette', 'sqlmodel', 'sqlalchemy', 'uvicorn') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
