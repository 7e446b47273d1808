"""How hooks get to the service and deliveries back: over HTTP, or in process by whatever keeps the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import httpx2
from pydantic import TypeAdapter, ValidationError

from socialbpm.client.http import Http
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.contract.hooks import Hook, HookBatchResult, HookResult
from socialbpm.contract.problems import Problem
from socialbpm.errors import TransportError

_RESULTS: TypeAdapter[HookBatchResult] = TypeAdapter(HookBatchResult)
_HOOKS: TypeAdapter[Sequence[Hook]] = TypeAdapter(Sequence[Hook])
_HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)


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
        timeout: seconds to wait for an answer; small, because a host waits with it (law 9).
        client: an `httpx2.Client` to use instead of an own one.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 5.0, client: httpx2.Client | None = None) -> None:
        self._http = Http(url, key, timeout=timeout, client=client)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._http.url!r})"

    def close(self) -> None:
        """Close the connections, unless the client was the caller's."""
        self._http.close()

    def send(self, hooks: Sequence[Hook]) -> Sequence[HookResult]:
        """Post one hook as a CloudEvent, several as a batch.

        Raises:
            TransportError: the service was not reached, refused, or answered something else.
        """
        if len(hooks) == 1:
            body = _HOOK.dump_json(hooks[0], by_alias=True)
            answer = b"[" + self._http.post("/v1/hooks", body, "application/cloudevents+json") + b"]"
        else:
            body = _HOOKS.dump_json(hooks, by_alias=True)
            answer = self._http.post("/v1/hooks", body, "application/cloudevents-batch+json")
        results: HookBatchResult = self._read(_RESULTS, answer)
        if len(results) != len(hooks):
            raise self._strange(f"{len(results)} results for {len(hooks)} hooks")
        return [self._taken(result) for result in results]

    def _taken(self, result: HookResult | Problem) -> HookResult:
        """Return the result of one hook of a batch; the others were taken, and are repeats when they are sent again."""
        if isinstance(result, Problem):
            raise self._http.refusal(result)
        return result

    def deliveries(self, case_id: str, after: str | None, wait: float) -> DeliveryPage:
        """Fetch the next page of deliveries.

        Raises:
            TransportError: the service was not reached, refused, or answered something else.
        """
        params = {"case": case_id, "wait": wait, **({} if after is None else {"after": after})}
        answer = self._http.get("/v1/deliveries", params, patience=wait)
        page: DeliveryPage = self._read(TypeAdapter(DeliveryPage), answer)
        return page

    def _read(self, adapter: TypeAdapter[Any], answer: bytes) -> Any:
        """Read an answer as agreed. A newer service may say more, which an older plugin leaves aside."""
        try:
            return adapter.validate_json(answer, extra="ignore")
        except ValidationError as error:
            raise self._strange(f"{error.error_count()} things in it are not as agreed") from error

    def _strange(self, what: str) -> TransportError:
        hint = "Is this the address of a socialbpm service of the same version?"
        return TransportError(f"{self._http.url} answered something strange: {what}", hint=hint, temporary=True)
