"""An example for each body that can be sent, from one story: Alice is stuck where freight costs are booked.

They stand in the OpenAPI document, where whoever reads it can try them; tests hold every one to what is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TASK = {
    "task_id": "8f14e45f",
    "case_id": "4c1de8a2",
    "process": "pay_invoice",
    "element_id": "check_invoice",
    "name": "Check invoice",
    "lane": "Accounting",
    "revision": 1,
}
_ABOUT = {"task": _TASK, "people": {"actual_owner": "alice"}, "event_id": "check_invoice_socialize"}
_QUESTION = "Which account do freight costs go to?"
_ACTIVATED = {
    "specversion": "1.0",
    "id": "8f14e45f:activated:1",
    "source": "/runtimes/expenses",
    "type": "socialbpm.task.activated",
    "data": {**_ABOUT, "settings": {"shares": [{"variable": "invoice_no", "with": "network"}]}},
}
_SOCIALIZED = {
    "specversion": "1.0",
    "id": "firing-1",
    "source": "/runtimes/expenses",
    "type": "socialbpm.task.socialize",
    "data": {
        **_ABOUT,
        "request_id": "firing-1",
        "by": "alice",
        "question": _QUESTION,
        "settings": {"shares": [{"variable": "invoice_no", "with": "network"}]},
        "fields": {"invoice_no": "R-17"},
    },
}
_ENDED = {
    "specversion": "1.0",
    "id": "4c1de8a2:ended",
    "source": "/runtimes/expenses",
    "type": "socialbpm.case.ended",
    "data": {"case_id": "4c1de8a2"},
}
_PREVIEW = {"preview": "01a212da-b3fd-7e21-860c-2850e3a3e2f2"}
_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="https://example.org/pay">
  <process id="pay_invoice"><userTask id="check_invoice" name="Check invoice"/></process>
  <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="pay_invoice">
    <bpmndi:BPMNShape bpmnElement="check_invoice"><dc:Bounds x="100" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""

Named = Mapping[str, Any]
"""Bodies, each by what it shows."""

OF: Mapping[str, Named] = {
    "receive_hooks": {"a task is there": _ACTIVATED, "somebody is stuck": _SOCIALIZED, "a case is over": _ENDED},
    "create_post": {
        "an answer": {"kind": "answer", "text": "6800, since May.", "reach": "participants"},
        "a note to oneself": {"kind": "note", "text": "Ask who changed that in May."},
    },
    "edit_post": {"other words": {"text": "6800, since 1 May."}},
    "raise_post": {"further out": {"reach": "network"}},
    "accept_post": {"the answer as a number": {"version": 1, "value": 6800}, "its text": {"version": 1}},
    "say_if_helped": {"it did": {"helped": True}},
    "attach": {"the bytes of a file": "Freight is on it.\n"},
    "pass_ask": {"not me": {}, "not now": {"again_at": "2026-03-02T09:00:00+01:00"}},
    "ask_question": {"to colleagues first": {"text": _QUESTION}},
    "consent": {"as the preview showed it": _PREVIEW},
    "decline": {"not yet": {}, "no further": {"further": False}},
    "word_question": {"without the supplier's name": {"text": "Where do you book freight?"}},
    "solve_alone": {"found": {}},
    "release": {"without one's name": {"named": False, "answer": "Freight goes to 6800."}},
    "bring_closer": {"as the preview showed it": _PREVIEW},
    "hand_over": {"as the preview showed it": _PREVIEW},
    "take_up_offer": {"asked at once": {"question": _QUESTION}},
    "open_discussion": {"asked at once": {"question": _QUESTION}, "a draft": {}},
    "look_up_experience": {"in one's own words": {"text": "freight costs account"}},
    "change_community": {"a title": {"title": "Accounts payable", "about": "Who pays, and from where."}},
    "change_preferences": {
        "on holiday": {"away_until": "2026-08-17T08:00:00+02:00", "deputies": ["bob"]},
        "quiet nights": {"quiet": {"since": "22:00", "until": "07:00"}, "zone": "Europe/Paris"},
    },
    "change_mail": {"one mail a day": {"digest": True}},
    "erase_person": {"only count": {"how": "empty", "dry_run": True}},
    "put_hold": {"a case": {"kind": "case", "ref": "4c1de8a2", "runtime": "expenses", "reason": "Audit of 2026"}},
    "put_diagram": {"what is drawn": _DIAGRAM},
    "issue_runtime_key": {"in place of the old one": {"runtime": "expenses", "others_end_in": "P1D"}},
    "issue_widget_token": {
        "for a task list": {"task_id": "8f14e45f", "person": "alice", "origin": "https://tasks.example"}
    },
    "set_callbacks": {"below one address": {"base_urls": ["https://hooks.example.org/engine"]}},
    "create_subscription": {
        "what happens in one process": {
            "name": "Reports",
            "url": "https://hooks.example.org/help",
            "types": ["discussion.opened", "discussion.ended"],
            "only": {"process": "pay_invoice"},
        }
    },
    "change_subscription": {"silent for a while": {"active": False}},
}


def describe(found: dict[str, Any]) -> None:
    """Put the examples of each operation to its body; where a list can be sent, all of them are one."""
    for methods in found["paths"].values():
        for operation in methods.values():
            named = OF.get(operation["operationId"], {})
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["examples"] = _shown(named, batch=content["schema"].get("type") == "array")


def _shown(named: Named, *, batch: bool) -> dict[str, Any]:
    if batch:
        return {"all at once": {"value": list(named.values())}}
    return {name: {"value": value} for name, value in named.items()}
