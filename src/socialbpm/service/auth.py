"""Who calls: one `Principal` behind every endpoint, from a bearer token now, from OIDC later."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.roles import ADMIN, PROVISIONER
from socialbpm.actions.tokens import whose
from socialbpm.errors import Refused, Unauthorized
from socialbpm.service.state import TheWorld
from socialbpm.social.audience import PersonId

Principal = PrincipalRecord
BEARER = HTTPBearer(
    auto_error=False, description="A person's token, or a runtime's key; `socialbpm token` issues both."
)


async def principal(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)], world: TheWorld
) -> Principal:
    """Return who calls.

    Raises:
        Unauthorized: no token came, nobody has it, or its person is not with us any more.
        Refused: it is a provisioner's, which is for SCIM only.
    """
    if credentials is None:
        raise Unauthorized(
            "this needs a token", hint="Send it as `Authorization: Bearer …`; `socialbpm token` issues it."
        )
    found = await whose(credentials.credentials, world.stores, world.now())
    if PROVISIONER in found.roles:
        raise Refused("this token is for SCIM only", hint="Use it at `/scim/v2`.", code="wrong_token")
    if found.kind == "person":
        known = world.directory.person(found.subject)
        if known is None or not known.active:
            raise Unauthorized("this token's person is not in the directory", hint="Add them to the directory.")
    return found


Caller = Annotated[Principal, Depends(principal)]


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
TheAdmin = Annotated[PersonId, Depends(admin)]
