"""In which language pages are read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from socialbpm.errors import NotFound
from socialbpm.service.login import TheSessions
from socialbpm.service.oidc.login import safe_next
from socialbpm.service.pages.reader import to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.pages.words import COOKIE, NAMES

router = APIRouter(include_in_schema=False, route_class=PageRoute)
YEAR = 365 * 24 * 3600


@router.get("/language/{language}")
async def choose_language(
    language: str, sessions: TheSessions, wanted: Annotated[str, Query(alias="next", max_length=2000)] = "/"
) -> Response:
    """Read on in another language."""
    if language not in NAMES:
        raise NotFound("there is no such language here")
    response = to(safe_next(wanted))
    sessions.cookies.put(response, COOKIE, language, YEAR)
    return response
