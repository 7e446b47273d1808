"""Who am I: `GET /v1/me`."""

from __future__ import annotations

from fastapi import APIRouter, Request

from socialbpm.contract.views import Me
from socialbpm.service.auth import Caller
from socialbpm.service.sessions import csrf_of
from socialbpm.service.state import TheService

router = APIRouter(tags=["me"])


@router.get("/me")
async def get_me(caller: Caller, request: Request, service: TheService) -> Me:
    """Say whose token this is, or who has signed in with this browser: then `csrf` goes with each change."""
    name = service.world.directory.name(caller.subject) if caller.kind == "person" else caller.subject
    cookie = None if "authorization" in request.headers else service.sessions.cookie(request)
    csrf = None if cookie is None else csrf_of(cookie)
    return Me(kind=caller.kind, id=caller.subject, name=name, roles=tuple(sorted(caller.roles)), csrf=csrf)
