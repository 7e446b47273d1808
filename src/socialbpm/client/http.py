"""The two clients: they send a `Call` over HTTP and give what it promises.

Everything that can happen on the way ends as a `TransportError`, so that a caller needs one decision: what was not
taken is kept and offered again. `temporary` in its details says whether the same call may work later, `problem` is the
code of a refusal. Until then a client tries a few times by itself: a call that changes something has a key, so it
happens once even where only its answer was lost.

    with Client("https://help.example.org", token) as bob:
        for line in bob.send(calls.list_discussions()).items:
            bob.send(calls.create_post(line.id, "6800", kind="answer", reach="participants"))
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from random import SystemRandom
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from uuid import uuid4

import httpx2

from socialbpm.client.call import JSON, Call, refusal, unreached
from socialbpm.client.stream import SILENCE, Reader
from socialbpm.contract.streams import StreamEvent
from socialbpm.errors import TransportError

T = TypeVar("T")
C = TypeVar("C", httpx2.Client, httpx2.AsyncClient)
TRIES = 3
PAUSE = 0.1
"""Seconds to wait at most before the second try; twice as long before each further one."""
LONGEST_PAUSE = 5.0
STREAM_TRIES = 10
"""Failures in a row after which a stream is given up: a service that is started anew is back by then."""
_DICE = SystemRandom()
FAILURES = (httpx2.RequestError, httpx2.InvalidURL)


class _Client(Generic[C]):
    """What both clients are made of."""

    _client: C

    def __init__(self, url: str, key: str, *, timeout: float, tries: int) -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.tries = tries
        self._headers = {"Authorization": f"Bearer {key}", "Accept": JSON}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    def _request(self, call: Call[Any]) -> httpx2.Request:
        headers = {**self._headers, **({} if call.body is None else {"Content-Type": call.content_type})}
        if call.key is not None:
            headers["Idempotency-Key"] = call.key
        if call.prefer is not None:
            headers["Prefer"] = call.prefer
        return self._client.build_request(
            call.method,
            self.url + call.path,
            content=call.body,
            params=dict(call.params) or None,
            headers=headers,
            timeout=self.timeout + call.patience,
        )

    def _following(self, reader: Reader) -> dict[str, Any]:
        timeout = httpx2.Timeout(self.timeout, read=SILENCE)
        return {"headers": {**self._headers, **reader.headers()}, "timeout": timeout}

    def _read(self, call: Call[T], response: httpx2.Response) -> T:
        if response.is_success:
            return call.read(response.content, of=self.url)
        after = response.headers.get("retry-after")
        raise refusal(self.url, response.status_code, response.reason_phrase, response.content, after=after)

    def _before_again(self, error: TransportError, tried: int, tries: int) -> float:
        """Return the seconds to wait before another of so many tries.

        Raises:
            TransportError: there is no point in one, or it is not worth the wait.
        """
        pause = float(error.details.get("retry_after", _DICE.uniform(0, min(PAUSE * 2**tried, LONGEST_PAUSE))))
        if not error.details.get("temporary") or tried >= tries or pause > self.timeout:
            raise error
        return pause


def _named(call: Call[T]) -> Call[T]:
    return call if call.reads or call.key is not None else call.keyed(str(uuid4()))


class Client(_Client[httpx2.Client]):
    """The service at one URL, with one key.

    Args:
        url: where the service is, e.g. `https://help.example.org`; `/v1/…` comes behind it.
        key: the credential of a runtime, or the token of a person; it is sent as a bearer token and shown nowhere.
        timeout: seconds to wait for an answer.
        tries: how often in all a call is sent that fails for the moment.
        client: an `httpx2.Client` of the caller's, with their proxies and certificates; it stays theirs to close.
    """

    def __init__(
        self, url: str, key: str, *, timeout: float = 10.0, client: httpx2.Client | None = None, tries: int = TRIES
    ) -> None:
        super().__init__(url, key, timeout=timeout, tries=tries)
        self._owned = client is None
        self._client = client or httpx2.Client()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless the client was the caller's."""
        if self._owned:
            self._client.close()

    def send(self, call: Call[T]) -> T:
        """Make a call and return what it gives.

        Raises:
            TransportError: the service was not reached, refused, or answered something else.
        """
        call, tried = _named(call), 1
        while True:
            try:
                return self._send(call)
            except TransportError as error:
                time.sleep(self._before_again(error, tried, self.tries))
            tried += 1

    def _send(self, call: Call[T]) -> T:
        try:
            response = self._client.send(self._request(call))
        except FAILURES as error:
            raise unreached(self.url, error) from error
        return self._read(call, response)

    def stream(self, call: Call[StreamEvent], *, after: str | None = None) -> Iterator[StreamEvent]:
        """Yield the events of a stream, after the one with the id `after`, for as long as there is a service.

        A connection that is lost is made again, and nothing is lost or doubled by that. Leaving the loop closes it.

        Raises:
            TransportError: it is refused, e.g. because there is nothing to see any more, or nobody is there.
        """
        reader, failed = Reader(self.url, after), 0
        while True:
            try:
                with self._client.stream(call.method, self.url + call.path, **self._following(reader)) as response:
                    if not response.is_success:
                        response.read()
                        self._read(call, response)
                    for line in response.iter_lines():
                        if (event := reader.line(line)) is not None:
                            failed = 0
                            yield event
            except FAILURES as error:
                failed += 1
                time.sleep(self._before_again(unreached(self.url, error), failed, STREAM_TRIES))
            except TransportError as error:
                failed += 1
                time.sleep(self._before_again(error, failed, STREAM_TRIES))
            reader.lost()


class AsyncClient(_Client[httpx2.AsyncClient]):
    """The same for asynchronous programs; `client` is an `httpx2.AsyncClient`."""

    def __init__(
        self, url: str, key: str, *, timeout: float = 10.0, client: httpx2.AsyncClient | None = None, tries: int = TRIES
    ) -> None:
        super().__init__(url, key, timeout=timeout, tries=tries)
        self._owned = client is None
        self._client = client or httpx2.AsyncClient()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections, unless the client was the caller's."""
        if self._owned:
            await self._client.aclose()

    async def send(self, call: Call[T]) -> T:
        """Make a call and return what it gives.

        Raises:
            TransportError: the service was not reached, refused, or answered something else.
        """
        call, tried = _named(call), 1
        while True:
            try:
                return await self._send(call)
            except TransportError as error:
                await asyncio.sleep(self._before_again(error, tried, self.tries))
            tried += 1

    async def _send(self, call: Call[T]) -> T:
        try:
            response = await self._client.send(self._request(call))
        except FAILURES as error:
            raise unreached(self.url, error) from error
        return self._read(call, response)

    async def stream(self, call: Call[StreamEvent], *, after: str | None = None) -> AsyncIterator[StreamEvent]:
        """Yield the events of a stream, as `Client.stream` does.

        Raises:
            TransportError: it is refused, e.g. because there is nothing to see any more, or nobody is there.
        """
        reader, failed = Reader(self.url, after), 0
        while True:
            try:
                following = self._following(reader)
                async with self._client.stream(call.method, self.url + call.path, **following) as response:
                    if not response.is_success:
                        await response.aread()
                        self._read(call, response)
                    async for line in response.aiter_lines():
                        if (event := reader.line(line)) is not None:
                            failed = 0
                            yield event
            except FAILURES as error:
                failed += 1
                await asyncio.sleep(self._before_again(unreached(self.url, error), failed, STREAM_TRIES))
            except TransportError as error:
                failed += 1
                await asyncio.sleep(self._before_again(error, failed, STREAM_TRIES))
            reader.lost()
