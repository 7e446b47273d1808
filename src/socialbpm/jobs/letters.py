"""The postman: takes letters that are due, and sends them; each receiver's one after the other, receivers side by side.

A letter that was taken is nobody else's for a while (the lease). Whoever is killed in the middle of sending leaves it
behind; when the lease is over another node takes it. So each arrives at least once, under one id.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom

from socialbpm.actions import letters
from socialbpm.actions.outbox import LetterRecord, Receiver
from socialbpm.actions.retries import Answer, Dice
from socialbpm.actions.world import World
from socialbpm.jobs import meters
from socialbpm.jobs.mail import Mailing
from socialbpm.jobs.outgoing import Outgoing
from socialbpm.jobs.signing import headers
from socialbpm.store.bus import LETTERS, Bus

log = logging.getLogger(__name__)
LEASE_IN_CALLS = 3
"""A lease is as long as this many calls that take all their time."""
SIDE_BY_SIDE = 16
"""While this many receivers are called, nothing more is taken."""
FORGET_EVERY = 3600.0
"""Seconds."""


@dataclass
class Postman:
    """Sends letters. `busy` are the receivers that are called right now: they get no second call beside it.

    `mailing` sends those to people; without it they are not sent any more.
    """

    world: World
    outgoing: Outgoing
    bus: Bus = field(default_factory=Bus)
    dice: Dice = SystemRandom().random
    busy: dict[Receiver, asyncio.Task[None]] = field(default_factory=dict)
    mailing: Mailing | None = None

    @property
    def lease(self) -> timedelta:
        """How long a letter that was taken is left to whoever took it."""
        return timedelta(seconds=LEASE_IN_CALLS * self.outgoing.timeout)

    async def run(self, interval: float) -> None:
        """Send what is due, when something is posted here and every `interval` seconds, until cancelled.

        Then what is on its way gets the time of one call.
        """
        try:
            while True:
                count = self.bus.count(LETTERS)
                if not await self._begin():
                    await self.bus.wait(LETTERS, interval, since=count)
        finally:
            await self._finish()

    async def forget(self) -> None:
        """Forget old letters, now and then, until cancelled."""
        while True:
            try:
                await letters.forget(self.world)
            except Exception:
                log.exception("old letters could not be forgotten; trying again later")
            await asyncio.sleep(FORGET_EVERY)

    async def all_due(self) -> None:
        """Send all that is due now, and wait for it."""
        while await self._begin():
            await asyncio.gather(*self.busy.values())

    async def _begin(self) -> bool:
        """Take what is due and start sending it; return whether there was some. Wait if enough is on its way."""
        if len(self.busy) >= SIDE_BY_SIDE:
            await asyncio.wait(self.busy.values(), return_when=asyncio.FIRST_COMPLETED)
        try:
            taken = await letters.take(self.world, self.lease, self.busy)
        except Exception:
            log.exception("letters that are due could not be taken; trying again later")
            return False
        for receiver, theirs in _by_receiver(taken).items():
            self.busy[receiver] = asyncio.create_task(self._deliver(receiver, theirs))
        return bool(taken)

    async def _finish(self) -> None:
        if self.busy:
            await asyncio.wait(self.busy.values(), timeout=self.outgoing.timeout)
        for sending in list(self.busy.values()):
            sending.cancel()

    async def _deliver(self, receiver: Receiver, theirs: Sequence[LetterRecord]) -> None:
        """Send a receiver's letters, in order. Whatever goes wrong here, they come due again."""
        try:
            await self._one_by_one(theirs)
        except Exception:
            log.exception("letters for %s %s could not be sent; trying again later", *receiver)
        finally:
            del self.busy[receiver]
            self.bus.notify(LETTERS)  # there may be more for this one

    async def _one_by_one(self, theirs: Sequence[LetterRecord]) -> None:
        """Send letters as long as the lease surely lasts; if a receiver cannot be reached, the rest waits, too."""
        call = timedelta(seconds=self.outgoing.timeout)
        for number, letter in enumerate(theirs):
            if letter.due_at is None or self.world.now() + call > letter.due_at:
                await letters.put_off(theirs[number:], self.world.now(), self.world)
                return
            again = await self._safely(letter)
            if again is not None:
                await letters.put_off(theirs[number + 1 :], again, self.world)
                return

    async def _safely(self, letter: LetterRecord) -> datetime | None:
        """Send a letter; one that we stumble over does not hold up the others, and does not come for ever."""
        try:
            return await self._send(letter)
        except Exception:
            log.exception("letter %s could not be sent; trying again later", letter.id)
            await letters.note(letter, Answer(error="failed"), self.world, self.dice)
            return None

    async def _send(self, letter: LetterRecord) -> datetime | None:
        """Send a letter; return when its receiver may be called again, if that is the receiver's trouble."""
        mailing = self.mailing if letter.receiver[0] == "person" else None
        with meters.letter(letter) as sending:
            answer = await (self._call(letter) if mailing is None else mailing.send(letter, self.world))
            sending.answered(answer)
        if answer is None:
            return None
        verdict = await letters.note(letter, answer, self.world, self.dice)
        log.info("letter %s to %s %s: %s", letter.id, *letter.receiver, answer.status or answer.error)
        return verdict.again if answer.nobody_there else None

    async def _call(self, letter: LetterRecord) -> Answer | None:
        """Call a letter's receiver; one that is not called any more gets nothing, and that is written down."""
        parcel = await letters.compose(letter, self.world)
        if parcel is None:
            await letters.give_up(letter, self.world)
            return None
        return await self.outgoing.post(parcel.url, headers(parcel, self.world.now()), parcel.body)


def _by_receiver(taken: Sequence[LetterRecord]) -> dict[Receiver, list[LetterRecord]]:
    found: defaultdict[Receiver, list[LetterRecord]] = defaultdict(list)
    for letter in sorted(taken, key=lambda each: (each.created_at, each.place)):
        found[letter.receiver].append(letter)
    return found
