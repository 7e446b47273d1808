"""How much of a thing each person did, and how much of that is still fresh: what every tie is made of."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

HALF_LIFE = 30.0
"""Days after which something done counts half: who knew the case last month knows it still, last year hardly."""

HALF_COUNT = 12.0
"""Things done by anybody, of the same kind, after which one counts half. It keeps a memory for what happens seldom."""

LASTING = 0.1
"""What something done still counts when it is old: better somebody who did it once than somebody who never did."""

_SCALE = 6000  # ticks after which the weights of ticks are scaled down
_NOTHING = 0.5  # a smaller count means that all of it was taken back
_NEW = array("d", (0.0, 0.0, 0.0))
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
    tick: int


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

    __slots__ = ("_begun", "_done", "_fresh", "_recent", "_tick", "_times", "_whose")

    def __init__(self) -> None:
        self._whose: dict[Who, int] = {}  # where their three numbers begin
        self._done = array("d")  # each: weight by the calendar, weight by ticks, plain count
        self._tick = self._begun = 0  # ticks so far, and when the scale of their weights began
        self._fresh = self._recent = self._times = 0.0

    def __len__(self) -> int:
        return len(self._whose)

    def add(self, who: Who, weight: float) -> Added[Who]:
        """Count one more thing done by somebody, at a moment of this calendar weight."""
        self._tick += 1
        if self._tick - self._begun > _SCALE:
            self._begin_again()
        place = self._whose.pop(who, None)
        if place is None:
            place = len(self._done)
            self._done.extend(_NEW)
        self._whose[who] = place  # taken out and put back: the latest stand last
        added = Added(self, who, weight, self._tick)
        self._change(added, 1.0)
        return added

    def take_back(self, added: Added[Who]) -> None:
        """Undo an `add`: what was counted turned out not to be so."""
        self._change(added, -1.0)

    def _change(self, added: Added[Who], sign: float) -> None:
        place, done = self._whose[added.who], self._done
        fresh, recent = sign * added.weight, sign * self._ticked(added.tick)
        done[place] += fresh
        done[place + 1] += recent
        done[place + 2] += sign
        self._fresh += fresh
        self._recent += recent
        self._times += sign

    def _ticked(self, tick: int) -> float:
        return float(2.0 ** ((tick - self._begun) / HALF_COUNT))

    def _begin_again(self) -> None:
        """Begin a new scale, before the old one grows out of what a float holds."""
        scale = self._ticked(self._tick)
        for place in self._whose.values():
            self._done[place + 1] /= scale
        self._recent /= scale
        self._begun = self._tick

    def strengths(self, among: Collection[Who], weight: float) -> list[tuple[Who, float]]:
        """Return who of these did it, with what it counts at a moment of this calendar weight."""
        done, now = self._done, self._ticked(self._tick)
        return [
            (who, done[place] / weight + done[place + 1] / now + LASTING * done[place + 2])
            for who, place in self._of(among)
            if done[place + 2] > _NOTHING
        ]

    def _of(self, among: Collection[Who]) -> Iterable[tuple[Who, int]]:
        if len(self._whose) < len(among):
            return [(who, place) for who, place in self._whose.items() if who in among]
        return [(who, self._whose[who]) for who in among if who in self._whose]

    def total(self, weight: float) -> float:
        """Return the sum of all strengths."""
        return self._fresh / weight + self._recent / self._ticked(self._tick) + LASTING * self._times

    def shares(self, who: Who) -> tuple[float, float, float]:
        """Return somebody's part of all that was done: by the calendar, by own ticks, by plain count."""
        place = self._whose.get(who)
        if place is None or self._done[place + 2] < _NOTHING:
            return (0.0, 0.0, 0.0)
        done = self._done
        return (done[place] / self._fresh, done[place + 1] / self._recent, done[place + 2] / self._times)

    def count(self, who: Who) -> int:
        """Return how often somebody did it, ever."""
        place = self._whose.get(who)
        return 0 if place is None else round(self._done[place + 2])

    def counts(self) -> dict[Who, int]:
        """Return how often each has done it, ever."""
        done = self._done
        return {who: round(done[place + 2]) for who, place in self._whose.items() if done[place + 2] > _NOTHING}

    def latest(self, most: int) -> Iterator[Who]:
        """Give who did it, the latest first."""
        return islice(reversed(self._whose), most)

    def strongest(self, most: int, weight: float) -> list[tuple[Who, float]]:
        """Return the strongest of the latest, with their strength; of equals, who did it last."""
        return sorted(self.strengths(list(self.latest(4 * most)), weight), key=lambda one: -one[1])[:most]
