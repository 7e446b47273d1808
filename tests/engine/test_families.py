"""Any family of parsers, and whatever a host has made of it: its own task, its own converter, its decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG
from SpiffWorkflow.camunda.parser.CamundaParser import NSMAP
from SpiffWorkflow.camunda.parser.task_spec import BusinessRuleTaskParser
from SpiffWorkflow.camunda.specs.business_rule_task import BusinessRuleTask
from SpiffWorkflow.dmn.parser import BpmnDmnParser
from SpiffWorkflow.dmn.serializer.task_spec import BaseBusinessRuleTaskConverter

from socialbpm.engine import AnswerEventDefinition, socialize, socialize_config
from socialbpm.errors import EngineError
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, process, task
from tests.engine.fakes import FakeService
from tests.engine.host import FAMILIES, Family, Host

CHECK = diagram(process(task("check", element()), task("pay"), path=["check", "pay"]))
USER_TASK = full_tag("userTask")
RULES = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:test">
  <decision id="rules" name="Rules"><decisionTable id="table">
    <input id="in"><inputExpression id="of" typeRef="string"><text>amount</text></inputExpression></input>
    <output id="out" name="limit" typeRef="string"/>
    <rule id="high"><inputEntry id="when"><text>&gt; 100</text></inputEntry>
      <outputEntry id="then"><text>"strict"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>"""


