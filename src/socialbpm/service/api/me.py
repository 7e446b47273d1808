"""Who am I, and what I say of myself."""

from __future__ import annotations

from fastapi import APIRouter, Request

from socialbpm.actions import preferences
from socialbpm.contract.preferences import ChangePreferences, PreferencesView
from socialbpm.contract.profiles import Me
from socialbpm.service.auth import Caller, ThePerson
from socialbpm.service.sessions import csrf_of
from socialbpm.service.state import TheService, TheWorld
from socialbpm.service.terms import Once, SeenVersions

router = APIRouter(tags=["me"])


@router.get("/me")
async def get_me(caller: Caller, request: Request, service: TheService) -> Me:
    """Say whose token this is, or who has signed in with this browser: then `csrf` goes with each change."""
    name = service.world.directory.name(caller.subject) if caller.kind == "person" else caller.subject
    cookie = None if "authorization" in request.headers else service.sessions.cookie(request)
    csrf = None if cookie is None else csrf_of(cookie)
    return Me(kind=caller.kind, id=caller.subject, name=name, roles=tuple(sorted(caller.roles)), csrf=csrf)


@router.get("/me/preferences")
async def get_preferences(person: ThePerson, world: TheWorld) -> PreferencesView:
    """Read what you say of yourself: when, by whom and about what you want to be asked."""
    return await preferences.own(person, world)


@router.patch("/me/preferences")
async def change_preferences(
    body: ChangePreferences, person: ThePerson, world: Once, seen: SeenVersions
) -> PreferencesView:
    """Say something of yourself otherwise; what you do not name stays, and null takes back what you said."""
    await preferences.change(person, body, seen, world)
    return await preferences.own(person, world)


@router.post("/me/preferences/undo")
async def undo_preferences(person: ThePerson, world: Once, seen: SeenVersions) -> PreferencesView:
    """Put it back to what it was before the last change; once more, and the change is there again."""
    await preferences.undo(person, seen, world)
    return await preferences.own(person, world)
