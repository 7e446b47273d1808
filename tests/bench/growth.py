"""How the cost grows with what is kept: `python -m tests.bench.growth [SIZE]`.

The same is done in turns among a thousand discussions and among many: as many as `SOCIALBPM_BENCH_SIZE` says, or
50,000; a million takes some minutes to make. There are as many more people as discussions, so a person's own
list stays as long.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

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
SAID = "As last year."
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


@dataclass
class Place:
    """A database with so many discussions, and what is done there, each a number of times."""

    stores: SqlStores
    size: int
    took: dict[str, list[Spent]] = field(default_factory=dict)

    async def worked(self) -> AsyncIterator[None]:
        """Do everything once at a time, and let somebody else have their turn after each."""
        ids, people = (f"id{number}" for number in count()), self.size // PER_PERSON
        clock = FrozenClock(MONDAY + timedelta(minutes=30))
        world = World(
            stores=self.stores,
            directory=directory(people),
            now=clock.now,
            new_id=lambda: next(ids),
            base_url="https://help.example/",
        )
        step = self.size // TIMES
        some = [(f"d{number}", f"p{number % people}") for number in range(1, step * TIMES, step)]
        doing: list[tuple[str, Callable[[], Awaitable[object]]]] = [
            *(("list mine", partial(list_mine, who, world)) for _, who in some),
            *(("open one", partial(read.discussion, of, who, world)) for of, who in some[::-1]),
            *(("post", partial(posts.post, of, who, "comment", SAID, "participants", None, world)) for of, who in some),
        ]
        for what, do in doing:
            await self._timed(what, do)
            yield
        clock.advance(timedelta(hours=1))
        for _ in range(3):
            await self._timed("sweep a batch", partial(sweep_batch, world))
            yield

    async def _timed(self, what: str, do: Callable[[], Awaitable[object]]) -> None:
        begin, busy = time.perf_counter(), time.process_time()
        await do()
        spent = Spent(time.perf_counter() - begin, time.process_time() - busy)
        self.took.setdefault(what, []).append(spent)


class Spent(NamedTuple):
    """Seconds by the clock, and of the processor by this process: on PostgreSQL the server's are not in them."""

    clock: float
    processor: float


async def measure(few: str, many: str, size: int) -> tuple[Place, Place]:
    """Return what was measured among few discussions and among many, in turns, so that both had the same machine."""
    async with await open_store(few) as first, await open_store(many) as second:
        places = Place(first, SMALL), Place(second, size)
        for place in places:
            await fill(place.stores, place.size)
        turns = [place.worked() for place in places]
        for _ in range(3 * TIMES + 3):
            for turn in turns:
                await anext(turn)
        for turn in turns:
            await turn.aclose()  # type: ignore[attr-defined]  # it is a generator
        return places


def main(size: int | None = None) -> bool:
    """Print what was measured; return whether the bar holds everywhere."""
    size = size or int(os.environ.get("SOCIALBPM_BENCH_SIZE", DEFAULT))
    held = []
    with server(durable=True) as postgres:
        for name in ("sqlite", "postgresql"):
            few, many = _measured(name, size, postgres.make)
            say(f"{name}: {SMALL:,} discussions beside {size:,}; load of the machine {os.getloadavg()[0]:.1f}")
            held += [_told(what, few.took[what], many.took[what]) for what in many.took]
    return all(held)


def _told(what: str, few: list[Spent], many: list[Spent]) -> bool:
    """Print medians by the clock, which the bar is for, and of the processor; return whether the bar holds."""
    clock = [1000 * median(each.clock for each in spent) for spent in (few, many)]
    busy = [1000 * median(each.processor for each in spent) for spent in (few, many)]
    ratio = clock[1] / clock[0]
    processor = f"processor {busy[0]:.2f} ms {busy[1]:.2f} ms, {busy[1] / busy[0]:.2f} times"
    say(f"  {what:14} {clock[0]:8.2f} ms {clock[1]:8.2f} ms   {ratio:.2f} times   ({processor})")
    return ratio <= BAR


def _measured(name: str, size: int, make: Callable[[], str]) -> tuple[Place, Place]:
    with TemporaryDirectory() as folder:
        few, many = (
            make() if name == "postgresql" else f"sqlite:///{Path(folder) / which}.sqlite" for which in ("few", "many")
        )
        return asyncio.run(measure(few, many, size))


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
