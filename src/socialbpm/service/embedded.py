"""The whole service inside another program, without a port: for the demo, tests and notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Self

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal

from socialbpm.actions import letters
from socialbpm.actions.people import Directory
from socialbpm.actions.roles import PROVISIONER
from socialbpm.actions.tokens import issue
from socialbpm.client import Client, calls
from socialbpm.clock import Clock
from socialbpm.config import Settings
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.contract.hooks import Hook, HookResult
from socialbpm.directory.seeded_history import Seeds
from socialbpm.jobs import sweep
from socialbpm.service.app import create_app
from socialbpm.service.people import SCIM
from socialbpm.service.state import Composed

BASE = "http://socialbpm.embedded"
SELDOM = 3600.0


class Bridge(httpx2.BaseTransport):
    """Carries the requests of a synchronous client to an application that runs in another thread."""

    def __init__(self, transport: httpx2.ASGITransport, portal: BlockingPortal) -> None:
        self.transport = transport
        self.portal = portal

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and wait for the whole answer."""
        request.read()
        return self.portal.call(self._handle, request)

    async def _handle(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self.transport.handle_async_request(request)
        body = await answer.aread()
        return httpx2.Response(answer.status_code, headers=answer.headers, content=body, request=request)


class EmbeddedTransport:
    """How a runtime in the same program hands over its hooks and fetches its deliveries."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Hand over hooks, one after the other; a repeated one does nothing.

        Raises:
            TransportError: the service refused one.
        """
        return [self._client.send(calls.receive_hook(hook)) for hook in hooks]

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Return the deliveries of a case after a cursor, waiting up to `wait` seconds for one.

        Raises:
            TransportError: the service refused.
        """
        return self._client.send(calls.list_deliveries(case=case_id, after=after or "", wait=wait))


class EmbeddedService:
    """The service, running as long as the `with` block does.

    Deadlines are worked off when a person or runtime touches what is due, and by `sweep()`; letters leave by
    `send_letters()`. With a clock of your own nothing happens behind your back.

    Args:
        settings: a database in memory by default.
        clock: tells the time, e.g. a `FrozenClock`.
        directory: who is known, instead of `settings.people`.
        seeds: what they did before.
        demo: whether whoever is on this machine may be any of them.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: Clock | None = None,
        directory: Directory | None = None,
        seeds: Seeds | None = None,
        demo: bool = False,
    ) -> None:
        self.settings = settings or Settings(database_url="sqlite://", sweep_interval=SELDOM)
        self.app = create_app(
            self.settings, clock=clock, directory=directory, seeds=seeds, sends=clock is None, demo=demo
        )
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as begun:  # a start that fails leaves no thread behind, or the program would never end
            self._portal = begun.enter_context(start_blocking_portal())
            running = self._portal.wrap_async_context_manager(self.app.router.lifespan_context(self.app))
            begun.enter_context(running)
            self._stack = begun.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def _composed(self) -> Composed:
        found: Composed = self.app.state.composed
        return found

    def http(self, token: str | None = None) -> httpx2.Client:
        """Return a client that calls as whoever has `token`: `.get("/v1/me")`, `.post(path, json=…)`."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx2.Client(transport=self.bridge(), base_url=BASE, headers=headers)

    def bridge(self) -> Bridge:
        """Return what carries requests to the service, for a client of your own."""
        return Bridge(httpx2.ASGITransport(app=self.app), self._portal)

    def person(self, person: str) -> httpx2.Client:
        """Return a client that calls as this person."""
        return self.http(self.token_for(person))

    def token_for(self, person: str, *roles: str) -> str:
        """Issue a token for a person; `roles`: what else they may with it, such as `admin`."""
        issuing = partial(issue, "person", person, self._composed.stores, roles=frozenset(roles))
        return self._portal.call(issuing)

    def key_for(self, runtime: str) -> str:
        """Issue a key for a runtime."""
        return self._portal.call(issue, "runtime", runtime, self._composed.stores)

    def provisioner(self) -> httpx2.Client:
        """Return a client that provisions people by SCIM: `.post("/Users", json=…)`."""
        roles = frozenset({PROVISIONER})
        token = self._portal.call(partial(issue, "person", "provisioner", self._composed.stores, roles=roles))
        client = self.http(token)
        client.base_url = f"{BASE}{SCIM}"
        return client

    def transport(self, runtime: str) -> EmbeddedTransport:
        """Return what a runtime of this program talks to the service with."""
        return EmbeddedTransport(Client(BASE, self.key_for(runtime), client=self.http()))

    def send_letters(self) -> None:
        """Send what is due to callbacks and webhooks, and wait for it."""
        self._portal.call(self._composed.postman.all_due)

    def forget_letters(self) -> None:
        """Forget letters that are old and not on their way, as a running service does every hour."""
        self._portal.call(letters.forget, self._composed.world)

    def sweep(self) -> None:
        """Work off all that is due now."""
        self._portal.call(sweep.all_due, self._composed.world)

    def learn(self) -> None:
        """Let the ranking of people know all that was committed until now, as a running service does by itself."""
        self._portal.call(self._composed.ranking.take_in)
