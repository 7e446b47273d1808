"""The one way out: a call to an address that the guard let pass, and nothing of what comes back but the status.

No redirect is followed, no cookie kept, no proxy of the environment used, no connection shared: TLS is made for the
name, on a connection to the address that the name was resolved to.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import httpx2

from socialbpm.actions.retries import Answer
from socialbpm.actions.urls import Url, parse
from socialbpm.errors import Invalid
from socialbpm.jobs.guard import Guard, Resolver, resolve

LARGEST_ANSWER = 65_536
"""Bytes that are read of an answer, so that the receiver can finish it; they are thrown away."""
EACH_CALL_ITS_OWN = httpx2.Limits(max_keepalive_connections=0)


@dataclass(frozen=True)
class Outgoing:
    """Calls what the guard lets pass. `timeout` is for all of a call, in seconds."""

    guard: Guard
    timeout: float
    resolver: Resolver = resolve
    trusted: ssl.SSLContext | None = None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send `body`, and return what came of it; whatever goes wrong is an answer, too."""
        try:
            async with asyncio.timeout(self.timeout):
                return await self._post(parse(url), headers, body)
        except TimeoutError:
            return Answer(error="timeout")
        except Invalid as refused:
            return Answer(error=refused.code, refused=True)
        except (OSError, httpx2.TransportError) as failed:
            return Answer(error=_kind(failed))

    async def _post(self, url: Url, headers: Mapping[str, str], body: bytes) -> Answer:
        *others, last = await self.guard.addresses(url, self.resolver)
        for address in others:
            try:
                return await self._at(address, url, headers, body)
            except httpx2.ConnectError:
                continue
        return await self._at(last, url, headers, body)

    async def _at(self, address: str, url: Url, headers: Mapping[str, str], body: bytes) -> Answer:
        """Call `url` at an address: the connection is to it, TLS and the `Host` header are of the name."""
        at = httpx2.URL(str(replace(url, host=address)))
        said = {**headers, "Host": url.authority, "Content-Length": str(len(body)), "Connection": "close"}
        extensions = {"sni_hostname": url.host, "timeout": httpx2.Timeout(self.timeout).as_dict()}
        request = httpx2.Request("POST", at, headers=said, content=body, extensions=extensions)
        async with httpx2.AsyncHTTPTransport(verify=self._tls, trust_env=False, limits=EACH_CALL_ITS_OWN) as transport:
            response = await transport.handle_async_request(request)
            try:
                await _drain(response)
            finally:
                await response.aclose()
        return Answer(response.status_code, retry_after=response.headers.get("retry-after"))

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Whom to trust; made once, for it takes long."""
        return self.trusted or httpx2.create_ssl_context(trust_env=True)


async def _drain(response: httpx2.Response) -> None:
    """Read the answer as far as it is worth it: a receiver that is cut off may take its work back."""
    read = 0
    async for part in response.aiter_raw():
        read += len(part)
        if read > LARGEST_ANSWER:
            return


def _kind(failed: Exception) -> str:
    """Return what went wrong, in a word: what an error says may hold what it was sent."""
    if isinstance(failed, httpx2.ConnectError | ConnectionError):
        return "unreachable"
    if isinstance(failed, httpx2.TimeoutException):
        return "timeout"
    return "unresolved" if isinstance(failed, OSError) else "broken"
