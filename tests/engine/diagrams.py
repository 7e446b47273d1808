"""Tiny diagrams, valid against the BPMN schema, as text."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:social="urn:socialbpm:bpmn:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'targetNamespace="urn:test">'
)
NAMED = (
    '<bpmn:escalation id="ask" escalationCode="socialbpm.socialize"/><bpmn:signal id="sig" name="socialbpm.socialize"/>'
)

SPELLINGS = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}
"""Prefix -> namespace of the properties of Camunda 7, Camunda 8 and SpiffWorkflow."""


def diagram(*processes: str, extra: str = NAMED) -> str:
    """A whole file."""
    return f"{HEAD}{''.join(processes)}{extra}</bpmn:definitions>"


def process(*elements: str, path: list[str], identity: str = "p", lanes: str = "") -> str:
    """A process that begins, goes along `path`, and is over; `elements` may hold more than the path."""
    ends = f'<bpmn:startEvent id="{identity}_begin"/><bpmn:endEvent id="{identity}_over"/>'
    way = flow(f"{identity}_begin", *path, f"{identity}_over")
    return f'<bpmn:process id="{identity}" isExecutable="true">{lanes}{ends}{"".join(elements)}{way}</bpmn:process>'


def flow(*identities: str) -> str:
    """Sequence flows from each to the next."""
    return "".join(
        f'<bpmn:sequenceFlow id="{a}_to_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(identities)
    )


def element(inside: str = "", **attributes: str) -> str:
    """The socialize element, in its place."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<bpmn:extensionElements><social:socialize{given}>{inside}</social:socialize></bpmn:extensionElements>"


def task(identity: str, inside: str = "", *, kind: str = "userTask", name: str = "") -> str:
    """A task; `inside` is what is in its element."""
    named = f' name="{name}"' if name else ""
    return f'<bpmn:{kind} id="{identity}"{named}>{inside}</bpmn:{kind}>'


def end(identity: str) -> str:
    """One more end."""
    return f'<bpmn:endEvent id="{identity}"/>'


def drawn(
    host: str = "check",
    inside: str = "",
    *,
    identity: str = "stuck",
    definition: str = '<bpmn:escalationEventDefinition id="stuck_def" escalationRef="ask"/>',
    interrupting: str = "false",
) -> str:
    """A drawn socialize event."""
    return (
        f'<bpmn:boundaryEvent id="{identity}" attachedToRef="{host}" cancelActivity="{interrupting}">'
        f"{inside}{definition}</bpmn:boundaryEvent>"
    )


def answer_event(identity: str = "answered") -> str:
    """An event that waits for the answer."""
    return (
        f'<bpmn:intermediateCatchEvent id="{identity}">'
        "<bpmn:extensionElements><social:answer/></bpmn:extensionElements>"
        f'<bpmn:messageEventDefinition id="{identity}_def"/></bpmn:intermediateCatchEvent>'
    )


def timer_event(host: str, identity: str = "late", *, interrupting: str = "false", after: str = "PT3H") -> str:
    """An ordinary timer on a task."""
    return (
        f'<bpmn:boundaryEvent id="{identity}" attachedToRef="{host}" cancelActivity="{interrupting}">'
        f'<bpmn:timerEventDefinition id="{identity}_def"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f'"{after}"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
    )


def several(*, sequential: bool = False, count: int = 3) -> str:
    """Makes a task several instances."""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f'<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">{count}</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def parallel(first: str, second: str) -> str:
    """A process with two elements, `left` and `right`, at the same time."""
    gateways = '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>'
    return process(gateways, first, second, flow("split", "right", "join"), path=["split", "left", "join"])


def embedded(identity: str, *elements: str, path: list[str]) -> str:
    """An embedded subprocess."""
    ends = f'<bpmn:startEvent id="{identity}_begin"/><bpmn:endEvent id="{identity}_over"/>'
    way = flow(f"{identity}_begin", *path, f"{identity}_over")
    return f'<bpmn:subProcess id="{identity}">{ends}{"".join(elements)}{way}</bpmn:subProcess>'


def properties(*said: tuple[str, str], spelling: str = "camunda") -> str:
    """Properties in their place."""
    inside = "".join(f"<p:property name={quoteattr(name)} value={quoteattr(value)}/>" for name, value in said)
    bag = f'<p:properties xmlns:p="{SPELLINGS[spelling]}">{inside}</p:properties>'
    return f"<bpmn:extensionElements>{bag}</bpmn:extensionElements>"
