"""A node is killed in the middle of sending: its letters are sent by another, or by itself when it is back."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from socialbpm.actions.roles import ADMIN
from socialbpm.actions.tokens import issue
from socialbpm.store import open_store
from tests.postgres import Server
from tests.receiving import Receiver, Reply
from tests.service.road import TASK, socialize
from tests.serving import Serving

TIMEOUT = 1.0
LETTERS = 12


class Calling(Serving):
    """A service that may call a receiver, with short leases."""

    def __init__(self, folder: Path, receiver: Receiver, database: str | None = None) -> None:
        super().__init__(folder, database)
        self.receiver = receiver

    def environment(self) -> dict[str, str]:
        """Return its settings, too."""
        more = {"SOCIALBPM_OUTGOING_ALLOWED": self.receiver.url, "SOCIALBPM_OUTGOING_TIMEOUT": str(TIMEOUT)}
        return {**super().environment(), **more}

    def admin(self, method: str, path: str, **given: object) -> httpx2.Response:
        """Call as an administrator."""
        answer = self.call(asyncio.run(self._admin_token()), method, path, **given)
        assert answer.is_success, answer.text
        return answer

    async def _admin_token(self) -> str:
        async with await open_store(self.database) as stores:
            return await issue("person", "bob", stores, roles=frozenset({ADMIN}))

    def fire(self, number: int) -> None:
        """Let the runtime's event fire, for a task of its own; it wants to be called back."""
        task = {**TASK, "task_id": f"t{number}", "case_id": f"c{number}"}
        reply_to = {"kind": "callback", "url": f"{self.receiver.url}/{number}"}
        hook = socialize(f"r{number}", task=task, reply_to=reply_to)
        assert self.call(self.key, "POST", "/hooks", json=hook).is_success


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that takes its time."""
    with Receiver(always=Reply(pause=0.1)) as running:
        yield running


def arrived(receiver: Receiver) -> Counter[str]:
    """How often each delivery came to a receiver, by its id."""
    return Counter(json.loads(call.body)["id"] for call in list(receiver.calls))


def wait_for_all(receiver: Receiver, wanted: set[str]) -> Counter[str]:
    """Wait until all have arrived."""
    with receiver.came:
        assert receiver.came.wait_for(lambda: wanted <= set(arrived(receiver)), 40), wanted - set(arrived(receiver))
    return arrived(receiver)


def test_it_goes_on_when_it_is_back(receiver: Receiver, tmp_path: Path) -> None:
    """Killed while it sends: every delivery arrives, under one id; only what was being sent may come twice."""
    with Calling(tmp_path, receiver) as serving:
        serving.admin("PUT", "/runtimes/expenses/callbacks", json={"base_urls": [receiver.url]})
        for number in range(LETTERS):
            serving.fire(number)
        receiver.wait_for(3)
        serving.restart()
        wanted = {each["id"] for each in serving.deliveries()}
        found = wait_for_all(receiver, wanted)
    assert len(wanted) == LETTERS
    assert set(found) == wanted
    assert sum(found.values()) <= LETTERS + 1


def test_another_node_takes_over(receiver: Receiver, tmp_path: Path, postgres: Server) -> None:
    """One of two nodes is killed for good: the other sends what it leaves behind, when its lease is over."""
    first_folder, second_folder = tmp_path / "one", tmp_path / "two"
    first_folder.mkdir()
    second_folder.mkdir()
    database = postgres.make()
    with (
        Calling(first_folder, receiver, database) as first,
        Calling(second_folder, receiver, database) as second,
    ):
        first.admin("PUT", "/runtimes/expenses/callbacks", json={"base_urls": [receiver.url]})
        for number in range(LETTERS):
            first.fire(number)
        receiver.wait_for(3)
        first.kill()
        wanted = {each["id"] for each in second.deliveries()}
        found = wait_for_all(receiver, wanted)
    assert set(found) == wanted
    assert len(wanted) == LETTERS
    assert sum(found.values()) <= LETTERS + 2
