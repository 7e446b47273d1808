"""The names of BPMN's elements that the designer's side looks for."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def bpmn(name: str) -> str:
    """Return the full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


BOUNDARY, CATCH, EXTENSIONS = bpmn("boundaryEvent"), bpmn("intermediateCatchEvent"), bpmn("extensionElements")
HOSTS = (bpmn("userTask"), bpmn("manualTask"))
SCOPES = (bpmn("process"), bpmn("subProcess"), bpmn("transaction"), bpmn("adHocSubProcess"))
NODES = frozenset(
    bpmn(name)
    for name in (
        *("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
        *("task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"),
        *("subProcess", "transaction", "adHocSubProcess", "callActivity"),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"),
    )
)
