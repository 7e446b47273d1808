"""`/login`, `/login/callback`, `/logout`: for browsers, not for programs, so they are not in the API's document."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from socialbpm.errors import NotFound, Unauthorized
from socialbpm.service.budgets import network_of
from socialbpm.service.oidc.login import HOME, Login, begun, failed
from socialbpm.service.sessions import CSRF_FIELD, CSRF_HEADER, Sessions
from socialbpm.service.state import Composed, TheService


async def _counted(request: Request, service: TheService) -> None:
    """Count a call of a browser that has proved nothing yet."""
    service.budgets.strangers.spend(network_of(request.client.host if request.client else None))


router = APIRouter(include_in_schema=False, dependencies=[Depends(_counted)])
SEE_OTHER = 303
MINUTES_TO_SIGN_IN = 10
NO_STORE = {"Cache-Control": "no-store"}


async def sessions(service: TheService) -> Sessions:
    """Return the sessions of the running service."""
    return service.sessions


async def login(service: TheService) -> Login:
    """Return the login of the running service.

    Raises:
        NotFound: there is none.
    """
    if service.sign_in is None or service.sign_in.settings.client is None:
        raise NotFound("this service has no login", hint="Whoever runs it sets SOCIALBPM_OIDC_CLIENT_ID.")
    callback = f"{_base(service)}/login/callback"
    return Login(service.sign_in, service.sign_in.settings.client, callback)


def _base(service: Composed) -> str:
    return service.world.base_url.rstrip("/")


TheSessions = Annotated[Sessions, Depends(sessions)]
TheLogin = Annotated[Login, Depends(login)]


@router.get("/login")
async def begin_login(
    login: TheLogin, sessions: TheSessions, service: TheService, wanted: Annotated[str, Query(alias="next")] = HOME
) -> Response:
    """Send the browser to the provider; `next` is where it comes out in the end, a path of this service."""
    url, attempt = await login.begin(wanted, service.world.now())
    response = RedirectResponse(url, SEE_OTHER, NO_STORE)
    sessions.cookies.put(response, sessions.cookies.attempt, attempt.kept(), 60 * MINUTES_TO_SIGN_IN)
    return response


@router.get("/login/callback")
async def finish_login(request: Request, login: TheLogin, sessions: TheSessions, service: TheService) -> Response:
    """Take the browser back from the provider, begin a session, and lead on."""
    world, now = service.world, service.world.now()
    attempt = begun(request.cookies.get(sessions.cookies.attempt))
    claims = await login.finish(attempt, dict(request.query_params), now)
    try:
        who = await login.sign_in.settings.mapped.principal(claims, world)
    except Unauthorized as error:
        raise failed(error.message) from error
    at_provider = claims.get("sid")
    names = (login.sign_in.provider.issuer, str(claims["sub"]), at_provider if isinstance(at_provider, str) else None)
    cookie = await sessions.begin(who, names, sessions.cookie(request), world.stores, now)
    response = RedirectResponse(_base(service) + attempt.next, SEE_OTHER, NO_STORE)
    sessions.cookies.put(response, sessions.cookies.session, cookie, int(sessions.lifetime.total_seconds()))
    sessions.cookies.put(response, sessions.cookies.attempt, "", 0)
    return response


@router.post("/logout")
async def log_out(
    request: Request,
    login: TheLogin,
    sessions: TheSessions,
    service: TheService,
    csrf: Annotated[str | None, Form(alias=CSRF_FIELD)] = None,
) -> Response:
    """End the session, here and at the provider. Like every change it shows the session's token."""
    cookie = sessions.cookie(request)
    if cookie is not None:
        sessions.check_origin(request, cookie, request.headers.get(CSRF_HEADER, csrf))
        await sessions.end(cookie, service.world.stores)
    home = f"{_base(service)}{HOME}"
    response = RedirectResponse(await login.out(home, service.world.now()), SEE_OTHER, NO_STORE)
    sessions.cookies.put(response, sessions.cookies.session, "", 0)
    return response


@router.post("/logout/back-channel")
async def end_by_provider(login: TheLogin, service: TheService, logout_token: Annotated[str, Form()]) -> Response:
    """Hear from the provider that a session of its own is over, and end ours that belong to it."""
    subject, session = await login.told_over(logout_token, service.world.now())
    issuer = login.sign_in.provider.issuer
    await service.world.stores.transact(
        lambda store: store.end_sessions_at(issuer, subject=subject, provider_session=session)
    )
    return Response(status_code=200, headers=NO_STORE)
