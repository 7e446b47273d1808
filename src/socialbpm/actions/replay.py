"""A ladder run against a past log: whether who in fact helped would have been reached, when, and how many others too.

Each later case is taken as if its first owner had asked at its beginning. Whoever else worked on it last is who helped.
Rings, batches, patience and waits are those of the ladder; everybody but who helped stays silent, and every widening is
consented to at once. So what comes out bounds: from below the people who hear of it, from above the time that it takes.
Nothing is known beforehand: each case is run on what had happened until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from socialbpm.experts import Evidence, Need, Ranker
from socialbpm.social.audience import PersonId
from socialbpm.social.ladder import FIRST_RING, Ladder, Ring
from socialbpm.social.worktime import Span

HOURS_A_DAY = 8.0
"""Working hours of a working day, of the default calendar."""

LEARNT_FROM = 0.5
"""The part of the cases, the first, that only teaches."""

TOLD_BY_A_LOG = ("owners", "case", "worked-with", "same-group", "did-this-task", "experts", "group:", "person:")
"""The words of `who` that a log can tell; of the others it knows nobody."""


@dataclass
class Reached:
    """The cases whose helper a ring would have reached: after how many working hours, with how many people told."""

    ring: Ring
    hours: list[float] = field(default_factory=list)
    people: list[int] = field(default_factory=list)


@dataclass
class Replayed:
    """What a replay found: of `cases`, so many ended `alone` with their first owner; the others needed somebody."""

    rings: list[Reached]
    cases: int = 0
    alone: int = 0
    missed: int = 0

    @property
    def untold(self) -> list[str]:
        """The words of `who` in the ladder about which a log knows nobody."""
        words = (word for reached in self.rings for word in reached.ring.who)
        return sorted({word for word in words if not word.startswith(TOLD_BY_A_LOG)})


def replay(log: Iterable[Evidence], ladder: Ladder) -> Replayed:
    """Run a ladder against a log. The first half of its cases only teaches."""
    cases = _cases(log)
    later = cases[int(len(cases) * LEARNT_FROM) :]
    found = Replayed([Reached(ring) for ring in ladder.rings[FIRST_RING:]], cases=len(later))
    past, events = _Past(), iter(sorted((one for case in cases for one in case), key=lambda one: one.at))
    ahead = next(events, None)
    for case in later:
        while ahead is not None and ahead.at < case[0].at:
            past.observe(ahead)
            ahead = next(events, None)
        _climb(case, past, found)
    return found


def _cases(log: Iterable[Evidence]) -> list[list[Evidence]]:
    """Return the cases, each in the order of time, the first to begin first."""
    by_case: defaultdict[str, list[Evidence]] = defaultdict(list)
    for one in log:
        by_case[one.case].append(one)
    return sorted((sorted(case, key=lambda one: one.at) for case in by_case.values()), key=lambda case: case[0].at)


def _climb(case: Sequence[Evidence], past: _Past, found: Replayed) -> None:
    first, helper = case[0], case[-1].person
    if helper == first.person:
        found.alone += 1
        return
    need = Need(first.at, first.person, first.case, first.activity, first.groups, first.topics)
    order = [suggestion.person for suggestion in past.ranker.rank(need)]
    hours, told = 0.0, set[PersonId]()
    for reached in found.rings:
        pool = [person for person in past.pool(reached.ring.who, need, order) if person not in told]
        for at, batch in asked(reached.ring, pool):
            told.update(batch)
            if helper in batch:
                reached.hours.append(hours + at)
                reached.people.append(len(told))
                return
        hours += stay(reached.ring, len(pool))
    found.missed += 1


def asked(ring: Ring, pool: Sequence[PersonId]) -> Iterator[tuple[float, Sequence[PersonId]]]:
    """Give who hears of it together, and after how many hours in the ring: all at once, or a few at a time.

    >>> from socialbpm.social.ladder import Step
    >>> ring = Ring("coworkers", Step.COLLEAGUES, batch=2, most=3, wait=Span(days=1))
    >>> list(asked(ring, ["bob", "carol", "dana", "eve"]))
    [(0.0, ['bob', 'carol']), (4.0, ['dana'])]
    """
    pool = pool[: ring.most]
    if ring.batch is None:
        if pool:
            yield 0.0, pool
        return
    for turn, first in enumerate(range(0, len(pool), ring.batch)):
        if turn * _patience(ring) >= _hours(ring.pace):
            return
        yield turn * _patience(ring), pool[first : first + ring.batch]


def stay(ring: Ring, pool: int) -> float:
    """Return for how many hours a ring stays that reaches nobody who helps: until it is exhausted, at most its wait."""
    if not pool:
        return 0.0
    if ring.batch is None:
        return _hours(ring.pace)
    turns = -(-min(pool, ring.most) // ring.batch)
    return min(_hours(ring.pace), turns * _patience(ring))


def _hours(span: Span) -> float:
    return span.days * HOURS_A_DAY + span.time.total_seconds() / 3600


def _patience(ring: Ring) -> float:
    return _hours(ring.patience) if ring.patience is not None else _hours(ring.pace) / 2


class _Past:
    """What had happened so far, as the words of `who` look at it."""

    def __init__(self) -> None:
        self.ranker = Ranker()
        self._on_case: defaultdict[str, set[PersonId]] = defaultdict(set)
        self._with: defaultdict[PersonId, set[PersonId]] = defaultdict(set)
        self._did: defaultdict[str, set[PersonId]] = defaultdict(set)
        self._groups: dict[PersonId, frozenset[str]] = {}

    def observe(self, one: Evidence) -> None:
        self.ranker.observe(one)
        for other in self._on_case[one.case] - {one.person}:
            self._with[other].add(one.person)
            self._with[one.person].add(other)
        self._on_case[one.case].add(one.person)
        self._did[one.activity].add(one.person)
        self._groups[one.person] = one.groups or self._groups.get(one.person, frozenset())

    def pool(self, who: Sequence[str], need: Need, order: Sequence[PersonId]) -> list[PersonId]:
        """Return whom these words name, in the order of the ranking: who can help best comes first."""
        named = [self._named(word, need, order) for word in who]
        return [person for person in order if any(person in people for people in named)]

    def _named(self, word: str, need: Need, order: Sequence[PersonId]) -> Iterable[PersonId]:
        prefix, _, name = word.partition(":")
        known: Mapping[str, Iterable[PersonId]] = {
            "case": self._on_case.get(need.case, ()),
            "worked-with": self._with.get(need.asker, ()),
            "did-this-task": self._did.get(need.activity, ()),
            "experts": order,
            "person": (name,),
        }
        if prefix == "same-group":
            return self._in(need.groups)
        return self._in(frozenset({name})) if prefix == "group" else known.get(prefix, ())

    def _in(self, groups: frozenset[str]) -> set[PersonId]:
        return {person for person, theirs in self._groups.items() if theirs & groups}
