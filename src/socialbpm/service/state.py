"""What endpoints get from the composed service."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from socialbpm.actions.world import World
from socialbpm.jobs.guard import Guard
from socialbpm.jobs.letters import Postman
from socialbpm.jobs.ranking import WarmRanking
from socialbpm.service.budgets import Budgets
from socialbpm.service.cursors import Cursors
from socialbpm.service.oidc.sign_in import SignIn
from socialbpm.service.sessions import Sessions
from socialbpm.service.workshop import Workshop
from socialbpm.social.audience import PersonId
from socialbpm.store import SqlStores


@dataclass(frozen=True)
class Composed:
    """The parts of a running service.

    `in_flight`: the keyed calls that this node is carrying out; `streams`: how many it has open for each person.
    `widget_origins`: on whose pages the widget may be. `demo`: whoever sits at this machine may be any of the people;
    `workshop`: the engine behind it.
    """

    world: World
    stores: SqlStores
    cursors: Cursors
    postman: Postman
    sessions: Sessions
    budgets: Budgets
    ranking: WarmRanking
    sign_in: SignIn | None = None
    in_flight: set[tuple[str, str]] = field(default_factory=set)
    streams: Counter[PersonId] = field(default_factory=Counter)
    streams_per_person: int = 8
    widget_origins: frozenset[str] = frozenset()
    demo: bool = False
    workshop: Workshop | None = None

    @property
    def guard(self) -> Guard:
        """Where the service may call."""
        return self.postman.outgoing.guard


async def composed(request: Request) -> Composed:
    """Return the parts of the running service. It waits for nothing; but what is not `async` costs a thread's time."""
    found = request.app.state.composed
    if not isinstance(found, Composed):
        msg = "the app was not started: its lifespan composes it"
        raise TypeError(msg)
    return found


TheService = Annotated[Composed, Depends(composed)]


async def world(service: TheService) -> World:
    """Return what the actions work on."""
    return service.world


TheWorld = Annotated[World, Depends(world)]
