"""How schemathesis, which speaks with `requests`, calls a service in this process."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx2
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from socialbpm.service.embedded import BASE, EmbeddedService


class Carrier(BaseAdapter):
    """Carries requests to a service without a port."""

    def __init__(self, service: EmbeddedService) -> None:
        super().__init__()
        self._bridge = service.bridge()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Return the answer to a request."""
        content: Any = request.body  # prepared: nothing, text or bytes
        headers = [(_bytes(name), _bytes(value)) for name, value in request.headers.items()]
        asked = httpx2.Request(str(request.method), str(request.url), headers=headers, content=content)
        return _as_requests_has_it(self._bridge.handle_request(asked), request)

    def close(self) -> None:
        """Nothing is kept open."""


def session_of(service: EmbeddedService) -> requests.Session:
    """Return what calls a service."""
    session = requests.Session()
    session.mount(BASE, Carrier(service))
    return session


def _bytes(text: str | bytes) -> bytes:
    return text.encode("latin-1") if isinstance(text, str) else text


def _as_requests_has_it(answer: httpx2.Response, request: requests.PreparedRequest) -> requests.Response:
    found = requests.Response()
    headers = HTTPHeaderDict(answer.headers.multi_items())
    found.raw = HTTPResponse(BytesIO(answer.content), headers, answer.status_code, preload_content=False)
    found.status_code, found.request, found.url = answer.status_code, request, str(request.url)
    found.headers.update(answer.headers)
    return found
