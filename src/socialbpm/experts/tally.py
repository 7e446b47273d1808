"""How much of a thing each person did, and how much of that is still fresh: what every tie is made of."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

HALF_LIFE = 30.0
"""Days after which something done counts half: who knew the case last month knows it still, last year hardly."""

HALF_COUNT = 12.0
"""Things done by anybody, of the same kind, after which one counts half. It keeps a memory for what happens seldom."""

LASTING = 0.1
"""What something done still counts when it is old: better somebody who did it once than somebody who never did."""

_SCALE = 6000  # ticks after which the weights of ticks are scaled down
_NOTHING = 0.5  # a smaller count means that all of it was taken back
_NEW, _NEW_TALLY = array("d", (0.0,) * 3), array("d", (0.0,) * 5)
_TICK, _BEGUN = 3, 4  # beside the sums: ticks so far, and the tick at which the scale of their weights began
_FURTHEST = 1000.0

Who = TypeVar("Who", bound=Hashable)


class Calendar:
    """The weight of a moment: doubles with each half-life since the first, so that nothing stored has to be aged.

    >>> calendar = Calendar()
    >>> calendar.weight(20_000.0), calendar.weight(20_030.0)
    (1.0, 2.0)
    """

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first: float | None = None

    def weight(self, day: float) -> float:
        """Return the weight of a day. The scale ends after 80 years; from there on all days weigh the same."""
        if self._first is None:
            self._first = day
        return float(2.0 ** max(-_FURTHEST, min(_FURTHEST, (day - self._first) / HALF_LIFE)))


class Added(NamedTuple, Generic[Who]):
    """One thing that was counted, so that it can be taken back."""

    tally: Tally[Who]
    who: Who
    weight: float
    tick: float


class Tally(Generic[Who]):
    """Who did one kind of thing, on two clocks: the calendar's, and its own, which ticks when it is done.

    Adding and looking up take constant time. Who did it last comes first in `latest`.

    >>> tally, calendar = Tally[str](), Calendar()
    >>> for day, person in enumerate(["bob", "carol", "carol"]):
    ...     _ = tally.add(person, calendar.weight(day))
    >>> list(tally.latest(9)), tally.counts()
    (['carol', 'bob'], {'bob': 1, 'carol': 2})
    >>> [name for name, strength in tally.strongest(9, calendar.weight(3)) if strength > 0]
    ['carol', 'bob']
    """

    __slots__ = ("_at", "_numbers", "_whose")

    def __init__(self, numbers: array[float] | None = None) -> None:
        """Tallies are many: those that share their `numbers` leave the garbage collector less to look through."""
        self._numbers = array("d") if numbers is None else numbers
        self._at = len(self._numbers)  # where its own five numbers begin: see _FRESH and so on
        self._numbers.extend(_NEW_TALLY)
        self._whose: dict[Who, int] = {}  # where the three of each begin: by the calendar, by ticks, plain count

    def __len__(self) -> int:
        return len(self._whose)

    def add(self, who: Who, weight: float) -> float:
        """Count one more thing done by somebody, at a moment of this calendar weight; returns its tick.

        All of it stands here, not in calls: this is done thirty times for each piece of evidence.
        """
        numbers, all_ = self._numbers, self._at
        tick = numbers[all_ + _TICK] = numbers[all_ + _TICK] + 1.0
        if tick - numbers[all_ + _BEGUN] > _SCALE:
            self._begin_again()
        recent = 2.0 ** ((tick - numbers[all_ + _BEGUN]) / HALF_COUNT)
        place = self._whose.pop(who, -1)
        if place < 0:
            place = len(numbers)
            numbers.extend(_NEW)
        self._whose[who] = place  # taken out and put back: the latest stand last
        numbers[place] += weight
        numbers[place + 1] += recent
        numbers[place + 2] += 1.0
        numbers[all_] += weight
        numbers[all_ + 1] += recent
        numbers[all_ + 2] += 1.0
        return tick

    def take_back(self, added: Added[Who]) -> None:
        """Undo an `add`: what was counted turned out not to be so."""
        numbers, recent = self._numbers, self._ticked(added.tick)
        for at in (self._whose[added.who], self._at):
            numbers[at] -= added.weight
            numbers[at + 1] -= recent
            numbers[at + 2] -= 1.0

    def _ticked(self, tick: float) -> float:
        return float(2.0 ** ((tick - self._numbers[self._at + _BEGUN]) / HALF_COUNT))

    def _now(self) -> float:
        return self._ticked(self._numbers[self._at + _TICK])

    def _begin_again(self) -> None:
        """Begin a new scale, before the old one grows out of what a float holds."""
        scale, numbers = self._now(), self._numbers
        for at in (self._at, *self._whose.values()):
            numbers[at + 1] /= scale
        numbers[self._at + _BEGUN] = numbers[self._at + _TICK]

    def strengths(self, among: Collection[Who], weight: float) -> list[tuple[Who, float]]:
        """Return who of these did it, with what it counts at a moment of this calendar weight."""
        numbers, fresh, recent = self._numbers, 1.0 / weight, 1.0 / self._now()
        return [
            (who, numbers[at] * fresh + numbers[at + 1] * recent + LASTING * numbers[at + 2])
            for who, at in self._of(among)
            if numbers[at + 2] > _NOTHING
        ]

    def by_calendar(self, among: Collection[Who], weight: float) -> list[tuple[Who, float]]:
        """Return the same by the calendar alone: what one did counts no less because others did the like since."""
        numbers, fresh = self._numbers, 1.0 / weight
        return [
            (who, numbers[at] * fresh + LASTING * numbers[at + 2])
            for who, at in self._of(among)
            if numbers[at + 2] > _NOTHING
        ]

    def _of(self, among: Collection[Who]) -> Iterable[tuple[Who, int]]:
        whose = self._whose
        if len(whose) < len(among):
            return [(who, at) for who, at in whose.items() if who in among]
        return [(who, whose[who]) for who in among if who in whose]

    def total(self, weight: float) -> float:
        """Return the sum of all strengths."""
        fresh, recent, times = self._sums()
        return fresh / weight + recent / self._now() + LASTING * times

    def _sums(self) -> array[float]:
        return self._numbers[self._at : self._at + 3]

    def shares(self, among: Iterable[Who]) -> list[tuple[float, float, float]]:
        """Return each one's part of all that was done: by the calendar, by own ticks, by plain count."""
        numbers, places = self._numbers, self._whose
        fresh, recent, times = (1.0 / total if total else 0.0 for total in self._sums())
        return [
            (numbers[at] * fresh, numbers[at + 1] * recent, numbers[at + 2] * times)
            if (at := places.get(who, -1)) >= 0 and numbers[at + 2] > _NOTHING
            else (0.0, 0.0, 0.0)
            for who in among
        ]

    def counts_of(self, among: Iterable[Who]) -> list[int]:
        """Return how often each of these has done it, ever."""
        done, whose = self._numbers, self._whose
        return [round(done[place + 2]) if (place := whose.get(who, -1)) >= 0 else 0 for who in among]

    def counts(self) -> dict[Who, int]:
        """Return how often each has done it, ever."""
        done = self._numbers
        return {who: round(done[place + 2]) for who, place in self._whose.items() if done[place + 2] > _NOTHING}

    def latest(self, most: int) -> Iterator[Who]:
        """Give who did it, the latest first."""
        return islice(reversed(self._whose), most)

    def strongest(self, most: int, weight: float) -> list[tuple[Who, float]]:
        """Return the strongest of the latest, with their strength; of equals, who did it last."""
        latest = self.strengths(list(self.latest(4 * most)), weight)
        return sorted(latest, key=itemgetter(1), reverse=True)[:most]
