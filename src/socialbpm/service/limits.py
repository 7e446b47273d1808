"""A bound on what a request may bring, before anything of it is read into memory."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socialbpm.errors import Invalid
from socialbpm.service.problems import problem_of, rendered


class BodyLimit:
    """Refuses bodies that are larger than `largest` bytes, whether they say so or not."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await self._read(scope, receive)
        if body is None:
            too_large = Invalid(
                f"a request's body has at most {self.largest} bytes", hint="Send a smaller batch.", code="too_large"
            )
            await rendered(problem_of(too_large))(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """Return the whole body, or None as soon as it is too large."""
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > self.largest:
            return None
        body, more = b"", True
        while more and len(body) <= self.largest:
            message = await receive()
            body += message.get("body", b"")
            more = message["type"] == "http.request" and message.get("more_body", False)
        return None if len(body) > self.largest else body


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body on as it came, then whatever else is received: that the client went away."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again
