"""What endpoints answer after something was done: the discussion as its reader sees it now, made anew (law 2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Response

from socialbpm.actions import read
from socialbpm.actions.world import World
from socialbpm.contract.views import DiscussionView
from socialbpm.service.preferring import APPLIED
from socialbpm.social.audience import PersonId

Answer = DiscussionView | None
MAY_BE_GONE: dict[int | str, dict[str, Any]] = {204: {"description": "Done, and you see nothing of it any more."}}


async def as_seen_now(discussion: str, person: PersonId, world: World) -> Any:
    """Return the discussion as `person` sees it now; nothing (204) where they no longer see any of it, or want none."""
    if world.terms.brief:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=APPLIED)
    view = await read.maybe(discussion, person, world)
    return Response(status_code=HTTPStatus.NO_CONTENT) if view is None else view
