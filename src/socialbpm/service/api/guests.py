"""Tokens for widgets: a runtime lets a person talk about a task of theirs from its own pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.security import HTTPAuthorizationCredentials

from socialbpm.actions import guests
from socialbpm.contract.guests import IssuedWidgetToken, NewWidgetToken
from socialbpm.service.auth import BEARER, TheRuntime
from socialbpm.service.state import TheService, TheWorld

router = APIRouter(prefix="/widget-tokens", tags=["widget"])
TheKey = Annotated[HTTPAuthorizationCredentials, Depends(BEARER)]


@router.post("", status_code=201)
async def issue_widget_token(
    runtime: TheRuntime, key: TheKey, body: NewWidgetToken, service: TheService
) -> IssuedWidgetToken:
    """Let a person talk about a task of theirs from a page of yours, for some minutes; for your server, with its key.

    The token is good at that origin only, for that task only, and for what the person may do anyway. It ends with
    their access, and with the key that issued it.
    """
    let_in = await guests.let_in(body, runtime.subject, key.credentials, service.widget_origins, service.world)
    return IssuedWidgetToken(token=let_in.token, expires_at=let_in.expires_at)


@router.delete("", status_code=204)
async def end_widget_tokens(
    runtime: TheRuntime,
    world: TheWorld,
    person: Annotated[str, Query(min_length=1, max_length=200, description="Whose.")],
    task_id: Annotated[str | None, Query(min_length=1, max_length=200, description="Only those for this task.")] = None,
) -> Response:
    """End the tokens that a person has from you, at once: they have signed out of your page, say."""
    await guests.send_away(runtime.subject, person, task_id, world)
    return Response(status_code=204)
