"""Where whoever has not signed in is led to; in a demo one can be each of the people, on this machine only."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.people import Directory
from socialbpm.errors import NotFound, Refused
from socialbpm.service.oidc.login import safe_next
from socialbpm.service.pages.reader import to
from socialbpm.service.pages.rendering import page
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.state import Composed, TheService

router = APIRouter(include_in_schema=False, route_class=PageRoute)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEMO = "demo"
"""As whose a session of the demo is kept: no provider has this address."""
Next = Annotated[str, Query(alias="next", max_length=2000)]


@router.get("/sign-in")
async def show_sign_in(request: Request, service: TheService, wanted: Next = "/") -> Response:
    """Lead to the organisation's provider; or, in a demo, show whom one can be."""
    wanted = safe_next(wanted)
    if service.demo and is_here(request):
        return await _choose(request, service, wanted)
    provided = service.sign_in is not None and service.sign_in.settings.client is not None
    return page(request, "sign_in.html", people=(), wanted=wanted, provided=provided)


async def _choose(request: Request, service: Composed, wanted: str) -> Response:
    """Show the people of the demo, at the address at which the service knows itself: cookies belong to one."""
    base = urlsplit(service.world.base_url)
    if request.url.netloc != base.netloc:
        return RedirectResponse(f"{service.world.base_url}/sign-in", 303)
    people = [person for person in (await _directory(service)).people() if person.active]
    return page(request, "sign_in.html", people=people, wanted=wanted, provided=False)


async def _directory(service: Composed) -> Directory:
    """Return who is who; that is looked up at the beginning of a transaction, which may be the first of this node."""
    async with service.world.stores.read():
        return service.world.directory


@router.post("/demo/sign-in")
async def be_somebody(
    request: Request,
    service: TheService,
    person: Annotated[str, Form(max_length=200)],
    wanted: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Be somebody, in a demo.

    Raises:
        NotFound: this is no demo, or whoever asks sits elsewhere; or there is nobody of that id.
        Refused: it does not come from our own page.
    """
    known = (await _directory(service)).person(person)
    if not service.demo or not is_here(request) or known is None or not known.active:
        raise NotFound("there is no such page")
    _check_origin(request, service)
    sessions, world = service.sessions, service.world
    who = PrincipalRecord("person", person, frozenset())
    cookie = await sessions.begin(who, (DEMO, person, None), sessions.cookie(request), world.stores, world.now())
    response = to(safe_next(wanted))
    sessions.cookies.put(response, sessions.cookies.session, cookie, int(sessions.lifetime.total_seconds()))
    return response


def _check_origin(request: Request, service: Composed) -> None:
    """See that somebody chose this on our own page: another one must not choose for them whom they are."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin not in {None, service.sessions.cookies.origin} or site not in {None, "same-origin"}:
        raise Refused("this does not come from a page of ours", hint="Choose on the page itself.", code="csrf")


def is_here(request: Request) -> bool:
    """Whether somebody at this machine asks, at an address that only this machine has.

    The name that they ask for counts, too: a page elsewhere can have a name of its own that leads to this machine.
    """
    return (request.client.host if request.client else "") in LOOPBACK and request.url.hostname in LOOPBACK


@router.post("/demo/sign-out")
async def be_nobody(request: Request, service: TheService, csrf: Annotated[str, Form()] = "") -> Response:
    """Be nobody any more, in a demo; at a provider `/logout` does that."""
    sessions = service.sessions
    cookie = sessions.cookie(request)
    if cookie is not None:
        sessions.check_origin(request, cookie, csrf)
        await sessions.end(cookie, service.world.stores)
    response = to("/sign-in")
    sessions.cookies.put(response, sessions.cookies.session, "", 0)
    return response
