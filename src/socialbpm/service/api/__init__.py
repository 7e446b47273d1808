"""The REST API: one module of endpoints for each noun."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.routing import APIRoute

from socialbpm.service.api import (
    asks,
    attachments,
    callbacks,
    communities,
    deliveries,
    discussions,
    ends,
    experience,
    guests,
    health,
    holds,
    hooks,
    keys,
    letters,
    listings,
    looks,
    mail,
    me,
    members,
    offers,
    people,
    places,
    posts,
    problems,
    processes,
    rings,
    streams,
    subscriptions,
    tasks,
)
from socialbpm.service.problems import documented

OF_PEOPLE = (
    discussions,
    places,
    posts,
    attachments,
    looks,
    asks,
    rings,
    ends,
    members,
    listings,
    offers,
    tasks,
    experience,
    communities,
    streams,
    me,
    mail,
)
NOUNS = (hooks, deliveries, *OF_PEOPLE, people, holds, processes, keys, guests, callbacks, letters, subscriptions)


def router(name: Callable[[APIRoute], str]) -> APIRouter:
    """Return all endpoints; `name` gives the id of each in the OpenAPI document."""
    everything = APIRouter(generate_unique_id_function=name)
    for noun in NOUNS:
        everything.include_router(noun.router, prefix="/v1", responses=documented())
    everything.include_router(health.router)
    everything.include_router(problems.router, responses=documented())
    return everything
