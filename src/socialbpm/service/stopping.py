"""Hears early that the service is to stop: the server tells an application only once all its answers have ended."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def telling_to_stop(stop: Callable[[], None]) -> AsyncIterator[None]:
    """In this block call `stop`, in the event loop, when the process is told to end; then whoever was told before.

    Only where signals arrive, which is the main thread; the service inside another program is ended by that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {each: signal.getsignal(each) for each in SIGNALS}
    handed_on = {each: handler for each, handler in before.items() if callable(handler)}

    def told(number: int, frame: FrameType | None) -> Any:
        loop.call_soon_threadsafe(stop)
        return handed_on[signal.Signals(number)](number, frame)

    for each in handed_on:
        signal.signal(each, told)
    try:
        yield
    finally:
        for each, handler in handed_on.items():
            signal.signal(each, handler)
