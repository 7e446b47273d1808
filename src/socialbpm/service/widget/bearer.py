"""Who calls from somebody else's page: a person, about one task, with a token that is good for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from socialbpm.actions import guests
from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.open import no_such_task
from socialbpm.errors import SocialbpmError, Unauthorized
from socialbpm.service.auth import Still
from socialbpm.service.budgets import network_of
from socialbpm.service.pages.words import language_of
from socialbpm.service.state import Composed, TheService
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey

BEARER = HTTPBearer(auto_error=False)
TheToken = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


@dataclass(frozen=True)
class Guest:
    """Whoever calls, about which task, in which language, and until when."""

    person: PersonId
    task: TaskKey
    language: str
    until: datetime


async def guest(
    request: Request, token: TheToken, service: TheService, task: Annotated[str, Query(max_length=200)]
) -> Guest:
    """Return who calls.

    Raises:
        Unauthorized: no token came, nobody has it, it is another page's, or its person is not with us any more.
        NotFound: it is for another task; whether there is that one makes no difference.
        TooMany: they call too often; or too much came from there that proves nobody.
    """
    address = network_of(request.client.host if request.client else None)
    service.budgets.strangers.spend(address, take=0)
    try:
        found = await _proven(request, token, service)
    except Unauthorized:
        service.budgets.strangers.spend(address)
        raise
    service.budgets.spend(PrincipalRecord("person", found.person), request.method)
    if found.task.task_id != task:
        raise no_such_task()
    return found


async def _proven(request: Request, token: HTTPAuthorizationCredentials | None, service: Composed) -> Guest:
    if token is None:
        raise Unauthorized("this needs a token", hint="The page's server gets one: docs/widget.md.")
    found = await guests.whose(token.credentials, service.world.stores)
    if request.headers.get("origin") != found.origin or found.origin not in service.widget_origins:
        raise Unauthorized("this token is for the pages of another origin", hint="Ask for one for this origin.")
    known = service.world.directory.person(found.person)
    if known is None or not known.active:
        raise Unauthorized("this token's person is not in the directory", hint="Add them to the directory.")
    return Guest(found.person, found.task, language_of(request), found.expires_at)


TheGuest = Annotated[Guest, Depends(guest)]


async def still(request: Request, token: TheToken, service: TheService) -> Still:
    """Return what a stream asks again and again."""

    async def look() -> bool:
        try:
            await _proven(request, token, service)
        except SocialbpmError:
            return False
        return True

    return look


TheStill = Annotated[Still, Depends(still)]
