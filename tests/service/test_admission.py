"""Few requests are worked on at once; hooks do not wait for a turn."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from starlette.types import Message, Receive, Scope, Send

from socialbpm.service.admission import AT_ONCE, HOOKS, Admission

pytestmark = pytest.mark.anyio


class Slow:
    """An application that answers when it may, and fails when it is asked to; `at_work` counts what it works on."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.may_end = asyncio.Event()
        self.at_work: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and end some time after that."""
        del receive
        self.at_work[scope["path"]] += 1
        if scope["path"] == "/broken":
            raise OSError
        await self.may_answer.wait()
        await send({"type": "http.response.start", "status": 200})
        await self.may_end.wait()


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _drop(_: Message) -> None:
    await asyncio.sleep(0)


def ask(admission: Admission, path: str) -> asyncio.Task[None]:
    """Let somebody ask for something."""
    scope = {"type": "http", "path": path}
    return asyncio.ensure_future(admission(scope, _nothing, _drop))


async def settled() -> None:
    """Let everybody go on as far as they can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def ended(slow: Slow, asked: list[asyncio.Task[None]]) -> None:
    """Let all be answered."""
    slow.may_answer.set()
    slow.may_end.set()
    await asyncio.gather(*asked)


async def test_a_hook_passes_whoever_waits_for_a_turn() -> None:
    """Thirty people post; the runtime's call is worked on at once, and so is a second one."""
    slow = Slow()
    admission = Admission(slow)
    asked = [ask(admission, "/v1/discussions/d1/posts") for _ in range(30)]
    await settled()
    asked += [ask(admission, HOOKS) for _ in range(2)]
    await settled()
    assert slow.at_work == {"/v1/discussions/d1/posts": AT_ONCE, HOOKS: 2}
    await ended(slow, asked)
    assert slow.at_work["/v1/discussions/d1/posts"] == 30


async def test_who_reads_the_answer_slowly_keeps_no_turn() -> None:
    """Once an answer has begun, as that of a stream does at once, others have their turn."""
    slow = Slow()
    admission = Admission(slow)
    slow.may_answer.set()
    asked = [ask(admission, "/v1/stream") for _ in range(30)]
    await settled()
    assert slow.at_work["/v1/stream"] == 30
    await ended(slow, asked)


async def test_a_turn_is_given_back_by_what_fails() -> None:
    """More fail than have turns; the next one is worked on."""
    slow = Slow()
    admission = Admission(slow)
    failed = await asyncio.gather(*(ask(admission, "/broken") for _ in range(3 * AT_ONCE)), return_exceptions=True)
    assert {type(error) for error in failed} == {OSError}
    last = ask(admission, "/v1/me")
    await settled()
    assert slow.at_work["/v1/me"] == 1
    await ended(slow, [last])
