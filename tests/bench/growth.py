"""How the cost grows with what is kept: `python -m tests.bench.growth [SIZE]`.

The same is done among a thousand discussions and among many (`SOCIALBPM_BENCH_SIZE`, or 50,000; a million takes some
minutes to make). There are as many more people as discussions, so a person's own list stays as long.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from socialbpm.actions import posts, read
from socialbpm.actions.deadlines import sweep_batch
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.store import SqlStores, open_store
from tests.bench.engine import say
from tests.bench.filling import Kind, directory
from tests.bench.filling import fill as fill_with
from tests.bench.sweep import in_first_ring, proposed
from tests.postgres import server
from tests.store.road import MONDAY

SMALL = 1_000
DEFAULT = 50_000
BAR = 1.5
"""How many times as much something may cost among the many."""
PER_PERSON = 20
TIMES = 60
DUE = 1_000
PAGE = 20


async def fill(stores: SqlStores, size: int) -> None:
    """Keep so many open discussions, and a few more that are due soon."""
    for facts, first, last in ((in_first_ring(), 1, size), (proposed(), size + 1, size + DUE)):
        await fill_with(stores, Kind(facts), range(first, last + 1), size // PER_PERSON)


async def list_mine(person: str, world: World) -> None:
    """As the endpoint does it."""
    async with world.stores.read() as store:
        found = await store.visible(person, None, PAGE)
        await read.lines([(line.discussion, line.last_activity) for line in found], person, store, world)


async def measure(url: str, size: int) -> Mapping[str, float]:
    """Return the milliseconds that each thing takes among so many discussions: the median of some."""
    async with await open_store(url) as stores:
        await fill(stores, size)
        ids, people = (f"id{number}" for number in count()), size // PER_PERSON
        clock = FrozenClock(MONDAY + timedelta(minutes=30))
        world = World(
            stores=stores,
            directory=directory(people),
            now=clock.now,
            new_id=lambda: next(ids),
            base_url="https://help.example/",
        )
        step = size // TIMES
        some = [(f"d{number}", f"p{number % people}") for number in range(1, step * TIMES, step)]
        took = {
            "list mine": await _each(some, lambda _, who: list_mine(who, world)),
            "open one": await _each(some[::-1], lambda of, who: read.discussion(of, who, world)),
            "post": await _each(
                some, lambda of, who: posts.post(of, who, "comment", "As last year.", "participants", None, world)
            ),
        }
        clock.advance(timedelta(hours=1))
        batches = [("", "")] * 3
        return {**took, "sweep a batch": await _each(batches, lambda *_: sweep_batch(world))}


async def _each(some: list[tuple[str, str]], do: Callable[[str, str], Awaitable[object]]) -> float:
    seconds = []
    for discussion, person in some:
        begin = time.perf_counter()
        await do(discussion, person)
        seconds.append(time.perf_counter() - begin)
    return 1000 * median(seconds)


def main(size: int | None = None) -> bool:
    """Print what was measured; return whether the bar holds everywhere."""
    size = size or int(os.environ.get("SOCIALBPM_BENCH_SIZE", DEFAULT))
    held = []
    with server(durable=True) as postgres:
        for name in ("sqlite", "postgresql"):
            few, many = (_measured(name, each, postgres.make) for each in (SMALL, size))
            say(f"{name}: {SMALL:,} discussions beside {size:,}; load of the machine {os.getloadavg()[0]:.1f}")
            for what, milliseconds in many.items():
                ratio = milliseconds / few[what]
                held.append(ratio <= BAR)
                say(f"  {what:14} {few[what]:8.2f} ms {milliseconds:8.2f} ms   {ratio:.2f} times")
    return all(held)


def _measured(name: str, size: int, make: Callable[[], str]) -> Mapping[str, float]:
    with TemporaryDirectory() as folder:
        url = make() if name == "postgresql" else f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        return asyncio.run(measure(url, size))


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
