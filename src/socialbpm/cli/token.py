"""`socialbpm token`: a credential for a person or a runtime."""

from __future__ import annotations

import asyncio

from socialbpm.actions.tokens import Role, issue
from socialbpm.clock import SystemClock
from socialbpm.config import from_environment
from socialbpm.errors import Invalid
from socialbpm.store import open_store


def issue_token(person: str | None, runtime: str | None, roles: frozenset[Role] = frozenset()) -> str:
    """Issue a token in the database that the settings name.

    Raises:
        Invalid: neither or both of a person and a runtime were named.
    """
    if (person is None) == (runtime is None):
        msg = "a token is for one person or for one runtime"
        raise Invalid(msg, hint="Say --person ID or --runtime ID.", code="token_for_whom")
    if roles and person is None:
        raise Invalid("only people have roles", hint="Say --person ID, or no --role.", code="token_for_whom")
    return asyncio.run(_issue(person, runtime, roles))


async def _issue(person: str | None, runtime: str | None, roles: frozenset[Role]) -> str:
    async with await open_store(from_environment().database_url, SystemClock()) as stores:
        if person is not None:
            return await issue("person", person, stores, roles=frozenset(roles))
        return await issue("runtime", str(runtime), stores)
