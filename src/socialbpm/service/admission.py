"""Few requests are worked on at once, and hooks need not wait for a turn: a runtime may be waiting in a transition.

All that a node does shares one event loop. Where thirty requests are worked on at the same time each is as slow as all
of them together, and none is done sooner for that; a hook that comes then has to wait for all of them, at each of its
own steps. So others take turns here, first come, first served, and a hook only shares the loop with the few whose turn
it is.
"""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE = 4
"""One is worked on while others wait for the database: as many as keep a node busy."""
HOOKS = "/v1/hooks"
AT_ANY_TIME = frozenset({HOOKS, "/v1/deliveries", "/health", "/ready"})
"""Hooks; what waits for news as long as it is asked to, and works little; and what asks whether the node is well."""


class Admission:
    """Lets at most `AT_ONCE` requests be worked on at once, until their answers begin: who reads slowly keeps no turn.

    Inside of `BodyLimit`: who sends slowly has no turn yet.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._turns = Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn."""
        if scope["type"] == "lifespan":
            self._turns = Semaphore(AT_ONCE)  # of the event loop that serves from now on
        if scope["type"] != "http" or scope["path"] in AT_ANY_TIME:
            await self.app(scope, receive, send)
            return
        await self._turns.acquire()
        give_back = _once(self._turns.release)

        async def begun(message: Message) -> None:
            give_back()
            await send(message)

        try:
            await self.app(scope, receive, begun)
        finally:
            give_back()


def _once(do: Callable[[], None]) -> Callable[[], None]:
    """Return what does something when it is first called, and nothing later."""
    left = [do]
    return lambda: left.pop()() if left else None
