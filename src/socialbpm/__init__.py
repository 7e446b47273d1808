"""socialbpm: a `socialize` boundary event for BPMN user tasks.

Somebody is stuck in a task; they ask colleagues, then a community, and the
answer comes back into the process. The plugin for SpiffWorkflow is
`socialbpm.engine`; the FastAPI service is `socialbpm.service`.
"""

__version__ = "0.2.0"
