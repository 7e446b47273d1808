"""The shortest embedding: a task is stuck, a colleague answers, the answer is in the task's data.

    python examples/embed.py

The service runs inside this program, without a port. A host that talks to a service elsewhere has
`HttpTransport(url, key)` in place of `service.transport(…)`, and is otherwise the same.
"""

from __future__ import annotations

from pathlib import Path

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer import DEFAULT_CONFIG

from socialbpm.config import Settings
from socialbpm.engine import SocialRuntime, socialize, socialize_config
from socialbpm.service.embedded import EmbeddedService

ROOT = Path(__file__).resolve().parents[1]


def run(service: EmbeddedService) -> None:
    """Everything that a host does."""
    parser = socialize(SpiffBpmnParser)()
    parser.add_bpmn_file(str(ROOT / "bpmn" / "purchase_invoice.bpmn"))
    workflow = BpmnWorkflow(parser.get_spec("purchase_invoice"))
    do_next(workflow, invoice_no="R-17", amount=4120)  # Record invoice
    task = workflow.get_next_task(state=TaskState.READY, manual=True)  # Check invoice

    runtime = SocialRuntime(workflow, runtime_id="expenses", transport=service.transport("expenses"))
    runtime.socialize(task, by="alice", question="Which account do freight costs go to?")
    print(f"Alice is stuck in “{task.task_spec.bpmn_name}” and asks.")

    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(socialize_config(DEFAULT_CONFIG)))
    saved = serializer.serialize_json(workflow)  # keep this before sending: examples/durable_host.py says why
    print(f"Saved, {len(saved)} characters; on its way: {len(runtime.pending())} request.")

    (request,) = runtime.send()
    people_talk(service, f"/v1/discussions/{request.discussion}")
    runtime.receive()
    print(f"The task is still {TaskState.get_name(task.state)}, and its data says: {task.data['advice']}")


def do_next(workflow: BpmnWorkflow, **data: object) -> None:
    """Somebody does the next user task, as without socialbpm."""
    workflow.do_engine_steps()
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data.update(data)
    task.run()
    workflow.do_engine_steps()


def people_talk(service: EmbeddedService, discussion: str) -> None:
    """What happens on the service's pages: Bob answers, Alice accepts."""
    alice, bob = service.person("alice"), service.person("bob")
    answer = {"kind": "answer", "text": "6800, as for all carriers.", "reach": "participants"}
    post = bob.post(f"{discussion}/posts", json=answer).json()["posts"][-1]
    alice.post(f"{discussion}/posts/{post['id']}/accept", json={"version": 1}).raise_for_status()
    print(f"{post['author']['name']} answers: {post['text']} Alice accepts.")


if __name__ == "__main__":
    with EmbeddedService(Settings(database_url="sqlite://", people=ROOT / "examples" / "people.yaml")) as embedded:
        run(embedded)
