"""What was answered before."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import DISCUSSION, EXPERIENCE, NOTHING
from socialbpm.contract.known import ExperienceList, ReleasedList
from socialbpm.contract.requests import LookUp


def look_up_experience(runtime: str, task_id: str, text: str | None = None) -> Call[ExperienceList]:
    """Read what helps with a task of one's own, before anybody is asked."""
    path = to("/v1/tasks/{runtime}/{task_id}/experience", runtime=runtime, task_id=task_id)
    return send("POST", path, EXPERIENCE, LookUp(text=text))


def list_experience(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[ExperienceList]:
    """Read what was answered before to the question, or the draft, of a discussion."""
    path = to(f"{DISCUSSION}/experience", discussion=discussion)
    return get(path, EXPERIENCE, {"cursor": cursor, "limit": limit})


def list_offered_experience(offer: str, *, cursor: str | None = None, limit: int = 100) -> Call[ExperienceList]:
    """Read what was answered before to the question of an offer."""
    return get(to("/v1/offers/{offer}/experience", offer=offer), EXPERIENCE, {"cursor": cursor, "limit": limit})


def list_released(*, cursor: str | None = None, limit: int = 100) -> Call[ReleasedList]:
    """Read what one released, and how many people it helped."""
    return get("/v1/experience", TypeAdapter(ReleasedList), {"cursor": cursor, "limit": limit})


def take_back(experience: str) -> Call[None]:
    """Take back what one released."""
    return send("DELETE", to("/v1/experience/{experience}", experience=experience), NOTHING)
