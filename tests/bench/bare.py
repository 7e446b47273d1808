"""The least that FastAPI and a database can do here: an endpoint with one indexed select, to be measured beside."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import bindparam, select
from sqlmodel import col

from socialbpm.store import SqlStores, open_store
from socialbpm.store.tables import DiscussionRow

ONE = select(col(DiscussionRow.asker)).where(col(DiscussionRow.id) == bindparam("of"))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with await open_store(os.environ["SOCIALBPM_DATABASE_URL"]) as stores:
        app.state.stores = stores
        yield


app = FastAPI(lifespan=_lifespan)


@app.get("/health")
async def health() -> str:
    """Answer."""
    return "ok"


@app.get("/asker/{discussion}")
async def asker(discussion: str) -> str | None:
    """Return who asked."""
    stores: SqlStores = app.state.stores
    async with stores._database.reading.begin() as connection:
        found: str | None = await connection.scalar(ONE, {"of": discussion})
    return found
