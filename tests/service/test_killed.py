"""The service is killed, without a warning, and started again: nothing is lost and nothing is double (law 8)."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from socialbpm.actions.tokens import issue
from socialbpm.store import open_store
from tests.service.road import TASK, socialize

SECONDS = 20.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def tokens(url: str) -> tuple[str, str]:
    """Issue a runtime's key and Alice's token."""
    async with await open_store(url) as stores:
        return await issue("runtime", "expenses", stores), await issue("person", "alice", stores)


class Killed:
    """A service that can be killed, and clients of it."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'killed.sqlite'}"
        self.port = free_port()
        key, token = asyncio.run(tokens(self.url))
        self.runtime, self.alice = self._client(key), self._client(token)

    def _client(self, token: str) -> httpx2.Client:
        return httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", headers={"Authorization": f"Bearer {token}"})

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Start it; at the end it is killed, if it was not yet."""
        command = [sys.executable, "-m", "tests.service.killed_service", self.url, str(self.port)]
        with subprocess.Popen(command) as process:
            try:
                self._wait()
                yield process
            finally:
                process.send_signal(signal.SIGKILL)

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                self.runtime.get("/health").raise_for_status()
            except httpx2.TransportError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("the service did not start")


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Killed]:
    """A service on a file of its own."""
    found = Killed(tmp_path)
    yield found
    found.runtime.close()
    found.alice.close()


def test_killed_after_it_took_a_firing(killed: Killed) -> None:
    """The runtime did not get round to saving the answer and sends again: the same discussion, one delivery."""
    hook = socialize(question="Which account?")
    with killed.running():
        first = killed.runtime.post("/v1/hooks", json=hook)
    with killed.running():
        again = killed.runtime.post("/v1/hooks", json=hook)
        told = killed.runtime.get("/v1/deliveries").json()["items"]
        mine = killed.alice.get("/v1/discussions").json()["items"]
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "status": "repeated"}
    assert [line["id"] for line in mine] == [first.json()["discussion"]]
    assert [each["type"] for each in told] == ["discussion.opened", "discussion.widened"]


def test_killed_in_the_middle(killed: Killed) -> None:
    """Killed while firings of many tasks come in: after all were sent again, each has exactly one discussion."""
    hooks = [socialize(f"r{n}", task={**TASK, "task_id": f"t{n}"}) for n in range(40)]

    def send(number: int) -> bool:
        try:
            return killed.runtime.post("/v1/hooks", json=hooks[number]).is_success
        except httpx2.TransportError:
            return False

    with killed.running() as process, ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(send, number) for number in range(len(hooks))]
        sending[5].result(timeout=SECONDS)
        process.send_signal(signal.SIGKILL)
        taken = sum(each.result(timeout=SECONDS) for each in sending)
    assert 0 < taken < len(hooks)
    with killed.running():
        results = [killed.runtime.post("/v1/hooks", json=hook).json() for hook in hooks]
        told = killed.runtime.get("/v1/deliveries").json()["items"]
    assert len({result["discussion"] for result in results}) == len(hooks)
    assert sorted(each["request_id"] for each in told) == sorted(f"r{n}" for n in range(40))
