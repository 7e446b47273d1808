"""The composition root: settings in, a FastAPI application out."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from socialbpm import __version__
from socialbpm.actions.experts import Experts, NoExperts
from socialbpm.actions.people import Directory
from socialbpm.actions.world import World
from socialbpm.clock import Clock, SystemClock
from socialbpm.config import Settings
from socialbpm.contract.element import Ring
from socialbpm.directory.ladders_file import read as read_ladders
from socialbpm.directory.live import LiveDirectory
from socialbpm.directory.people_file import read as read_people
from socialbpm.directory.seeded_history import SeededHistory, Seeds
from socialbpm.jobs import sweep, tidy
from socialbpm.jobs.guard import guard_of
from socialbpm.jobs.letters import Postman
from socialbpm.jobs.outgoing import Outgoing
from socialbpm.jobs.ranking import WarmRanking
from socialbpm.service import login, pages, telemetry, webhooks, widget
from socialbpm.service.access import AccessLog
from socialbpm.service.admission import Admission
from socialbpm.service.api import router
from socialbpm.service.budgets import Budgets
from socialbpm.service.cursors import Cursors
from socialbpm.service.embedding import likeness_by
from socialbpm.service.etags import Etags
from socialbpm.service.limits import BodyLimit, uploads
from socialbpm.service.mail import PostOffice
from socialbpm.service.mail import read as read_mail
from socialbpm.service.modeler import files as modeler
from socialbpm.service.oidc.sign_in import SignInSettings, opened
from socialbpm.service.oidc.sign_in import read as read_sign_in
from socialbpm.service.openapi import describing
from socialbpm.service.people import SCIM, Refreshing
from socialbpm.service.problems import install
from socialbpm.service.sessions import Sessions
from socialbpm.service.state import Composed
from socialbpm.service.stopping import telling_to_stop
from socialbpm.service.workshop import Workshop
from socialbpm.store import SqlStores, open_store
from socialbpm.store.ids import uuid7

WARM_WITHIN = 2.0
"""Seconds that a start waits for the ranking of people: with little evidence it is there from the first call."""
DESCRIPTION = "Help for whoever is stuck in a task: colleagues first, then a community, and the answer goes back."


@dataclass(frozen=True)
class People:
    """Who is known: the directory, and what they did before the service was there; `scim`: others are provisioned."""

    directory: Directory | None
    seeds: Seeds
    scim: bool = False


@dataclass(frozen=True)
class House:
    """What a service is composed of, before its database is open."""

    settings: Settings
    clock: Clock
    people: People
    ladders: Mapping[str, tuple[Ring, ...]]
    sign_in: SignInSettings | None = None
    live: LiveDirectory = field(default_factory=LiveDirectory)
    sends: bool = True
    demo: bool = False
    workshop: Workshop | None = None
    mail: PostOffice | None = None

    def world(self, stores: SqlStores, experts: Experts | None = None) -> World:
        """Return what the actions work on; who is who is looked up anew in each transaction from now on."""
        Refreshing(self.live, self.people.directory, scim=self.people.scim).watch(stores)
        return World(
            stores=stores,
            directory=self.live,
            now=self.clock.now,
            new_id=lambda: uuid7(self.clock.now()),
            base_url=self.settings.base_url,
            ladders=self.ladders,
            lifetime=self.settings.lifetime,
            retention=self.settings.keeping,
            fresh=self.settings.freshness,
            files=self.settings.files,
            likeness=likeness_by(self.settings.experience_likeness),
            mail=None if self.mail is None else self.mail.terms,
            history=lambda store: SeededHistory(store, self.people.seeds),
            experts=experts or NoExperts(),
        )


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    directory: Directory | None = None,
    seeds: Seeds | None = None,
    sends: bool = True,
    demo: bool = False,
    workshop: Workshop | None = None,
) -> FastAPI:
    """Compose the service. It opens its database and starts its sweep when the server starts it, and ends both.

    Args:
        settings: from the environment, or made by hand.
        clock: tells the time; a frozen one in tests and the demo.
        directory: who is known, instead of `settings.people`.
        seeds: what they did before, instead of what `settings.people` says.
        sends: whether it sends letters by itself, as soon as there are some.
        demo: whether whoever sits at this machine may be any of the people, without a password.
        workshop: the workflow engine of a demo, whose tasks a page shows.
    """
    people = _people(settings) if directory is None else People(directory, seeds or Seeds())
    house = replace(_house(settings, people, clock, sends=sends), demo=demo, workshop=workshop)
    app = FastAPI(
        title="socialbpm",
        version=__version__,
        description=DESCRIPTION,
        lifespan=partial(_lifespan, house=house),
        generate_unique_id_function=_name,
        separate_input_output_schemas=False,
        telemetry=telemetry.CONFIG,
    )
    app.add_middleware(Etags)
    app.add_middleware(Admission)
    app.add_middleware(BodyLimit, largest=settings.largest_body, uploads=uploads(settings), refuse=pages.refuse)
    widget.install(app, settings.widget_sites)
    app.add_middleware(AccessLog)
    install(app)
    app.router.routes += _endpoints()
    pages.install(app)
    app.mount(modeler.PATH, modeler.pages())
    if people.scim:
        app.mount(SCIM, _provisioning(settings))
    app.webhooks.include_router(webhooks.router)
    app.openapi = describing(app)  # type: ignore[method-assign]  # as FastAPI says that it is extended
    return app


def _provisioning(settings: Settings) -> Any:
    """Return what serves SCIM. Its models take a quarter of the time to load, so only who needs them waits for them."""
    from socialbpm.service.scim import ScimApplication
    from socialbpm.store.scim_schema import provider

    return ScimApplication(provider(), settings.base_url, settings.scim_person_id)


@cache
def _endpoints() -> Sequence[BaseRoute]:
    """Return what each service of this process answers; composing it takes longer than all else a service needs."""
    everything = router(_name)
    for others in (login.router, modeler.router, *pages.routers(), *widget.routers()):
        everything.include_router(others)
    return tuple(everything.routes)


def _house(settings: Settings, people: People, clock: Clock | None, *, sends: bool = True) -> House:
    return House(
        settings,
        clock or SystemClock(),
        people,
        _ladders(settings),
        read_sign_in(settings),
        sends=sends,
        mail=read_mail(settings),
    )


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncIterator[World]:
    """Open the world that a service of these settings works on, without one: for the command line."""
    house = _house(settings, _people(settings), None)
    async with await open_store(settings.database_url, house.clock) as stores:
        yield house.world(stores)


@asynccontextmanager
async def at_work_with_experts(settings: Settings) -> AsyncIterator[World]:
    """Open the same world with a ranking of people, which is made first."""
    house = _house(settings, _people(settings), None)
    async with await open_store(settings.database_url, house.clock, migrating=False) as stores:
        ranking = WarmRanking(stores, house.clock.now, house.live)
        await ranking.make()
        yield house.world(stores, ranking)


def _name(route: APIRoute) -> str:
    return route.name


def _people(settings: Settings) -> People:
    if settings.people is None or settings.directory == "scim":
        return People(None, Seeds(), settings.provisioned)
    found = read_people(settings.people)
    return People(found.directory, found.seeds, settings.provisioned)


def _ladders(settings: Settings) -> Mapping[str, tuple[Ring, ...]]:
    return {} if settings.ladders is None else read_ladders(settings.ladders)


@asynccontextmanager
async def _lifespan(app: FastAPI, *, house: House) -> AsyncIterator[None]:
    settings = house.settings
    telemetry.keep_people_out()
    async with (
        opened(house.sign_in) as sign_in,
        await open_store(settings.database_url, house.clock, migrating=settings.migrate) as stores,
        stores.listening(),
        telling_to_stop(stores.bus.close),
    ):
        ranking = WarmRanking(stores, house.clock.now, house.live)
        world = house.world(stores, ranking)
        postman = Postman(world, Outgoing(guard_of(settings.outgoing_allowed), settings.outgoing_timeout), stores.bus)
        postman.mailing = None if house.mail is None else house.mail.mailing
        app.state.composed = Composed(
            world,
            stores,
            Cursors(_cursor_key(settings)),
            postman,
            Sessions.of(settings),
            Budgets.of(settings),
            ranking,
            sign_in,
            streams_per_person=settings.streams_per_person,
            widget_origins=settings.widget_sites,
            demo=house.demo,
            workshop=house.workshop,
        )
        working = [
            asyncio.create_task(sweep.run(world, settings.sweep_interval)),
            asyncio.create_task(tidy.run(world, settings.memory)),
            asyncio.create_task(ranking.run()),
        ]
        await ranking.warm_within(WARM_WITHIN)
        if house.sends:
            working += map(asyncio.create_task, (postman.run(settings.sweep_interval), postman.forget()))
        try:
            yield
        finally:
            await _end(working)


async def _end(working: Sequence[asyncio.Task[None]]) -> None:
    for task in working:
        task.cancel()
    for task in working:
        with suppress(asyncio.CancelledError):
            await task


def _cursor_key(settings: Settings) -> bytes:
    return settings.cursor_key.get_secret_value().encode() if settings.cursor_key else secrets.token_bytes(32)
