"""What a saved state needs to be restored, what is said where that is missing, and what becomes of older formats."""

from __future__ import annotations

import json
from typing import Any

import pytest
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from socialbpm.engine import PluginMissing, needs_plugin, restore
from socialbpm.engine.formats import STEPS, VERSION, bring_up
from socialbpm.errors import EngineError
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, process, task
from tests.engine.host import FAMILIES, Family
from tests.engine.saved import path_of

CHECK = diagram(process(task("check", element()), path=["check"]))
CALLING = diagram(
    process(task("pay"), '<bpmn:callActivity id="call" calledElement="q"/>', path=["pay", "call"]),
    process(task("approve", element()), path=["approve"], identity="q"),
)


def stock(family: Family) -> Any:
    """The serializer of a host that forgot the plugin, or took it out."""
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(family.config))


class TestWithoutThePlugin:
    @pytest.mark.parametrize("xml", [CHECK, CALLING])
    def test_a_state_that_needs_it_says_so(self, start: Start, xml: str) -> None:
        """Also where only a process that will be called has the element. SpiffWorkflow itself is less clear."""
        host = start(xml)
        with pytest.raises(TypeError, match="'NoneType' object is not callable"):
            stock(host.family).deserialize_json(host.save())
        with pytest.raises(PluginMissing) as caught:
            restore(stock(host.family), host.save())
        assert str(caught.value) == (
            "this state was saved with socialbpm, and the serializer does not know it\n"
            "  Make it with BpmnWorkflowSerializer.configure(socialize_config(config))."
        )

    def test_a_state_that_does_not_need_it_is_restored(self, start: Start) -> None:
        """Whatever words stand in its data."""
        host = start(diagram(process(task("check"), path=["check"])), data={"note": "SocializeBoundaryEvent"})
        assert not needs_plugin(host.save())
        assert restore(stock(host.family), host.save()).get_next_task(spec_name="check").data == host.task("check").data


class TestWithThePlugin:
    @pytest.mark.parametrize("form", ["text", "compressed", "dictionary"])
    def test_a_state_is_restored_in_whatever_form_it_was_saved(self, start: Start, form: str) -> None:
        """As `serialize_json` makes it, compressed or not, and as `to_dict` does."""
        host = start(CHECK)
        request = host.asks("check")
        serializer = host.family.serializer
        forms = {
            "text": lambda: serializer.serialize_json(host.workflow),
            "compressed": lambda: serializer.serialize_json(host.workflow, use_gzip=True),
            "dictionary": lambda: json.loads(json.dumps(serializer.to_dict(host.workflow))),
        }
        saved = forms[form]()
        assert needs_plugin(saved)
        host.workflow = restore(serializer, saved)
        host.restart()
        host.hears(request, "6800")
        assert host.task("check").data["socialize"] == {request.id: "6800"}


class TestFormats:
    def test_what_an_older_version_remembered_is_brought_up_when_it_is_first_looked_at(self) -> None:
        """A timer of 0.1 knew whether it fired, not how often; the engine may look before the host makes a runtime."""
        saved = json.loads(path_of("0.1.0", "offered", "spiff").read_text())["state"]
        workflow = restore(FAMILIES["spiff"].serializer, json.dumps(saved))
        (timer,) = (task.internal_data["socialbpm"]["timer"] for task in workflow.get_tasks(spec_name="check"))
        assert timer["fired"] is True
        workflow.refresh_timers()
        assert (timer["fired"], timer["due"]) == (1, None)
        assert workflow.task_tree.internal_data["socialbpm"]["version"] == VERSION

    def test_every_step_leads_from_a_format_that_there_was(self) -> None:
        """There is nothing to do for one that was never written, or will be."""
        assert {version for _, version in STEPS} <= set(range(1, VERSION))

    def test_a_dictionary_goes_through_each_step_that_comes_after_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """In order, and through none that came before; a step of another kind is not its own."""
        steps = {("task", version): lambda saved, version=version: saved["went"].append(version) for version in (1, 2)}
        monkeypatch.setattr("socialbpm.engine.formats.STEPS", steps)
        monkeypatch.setattr("socialbpm.engine.formats.VERSION", 3)
        for version, went in ((1, [1, 2]), (2, [2]), (3, [])):
            saved: dict[str, Any] = {"went": []}
            bring_up(saved, "task", version)
            bring_up(saved, "event", version)
            assert saved["went"] == went

    def test_a_format_that_is_not_known_yet_is_refused(self) -> None:
        """A guess could ask twice."""
        with pytest.raises(EngineError, match="Restore it with the version that saved it, or a later one"):
            bring_up({}, "task", VERSION + 1)
