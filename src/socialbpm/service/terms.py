"""On what terms a change is asked for: once, however often it is sent, and only of what the caller has seen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Header, Request

from socialbpm.actions.once import Terms, in_flight
from socialbpm.actions.ports import Receipt
from socialbpm.actions.versions import ANY, unless_moved_on
from socialbpm.actions.world import World
from socialbpm.service.auth import Caller, Principal, ThePerson
from socialbpm.service.preferring import Brief
from socialbpm.service.state import Composed, TheService

LONGEST_KEY = 200
TAG = r'(W/)?"([!#-~]*)"'
"""An ETag: whether it is weak, and the version that it names."""
TAGS = rf"^(\*|{TAG}( *, *{TAG})*)$"

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        pattern="^[!-~]+$",
        examples=["3f0c9c1e-accept"],
        description="Names this call among yours. Sent again with the same key it happens once, and is answered anew.",
    ),
]
Match = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1000,
        pattern=TAGS,
        examples=['"8kYHPJtWqM0c"'],
        description="The ETag of the discussion as you saw it; refused with `moved_on` if it looks different by now.",
    ),
]

OwnMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1000,
        pattern=TAGS,
        examples=['"8kYHPJtWqM0c"'],
        description="The ETag of what you read; refused with `moved_on` if it looks different by now.",
    ),
]


async def _once(request: Request, caller: Caller, service: TheService, key: Key = None) -> AsyncIterator[World]:
    """Return the world for a call that is to be carried out once."""
    if key is None:
        yield service.world
        return
    call = await _receipt(caller, key.strip('"'), request)
    with alone(call, service):
        yield replace(service.world, terms=Terms(call))


async def _receipt(caller: Principal, key: str, request: Request) -> Receipt:
    return Receipt(f"call {caller.kind} {caller.subject}", key, hash_of(request, _said(await request.body())))


def _said(body: bytes) -> str:
    """Return what a body says, however it is written."""
    try:
        return json.dumps(json.loads(body), sort_keys=True) if body else ""
    except (ValueError, RecursionError):
        return hashlib.sha256(body).hexdigest()


def hash_of(request: Request, said: Any) -> str:
    """Return what two calls have in common that are the same: where they go, and what they say."""
    call = (request.method, request.url.path, request.url.query, said)
    return hashlib.sha256(json.dumps(call).encode()).hexdigest()


@contextmanager
def alone(call: Receipt, service: Composed) -> Iterator[None]:
    """Refuse a call that this node is carrying out already; other nodes are kept away by the database.

    Raises:
        Conflict: it is.
    """
    name = (call.scope, call.key)
    if name in service.in_flight:
        raise in_flight()
    service.in_flight.add(name)
    try:
        yield
    finally:
        service.in_flight.discard(name)


Once = Annotated[World, Depends(_once)]
"""For what changes something: a call with a key is carried out once."""


async def _once_as_seen(world: Once, person: ThePerson, brief: Brief, match: Match = None) -> World:
    """Return the world for a change of a discussion that is to look as it did when its reader saw it."""
    terms = replace(world.terms, brief=brief)
    if match is not None:
        terms = replace(terms, check=unless_moved_on(person, _tags(match), world))
    return replace(world, terms=terms)


def _tags(match: str) -> set[str]:
    """Return the versions that a header names; weak ones, which never match here, are left out."""
    return {ANY} if match == ANY else {tag for weak, tag in re.findall(TAG, match) if not weak}


async def _seen(match: OwnMatch = None) -> frozenset[str] | None:
    return None if match is None else frozenset(_tags(match))


SeenVersions = Annotated[frozenset[str] | None, Depends(_seen)]
"""The versions that a header names, of what nobody but the caller sees; None without one."""

OnceAsSeen = Annotated[World, Depends(_once_as_seen)]
"""For what changes a discussion: once, and unless it moved on."""
