"""A bound on what a request may bring, before anything of it is read into memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socialbpm.config import Settings
from socialbpm.errors import Invalid, SocialbpmError
from socialbpm.service.problems import problem_of, rendered
from socialbpm.social.attachments import ON_A_POST

Refuse = Callable[[Request, SocialbpmError], Response]
"""How a refusal is answered: to people with a page."""


class Upload(NamedTuple):
    """Where files are sent to, and how many bytes a body has there at most."""

    path: re.Pattern[str]
    largest: int


def uploads(settings: Settings) -> Sequence[Upload]:
    """Return where files are sent to: one as it is, several with the words of a form, or of a question in base64."""
    form = settings.largest_body + settings.largest_attachment * ON_A_POST
    base64 = settings.largest_body + (settings.largest_attachment + 3) * ON_A_POST * 4 // 3
    return (
        Upload(re.compile("/v1/(discussions/[^/]+/question|tasks/.+/discussions|offers/[^/]+/take-up)"), base64),
        Upload(re.compile("/v1/discussions/[^/]+/posts/[^/]+/attachments"), settings.largest_attachment),
        Upload(re.compile("/discussions/[^/]+/(question|posts(/[^/]+/attachments)?)"), form),
    )


class BodyLimit:
    """Refuses bodies that are larger than `largest` bytes, whether they say so or not.

    `uploads`: where files are sent to, and how large a body is there.
    """

    def __init__(
        self, app: ASGIApp, largest: int, uploads: Sequence[Upload] = (), refuse: Refuse | None = None
    ) -> None:
        self.app = app
        self.largest = largest
        self.uploads = uploads
        self.refuse = refuse or _as_problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest = self._largest(scope["path"])
        body = await _read(scope, receive, largest)
        if body is None:
            await self.refuse(Request(scope), _too_large(largest))(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    def _largest(self, path: str) -> int:
        return next((upload.largest for upload in self.uploads if upload.path.fullmatch(path)), self.largest)


async def _read(scope: Scope, receive: Receive, largest: int) -> bytes | None:
    """Return the whole body, or None as soon as it is too large."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if not said.isdigit() or int(said) > largest:
        return None
    body, more = bytearray(), True
    while more and len(body) <= largest:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    return None if len(body) > largest else bytes(body)


def _too_large(largest: int) -> Invalid:
    return Invalid(f"a request's body has at most {largest} bytes", hint="Send a smaller batch.", code="too_large")


def _as_problem(_: Request, error: SocialbpmError) -> Response:
    return rendered(problem_of(error))


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body on as it came, then whatever else is received: that the client went away."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again
