"""The service, called in its own process, as a browser or a program calls it: no network, no server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI


@dataclass
class Answer:
    """What was answered, and how many bytes it took with its headers."""

    status: int = 0
    body: bytes = b""
    size: int = 0


@dataclass
class House:
    """The service, called in its own process; `tokens` are of people."""

    app: FastAPI
    tokens: dict[str, str] = field(default_factory=dict)

    async def get(self, person: str, path: str) -> Answer:
        """Read something, as a browser asks for it."""
        answer, asked_for = Answer(), [False]
        headers = [
            (b"host", b"bench"),
            (b"accept", b"application/json" if path.startswith("/v1/") else b"text/html"),
            (b"accept-encoding", b"gzip, deflate, br"),
            (b"authorization", b"Bearer " + self.tokens[person].encode()),
        ]

        async def receive() -> dict[str, Any]:
            if asked_for[0]:
                await asyncio.Event().wait()
            asked_for[0] = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.size += sum(len(name) + len(value) + 4 for name, value in message["headers"])
            answer.body += message.get("body", b"")

        await self.app(_scope(path, headers), receive, send)
        answer.size += len(answer.body)
        assert answer.status == 200, (path, answer)
        return answer


def _scope(address: str, headers: Sequence[tuple[bytes, bytes]]) -> dict[str, Any]:
    path, _, query = address.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("bench", 80),
    }
