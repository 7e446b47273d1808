"""A service in a process of its own, which can be killed and started again on the same database and port."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import httpx2
import pytest

from socialbpm.actions.tokens import issue
from socialbpm.store import open_store
from tests.doom import ROOT
from tests.warm import begin

HOST = "127.0.0.1"
SECONDS = 60.0
RUNTIME = "expenses"
EACH_CALL_ITS_OWN = httpx2.Limits(max_keepalive_connections=0)
"""A connection for each call: the one before may have died with the service."""


class Process(Protocol):
    """What can be killed: a `subprocess.Popen`, or a life of the crash matrix."""

    pid: int

    def poll(self) -> object | None:
        """Return something if it has ended."""

    def kill(self) -> None:
        """End it without a warning."""

    def wait(self, timeout: float) -> object:
        """Wait for its end."""


class Nodes(subprocess.Popen[bytes]):
    """The program in a session of its own, so that all its nodes are killed with it."""

    def kill(self) -> None:
        """End them all without a warning."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


class Serving:
    """`socialbpm serve` on a free port of this machine, with the people of the examples, for a `with` block.

    One node begins by a fork of what has imported everything; several are processes of their own, as on a server.

    Args:
        folder: where its log is, and its database unless that is elsewhere.
        database: its URL.
        nodes: how many processes it has; on PostgreSQL there can be several.
        settings: more of them, named without `SOCIALBPM_`.
    """

    def __init__(
        self, folder: Path, database: str | None = None, nodes: int = 1, settings: Mapping[str, str] | None = None
    ) -> None:
        self.database = database or f"sqlite:///{folder / 'service.sqlite'}"
        self.nodes = nodes
        self.settings = settings or {}
        self.log = folder / "service.log"
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.process: Process | None = None
        self.client = httpx2.Client(limits=EACH_CALL_ITS_OWN, timeout=SECONDS)
        self.tokens: dict[tuple[str, str, tuple[str, ...]], str] = {}

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End it for good."""
        self.kill()
        self.client.close()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = self._launch()
        if not self._comes_up(self.process):
            pytest.fail(f"the service did not start:\n{self.log.read_text()}")

    def _launch(self) -> Process:
        arguments = ["serve", "--port", str(self.port), "--nodes", str(self.nodes)]
        if self.nodes == 1:
            return begin(arguments, self.environment(), self.log)
        return self.started(arguments)

    def started(self, arguments: Sequence[str]) -> Nodes:
        """Start the program as people do, in a session of its own."""
        command = [str(Path(sys.executable).with_name("socialbpm")), *arguments]
        with self.log.open("ab") as log:
            return Nodes(command, env=self.environment(), stdout=log, stderr=log, start_new_session=True)

    def environment(self) -> dict[str, str]:
        """Return what it is started with: all that is there, and its settings."""
        people = str(ROOT / "examples" / "people.yaml")
        settings = {"DATABASE_URL": self.database, "PEOPLE": people, **self.settings}
        return {**os.environ, **{f"SOCIALBPM_{name}": value for name, value in settings.items()}}

    def _comes_up(self, process: Process) -> bool:
        """Wait until it answers; return whether it did."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                self.client.get(f"{self.url}/health").raise_for_status()
            except httpx2.TransportError:
                time.sleep(0.02)
            else:
                return True
        return False

    def kill(self) -> None:
        """End it without a warning, with all its nodes, if it runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(SECONDS)
            self.process = None

    def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        self.start()

    def token(self, who: str, kind: str = "person", roles: tuple[str, ...] = ()) -> str:
        """Return a token, issued in the service's database as `socialbpm token` does."""
        if (kind, who, roles) not in self.tokens:
            self.tokens[kind, who, roles] = self._issued(kind, who, roles)
        return self.tokens[kind, who, roles]

    def _issued(self, kind: str, who: str, roles: tuple[str, ...]) -> str:
        """Issue it in a thread of its own: a test may have a loop in this one, as those in a browser do."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._issue(kind, who, roles)).result()

    async def _issue(self, kind: Any, who: str, roles: tuple[str, ...]) -> str:
        async with await open_store(self.database) as stores:
            return await issue(kind, who, stores, roles=frozenset(roles))

    @property
    def key(self) -> str:
        """The key of the runtime."""
        return self.token(RUNTIME, "runtime")

    # -- what people and the runtime do

    def call(self, token: str, method: str, path: str, **given: Any) -> httpx2.Response:
        """Call the API once."""
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.request(method, f"{self.url}/v1{path}", headers=headers, **given)

    def does(self, person: str, method: str, path: str, **body: Any) -> Any:
        """Let a person do something that is granted, and return the answer."""
        given = {} if method == "GET" else {"json": body}
        answer = self.call(self.token(person), method, path, **given)
        assert answer.is_success, f"{person} {method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def discussions(self, person: str) -> list[Any]:
        """Return all discussions that a person is in."""
        return list(self.does(person, "GET", "/discussions?limit=100")["items"])

    def deliveries(self, kind: str = "") -> list[Any]:
        """Return all deliveries (of a kind) that were ever made for the runtime, fetched or not."""
        page = self.call(self.key, "GET", "/deliveries").json()
        return [delivery for delivery in page["items"] if kind in ("", delivery["type"])]

    def bob_answers_and_alice_accepts(self, discussion: str, text: str) -> None:
        """What the two do on the service's pages."""
        path = f"/discussions/{discussion}/posts"
        post = self.does("bob", "POST", path, kind="answer", text=text, reach="participants")["posts"][-1]["id"]
        self.does("alice", "POST", f"{path}/{post}/accept", version=1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Serving]:
    """The real service, as the people of the examples; whatever happens, it is ended with the test."""
    with Serving(tmp_path) as running:
        yield running


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
