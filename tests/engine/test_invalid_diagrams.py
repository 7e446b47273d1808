"""The plugin refuses each diagram of the corpus that has an error, with the words that `socialbpm check` has for it."""

from __future__ import annotations

from typing import Any

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from socialbpm.engine import InvalidDiagram, socialize
from socialbpm.errors import DiagramError
from tests.designer import corpus
from tests.engine.diagrams import diagram, drawn, element, process, task
from tests.engine.host import Family


def fault(name: str, family: Family) -> dict[str, Any]:
    """What the parser says about a diagram, as plain values."""
    with pytest.raises(InvalidDiagram) as caught:
        socialize(family.parser)().add_bpmn_file(corpus.INVALID / name)
    error = caught.value
    assert error.file == str(corpus.INVALID / name)
    lines = [error.message, *([error.hint] if error.hint else [])]
    return {"code": error.code, "line": error.line, "element": error.element, "message": "\n".join(lines)}


@pytest.mark.parametrize("name", [name for name in corpus.FILES if corpus.is_refused(name)])
def test_each_error_is_refused_as_it_is_written_beside_it(family: Family, name: str) -> None:
    """Code, line, element and text, in both families."""
    assert {**fault(name, family), "severity": "error"} == corpus.expected()[name]


@pytest.mark.parametrize("name", [name for name in corpus.FILES if not corpus.is_refused(name)])
def test_advice_stops_nobody(family: Family, name: str) -> None:
    """What hardly is as it was meant runs all the same."""
    parser = socialize(family.parser)()
    parser.add_bpmn_file(corpus.INVALID / name)
    assert parser.get_spec("invoice")


def test_an_error_reads_like_a_small_help_page() -> None:
    """Where, what, what to do, and the code to search for."""
    with pytest.raises(InvalidDiagram) as caught:
        socialize(BpmnParser)().add_bpmn_str((corpus.INVALID / "ring_needs_consent.bpmn").read_text(), "invoice.bpmn")
    assert str(caught.value) == (
        'invoice.bpmn:9 check_invoice: ring "people" cannot be widen="auto": people in the community step are asked '
        'only with the asker\'s consent\n  Use widen="propose".\n  [ring-needs-consent]'
    )


def test_hosts_that_catch_what_spiffworkflow_raises_see_it_too(family: Family) -> None:
    """One error for both: file, id and line are where each of them looks."""
    with pytest.raises(ValidationException) as caught:
        socialize(family.parser)().add_bpmn_file(corpus.INVALID / "interrupting_event.bpmn")
    error: Any = caught.value
    assert issubclass(caught.type, DiagramError)
    assert error.file_name.endswith("interrupting_event.bpmn")
    assert (error.id, error.line_number) == ("ask_around", error.line)


@pytest.mark.parametrize(
    "kind",
    [
        *("task", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity"),
        *("subProcess", "transaction", "adHocSubProcess", "startEvent", "endEvent", "intermediateThrowEvent"),
        *("intermediateCatchEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"),
        *("sequenceFlow", "dataObjectReference", "dataStoreReference", "textAnnotation", "group", "laneSet"),
    ],
)
def test_only_where_somebody_can_be_stuck_there_is_somebody_to_ask(kind: str) -> None:
    """A user task or a manual task; the error names whatever else it was, in its own element or in a drawn event."""
    for inside in (task("here", element(), kind=kind), task("here", kind=kind) + drawn("here")):
        with pytest.raises(InvalidDiagram, match="only a user task or a manual task can be socialized") as caught:
            socialize(BpmnParser)().add_bpmn_str(diagram(process(inside, path=["here"])))
        assert caught.value.code == "wrong-host"
        assert caught.value.element in {"here", "stuck"}


TOO_LONG = "e" * 191
AFTER = element(after="PT4H")


@pytest.mark.parametrize(
    ("about", "inside"),
    [(TOO_LONG, task(TOO_LONG, AFTER)), (TOO_LONG, task("check", AFTER) + drawn(identity=TOO_LONG))],
)
def test_no_event_gets_an_id_that_the_service_could_not_take(family: Family, about: str, inside: str) -> None:
    """Its timer would fire, and nothing could be sent any more."""
    with pytest.raises(InvalidDiagram, match="needs an id of at most 190 characters") as caught:
        socialize(family.parser)().add_bpmn_str(diagram(process(inside, path=["check"])))
    assert caught.value.element == about


@pytest.mark.parametrize("first", [element(), ""])
def test_two_processes_of_a_file_do_not_share_the_id_of_a_socialized_task(family: Family, first: str) -> None:
    """One of them would get the event, and the other none. Where nobody is socialized, it is not our business."""
    one, other = task("check", first), task("check", element())
    parser = socialize(family.parser)()
    with pytest.raises(InvalidDiagram, match="the id check is given in two processes of this file"):
        parser.add_bpmn_str(diagram(process(one, path=["check"]), process(other, path=["check"], identity="q")))
    plain = task("check")
    parser.add_bpmn_str(diagram(process(plain, path=["check"]), process(plain, path=["check"], identity="q")))
