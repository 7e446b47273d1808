"""Who calls: one `Principal` behind every endpoint, from a bearer token: ours, or the identity provider's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.roles import ADMIN, PROCESS_OWNER, PROVISIONER
from socialbpm.actions.tokens import is_ours, whose
from socialbpm.errors import Refused, SocialbpmError, Unauthorized
from socialbpm.service.budgets import network_of
from socialbpm.service.sessions import CSRF_HEADER, shown
from socialbpm.service.state import Composed, TheService
from socialbpm.social.audience import PersonId

Principal = PrincipalRecord
BEARER = HTTPBearer(
    auto_error=False,
    description="A person's token, a runtime's key, or an access token of the identity provider.",
)
OF_RUNTIMES = frozenset({"/v1/hooks", "/v1/deliveries"})
"""Here a good key is taken whoever else calls from that address: work does not wait for a limit."""
COOKIE = APIKeyCookie(
    name="__Host-socialbpm",
    auto_error=False,
    description=f"The session of a browser, from `/login`. Changes also need `{CSRF_HEADER}`.",
)


async def principal(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    service: TheService,
    _: Annotated[str | None, Depends(COOKIE)] = None,
) -> Principal:
    """Return who calls.

    Raises:
        Unauthorized: no token came, nobody has it, or its person is not with us any more.
        Refused: it is a provisioner's, which is for SCIM only.
        Unavailable: it is one of the identity provider, whose keys are not known.
        TooMany: they call too often; or too much came from there that proves nobody, and is not looked at any more.
    """
    address = network_of(request.client.host if request.client else None)
    if request.url.path not in OF_RUNTIMES:
        service.budgets.strangers.spend(address, take=0)
    try:
        found = await _proven(request, credentials, service)
    except Unauthorized:
        service.budgets.strangers.spend(address)
        raise
    service.budgets.spend(found, request.method)
    return found


async def _proven(
    request: Request, credentials: HTTPAuthorizationCredentials | None, service: Composed, *, visits: bool = True
) -> Principal:
    """Return who proves to call: with a session where no token came. It lasts longer for it, if this `visits`."""
    if credentials is None:
        found = await _signed_in(request, service, visits=visits)
    else:
        found = await _bearer(credentials.credentials, service)
    if PROVISIONER in found.roles:
        raise Refused("this token is for SCIM only", hint="Use it at `/scim/v2`.", code="wrong_token")
    if found.kind != "person":
        return found
    known = service.world.directory.person(found.subject)
    if known is None or not known.active:
        raise Unauthorized("this token's person is not in the directory", hint="Add them to the directory.")
    return replace(found, roles=found.roles | {f"{PROCESS_OWNER}{process}" for process in known.owns})


async def _signed_in(request: Request, service: Composed, *, visits: bool) -> Principal:
    """Return who has signed in with the browser that calls; a change must come from a page of ours."""
    cookie = service.sessions.cookie(request)
    if cookie is None or "authorization" in request.headers:
        raise Unauthorized(
            "this needs a token", hint="Send it as `Authorization: Bearer …`; `socialbpm token` issues it."
        )
    found = await service.sessions.whose(cookie, service.world.stores, service.world.now(), visits=visits)
    service.sessions.check_origin(request, cookie, await shown(request))
    return found


async def _bearer(token: str, service: Composed) -> Principal:
    """Return whose a bearer token is: one of ours, or of the identity provider."""
    if service.sign_in is not None and not is_ours(token):
        return await service.sign_in.principal(token, service.world)
    return await whose(token, service.world.stores, service.world.now())


Caller = Annotated[Principal, Depends(principal)]


Still = Callable[[], Awaitable[bool]]
"""Whether who called may still: their token is neither revoked nor over, and they are still with us."""


async def still(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)], service: TheService
) -> Still:
    """Return what a call that lasts asks again and again; it costs no budget, and keeps no session alive."""

    async def look() -> bool:
        try:
            await _proven(request, credentials, service, visits=False)
        except SocialbpmError:
            return False
        return True

    return look


async def person(caller: Caller) -> PersonId:
    """Return the person who calls.

    Raises:
        Refused: a runtime calls.
    """
    if caller.kind != "person":
        raise Refused(
            "this is for people", hint="Use the token of a person, not the key of a runtime.", code="wrong_token"
        )
    return caller.subject


async def runtime(caller: Caller) -> Principal:
    """Return the runtime that calls; its key is bound to it and touches no other's tasks.

    Raises:
        Refused: a person calls.
    """
    if caller.kind != "runtime":
        raise Refused(
            "this is for runtimes", hint="Use the key of a runtime, not a person's token.", code="wrong_token"
        )
    return caller


async def admin(caller: Caller) -> PersonId:
    """Return the administrator who calls: a person whose token has the role `admin`. It lets nobody read a discussion.

    Raises:
        Refused: somebody else calls.
    """
    if caller.kind != "person" or ADMIN not in caller.roles:
        raise Refused(
            "this is for administrators", hint="Use a token with the role `admin`: `socialbpm token`.", code="not_admin"
        )
    return caller.subject


ThePerson = Annotated[PersonId, Depends(person)]
TheRuntime = Annotated[Principal, Depends(runtime)]
TheStill = Annotated[Still, Depends(still)]
TheAdmin = Annotated[PersonId, Depends(admin)]
