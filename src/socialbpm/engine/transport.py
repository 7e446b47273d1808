"""How hooks get to the service and deliveries back: over HTTP, or in process by whatever keeps the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import httpx2

from socialbpm.client import Client, calls
from socialbpm.client.call import as_error, strange
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.contract.hooks import Hook, HookResult
from socialbpm.contract.problems import Problem


class Transport(Protocol):
    """What a runtime needs of the service.

    Both calls raise `TransportError`. Its details say `temporary`: whether the same call may work later, and `problem`:
    the code of the service's answer, if there was one.
    """

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Hand over some hooks; returns one result each, in their order.

        Raises if any of them was not taken. Those that were taken all the same are repeats when they are sent again.
        """
        ...

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Return the deliveries of a case that come after a cursor, waiting up to `wait` seconds for one.

        Handing a cursor in acknowledges everything up to it.
        """
        ...


class HttpTransport:
    """The service over HTTP: `POST /v1/hooks`, `GET /v1/deliveries`.

    Args:
        url: where the service is.
        key: the credential of this runtime.
        timeout: seconds to wait for an answer; small, because a host waits with it (law 9). It tries
            once; the host's next save is the next try.
        client: an `httpx2.Client` to use instead of an own one.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 5.0, client: httpx2.Client | None = None) -> None:
        self._client = Client(url, key, timeout=timeout, client=client, tries=1)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._client.url!r})"

    def close(self) -> None:
        """Close the connections, unless the client was the caller's."""
        self._client.close()

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Post one hook as a CloudEvent, several as a batch.

        Raises:
            TransportError: the service was not reached, refused, or answered something else.
        """
        if len(hooks) == 1:
            return [self._client.send(calls.receive_hook(hooks[0]))]
        results = self._client.send(calls.receive_hooks(hooks))
        if len(results) != len(hooks):
            raise strange(self._client.url, f"{len(results)} results for {len(hooks)} hooks")
        return [self._taken(result) for result in results]

    def _taken(self, result: HookResult | Problem) -> HookResult:
        """Return the result of one hook of a batch; the others were taken, and are repeats when they are sent again."""
        if isinstance(result, Problem):
            raise as_error(self._client.url, result)
        return result

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Fetch the next page of deliveries.

        Raises:
            TransportError: the service was not reached, refused, or answered something else.
        """
        return self._client.send(calls.list_deliveries(case=case_id, after=after, wait=wait))
