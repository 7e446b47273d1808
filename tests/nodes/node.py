"""A node: the real service on a port of its own, with a clock that the test moves; maybe made with a mistake."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from pydantic import SecretStr, TypeAdapter
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions import hooks
from socialbpm.config import Settings
from socialbpm.service.app import create_app
from socialbpm.social.worktime import Calendar
from socialbpm.store import SqlStores, discussions
from socialbpm.store.recent import Recent
from socialbpm.store.tables import FactRow
from socialbpm.store.unit import SqlStore
from socialbpm.store.waiting import Waiting
from tests.nodes.cast import PEOPLE, SEEDS
from tests.nodes.clock import SharedClock
from tests.serving import HOST

SWEEP_EVERY = 0.05
DIES_IN = 9
CURSOR_KEY = "the same at both"
LARGEST_ORDER = 65_536
Fault = Literal["", "tells later", "sweeps without a lock", "waits by the wall", "forgets firings"]


@dataclass(frozen=True)
class Order:
    """What a node is to be; `hooks` is where it may call."""

    port: int
    database: str
    clock: Path
    fault: Fault = ""
    hooks: str | None = None


ORDER: TypeAdapter[Order] = TypeAdapter(Order)


def serve(order: Order) -> None:
    """Serve until killed."""
    if order.fault:
        FAULTS[order.fault](pytest.MonkeyPatch())
    settings = Settings(
        database_url=order.database,
        sweep_interval=SWEEP_EVERY,
        cursor_key=SecretStr(CURSOR_KEY),
        outgoing_allowed=order.hooks,
    )
    app = create_app(settings, clock=SharedClock(order.clock), directory=PEOPLE, seeds=SEEDS)
    uvicorn.run(app, host=HOST, port=order.port, log_level="warning")


# --- mistakes that a node can be made with


def tell_later(patch: pytest.MonkeyPatch) -> None:
    """Queue deliveries in a transaction of their own, after that of the facts; and die in between, once in a while."""
    between = count(1)

    @asynccontextmanager
    async def write(stores: SqlStores) -> AsyncIterator[SqlStore]:
        async with stores._database.writing.begin() as connection:
            store = SqlStore(connection, stores._clock, writes=True)
            await stores.first(store)
            yield store
            await store.write_out()
        if store._outgoing and next(between) == DIES_IN:
            os.kill(os.getpid(), signal.SIGKILL)
        async with stores._database.writing.begin() as store._connection:
            await store.send_off()

    patch.setattr(SqlStores, "write", write)


def sweep_without_a_lock(patch: pytest.MonkeyPatch) -> None:
    """Let two nodes decide on the same state, and number the facts of both behind what is there."""
    write, load = Waiting.write, SqlStore.load

    async def slowly(store: SqlStore, counts: Mapping[str, int]) -> None:
        await load(store, counts)
        await asyncio.sleep(SWEEP_EVERY)

    async def numbered(waiting: Waiting, connection: AsyncConnection) -> None:
        last: dict[str, int] = {}
        for of in {row["discussion"] for row in waiting.facts}:
            kept = select(func.max(col(FactRow.number))).where(col(FactRow.discussion) == of)
            last[of] = (await connection.execute(kept)).scalar() or 0
        for place, row in enumerate(waiting.facts):
            last[row["discussion"]] += 1
            waiting.facts[place] = {**row, "number": last[row["discussion"]]}
        await write(waiting, connection)

    for name in ("_LOCK", "_COUNT"):
        patch.setattr(discussions, name, discussions._COUNT)
    patch.setattr(Select, "with_for_update", lambda query, **_: query)
    patch.setattr(SqlStore, "load", slowly)
    patch.setattr(Waiting, "write", numbered)
    patch.setattr(Recent, "keep", lambda *_: None)


def wait_by_the_wall(patch: pytest.MonkeyPatch) -> None:
    """Let waits run at night and on weekends."""
    patch.setattr(Calendar, "after", lambda own, start, span: start + own.amount(span))


def forget_firings(patch: pytest.MonkeyPatch) -> None:
    """Take every call for a new one."""

    async def nothing(*_: object, **__: object) -> None:
        return None

    for name in ("receipt", "save_receipt"):
        patch.setattr(SqlStore, name, nothing)
    patch.setattr(hooks, "_firing_again", nothing)


FAULTS: Mapping[Fault, Callable[[pytest.MonkeyPatch], None]] = {
    "tells later": tell_later,
    "sweeps without a lock": sweep_without_a_lock,
    "waits by the wall": wait_by_the_wall,
    "forgets firings": forget_firings,
}
