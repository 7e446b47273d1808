"""The REST API: one module of endpoints for each noun."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.service.api import (
    asks,
    deliveries,
    discussions,
    ends,
    health,
    holds,
    hooks,
    listings,
    me,
    members,
    offers,
    people,
    posts,
    rings,
    tasks,
)
from socialbpm.service.problems import documented

NOUNS = (hooks, deliveries, discussions, posts, asks, rings, ends, members, listings, offers, tasks, me, people, holds)


def router() -> APIRouter:
    """Return all endpoints."""
    everything = APIRouter()
    for noun in NOUNS:
        everything.include_router(noun.router, prefix="/v1", responses=documented())
    everything.include_router(health.router)
    return everything
