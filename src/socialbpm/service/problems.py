"""Errors on the wire: `application/problem+json` with a stable `code`; an expected refusal is never a 500."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from socialbpm.contract.problems import Problem
from socialbpm.contract.views import PreviewView
from socialbpm.errors import Conflict, Invalid, NotFound, Refused, SocialbpmError, TooMany, Unauthorized, Unavailable

MEDIA_TYPE = "application/problem+json"
STATUS: Mapping[type[SocialbpmError], HTTPStatus] = {
    Unauthorized: HTTPStatus.UNAUTHORIZED,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Refused: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""A refusal is a 409: the same request may be granted in another state. Those of `NOT_THEIRS` are about who asks."""

NOT_THEIRS = frozenset(
    {
        "not_theirs_to_ask",
        "not_the_asker",
        "not_a_member",
        "not_admin",
        "not_the_author",
        "not_the_steward",
        "not_yours",
        "own_words",
        "wrong_token",
        "not_available",
    }
)
BY_CODE: Mapping[str, HTTPStatus] = {
    **dict.fromkeys(NOT_THEIRS, HTTPStatus.FORBIDDEN),
    "moved_on": HTTPStatus.PRECONDITION_FAILED,
    "csrf": HTTPStatus.FORBIDDEN,
    "login_failed": HTTPStatus.BAD_REQUEST,
    "too_many_streams": HTTPStatus.TOO_MANY_REQUESTS,
    "too_many_calls": HTTPStatus.TOO_MANY_REQUESTS,
    "login_taken": HTTPStatus.UNAUTHORIZED,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "sign_in_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
HTTP_CODES: Mapping[int, str] = {404: "not_found", 405: "method_not_allowed", 500: "internal"}


MALFORMED = frozenset(
    {
        "invalid",
        "bad_url",
        "url_not_allowed",
        "callback_not_allowed",
        "origin_not_allowed",
        "no_such_period",
        "unknown_person",
        "unknown_ladder",
        "unknown_ring",
        "unknown_raise",
        "unknown_zone",
        "reach_missing",
        "bad_cursor",
        "bad_diagram",
        "bad_kind",
        "bad_size",
        "key_reused",
    }
)
"""Codes of what is malformed, whatever the state."""


def status_of(code: str) -> HTTPStatus:
    """Return the status that a code comes with; what is not named anywhere is a refusal."""
    of_http = {name: HTTPStatus(status) for status, name in HTTP_CODES.items()}
    known = {**of_http, "unauthorized": HTTPStatus.UNAUTHORIZED, **BY_CODE}
    malformed = dict.fromkeys(MALFORMED, HTTPStatus.UNPROCESSABLE_ENTITY)
    return {**malformed, **known}.get(code, HTTPStatus.CONFLICT)


def page_of(code: str) -> str:
    """Return where it says what a code means: a page of this service."""
    return f"/problems/{code}"


def problem_of(error: SocialbpmError) -> Problem:
    """Return what an expected error looks like on the wire."""
    status = BY_CODE.get(error.code) or next(
        (status for kind, status in STATUS.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    preview = error.details.get("preview")
    return Problem(
        type=page_of(error.code),
        title=status.phrase,
        status=status,
        code=error.code,
        detail=error.message,
        hint=error.hint,
        errors=tuple(error.details.get("errors", ())),
        preview=preview.model_dump(mode="json") if isinstance(preview, PreviewView) else None,
    )


def invalid(error: ValidationError | RequestValidationError, prefix: Iterable[str | int] = ()) -> Invalid:
    """Return a malformed request as an error that names each place, and never repeats what was sent."""
    errors = [
        {"at": ".".join(str(part) for part in (*prefix, *found["loc"])), "says": found["msg"], "type": found["type"]}
        for found in error.errors()
    ]
    first = errors[0] if errors else {"at": "", "says": "", "type": ""}
    return Invalid(
        f"{first['at']}: {first['says']}", hint="Correct what `errors` names and send it again.", errors=errors
    )


def rendered(problem: Problem) -> Response:
    """Return a problem as a response."""
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else None
    return Response(problem.model_dump_json(), problem.status, headers, MEDIA_TYPE)


async def _expected(_: Request, error: Exception) -> Response:
    if not isinstance(error, SocialbpmError):
        raise error
    response = rendered(problem_of(error))
    if isinstance(error, TooMany):
        response.headers.update(_until_again(**error.details))
    elif "retry_after" in error.details:
        response.headers["Retry-After"] = str(error.details["retry_after"])
    return response


def _until_again(retry_after: int, policy: str, quota: int) -> dict[str, str]:
    """Return how programs are told when to go on, in the old way and in that of the IETF's draft."""
    return {
        "Retry-After": str(retry_after),
        "RateLimit-Policy": f'"{policy}";q={quota};w=60',
        "RateLimit": f'"{policy}";r=0;t={retry_after}',
    }


async def _malformed(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return rendered(problem_of(invalid(error)))


def _allowed(request: Request) -> str:
    """Return all methods that a path has; the framework names those of the first endpoint that it finds there."""
    methods = {
        method.upper()
        for path, operations in request.app.openapi()["paths"].items()
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), request.url.path)
        for method in operations
    }
    return ", ".join(sorted(methods))


async def http_problem(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses; a path that does not exist reads like a thing that may not be seen."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.BAD_REQUEST:  # what the framework says when a body cannot be decoded
        return rendered(problem_of(Invalid("the body is not JSON", hint="Send JSON in UTF-8.")))
    code = HTTP_CODES.get(error.status_code, "http")
    title = HTTPStatus(error.status_code).phrase
    response = rendered(Problem(type=page_of(code), title=title, status=error.status_code, code=code, detail=title))
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = _allowed(request) or response.headers["Allow"]
    return response


async def _unexpected(_: Request, error: Exception) -> Response:
    """Answer what should not happen, without a word of what it was; the server logs it."""
    del error
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    detail = "something went wrong here"
    hint = "Send it again; if that does not help, tell whoever runs the service."
    code = HTTP_CODES[status]
    return rendered(
        Problem(type=page_of(code), title=status.phrase, status=status, code=code, detail=detail, hint=hint)
    )


def install(app: FastAPI) -> None:
    """Let all errors of `app` be problems."""
    app.add_exception_handler(SocialbpmError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, http_problem)
    app.add_exception_handler(Exception, _unexpected)


def documented() -> dict[int | str, dict[str, Any]]:
    """Return how OpenAPI says that every answer may be a problem."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "default": {"description": "A problem with a stable `code`; docs/errors.md lists them.", "content": content}
    }
