"""`socialbpm serve`: the service, by uvicorn, as one node or several."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import secrets
import signal
import threading
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from typing import Any

import uvicorn
from fastapi import FastAPI

from socialbpm.actions.tokens import issue
from socialbpm.assets import shipped
from socialbpm.clock import SystemClock
from socialbpm.config import Settings, from_environment
from socialbpm.directory.people_file import read
from socialbpm.errors import Invalid
from socialbpm.service import logs
from socialbpm.service.app import create_app
from socialbpm.store import is_shared, open_store

DEMO_RUNTIME = "demo"
AS_LOGGED: Mapping[str, Any] = {"log_config": None, "access_log": False, "timeout_graceful_shutdown": 35}
"""uvicorn logs as everything does, and leaves the requests to `service.access`: a path may hold somebody's id."""


def run(host: str, port: int, *, demo: bool, nodes: int = 1) -> None:
    """Run the service until it is stopped; with `demo`, as the demo's people, with a token printed for each.

    `nodes` processes share the port and the database.

    Raises:
        PeopleFileError: the people file cannot be used.
        Invalid: the database cannot be used, or not by several nodes.
    """
    settings = settings_for(host, port)
    os.environ.setdefault("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    logs.set_up(settings)
    if nodes > 1:
        check_shared(settings.database_url)
    if demo and settings.people is None:
        settings = settings.model_copy(update={"people": shipped("people.yaml")})
        asyncio.run(_print_tokens(settings))
    app = create_app(settings)
    if nodes == 1:
        uvicorn.run(app, host=host, port=port, **AS_LOGGED)
        return
    asyncio.run(_try_database(settings))
    os.environ.update(for_nodes(settings))
    uvicorn.run(f"{__name__}:{node.__name__}", factory=True, workers=nodes, host=host, port=port, **AS_LOGGED)


def node() -> FastAPI:
    """Compose one of several nodes, in a process of its own: all it knows is in the environment.

    It ends when the process that started it does, however that ended: nobody would stop or replace it any more.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    settings = from_environment()
    logs.set_up(settings)
    return create_app(settings)


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def check_shared(database_url: str) -> None:
    """See that several nodes can work on a database.

    Raises:
        Invalid: it is a SQLite file. It has one writer, so that a second node would only wait for the first.
    """
    if not is_shared(database_url):
        msg = "several nodes need PostgreSQL; on a SQLite file a second one would only wait for the first"
        raise Invalid(msg, hint="Set SOCIALBPM_DATABASE_URL to postgresql://…, or leave --nodes out.", code="one-node")


def for_nodes(settings: Settings) -> dict[str, str]:
    """Return what the environment of nodes must say, so that they are one service: also what is only chosen here."""
    key = settings.cursor_key.get_secret_value() if settings.cursor_key else secrets.token_urlsafe(32)
    said = {"SOCIALBPM_BASE_URL": settings.base_url, "SOCIALBPM_CURSOR_KEY": key}
    return said if settings.people is None else {**said, "SOCIALBPM_PEOPLE": str(settings.people)}


async def _try_database(settings: Settings) -> None:
    """Open it once before there are nodes: what is wrong with it is said once, and new tables are made once."""
    async with await open_store(settings.database_url, migrating=settings.migrate):
        pass


def settings_for(host: str, port: int) -> Settings:
    """Return the settings of the environment; links lead to where it listens, unless people reach it elsewhere."""
    settings = from_environment()
    if "base_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"base_url": f"http://{host}:{port}"})


async def _print_tokens(settings: Settings) -> None:
    people = read(shipped("people.yaml")).directory.people()
    async with await open_store(settings.database_url, SystemClock(), migrating=settings.migrate) as stores:
        print(f"API description: {settings.base_url}/docs. New tokens of the demo's people:")  # noqa: T201 - for whoever started it
        for person in (person for person in people if person.active):
            print(f"  {person.name:<18} {await issue('person', person.id, stores)}")  # noqa: T201
        print(f"  runtime “{DEMO_RUNTIME}”     {await issue('runtime', DEMO_RUNTIME, stores)}")  # noqa: T201
