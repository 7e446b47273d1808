"""The wire between an engine and the service: what goes over it is heard, and it can be cut at a named call."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import httpx2

from tests.serving import HOST, SECONDS

FETCH = "fetch"
PASSED_ON = ("Authorization", "Content-Type")


class Between:
    """Passes everything on, for a `with` block.

    `cut_at` names a call by the type of its hook, or a fetch by the type of a delivery that it brings. The service
    takes that call, `cut` is called, and the answer is lost; then `cut_at` is empty again.

    Args:
        service: the address of the service.
    """

    def __init__(self, service: str) -> None:
        self.service = service
        self.told: list[Any] = []
        self.cut_at = ""
        self.cut: Callable[[], object] = lambda: None
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self.url = f"http://{HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def hooks(self, kind: str) -> list[Any]:
        """Return the hooks of a type that were sent, repeats included."""
        return [hook for hook in self.told if hook["type"] == f"socialbpm.{kind}"]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook = json.loads(body)
                wire.told.append(hook)
                self._pass_on(body, hook["type"])

            def do_GET(self) -> None:
                self._pass_on(b"", FETCH)

            def _pass_on(self, body: bytes, call: str) -> None:
                headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
                answer = wire.ask(self.command, self.path, headers, body)
                if answer is None or wire.cuts(call, answer):
                    return
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
                """Say nothing: the tests look at what was told."""

        return Handler

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx2.Response | None:
        """Let the service answer; None if there is none."""
        try:
            return httpx2.request(method, self.service + path, headers=headers, content=body, timeout=SECONDS)
        except httpx2.TransportError:
            return None

    def cuts(self, call: str, answer: httpx2.Response) -> bool:
        """Return whether this is the call to be cut at, after cutting."""
        brought = [item["type"] for item in answer.json().get("items", [])] if call == FETCH else []
        if self.cut_at not in {call, *brought}:
            return False
        self.cut_at = ""
        self.cut()
        return True
