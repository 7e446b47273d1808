"""Keys: which there are, a new one for a runtime, and the end of one. For administrators."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from socialbpm.actions.credentials import KeyRecord, PrincipalRecord
from socialbpm.actions.tokens import issue_key, revoke
from socialbpm.contract.durations import elapsed
from socialbpm.contract.keys import IssuedKey, KeyPage, KeyView, NewKey
from socialbpm.service.auth import TheAdmin
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/keys", tags=["keys"])
LARGEST_PAGE = 100


@router.get("")
async def list_keys(
    _: TheAdmin,
    world: TheWorld,
    kind: Annotated[
        Literal["person", "runtime"] | None, Query(description="Only those of people, or of runtimes.")
    ] = None,
    subject: Annotated[str | None, Query(max_length=200, description="Only those of this person or runtime.")] = None,
    cursor: Annotated[str | None, Query(max_length=200, description="The `cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
) -> KeyPage:
    """List the keys of runtimes and the tokens of people that are valid now, without the secrets."""
    async with world.stores.read() as store:
        found = await store.keys(kind, subject, cursor, limit + 1)
    shown = found[:limit]
    return KeyPage(items=tuple(map(key_view, shown)), cursor=shown[-1].id if len(found) > limit else None)


@router.post("", status_code=201)
async def issue_runtime_key(_: TheAdmin, body: NewKey, world: TheWorld) -> IssuedKey:
    """Issue a key for a runtime; with `others_end_in`, in place of those it has, which go on for so long.

    Tokens of people are not issued here: whoever could would read what is theirs. They sign in, or whoever runs the
    service issues one with `socialbpm token`.
    """
    now = world.now()
    issued = await issue_key(
        PrincipalRecord("runtime", body.runtime),
        world.stores,
        expires_at=None if body.expires_in is None else now + elapsed(body.expires_in),
        others_end=None if body.others_end_in is None else now + elapsed(body.others_end_in),
    )
    return IssuedKey(token=issued.token, key=key_view(issued.key))


@router.delete("/{key}", status_code=204)
async def revoke_key(_: TheAdmin, key: str, world: TheWorld) -> Response:
    """End a key or token at once, on all nodes."""
    await revoke(key, world.stores)
    return Response(status_code=204)


def key_view(key: KeyRecord) -> KeyView:
    """Return a key as it may be shown."""
    return KeyView(
        id=key.id,
        kind=key.principal.kind,
        subject=key.principal.subject,
        roles=tuple(sorted(key.principal.roles)),
        created_at=key.created_at,
        expires_at=key.expires_at,
        used_at=key.used_at,
    )
