"""The people's side: server-rendered pages that call what the API calls and show what the API answers.

One module of endpoints for each noun; what they have in common is `reader` (who reads), `route` (refusals are pages),
`rendering` (templates), `words` (languages), `times`, `markdown`, `security` and `static`.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from socialbpm.errors import NotFound, SocialbpmError
from socialbpm.service.pages import (
    asks,
    attachments,
    communities,
    discussions,
    experience,
    language,
    lists,
    mail,
    me,
    members,
    people,
    places,
    posts,
    processes,
    rings,
    sign_in,
    static,
    work,
    workshop,
)
from socialbpm.service.pages.route import refusal
from socialbpm.service.problems import http_problem, problem_of, rendered

NOUNS = (
    work,
    lists,
    discussions,
    places,
    members,
    posts,
    attachments,
    asks,
    rings,
    experience,
    communities,
    me,
    people,
    processes,
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


def refuse(request: Request, error: SocialbpmError) -> Response:
    """Refuse what comes before any endpoint: with a page where a browser asks for one."""
    return refusal(request, error) if _browses(request) else rendered(problem_of(error))


def _browses(request: Request) -> bool:
    of_people = not request.url.path.startswith(OF_PROGRAMS)
    return of_people and "text/html" in request.headers.get("accept", "")


async def _nowhere(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 404 and _browses(request):
        return refusal(request, NotFound("there is no such page"))
    return await http_problem(request, error)
