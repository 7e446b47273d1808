"""ad-hoc-host: a drawn event on a task that an ad hoc subprocess begins with."""

from __future__ import annotations

from lxml import etree

from socialbpm.designer.check.finding import Faults, fault
from socialbpm.designer.diagram import Diagram, bpmn


def ad_hoc_host(diagram: Diagram) -> Faults:
    """SpiffWorkflow begins an ad hoc subprocess with the tasks that nothing leads to, if they have no events."""
    hosts = [drawn.host for drawn in diagram.drawn if drawn.host is not None and drawn.on_a_task]
    for host in dict.fromkeys(hosts):
        if begins_ad_hoc(host):
            message = "SpiffWorkflow would leave this task out: it begins an ad hoc subprocess and has a drawn event"
            hint = "Put the element on the task itself, or let a flow lead to it."
            yield fault(diagram, host, "ad-hoc-host", message, hint)


def begins_ad_hoc(host: etree._Element) -> bool:
    """Whether a task is one that its ad hoc subprocess begins with."""
    scope = host.getparent()
    return scope is not None and scope.tag == bpmn("adHocSubProcess") and host.find(bpmn("incoming")) is None
