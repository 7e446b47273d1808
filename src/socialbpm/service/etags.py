"""ETags on answers: made of what this reader gets, and of nothing else; 304 where they have it already."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socialbpm.actions.versions import ANY, version_of

UNDER = "/v1/"
CHANGING = ("/v1/discussions/", "/v1/me/")
"""A change of a discussion, or of oneself, is answered with it as it is now; the answer says which version that is."""
SAFE = frozenset({"GET", "HEAD"})


class Etags:
    """Says of each answer of the API which version it is, and nothing but that where the reader has it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with an eye on the answer."""
        if scope["type"] != "http" or not scope["path"].startswith(UNDER if scope["method"] in SAFE else CHANGING):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Tagging(scope, send))


class _Tagging:
    """Holds a good answer back until its whole body is there: all but streams come in one piece."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.safe = scope["method"] in SAFE
        self.known = Headers(scope=scope).get("if-none-match", "")
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Send a part of the answer on, or keep it for the tag."""
        if message["type"] == "http.response.start" and _is_tagged(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        tag = f'"{version_of(self.body)}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"] = tag
        headers["Cache-Control"] = "private, no-cache"
        headers.add_vary_header("Authorization")
        if self.safe and _matches(tag, self.known):
            del headers["content-length"], headers["content-type"]
            start, self.body = {**start, "status": int(HTTPStatus.NOT_MODIFIED)}, b""
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.body})


def _is_tagged(start: Message) -> bool:
    good = start["status"] in {HTTPStatus.OK, HTTPStatus.CREATED}
    return good and Headers(scope=start).get("content-type", "").startswith("application/json")


def _matches(tag: str, known: str) -> bool:
    tags = {each.strip().removeprefix("W/") for each in known.split(",")}
    return tag in tags or ANY in tags
