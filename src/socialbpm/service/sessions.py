"""Browsers in which somebody has signed in: a cookie that says nothing, and what is kept under its hash.

The cookie is sent along by whatever page makes the browser call us. So whoever changes something with it also shows the
session's token, which only our own pages can read, and must call from one of them.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from urllib.parse import urlsplit

from fastapi import Request, Response

from socialbpm.actions.credentials import PrincipalRecord, SessionRecord
from socialbpm.actions.ports import Stores
from socialbpm.config import Settings
from socialbpm.contract.durations import elapsed
from socialbpm.errors import Refused, Unauthorized

BYTES = 32
VISIT_IS_KEPT = timedelta(minutes=1)
"""How exactly it is known when a session was last used."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def csrf_of(cookie: str) -> str:
    """Return the token that goes with a session: made of its cookie, which nobody can find from it."""
    return hashlib.sha256(b"csrf " + cookie.encode()).hexdigest()


async def shown(request: Request) -> str | None:
    """Return the session's token that a change shows: in a header, or in the field of a form that needs no scripts."""
    header = request.headers.get(CSRF_HEADER)
    if header is not None or not request.headers.get("content-type", "").startswith(FORMS):
        return header
    field = (await request.form()).get(CSRF_FIELD)
    return field if isinstance(field, str) else None


def _hash_of(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


@dataclass(frozen=True)
class Cookies:
    """The cookies of a service at an origin: over https only this host can set them, and nobody reads them."""

    origin: str
    secure: bool

    @classmethod
    def at(cls, base_url: str) -> Cookies:
        """Return those of the service at an address."""
        parsed = urlsplit(base_url)
        return cls(f"{parsed.scheme}://{parsed.netloc}".lower(), parsed.scheme == "https")

    @property
    def session(self) -> str:
        """The name of the one that a session has."""
        return "__Host-socialbpm" if self.secure else "socialbpm"

    @property
    def attempt(self) -> str:
        """The name of the one that a login has while it is under way."""
        return f"{self.session}-login"

    def put(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Have the browser keep a cookie, for so long; not at all where that is 0."""
        response.set_cookie(name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax")


@dataclass(frozen=True)
class Sessions:
    """The sessions of a service."""

    cookies: Cookies
    idle: timedelta
    lifetime: timedelta

    @classmethod
    def of(cls, settings: Settings) -> Sessions:
        """Return them as the settings want them."""
        return cls(Cookies.at(settings.base_url), elapsed(settings.session_idle), elapsed(settings.session_lifetime))

    def cookie(self, request: Request) -> str | None:
        """Return the session's cookie, if one came along."""
        return request.cookies.get(self.cookies.session)

    async def begin(
        self, who: PrincipalRecord, login: tuple[str, str, str | None], old: str | None, stores: Stores, now: datetime
    ) -> str:
        """Begin a session and return its cookie. It is always a new one: what the browser had before ends.

        Args:
            who: who has signed in.
            login: issuer, subject and session of the provider.
            old: the cookie that came along, if one did.
            stores: where it is kept.
            now: the present moment.
        """
        cookie = secrets.token_urlsafe(BYTES)
        session = SessionRecord(who.subject, *login, roles=who.roles, used_at=now, expires_at=now + self.lifetime)
        if old is not None:
            await self.end(old, stores)
        await stores.transact(lambda store: store.save_session(_hash_of(cookie), session))
        return cookie

    async def whose(self, cookie: str, stores: Stores, now: datetime, *, visits: bool = True) -> PrincipalRecord:
        """Return who has signed in where this cookie is; that the session is used is kept, to a minute, if it `visits`.

        Raises:
            Unauthorized: nobody, or not any more.
        """
        name = _hash_of(cookie)
        async with stores.read() as store:
            found = await store.session(name)
        if found is None or now - found.used_at >= self.idle:
            raise Unauthorized("this session is over", hint="Sign in again: /login.")
        if visits and now - found.used_at >= VISIT_IS_KEPT:
            await stores.transact(lambda store: store.note_visit(name, now))
        return PrincipalRecord("person", found.person, found.roles)

    async def end(self, cookie: str, stores: Stores) -> None:
        """End a session."""
        await stores.transact(lambda store: store.end_session(_hash_of(cookie)))

    def check_origin(self, request: Request, cookie: str, shown: str | None) -> None:
        """See that a change comes from a page of ours.

        Raises:
            Refused: it does not, or does not show the session's token.
        """
        if request.method in SAFE:
            return
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        ours = origin in {None, self.cookies.origin} and site in {None, "same-origin"}
        if not ours or not compare_digest((shown or "").encode(), csrf_of(cookie).encode()):
            hint = f"Send the session's token, `csrf` of /v1/me, in `{CSRF_HEADER}`, from a page of this service."
            raise Refused("this does not come from a page of ours", hint=hint, code="csrf")
