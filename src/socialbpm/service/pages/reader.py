"""Who reads a page, and as whom; and the world for what they send with a form, which is done once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from socialbpm.actions.once import Terms
from socialbpm.actions.ports import Receipt
from socialbpm.actions.roles import ADMIN, PROCESS_OWNER
from socialbpm.actions.world import World
from socialbpm.service.auth import Caller, ThePerson
from socialbpm.service.pages.rendering import page
from socialbpm.service.sessions import csrf_of
from socialbpm.service.state import TheService
from socialbpm.service.terms import alone, hash_of
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS

ONCE = "once"
"""The field of a form that names it: sent twice, by a double click or a reload, it is carried out once."""
SEE_OTHER = 303


@dataclass(frozen=True)
class Reader:
    """Whoever reads a page.

    `csrf` is what their forms show; `zone` is where they read the clock, and `speaks` the language that they chose.
    """

    person: PersonId
    name: str
    csrf: str
    zone: str
    speaks: str | None
    now: datetime
    request: Request
    demo: bool
    provided: bool
    roles: frozenset[str] = frozenset()

    def page(self, template: str, *, status: int = 200, **given: Any) -> HTMLResponse:
        """Return a page for them."""
        given["reader"] = self
        return page(self.request, template, status=status, now=self.now, zone=self.zone, speaks=self.speaks, **given)

    @property
    def signs_out(self) -> bool:
        """Whether they came in with a browser's session, which they can end."""
        return bool(self.csrf)

    @property
    def owns(self) -> bool:
        """Whether they answer for a process."""
        return any(role.startswith(PROCESS_OWNER) for role in self.roles)

    @property
    def sees_heat(self) -> bool:
        """Whether they answer for a process, or run the service: then the heat page has something for them."""
        return ADMIN in self.roles or self.owns

    @property
    def looks(self) -> bool:
        """Whether it is for their eyes: a browser that fetches ahead says so, and nobody has seen it then."""
        return "prefetch" not in self.request.headers.get("sec-purpose", "")

    @property
    def way_out(self) -> str:
        """Where they send a form to that ends it."""
        return "/logout" if self.provided else "/demo/sign-out"

    @property
    def once(self) -> str:
        """A new name for a form."""
        return secrets.token_urlsafe(12)


async def _reader(request: Request, caller: Caller, person: ThePerson, service: TheService) -> Reader:
    cookie = service.sessions.cookie(request)
    known = service.world.directory.person(person)
    return Reader(
        person=person,
        name=service.world.directory.name(person),
        csrf="" if cookie is None else csrf_of(cookie),
        zone=(known.calendar if known else OFFICE_HOURS).zone,
        speaks=None if known is None else known.language,
        now=service.world.now(),
        request=request,
        demo=service.demo,
        provided=service.sign_in is not None,
        roles=caller.roles,
    )


TheReader = Annotated[Reader, Depends(_reader)]


async def _sent(request: Request, caller: Caller, service: TheService) -> AsyncIterator[World]:
    """Return the world for what a form asks for, which is carried out once."""
    form = await request.form()
    name = form.get(ONCE)
    if not isinstance(name, str) or not name:
        yield service.world
        return
    fields = sorted([(key, await _said(value)) for key, value in form.multi_items()])
    call = Receipt(f"form {caller.subject}", name[:200], hash_of(request, fields))
    with alone(call, service):
        yield replace(service.world, terms=Terms(call))


async def _said(value: UploadFile | str) -> str:
    """Return what a field says; of a file its name and the hash of what is in it."""
    if isinstance(value, str):
        return value
    content = await value.read()
    await value.seek(0)
    return f"{value.filename} {hashlib.sha256(content).hexdigest()}"


Sent = Annotated[World, Depends(_sent)]


def to(path: str, anchor: str = "") -> RedirectResponse:
    """Lead on to a page, which is then read anew: a reload sends nothing again."""
    return RedirectResponse(f"{path}{f'#{anchor}' if anchor else ''}", SEE_OTHER, {"Cache-Control": "no-store"})
