"""Talking to the service: one authenticated call, and one way in which it can go wrong.

Everything that can happen on the way ends as a `TransportError`, so that a caller needs one decision: what was not
taken is kept and offered again. `temporary` in its details says whether the same call may work later.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx2
from pydantic import ValidationError

from socialbpm.contract.problems import Problem
from socialbpm.errors import TransportError

TEMPORARY = frozenset({408, 425, 429})
"""Refusals that are about the moment and not about what was sent; so is every 5xx."""

JSON = "application/json"


class Http:
    """The service at one URL, with one key.

    Args:
        url: where the service is, e.g. `https://help.example.org`; `/v1/…` comes behind it.
        key: the credential of a runtime or integrator; it is sent as a bearer token and shown nowhere.
        timeout: seconds to wait for an answer.
        client: an `httpx2.Client` of the caller's, with their proxies and certificates; it stays theirs to close.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 10.0, client: httpx2.Client | None = None) -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout
        self._headers = {"Authorization": f"Bearer {key}", "Accept": JSON}
        self._owned = client is None
        self._client = client or httpx2.Client()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

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

    def get(self, path: str, params: Mapping[str, Any], *, patience: float = 0.0) -> bytes:
        """Fetch `path`; `patience` is how many seconds the service was asked to wait before it answers.

        Raises:
            TransportError: the service was not reached, or refused.
        """
        return self._call("GET", path, params=dict(params), timeout=self.timeout + patience)

    def post(self, path: str, body: bytes, content_type: str) -> bytes:
        """Post `body` to `path`.

        Raises:
            TransportError: the service was not reached, or refused.
        """
        return self._call("POST", path, content=body, headers={"Content-Type": content_type}, timeout=self.timeout)

    def _call(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **kwargs: Any) -> bytes:
        headers = {**self._headers, **(headers or {})}
        try:
            response = self._client.request(method, self.url + path, headers=headers, **kwargs)
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise self._unreached(error) from error
        if response.is_success:
            return bytes(response.content)
        raise self._refused(response)

    def _unreached(self, error: Exception) -> TransportError:
        reason = str(error) or type(error).__name__
        hint = "Nothing is lost; it is sent again with the next call."
        return TransportError(f"{self.url} could not be reached: {reason}", hint=hint, status=0, temporary=True)

    def _refused(self, response: httpx2.Response) -> TransportError:
        status = response.status_code
        try:
            problem = Problem.model_validate_json(response.content)
        except ValidationError:
            problem = Problem(title=response.reason_phrase, status=status, code="", detail=response.reason_phrase)
        return self.refusal(problem)

    def refusal(self, problem: Problem) -> TransportError:
        """Return what a problem is to the caller: something was refused, for now or for good."""
        status = problem.status
        return TransportError(
            f"{self.url} answered {status}: {problem.detail or problem.title}",
            hint=problem.hint,
            status=status,
            problem=problem.code,
            temporary=status >= httpx2.codes.INTERNAL_SERVER_ERROR or status in TEMPORARY,
        )
