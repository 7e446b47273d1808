"""A life of the matrix's service: `socialbpm serve`, wrapped so that it tells each moment it comes to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import Any

import anyio
import anyio.lowlevel
import pytest
import uvicorn
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socialbpm.actions import hooks
from socialbpm.clock import Clock
from socialbpm.config import Settings
from socialbpm.service import app as composition
from socialbpm.store import SqlStores, open_store
from socialbpm.store.migrate import migrate
from socialbpm.store.unit import SqlStore
from tests.crash import points as p
from tests.crash.orders import Fault, ServiceOrder

Dies = Callable[[str, str], None]
serve: Any = import_module("socialbpm.cli.serve")  # the package's attribute of this name is the command
HOST = "127.0.0.1"
FIRINGS = (b"socialbpm.task.socialize", b"socialbpm.task.offer")
STEP: ContextVar[str] = ContextVar("STEP", default="")
"""What the call that is being answered is for; empty for what the matrix does not kill, such as reading."""


def compose(port: int) -> None:
    """Compose the service of this process's settings, and load what serving it takes: once, and not in each life."""
    serve.create_app = cache(serve.create_app)
    settings = serve.settings_for(HOST, port)
    uvicorn.Config(serve.create_app(settings)).load()
    asyncio.run(migrate(settings.database_url))
    asyncio.run(anyio.lowlevel.checkpoint())


def main(order: ServiceOrder, port: int, dies: Dies) -> None:
    """Serve until it dies."""
    patch = pytest.MonkeyPatch()
    watch(patch, dies)
    if order.fault in FAULTS:
        FAULTS[order.fault](patch)
    serve.run(HOST, port, demo=False)


def watch(patch: pytest.MonkeyPatch, dies: Dies) -> None:
    """Have every moment told."""

    async def opened(url: str, clock: Clock | None = None, *, migrating: bool = True) -> SqlStores:
        stores = await open_store(url, clock, migrating=migrating)
        dies(p.START, p.OPENED)
        return stores

    def watched(settings: Settings) -> Watched:
        return Watched(make(settings), dies)

    make = serve.create_app
    patch.setattr(composition, "open_store", opened)
    patch.setattr(serve, "create_app", watched)
    patch.setattr(SqlStores, "write", writing(SqlStores.write, dies))
    event.listen(Engine, "after_cursor_execute", rows(dies))
    event.listen(Engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))  # as the host


class Watched:
    """The service as ASGI: tells when a call has arrived, and how far its answer is."""

    def __init__(self, app: ASGIApp, dies: Dies) -> None:
        self.app = app
        self.dies = dies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        first = await receive()  # what the matrix sends is small enough to come at once
        STEP.set(step_of(scope, first.get("body", b"")))
        self._comes_to(p.ARRIVED)
        await self.app(scope, _replay(first, receive), self._sending(send))

    def _sending(self, send: Send) -> Send:
        async def sends(message: Message) -> None:
            starts = message["type"] == "http.response.start"
            if starts and STEP.get() == p.GIVE:
                self._comes_to(p.READ)
            await send(message)
            self._comes_to(p.HALF_ANSWERED if starts else p.ANSWERED)

        return sends

    def _comes_to(self, moment: str) -> None:
        if STEP.get():
            self.dies(STEP.get(), moment)


def _replay(first: Message, receive: Receive) -> Receive:
    """Hand on what was received already, then the rest."""
    kept = [first]

    async def again() -> Message:
        return kept.pop() if kept else await receive()

    return again


def step_of(scope: Scope, body: bytes) -> str:
    """Name what a call is for."""
    method, path = scope["method"], scope["path"]
    if path == "/v1/hooks":
        return p.TAKE_FIRING if any(kind in body for kind in FIRINGS) else p.TAKE_NEWS
    if path == "/v1/deliveries":
        return p.GIVE
    return p.KEEP if method == "POST" else ""


Write = Callable[[SqlStores], AbstractAsyncContextManager[SqlStore]]


def writing(write: Write, dies: Dies) -> Write:
    """Tell of each transaction that writes when it has begun, when all is written, and when it is committed."""

    def comes_to(moment: str) -> None:
        if STEP.get():
            dies(STEP.get(), moment)

    @asynccontextmanager
    async def told(stores: SqlStores) -> AsyncIterator[SqlStore]:
        async with write(stores) as store:
            comes_to(p.BEGUN)
            yield store
            comes_to(p.WRITTEN)
        comes_to(p.COMMITTED)

    return told


def rows(dies: Dies) -> Callable[..., None]:
    """Tell of each row that was written, of a delivery in particular."""

    def told(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if STEP.get() and statement.startswith(("INSERT", "UPDATE", "DELETE")):
            dies(STEP.get(), p.DELIVERY if statement.startswith("INSERT INTO deliveries") else p.ROW)

    return told


# --- services that are made with a fault


ONE_OPEN = "uq_discussions_open"


async def nothing(*_: object, **__: object) -> None:
    """Know nothing."""


def forget(patch: pytest.MonkeyPatch) -> None:
    """Know nothing of what was taken before: neither the call, nor the firing, nor that the discussion is open.

    The database would not have a second open discussion either, so it has to forget that, too.
    """
    event.listen(Engine, "connect", lambda connection, _: connection.execute(f"DROP INDEX IF EXISTS {ONE_OPEN}"))
    patch.setattr(hooks, "_firing_again", nothing)
    for name in ("receipt", "save_receipt", "open_discussion"):
        patch.setattr(SqlStore, name, nothing)


def commit_each_row(_: pytest.MonkeyPatch) -> None:
    """Keep each row before the next is written, so that a transaction is no whole."""

    def keep(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            cursor.execute("COMMIT")
            cursor.execute("BEGIN IMMEDIATE")

    event.listen(Engine, "before_cursor_execute", keep)


FAULTS: dict[Fault, Callable[[pytest.MonkeyPatch], None]] = {
    "opens twice": forget,
    "commits each row": commit_each_row,
}
