"""The plugin for SpiffWorkflow: a `socialize` boundary event on user tasks.

    from SpiffWorkflow.spiff.parser import SpiffBpmnParser
    from socialbpm.engine import HttpTransport, SocialRuntime, socialize, socialize_config

    Parser = socialize(SpiffBpmnParser)
    registry = BpmnWorkflowSerializer.configure(socialize_config(DEFAULT_CONFIG))
    runtime = SocialRuntime(workflow, runtime_id="expenses", transport=HttpTransport(url, key), people=people_of)

It changes nothing in the engine and loads nothing of the service. SpiffWorkflow is pinned: the plugin leans on how it
arms and fires boundary events, which is not public.
"""

from socialbpm.engine.answers import DEFAULT_VARIABLE
from socialbpm.engine.events import REQUEST, RESULT, AnswerEventDefinition, SocializeEventDefinition
from socialbpm.engine.faults import InvalidDiagram
from socialbpm.engine.parser import socialize
from socialbpm.engine.people import PeopleOf
from socialbpm.engine.runtime import SocialRuntime, Working
from socialbpm.engine.safe import load, read_diagram
from socialbpm.engine.serializer import needs_plugin, restore, socialize_config
from socialbpm.engine.specs import SocializeBoundaryEvent
from socialbpm.engine.transport import HttpTransport, Transport
from socialbpm.errors import NotSocialized, NotTheirsToAsk, PluginMissing, TaskClosed, TransportError

__all__ = [
    "DEFAULT_VARIABLE",
    "REQUEST",
    "RESULT",
    "AnswerEventDefinition",
    "HttpTransport",
    "InvalidDiagram",
    "NotSocialized",
    "NotTheirsToAsk",
    "PeopleOf",
    "PluginMissing",
    "SocialRuntime",
    "SocializeBoundaryEvent",
    "SocializeEventDefinition",
    "TaskClosed",
    "Transport",
    "TransportError",
    "Working",
    "load",
    "needs_plugin",
    "read_diagram",
    "restore",
    "socialize",
    "socialize_config",
]
