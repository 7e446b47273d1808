"""The service is killed, without a warning, and started again: nothing is lost and nothing is double (law 8).

`tests/crash` tells the same with a host that replays; here it is the bare calls, also many at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.service.road import TASK, socialize
from tests.serving import SECONDS, Serving


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """A service in a process of its own, on a file of its own."""
    with Serving(tmp_path) as running:
        yield running


def hook(serving: Serving, event: Any) -> httpx2.Response:
    """Let the runtime tell something."""
    return serving.call(serving.key, "POST", "/hooks", json=event)


def test_killed_after_it_took_a_firing(serving: Serving) -> None:
    """The runtime did not get round to saving the answer and sends again: the same discussion, one delivery."""
    event = socialize(question="Which account?")
    first = hook(serving, event)
    serving.restart()
    again = hook(serving, event)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "status": "repeated"}
    assert [line["id"] for line in serving.discussions("alice")] == [first.json()["discussion"]]
    assert [each["type"] for each in serving.deliveries()] == ["discussion.opened", "discussion.widened"]


def test_killed_in_the_middle(serving: Serving) -> None:
    """Killed while firings of many tasks come in: after all were sent again, each has exactly one discussion."""
    hooks = [socialize(f"r{n}", task={**TASK, "task_id": f"t{n}"}) for n in range(40)]

    def send(number: int) -> bool:
        try:
            return hook(serving, hooks[number]).is_success
        except httpx2.TransportError:
            return False

    assert send(0)
    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(send, number) for number in range(len(hooks))]
        sending[5].result(timeout=SECONDS)
        serving.kill()
        taken = sum(each.result(timeout=SECONDS) for each in sending)
    assert 0 < taken < len(hooks)
    serving.start()
    results = [hook(serving, event).json() for event in hooks]
    assert len({result["discussion"] for result in results}) == len(hooks)
    assert sorted(each["request_id"] for each in serving.deliveries()) == sorted(f"r{n}" for n in range(40))
