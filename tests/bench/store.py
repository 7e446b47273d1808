"""What each database costs the service: `python -m tests.bench.store [POSTS [DEADLINES]]`.

SQLite and PostgreSQL do the same in one run, in turns, each as it is in use: what was answered is on the disk. Read the
ratios; the figures are those of the machine.
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from socialbpm.actions import posts
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.jobs import sweep
from socialbpm.store import SqlStores, open_store
from tests.bench.engine import say
from tests.postgres import server
from tests.service.road import MONDAY, PEOPLE
from tests.store.road import add, bob_comes_in, opened, task

TURNS = 4
PER_TRANSACTION = 100
"""How many discussions are made in one: making them is not measured."""


class Bench:
    """One database, and the seconds that it took."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.url = url
        self.posting = 0.0
        self.sweeping = 0.0
        self._ids = (f"{name}{number}" for number in count())

    def make(self, discussions: int) -> list[str]:
        """Open discussions whose first wait runs out in two hours, each about a task of its own."""
        return asyncio.run(self._make(discussions))

    async def _make(self, discussions: int) -> list[str]:
        names = [next(self._ids) for _ in range(discussions)]
        async with await open_store(self.url) as stores:
            for first in range(0, discussions, PER_TRANSACTION):
                async with stores.write() as store:
                    for name in names[first : first + PER_TRANSACTION]:
                        kept = task(name, name)
                        await store.save_task(kept)
                        await add(store, name, opened(name, task=kept.key), *bob_comes_in())
        return names

    async def post(self, discussion: str, comments: int) -> None:
        """Bob comments, one comment after the other."""
        async with await open_store(self.url) as stores:
            world = self._world(stores, MONDAY)
            begin = time.perf_counter()
            for number in range(comments):
                await posts.post(discussion, "bob", "comment", f"Comment {number}", "participants", None, world)
            self.posting += time.perf_counter() - begin

    async def sweep(self) -> None:
        """Work off all that is due three hours later, as one node does."""
        async with await open_store(self.url) as stores:
            world = self._world(stores, MONDAY + timedelta(hours=3))
            begin = time.perf_counter()
            await sweep.all_due(world)
            self.sweeping += time.perf_counter() - begin

    def _world(self, stores: SqlStores, now: datetime) -> World:
        return World(
            stores=stores,
            directory=PEOPLE,
            now=FrozenClock(now).now,
            new_id=lambda: next(self._ids),
            base_url="https://help.example/",
        )


def main(comments: int = 100, deadlines: int = 1_000) -> None:
    """Print what was measured."""
    with TemporaryDirectory() as folder, server(durable=True) as postgres, postgres.database() as url:
        compared = [Bench("sqlite", f"sqlite:///{Path(folder) / 'bench.sqlite'}"), Bench("postgresql", url)]
        for turn in range(TURNS):
            for bench in compared if turn % 2 else compared[::-1]:
                (discussion,) = bench.make(1)
                asyncio.run(bench.post(discussion, comments // TURNS))
        for bench in compared:
            bench.make(deadlines)
            asyncio.run(bench.sweep())
        for bench in compared:
            say(
                f"{bench.name:12} {comments / bench.posting:8.0f} posts/s, one after the other; "
                f"{deadlines / bench.sweeping:8.0f} of {deadlines} deadlines/s by one node"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
