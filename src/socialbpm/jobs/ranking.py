"""Keeps a ranking of people warm in this node: made of all evidence, and told of what is committed, here or elsewhere.

Until it is warm, whoever asks gets what the directory and the tasks name, in their order: nobody waits for it. It is
made again, beside the one that answers meanwhile, when something is told that happened long before what it knows: a
log that was imported.

Nodes take in the same evidence, and come to the same ranking, but for the order of what was committed within the same
moments: one that was started later reads it in the order of time, the others took it in as it came. That is seen in
the last digits of a score.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from socialbpm.actions.noticed import skills_of
from socialbpm.experts import Evidence, Need, Ranker, Suggestion
from socialbpm.jobs.memory import stay
from socialbpm.jobs.skills import Nobody, Skilled, Skills
from socialbpm.social.audience import PersonId
from socialbpm.store import SqlStores
from socialbpm.store.bus import EVIDENCE

log = logging.getLogger(__name__)
PAGE = 1000
"""Pieces of evidence that are read at a time."""
BREATH = 20
"""Pieces of evidence that are taken in before others get their turn: some six milliseconds."""
TOLD_EVERY = 50_000
"""Pieces of evidence after which the log says how far it is."""
LATE = timedelta(hours=1)
"""What happened longer ago than this, before the latest that is known, is not taken in: the ranking is made again."""
AHEAD = timedelta(days=1)
"""What is said to happen later than this from now does not count: its clock was wrong, and all else would fade."""
LOOK_AFTER = 30.0
"""Seconds after which is looked without having been woken; and of quiet before a ranking is made again."""
AGAIN_AFTER = 5.0
"""Seconds before another try, after something went wrong."""


class _Made(NamedTuple):
    """A ranking, up to which number it knows the evidence, when the latest of that happened, and known skills."""

    ranker: Ranker
    through: int
    latest: datetime | None
    skills: Skills


class WarmRanking:
    """The ranking of this node: `actions.experts.Experts`. It belongs to one event loop.

    It is `stale` when something happened that came too late to be taken in.
    """

    def __init__(self, stores: SqlStores, now: Callable[[], datetime], directory: Skilled | None = None) -> None:
        self._stores = stores
        self._directory = directory or Nobody()
        self._now = now
        self._made: _Made | None = None
        self.stale = False
        self._warm = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def rank(self, need: Need, most: int) -> Sequence[Suggestion]:
        """Return who can help, the best first; nobody as long as it is not warm."""
        return () if self._made is None else self._made.ranker.rank(need, most, remember=False)

    def worked_with(self, person: PersonId) -> Mapping[PersonId, int]:
        """Return with whom somebody was on how many cases; nobody as long as it is not warm."""
        return {} if self._made is None else self._made.ranker.worked_with(person)

    def known_for(self, person: PersonId) -> Collection[str]:
        """Return topics and activities for which somebody may be suggested; nothing before it is warm."""
        return () if self._made is None else self._made.ranker.known_for(person)

    async def warm_within(self, seconds: float) -> bool:
        """Wait until it is warm, for so many seconds at most; return whether it is."""
        try:
            async with asyncio.timeout(seconds):
                return await self._warm.wait()
        except TimeoutError:
            log.info("the ranking of people is still being made; until it is there, people are asked without it")
            return False

    async def run(self) -> None:
        """Make it, and keep it current, until cancelled."""
        while True:
            try:
                await self._keep_current()
            except Exception:
                log.exception("the ranking of people could not be kept current; trying again")
                await asyncio.sleep(AGAIN_AFTER)

    async def _keep_current(self) -> None:
        if self._made is None:
            await self.make()
        bus = self._stores.bus
        while not bus.closed:
            seen = bus.count(EVIDENCE)
            await self.take_in()
            if not await bus.wait(EVIDENCE, LOOK_AFTER, since=seen) and self.stale:
                await self.make()
        await asyncio.Event().wait()  # the service stops: whoever started this cancels it

    async def make(self) -> None:
        """Make it of all evidence there is, in the order of time; what is there answers until it is done."""
        async with self._one_at_a_time:
            await self._make()

    async def _make(self) -> None:
        self.stale = False
        await self._number()
        async with self._stores.read() as store:
            through = await store.newest_evidence()
        ranker, skills, key, latest, read = Ranker(), Skills(self._directory), None, None, 0
        while page := await self._page(key, through):
            told = [what for _, what in page if what.at <= self._now() + AHEAD]
            if told and latest is None:
                await _tell(ranker, skills.news(told[0].at))  # before all else: who only says something was not here
            await _tell(ranker, told)
            key, latest = page[-1][0], told[-1].at if told else latest
            if (read + len(page)) // TOLD_EVERY > read // TOLD_EVERY:
                log.info("making the ranking of people: %d of about %d pieces of evidence", read + len(page), through)
            read += len(page)
        await _tell(ranker, skills.news(latest or self._now()))
        self._made = _Made(ranker, through, latest, skills)
        stay()
        self._warm.set()
        log.info("the ranking of people is made, of %d pieces of evidence", read)

    async def _page(self, key: _Place | None, through: int) -> Sequence[tuple[_Place, _Told]]:
        async with self._stores.read() as store:
            return await store.evidence_after(key, PAGE, through=through)

    async def _number(self) -> None:
        async with self._stores.read() as store:
            new = await store.has_new_evidence()
        while new:
            new = await self._stores.transact(lambda store: store.number_evidence()) == PAGE

    async def take_in(self) -> None:
        """Take in what was committed since."""
        async with self._one_at_a_time:
            await self._take_in()

    async def _take_in(self) -> None:
        await self._number()
        while self._made is not None:
            ranker, through, latest, skills = self._made
            async with self._stores.read() as store:
                page = await store.evidence_since(through, PAGE)
            await _tell(ranker, skills.news(latest or self._now()), latest)
            if not page:
                return
            told = [what for _, what in page if what.at <= self._now() + AHEAD]
            current = [what for what in told if latest is None or what.at >= latest - LATE]
            self.stale = self.stale or len(current) < len(told)
            latest = await _tell(ranker, sorted(current, key=lambda what: what.at), latest)
            self._made = _Made(ranker, page[-1][0], latest, skills)


_Told = Evidence | Need
_Place = tuple[datetime, str]


async def _tell(ranker: Ranker, told: Iterable[_Told], latest: datetime | None = None) -> datetime | None:
    """Tell a ranking what happened, and return when the latest of it did. What is a little late happens now."""
    for number, what in enumerate(told):
        latest = what.at if latest is None else max(what.at, latest)
        if isinstance(what, Need):
            ranker.rank(replace(what, at=latest, skills=skills_of(what.topics)), 0)
        else:
            ranker.observe(replace(what, at=latest))
        if number % BREATH == BREATH - 1:
            await asyncio.sleep(0)
    return latest
