"""Many people ask about the tasks of the sample, so that there is something to count."""

from __future__ import annotations

from typing import Any

from tests.serving import Serving

ASKERS = ("alice", "bob", "carol", "dana", "erik", "frank", "grace", "heidi", "ivan")
RING = {"name": "participants", "step": "colleagues", "who": ["owners"]}
NEXT = {"name": "others", "step": "colleagues", "who": ["owners"]}


def ask(site: Serving, element: str, times: int, *, solved: int, widened: int = 0) -> None:
    """Let people ask about one task of the diagram in turn; the first so many solve it, the last so many go further."""
    for number in range(times):
        person = ASKERS[number % len(ASKERS)]
        discussion = _fired(site, element, person, f"{element}-{number}")
        if number >= times - widened:
            site.does(person, "POST", f"/discussions/{discussion}/widen")
        if number < solved:
            site.does(person, "POST", f"/discussions/{discussion}/solved-alone")


def _fired(site: Serving, element: str, person: str, task: str) -> str:
    about = {"task_id": task, "case_id": task, "process": "purchase_invoice", "element_id": element, "revision": 1}
    data: dict[str, Any] = {
        "task": {**about, "name": element.replace("_", " ")},
        "people": {"actual_owner": person, "potential_owners": ["judy"]},
        "request_id": task,
        "event_id": f"{element}_socialize",
        "by": person,
        "settings": {"rings": [RING, NEXT]},
        "question": "What now?",
    }
    kind = {"specversion": "1.0", "source": "urn:expenses", "type": "socialbpm.task.socialize"}
    answer = site.call(site.key, "POST", "/hooks", json={**kind, "id": f"fired-{task}", "data": data})
    assert answer.is_success, answer.text
    return str(answer.json()["discussion"])
