"""Any other engine, over plain HTTP: nothing of socialbpm is imported here.

    socialbpm serve --demo                 prints a key for the runtime and a token for each person
    export SOCIALBPM_KEY=… SOCIALBPM_ALICE=… SOCIALBPM_BOB=…
    python examples/integrator.py http://127.0.0.1:8080

An engine tells what happens to its task (CloudEvents to `POST /v1/hooks`), the people talk to each other through the
REST API, and the engine fetches what came of it (`GET /v1/deliveries`). Every call can be repeated as it was: ids make
it the same call.
"""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import uuid4

import httpx2

SOURCE = "urn:example:homegrown-engine"
SETTINGS = {
    "answer": "advice",
    "rings": [
        {"name": "participants", "step": "colleagues"},
        {"name": "network", "step": "community"},
    ],
    "shares": [{"variable": "invoice_no", "with": "network"}],
}
FEW_SECONDS = 5


def client(url: str, token: str) -> httpx2.Client:
    """Return a client that calls as whoever has the token; a long poll takes longer than an ordinary call."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.Client(base_url=url, headers=headers, timeout=httpx2.Timeout(10.0, read=10.0 + FEW_SECONDS))


def checked(response: httpx2.Response) -> Any:
    """Return the answer; what is refused says why, as problem+json."""
    if response.is_error:
        problem = response.json()
        sys.exit(f"{response.request.method} {response.request.url}: {problem['detail']} [{problem['code']}]")
    return response.json()


class Engine:
    """What an engine has to do: tell, and fetch."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http
        self.case = f"case-{uuid4()}"
        self.task = {
            "task_id": f"task-{uuid4()}",
            "case_id": self.case,
            "process": "purchase_invoice",
            "element_id": "check_invoice",
            "name": "Check invoice",
            "lane": "Accounting",
        }
        self.revision = 0

    def tell(self, what: str, **data: Any) -> Any:
        """Send one CloudEvent. Its id names it for ever; a snapshot of the task carries a revision that only grows."""
        self.revision += 1
        event = {
            "specversion": "1.0",
            "id": f"{self.task['task_id']}:{self.revision}",
            "source": SOURCE,
            "type": f"socialbpm.task.{what}",
            "data": {"task": {**self.task, "revision": self.revision}, **data},
        }
        headers = {"Content-Type": "application/cloudevents+json"}
        result = checked(self.http.post("/v1/hooks", json=event, headers=headers))
        print(f"engine     tells task.{what}: {result['status']}")
        return result

    def fires(self, by: str, question: str) -> str:
        """Somebody is stuck: the event fires, and the discussion that it belongs to comes back at once."""
        fired = {"request_id": f"fired-{uuid4()}", "event_id": "check_invoice_socialize", "settings": SETTINGS}
        fields = {"invoice_no": "R-17"}  # only what the settings share; anything else would be dropped
        people = {"actual_owner": by}
        result = self.tell("socialize", by=by, question=question, fields=fields, people=people, **fired)
        return str(result["discussion"])

    def outcome(self) -> Any:
        """Wait for the one terminal delivery; handing a cursor back says that everything before it is kept."""
        cursor = ""
        for _ in range(10):
            params: dict[str, Any] = {"case": self.case, "after": cursor, "wait": FEW_SECONDS}
            page = checked(self.http.get("/v1/deliveries", params=params))
            for delivery in page["items"]:
                print(f"engine     gets {delivery['type']}")
                if delivery["type"] == "discussion.ended":
                    return delivery
            cursor = page["cursor"]
        return sys.exit("nothing came back")


def people_talk(alice: httpx2.Client, bob: httpx2.Client, discussion: str) -> None:
    """Bob finds Alice's question, answers, and Alice accepts, with the value that the process is to get."""
    lines = checked(bob.get("/v1/discussions"))["items"]
    line = next(line for line in lines if line["id"] == discussion)
    print(f"{line['asker']['name']} asks: {line['question']}")
    path = f"/v1/discussions/{discussion}/posts"
    said = {"kind": "answer", "text": "6800, as for all carriers.", "reach": "participants"}
    post = checked(bob.post(path, json=said))["posts"][-1]
    print(f"{post['author']['name']} answers: {post['text']}")
    checked(alice.post(f"{path}/{post['id']}/accept", json={"version": 1, "value": {"account": 6800}}))


def main(url: str, key: str, alice_token: str, bob_token: str) -> None:
    """The life of one task, from being ready to being done."""
    with client(url, key) as http, client(url, alice_token) as alice, client(url, bob_token) as bob:
        engine = Engine(http)
        engine.tell("activated", people={"potential_owners": ["group:Accounting"]})
        discussion = engine.fires("alice", "Which account do freight costs go to?")
        people_talk(alice, bob, discussion)
        ended = engine.outcome()
        print(f"outcome    {ended['outcome']} in ring {ended['ring']}: {ended['value']}")
        engine.tell("completed", by="alice")


if __name__ == "__main__":
    main(sys.argv[1], *(os.environ[f"SOCIALBPM_{name}"] for name in ("KEY", "ALICE", "BOB")))
