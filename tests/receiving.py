"""A receiver of calls on this machine: a real HTTP server, which answers as it is told and keeps what came."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

HOST = "127.0.0.1"
SECONDS = 20.0


@dataclass(frozen=True)
class Received:
    """One call as it came, with header names in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What is answered, after `pause` seconds."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    pause: float = 0.0


class Receiver:
    """Listens on a free port for a `with` block.

    Attributes:
        calls: what came, in order.
        script: what is answered next, one each; when it is over, `always`.
    """

    def __init__(self, *script: Reply, always: Reply | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.script = list(script)
        self.always = always or Reply()
        self.calls: list[Received] = []
        self.came = threading.Condition()
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self.url = f"http://{HOST}:{self.port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length)
                if len(body) < length:
                    return  # whoever called was killed in the middle of it: nothing has come
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = receiver.take(Received(self.path, headers, body))
                time.sleep(reply.pause)
                self.send_response(reply.status)
                for name, value in {"content-length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    return  # whoever called has gone

        return Handler

    def take(self, call: Received) -> Reply:
        """Keep a call and return what to answer."""
        with self.came:
            self.calls.append(call)
            self.came.notify_all()
            return self.script.pop(0) if self.script else self.always

    def wait_for(self, number: int, seconds: float = SECONDS) -> list[Received]:
        """Wait until that many calls have come, and return them."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.calls) >= number, seconds), f"only {len(self.calls)} calls came"
            return list(self.calls)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
