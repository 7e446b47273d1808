"""Ten thousand deadlines due at once, of each kind: `python -m tests.bench.sweep [DEADLINES]`.

One node works them off. Beside the wall clock stands what the node itself took of the processor: on a busy machine
the former tells of others. `floor` is what the rules and the codec alone take for as many, without a database.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.jobs import sweep
from socialbpm.social import commands as c
from socialbpm.social import facts as f
from socialbpm.social.audience import Candidate, Reason
from socialbpm.social.decide import decide
from socialbpm.social.evolve import replay
from socialbpm.store import SqlStores, open_store
from socialbpm.store.codec import decode, written
from tests.bench.engine import say
from tests.bench.filling import ASKER, COLLEAGUE, OTHER, QUESTION, directory, fill
from tests.bench.filling import Kind as Filling
from tests.postgres import server
from tests.store.road import HOUR, MONDAY, opened

BAR = 5_000
"""Deadlines a second."""
PEOPLE = 5_000


def in_first_ring() -> list[f.Fact]:
    """A colleague was let in, and the ring's wait runs."""
    return [
        f.QuestionAsked(at=MONDAY, content=QUESTION),
        f.RingEntered(at=MONDAY, ring=1, until=MONDAY + 2 * HOUR),
        f.Worded(at=MONDAY, ring=1, content=QUESTION),
        f.CameIn(at=MONDAY, person=COLLEAGUE, ring=1, ground="role", source="owners", reason=Reason("owner")),
    ]


def proposed() -> list[f.Fact]:
    """The community was proposed, and the asker has not said a word to it."""
    until: Mapping[f.Timer, datetime] = {"remind": MONDAY + HOUR, "unanswered": MONDAY + timedelta(days=3)}
    return [*in_first_ring(), f.Proposed(at=MONDAY, ring=3, until=until)]


def asked() -> list[f.Fact]:
    return [
        *in_first_ring(),
        f.RingEntered(at=MONDAY, ring=2, until=MONDAY + timedelta(days=2)),
        f.Worded(at=MONDAY, ring=2, content=QUESTION),
        f.CameIn(at=MONDAY, person=OTHER, ring=2, ground="asked", source="worked-with"),
        f.Asked(at=MONDAY, ask=1, person=OTHER, ring=2, until=MONDAY + HOUR, reason=Reason("worked-with", 4)),
    ]


@dataclass(frozen=True)
class Kind:
    """A kind of deadline: what was before it, and after how long it is due."""

    name: str
    before: Callable[[], list[f.Fact]]
    due: timedelta
    happens: type[f.Fact]


KINDS = (
    Kind("reminder", proposed, 90 * timedelta(minutes=1), f.ProposalReminded),
    Kind("lapse", asked, 90 * timedelta(minutes=1), f.Lapsed),
    Kind("automatic widening", in_first_ring, 3 * HOUR, f.Asked),
    Kind("expiry", list, timedelta(days=31), f.Ended),
)


@dataclass(frozen=True)
class Took:
    """Seconds: by the clock, and of the processor by this process."""

    wall: float
    own: float


async def drain(url: str, kind: Kind, deadlines: int, base: int) -> Took:
    """Let so many become due at once, and work them off; see that each happened exactly once."""
    async with await open_store(url) as stores:
        await fill(stores, Filling(kind.before()), range(base, base + deadlines), PEOPLE)
        ids = (f"id{base}-{number}" for number in count())
        world = World(
            stores=stores,
            directory=directory(PEOPLE),
            now=FrozenClock(MONDAY + kind.due).now,
            new_id=lambda: next(ids),
            base_url="https://help.example/",
        )
        wall, own = time.perf_counter(), time.process_time()
        await sweep.all_due(world)
        took = Took(time.perf_counter() - wall, time.process_time() - own)
        await _check(stores, kind, base, deadlines)
    return took


async def _check(stores: SqlStores, kind: Kind, base: int, deadlines: int) -> None:
    async with stores.read() as store:
        for number in (base, base + deadlines // 2, base + deadlines - 1):
            facts = [fact for _, fact in await store.facts(f"d{number}")]
            happened = [fact for fact in facts if isinstance(fact, kind.happens)]
            if not happened:
                msg = f"nothing happened to d{number}: {facts[-1]}"
                raise AssertionError(msg)


def floor(kind: Kind, times: int = 300) -> float:
    """Return how many of a kind a second the codec and the rules alone would do."""
    kept = [written(fact) for fact in (opened(), f.Fired(at=MONDAY, request="r1"), *kind.before())]
    pool = tuple(Candidate(who, "worked-with", Reason("worked-with", 2)) for who in (COLLEAGUE, OTHER, ASKER))
    command, now = c.Tick(pools={1: pool, 2: pool, 3: pool}), MONDAY + kind.due
    best = min(_once(kept, command, now) for _ in range(times))
    return 1 / best


def _once(kept: Sequence[tuple[str, str]], command: c.Tick, now: datetime) -> float:
    begin = time.perf_counter()
    for fact in decide(replay([decode(of, data) for of, data in kept]), command, now):
        written(fact)
    return time.perf_counter() - begin


def main(deadlines: int = 10_000) -> bool:
    """Print what was measured; return whether the bar holds for every kind on both databases."""
    held = []
    with server(durable=True) as postgres:
        for kind in KINDS:
            say(f"{kind.name}: the rules and the codec alone would do {floor(kind):,.0f}/s")
            for name in ("sqlite", "postgresql"):
                with TemporaryDirectory() as folder, postgres.database() as shared:
                    url = f"sqlite:///{Path(folder) / 'bench.sqlite'}" if name == "sqlite" else shared
                    took = asyncio.run(drain(url, kind, deadlines, 1))
                rate, own = deadlines / took.wall, deadlines / took.own
                held.append(rate >= BAR)
                say(f"  {name:12} {rate:8,.0f}/s of {deadlines:,}; {own:8,.0f}/s by its own processor time")
    return all(held)


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
