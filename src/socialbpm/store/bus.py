"""Wakes who waits for deliveries, or follows discussions. A wake-up says "look again"; the database is the truth.

What this process commits it hears at once. What other nodes commit to PostgreSQL it hears from there (`listen`). On
SQLite waiting for longer than another process takes to write is in vain.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncEngine

from socialbpm.store.databases import CHANGED, CHANNEL, READDRESSED, Database

Topic = tuple[Literal["discussion", "person", "word"], str]
log = logging.getLogger(__name__)
LOOK_AFTER = 30.0
"""Seconds after which a silent connection is tried: one that was cut does not say so by itself."""
LETTERS = "letters"
"""What wakes whoever sends letters. A runtime of that name wakes them, too, which does no harm."""
EVIDENCE = "evidence"
"""What wakes whoever ranks people: there is new evidence. A runtime of that name wakes them, too."""
LISTEN_AGAIN = 1.0
"""Seconds between losing the connection and another try."""


class Bus:
    """Counts, per runtime, how often something was committed for it, and wakes who waits for the next time."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._following: defaultdict[Topic, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    def count(self, runtime: str) -> int:
        """Return where the runtime's counter stands. Take it before you read the queue, and hand it to `wait`."""
        return self._counts[runtime]

    def notify(self, runtime: str) -> None:
        """Wake everybody who waits for `runtime`. To be called after the commit, in the event loop's thread."""
        self._counts[runtime] += 1
        for event in self._waiting.get(runtime, ()):
            event.set()

    def notify_all(self) -> None:
        """Wake everybody: something may have been missed."""
        for runtime in {*self._counts, *self._waiting}:
            self.notify(runtime)
        for topic in list(self._following):
            self._stir(topic)

    def close(self) -> None:
        """Wake everybody for good: the service is about to stop."""
        self.closed = True
        self.notify_all()

    def stir(self, discussion: str, people: Iterable[str] | None) -> None:
        """Wake whoever follows a discussion, or is one of `people` and follows all of theirs; None: any of them."""
        self._stir(("discussion", discussion))
        if people is None:
            people = [name for kind, name in self._following if kind == "person"]
        for person in people:
            self._stir(("person", person))

    def stir_words(self, words: Iterable[str]) -> None:
        """Wake whoever stands behind one of these words, for an offer or a listing changed."""
        for word in words:
            self._stir(("word", word))

    def _stir(self, topic: Topic) -> None:
        for event in self._following.get(topic, ()):
            event.set()

    @contextmanager
    def following(self, *topics: Topic) -> Iterator[asyncio.Event]:
        """Have an event set in this block whenever something changed in one of these. Clear it before you read."""
        event = asyncio.Event()
        for topic in topics:
            self._following[topic].add(event)
        try:
            yield event
        finally:
            for topic in topics:
                self._following[topic].discard(event)
                if not self._following[topic]:
                    del self._following[topic]

    async def wait(self, runtime: str, seconds: float, *, since: int | None = None) -> bool:
        """Wait at most `seconds` for news of `runtime`; return whether there are any.

        With `since` (an earlier `count`) news since then count too, so that none is missed between reading and waiting.
        """
        if self.closed or (since is not None and self._counts[runtime] != since):
            return True
        event = asyncio.Event()
        self._waiting[runtime].add(event)
        try:
            async with asyncio.timeout(seconds):
                return await event.wait()
        except TimeoutError:
            return False
        finally:
            self._forget(runtime, event)

    def _forget(self, runtime: str, event: asyncio.Event) -> None:
        self._waiting[runtime].discard(event)
        if not self._waiting[runtime]:
            del self._waiting[runtime]


async def listen(database: Database, bus: Bus) -> None:
    """Hand on what other nodes commit, until cancelled; whenever the connection is lost, on a new one."""
    while database.listening is not None:
        try:
            await _listen_once(database.listening, bus)
        except database.failures as error:
            log.warning("cannot listen to what other nodes commit, trying again: %s", error)
        await asyncio.sleep(LISTEN_AGAIN)


async def _listen_once(engine: AsyncEngine, bus: Bus) -> None:
    """Listen until the connection is lost. What was committed before it was there counts as news."""
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is None:
            return
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        await driver.add_listener(CHANNEL, lambda _connection, _pid, _channel, runtime: bus.notify(runtime))
        await driver.add_listener(CHANGED, lambda _connection, _pid, _channel, told: bus.stir(*json.loads(told)))
        await driver.add_listener(READDRESSED, lambda _connection, _pid, _channel, word: bus.stir_words([word]))
        bus.notify_all()
        while not lost.is_set():
            await _until_lost(lost)
            if not lost.is_set():
                await driver.execute("SELECT 1", timeout=LOOK_AFTER)


async def _until_lost(lost: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_AFTER):
            await lost.wait()
    except TimeoutError:
        return
