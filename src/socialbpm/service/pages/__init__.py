"""The people's side: server-rendered pages that call what the API calls and show what the API answers.

One module of endpoints for each noun; what they have in common is `reader` (who reads), `route` (refusals are pages),
`rendering` (templates), `words` (languages), `times`, `markdown`, `security` and `static`.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from socialbpm.errors import NotFound
from socialbpm.service.pages import (
    asks,
    communities,
    discussions,
    experience,
    language,
    mail,
    people,
    posts,
    rings,
    sign_in,
    static,
    work,
    workshop,
)
from socialbpm.service.pages.route import refusal
from socialbpm.service.problems import http_problem

NOUNS = (
    work,
    discussions,
    posts,
    asks,
    rings,
    experience,
    communities,
    people,
    mail,
    language,
    sign_in,
    workshop,
)
OF_PROGRAMS = ("/v1/", "/scim/", "/problems/", "/static/", "/openapi.json")


def routers() -> Iterator[APIRouter]:
    """Yield the endpoints of all pages, and what they load."""
    yield from (noun.router for noun in NOUNS)
    yield static.router


def install(app: FastAPI) -> None:
    """Let what is nowhere be a page, too, where a browser looks for it."""
    app.add_exception_handler(HTTPException, _nowhere)


async def _nowhere(request: Request, error: Exception) -> Response:
    browses = "text/html" in request.headers.get("accept", "")
    of_people = not request.url.path.startswith(OF_PROGRAMS)
    if isinstance(error, HTTPException) and error.status_code == 404 and browses and of_people:
        return refusal(request, NotFound("there is no such page"))
    return await http_problem(request, error)