def own_family(family: Family, way: str) -> Family:
    """A host that has its own user task, with a colour, made known in one of the ways that there are."""
    parser_of_family, spec_of_family = family.parser()._get_parser_class(USER_TASK)
    converter_of_family: Any = family.config[spec_of_family]

    class OwnTask(spec_of_family):  # type: ignore[misc, valid-type]  # one for each family
        def __init__(self, *args: Any, colour: str = "green", **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.colour = colour

    class OwnParser(parser_of_family):  # type: ignore[misc, valid-type]  # one for each family
        def create_task(self) -> Any:
            form = {"form": self.get_form()} if hasattr(self, "get_form") else {}  # the Camunda family demands one
            return OwnTask(self.spec, self.bpmn_id, colour="red", **form, **self.bpmn_attributes)

    class OwnConverter(converter_of_family):  # type: ignore[misc]
        def to_dict(self, spec: Any) -> dict[str, Any]:
            return {**super().to_dict(spec), "colour": spec.colour}

    own = {USER_TASK: (OwnParser, OwnTask)}
    base: Any = type("Base", (family.parser,), {"OVERRIDE_PARSER_CLASSES": dict(family.parser.OVERRIDE_PARSER_CLASSES)})
    if way == "in the class, before":
        base.OVERRIDE_PARSER_CLASSES.update(own)
    parser = socialize(base)
    if way == "in the class, after":
        base.OVERRIDE_PARSER_CLASSES.update(own)
    if way == "in a subclass":
        parser = type("Own", (parser,), {"OVERRIDE_PARSER_CLASSES": {**parser.OVERRIDE_PARSER_CLASSES, **own}})
    return replace(family, parser=parser, config={**family.config, OwnTask: OwnConverter})


@pytest.mark.parametrize("way", ["in the class, before", "in the class, after", "in a subclass"])
def test_a_hosts_own_user_task_is_socialized_like_any_other(family: Family, way: str) -> None:
    """It is parsed by the host's parser, saved by its converter, and Alice can be stuck in it."""
    host = Host(own_family(family, way), CHECK, FakeService())
    request = host.asks("check")
    host.restart()
    assert host.task("check").task_spec.colour == "red"
    host.hears(request, "6800")
    assert host.task("check").data["socialize"] == {request.id: "6800"}
    host.finish()


class Deciding(BpmnDmnParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A host's own parser with decisions."""

    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        full_tag("businessRuleTask"): (BusinessRuleTaskParser, BusinessRuleTask)
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, namespaces=NSMAP, **kwargs)


class TestDecisions:
    @pytest.fixture
    def deciding(self, request: pytest.FixtureRequest) -> tuple[Family, str]:
        """A family that knows business rule tasks, and how its diagrams name a decision.

        `BpmnDmnParser` alone reads tables and leaves the task to its subclasses.
        """
        if request.param == "dmn":
            config = {**DEFAULT_CONFIG, BusinessRuleTask: BaseBusinessRuleTaskConverter}
            return replace(FAMILIES["dmn"], parser=Deciding, config=config), CAMUNDA_RULE
        return FAMILIES[request.param], SPIFF_RULE if request.param == "spiff" else CAMUNDA_RULE

    @pytest.mark.parametrize("deciding", ["spiff", "camunda", "dmn"], indirect=True)
    def test_a_decision_before_the_task_is_made_and_shared(self, deciding: tuple[Family, str]) -> None:
        """What the table decided is a variable as any; the state with the table in it can be saved."""
        family, rule = deciding
        shared = element('<social:share variable="limit"/>')
        xml = diagram(process(rule, task("check", shared), path=["decide", "check"]))
        host = Host(family, xml, FakeService(), {"amount": 500}, decisions=RULES)
        host.restart()
        assert host.asks("check").data.fields == {"limit": "strict"}
        host.restart()
        host.finish()


SPIFF_RULE = (
    '<bpmn:businessRuleTask id="decide"><bpmn:extensionElements>'
    '<s:calledDecisionId xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">rules</s:calledDecisionId>'
    "</bpmn:extensionElements></bpmn:businessRuleTask>"
)
CAMUNDA_RULE = '<bpmn:businessRuleTask xmlns:c="http://camunda.org/schema/1.0/bpmn" id="decide" c:decisionRef="rules"/>'


def test_a_form_of_the_camunda_family_stays_what_it_is() -> None:
    """Both stand in the same extension elements."""
    form = (
        '<c:formData xmlns:c="http://camunda.org/schema/1.0/bpmn"><c:formField id="account" type="string"/>'
        "</c:formData></bpmn:extensionElements>"
    )
    key = 'xmlns:c="http://camunda.org/schema/1.0/bpmn" c:formKey="booking" id="check"'
    check = task("check", element().replace("</bpmn:extensionElements>", form)).replace('id="check"', key, 1)
    host = Host(FAMILIES["camunda"], diagram(process(check, path=["check"])), FakeService())
    host.restart()
    assert [field.id for field in host.task("check").task_spec.form.fields] == ["account"]
    host.asks("check")
    host.finish()


def test_ordinary_messages_beside_ours_are_still_those_of_the_family(start: Start) -> None:
    """Families have classes of one name for them; the plugin adds none of its own to the confusion."""
    message = (
        '<bpmn:intermediateThrowEvent id="tell"><bpmn:messageEventDefinition id="tell_def" messageRef="news" '
        'xmlns:c="http://camunda.org/schema/1.0/bpmn" c:expression="1"/></bpmn:intermediateThrowEvent>'
    )
    news = '<bpmn:message id="news" name="news"/>'
    host = start(diagram(process(task("check", element()), message, path=["check", "tell"]), extra=news))
    thrown = type(host.workflow.spec.task_specs["tell"].event_definition)
    host.hears(host.asks("check"), "6800")
    host.restart()
    assert type(host.workflow.spec.task_specs["tell"].event_definition) is thrown
    host.finish()


def test_a_class_of_the_host_that_has_the_name_of_ours_is_refused(family: Family) -> None:
    """The serializer goes by names and would quietly take one for the other."""
    namesake = type("AnswerEventDefinition", (), {})
    with pytest.raises(EngineError) as caught:
        socialize_config({**family.config, namesake: object})
    assert str(caught.value) == (
        "the serializer would take tests.engine.test_families.AnswerEventDefinition for "
        "socialbpm.engine.events.AnswerEventDefinition\n  Give your class another name."
    )
    assert AnswerEventDefinition in socialize_config(family.config)
