"""`socialbpm serve`: the service, by uvicorn."""

from __future__ import annotations

import asyncio

import uvicorn

from socialbpm.actions.tokens import issue
from socialbpm.assets import shipped
from socialbpm.clock import SystemClock
from socialbpm.config import Settings
from socialbpm.directory.people_file import read
from socialbpm.service.app import create_app
from socialbpm.store import open_store

DEMO_RUNTIME = "demo"


def run(host: str, port: int, *, demo: bool) -> None:
    """Run the service until it is stopped; with `demo`, as the demo's people, with a token printed for each.

    Raises:
        PeopleFileError: the people file cannot be used.
    """
    settings = settings_for(host, port)
    if demo and settings.people is None:
        settings = settings.model_copy(update={"people": shipped("people.yaml")})
        asyncio.run(_print_tokens(settings))
    uvicorn.run(create_app(settings), host=host, port=port, log_level="info")


def settings_for(host: str, port: int) -> Settings:
    """Return the settings of the environment; links lead to where it listens, unless people reach it elsewhere."""
    settings = Settings()
    if "base_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"base_url": f"http://{host}:{port}"})


async def _print_tokens(settings: Settings) -> None:
    people = read(shipped("people.yaml")).directory.people()
    async with await open_store(settings.database_url, SystemClock()) as stores:
        print(f"API description: {settings.base_url}/docs. New tokens of the demo's people:")  # noqa: T201 - for whoever started it
        for person in (person for person in people if person.active):
            print(f"  {person.name:<18} {await issue('person', person.id, stores)}")  # noqa: T201
        print(f"  runtime “{DEMO_RUNTIME}”     {await issue('runtime', DEMO_RUNTIME, stores)}")  # noqa: T201
