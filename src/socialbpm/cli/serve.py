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
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from fastapi import FastAPI

from socialbpm.actions.people import Directory
from socialbpm.actions.tokens import issue
from socialbpm.assets import shipped
from socialbpm.clock import SystemClock
from socialbpm.config import Settings, from_environment
from socialbpm.directory.people_file import read
from socialbpm.errors import Invalid
from socialbpm.jobs.memory import settle_in
from socialbpm.service import logs
from socialbpm.service.app import create_app
from socialbpm.service.pages.sign_in import LOOPBACK
from socialbpm.store import is_shared, open_store

DEMO_RUNTIME = "demo"
AS_LOGGED: Mapping[str, Any] = {"log_config": None, "access_log": False, "timeout_graceful_shutdown": 35}
"""uvicorn logs as everything does, and leaves the requests to `service.access`: a path may hold somebody's id."""


def run_demo(host: str, port: int, settings: Settings, nodes: int) -> None:
    """Run the service as the demo's people: anybody at this machine can be each of them, and a process runs behind it.

    Raises:
        Invalid: others could reach it.
    """
    from socialbpm.cli.workshop import Workshop  # the engine is slow to load, and only a demo has one

    if host not in LOOPBACK or nodes > 1:
        msg = "in the demo anybody may be anybody, so it is for one machine, and one node"
        raise Invalid(msg, hint="Leave --host and --nodes out, or --demo.", code="demo-is-local")
    with TemporaryDirectory() as folder:
        kept = (
            {} if "database_url" in settings.model_fields_set else {"database_url": f"sqlite:///{folder}/demo.sqlite"}
        )
        settings = settings.model_copy(update={"people": shipped("people.yaml"), **kept})
        directory = read(shipped("people.yaml")).directory
        key = asyncio.run(_print_tokens(settings, directory))
        workshop = Workshop(settings.base_url, key, directory)
        workshop.start()
        try:
            uvicorn.run(create_app(settings, demo=True, workshop=workshop), host=host, port=port, **AS_LOGGED)
        finally:
            workshop.stop()


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
        run_demo(host, port, settings, nodes)
        return
    app = create_app(settings)
    settle_in()
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
    app = create_app(settings)
    settle_in()
    return app


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


async def _print_tokens(settings: Settings, directory: Directory) -> str:
    """Say where the demo is, and issue tokens for whoever wants to call the API; return the key of its runtime."""
    async with await open_store(settings.database_url, SystemClock(), migrating=settings.migrate) as stores:
        print(f"Open {settings.base_url} and be Alice; a process runs behind it.\n")  # noqa: T201 - for whoever started it
        print(f"API description: {settings.base_url}/docs. New tokens of the demo's people:")  # noqa: T201
        for person in (person for person in directory.people() if person.active):
            print(f"  {person.name:<18} {await issue('person', person.id, stores)}")  # noqa: T201
        return await issue("runtime", DEMO_RUNTIME, stores)
