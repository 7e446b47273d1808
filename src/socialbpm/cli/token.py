"""`socialbpm token`: a credential for a person or a runtime, the list of them, and the end of one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from socialbpm.actions.credentials import KeyRecord, Kind, PrincipalRecord
from socialbpm.actions.roles import checked
from socialbpm.actions.tokens import issue_key, revoke
from socialbpm.clock import SystemClock
from socialbpm.config import from_environment
from socialbpm.contract.durations import elapsed
from socialbpm.errors import Invalid
from socialbpm.store import SqlStores, open_store

T = TypeVar("T")


def issue_token(
    person: str | None,
    runtime: str | None,
    roles: frozenset[str] = frozenset(),
    expires: str | None = None,
    others_end: str | None = None,
) -> str:
    """Issue a token in the database that the settings name.

    Raises:
        Invalid: neither or both of a person and a runtime were named, or a role or a time is none.
    """
    principal = _named(person, runtime, roles)
    lasts, overlap = _time(expires), _time(others_end)

    async def work(stores: SqlStores) -> str:
        now = SystemClock().now()
        issued = await issue_key(principal, stores, expires_at=_after(now, lasts), others_end=_after(now, overlap))
        return issued.token

    return _in_database(work)


def _named(person: str | None, runtime: str | None, roles: frozenset[str]) -> PrincipalRecord:
    if person is not None and runtime is None:
        return PrincipalRecord("person", person, frozenset(checked(role) for role in roles))
    if person is not None or runtime is None:
        msg = "a token is for one person or for one runtime"
        raise Invalid(msg, hint="Say --person ID or --runtime ID.", code="token_for_whom")
    if roles:
        raise Invalid("only people have roles", hint="Say --person ID, or no --role.", code="token_for_whom")
    return PrincipalRecord("runtime", runtime)


def _time(text: str | None) -> timedelta | None:
    try:
        return None if text is None else elapsed(text)
    except ValueError as error:
        raise Invalid(str(error), hint="Write PT1H for an hour, P90D for ninety days.", code="not_a_time") from None


def _after(now: datetime, time: timedelta | None) -> datetime | None:
    return None if time is None else now + time


def list_tokens(person: str | None, runtime: str | None) -> str:
    """Return a line for each valid token or key, of one person or runtime if one is named."""
    kind: Kind | None = "person" if person is not None else "runtime" if runtime is not None else None

    async def work(stores: SqlStores) -> str:
        async with stores.read() as store:
            return "\n".join(_line(key) for key in await store.keys(kind, person if person is not None else runtime))

    return _in_database(work)


def _line(key: KeyRecord) -> str:
    moments = (("expires", key.expires_at), ("last used", key.used_at))
    told = [f"{what} {at:%Y-%m-%d %H:%M}Z" for what, at in moments if at is not None]
    roles = sorted(key.principal.roles)
    return "  ".join([key.id, key.principal.kind, key.principal.subject, *roles, *told])


def revoke_token(key: str) -> str:
    """End the token or key with this id, and say so.

    Raises:
        NotFound: there is none that is valid.
    """
    _in_database(lambda stores: revoke(key, stores))
    return f"{key} is revoked"


def forget_logins(person: str) -> str:
    """Let a person have no login of a provider any more, and say how many they had; their sessions end with it."""

    async def work(stores: SqlStores) -> int:
        async with stores.write() as store:
            await store.end_sessions_of(person)
            return await store.forget_logins(person)

    return f"{_in_database(work)} forgotten; the next login that is named for {person} is theirs"


def _in_database(work: Callable[[SqlStores], Awaitable[T]]) -> T:
    async def run() -> T:
        async with await open_store(from_environment().database_url, SystemClock()) as stores:
            return await work(stores)

    return asyncio.run(run())
