"""Endpoints that answer with pages also when they refuse: a person reads no `application/problem+json`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from socialbpm.errors import SocialbpmError, Unauthorized
from socialbpm.service.oidc.login import safe_next
from socialbpm.service.pages.rendering import page
from socialbpm.service.problems import invalid, problem_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
READING = frozenset({"GET", "HEAD"})


class PageRoute(APIRoute):
    """A page. Who has not signed in is led to where they can; a refusal is a page that says what to do next."""

    def get_route_handler(self) -> Handler:
        """Return the endpoint, with its refusals as pages."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except Unauthorized as error:
                return _sign_in(request) if request.method in READING else refusal(request, error)
            except SocialbpmError as error:
                return refusal(request, error)
            except RequestValidationError as error:
                return refusal(request, invalid(error))

        return handler


def _sign_in(request: Request) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303, {"Cache-Control": "no-store"})


def refusal(request: Request, error: SocialbpmError) -> Response:
    """Return the page of a refusal. What does not exist and what may not be seen is the same page to the byte."""
    problem = problem_of(error)
    if problem.status == 404:
        return page(request, "not_found.html", status=404)
    back = _path_of(request.headers.get("referer", ""))
    return page(request, "refused.html", status=problem.status, code=problem.code, problem=problem, back=back)


def _path_of(referer: str) -> str:
    """Return the page that a form was on, as a place of this service."""
    parsed = urlsplit(referer)
    return safe_next(parsed.path + (f"?{parsed.query}" if parsed.query else ""))
