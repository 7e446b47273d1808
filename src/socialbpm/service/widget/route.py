"""Refusals in the words of whoever reads the page that has the widget."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from socialbpm.errors import SocialbpmError
from socialbpm.service.pages.refusals import meaning
from socialbpm.service.pages.words import catalogue, language_of
from socialbpm.service.problems import MEDIA_TYPE, invalid, problem_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class WidgetRoute(APIRoute):
    """An endpoint of the widget: a problem says, beside its code, what a person is told (`says`)."""

    def get_route_handler(self) -> Handler:
        """Return the endpoint, with its refusals in words."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except SocialbpmError as error:
                return _refusal(request, error)
            except RequestValidationError as error:
                return _refusal(request, invalid(error))

        return handler


def _refusal(request: Request, error: SocialbpmError) -> Response:
    problem = problem_of(error)
    says = meaning(error.code, catalogue(language_of(request))) or problem.detail
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in error.details:
        headers["Retry-After"] = str(error.details["retry_after"])
    said = {**problem.model_dump(mode="json"), "says": says}
    return JSONResponse(said, problem.status, headers, MEDIA_TYPE)
