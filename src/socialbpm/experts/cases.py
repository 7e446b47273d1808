"""The cases that go on: whose each is, who has helped, and when it is over."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from socialbpm.experts.evidence import Evidence, PersonId
from socialbpm.experts.need import owner_of
from socialbpm.experts.tally import Added

MOST_CASES = 10_000
"""Cases that are remembered one by one; whoever works on an older one begins a new one."""


@dataclass(slots=True)
class Case:
    """A case as it went so far. `owner` is whose it was first, and the context is that of its beginning."""

    owner: PersonId
    activity: str
    groups: frozenset[str]
    topics: frozenset[str]
    people: tuple[PersonId, ...] = ()
    last: PersonId = ""
    touched: float = 0.0
    finisher: PersonId | None = None
    credited: tuple[Added[PersonId], ...] = ()


Names = tuple[str, ...]
Packed = tuple[PersonId, str, Names, Names, Names, PersonId, float, PersonId | None]
"""A case that is over, as it is kept: plain tuples of plain values cost the garbage collector nothing."""


class Silence:
    """How many days of silence mean that a case is over: longer than 19 of 20 pauses that were followed by more work.

    >>> silence = Silence()
    >>> for pause in range(1, 101):
    ...     silence.heard_again_after(float(pause))
    >>> silence.days
    96.0
    """

    LEAST, AT_FIRST, ENOUGH, REMEMBERED = 1.0, 60.0, 50, 2000

    def __init__(self) -> None:
        self._pauses: deque[float] = deque()
        self._sorted: list[float] = []

    def heard_again_after(self, pause: float) -> None:
        """Learn from a pause of a case that went on."""
        self._pauses.append(pause)
        insort(self._sorted, pause)
        if len(self._pauses) > self.REMEMBERED:
            del self._sorted[bisect_left(self._sorted, self._pauses.popleft())]

    @property
    def days(self) -> float:
        """The silence after which nobody waits any longer."""
        if len(self._sorted) <= self.ENOUGH:
            return self.AT_FIRST
        return max(self.LEAST, self._sorted[len(self._sorted) * 19 // 20])


class Cases:
    """All cases that are remembered; `over` gives those that have gone silent, each once."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Case | Packed] = OrderedDict()
        self._waiting: deque[tuple[float, str]] = deque()
        self._silence = Silence()
        self._sets: dict[frozenset[str], frozenset[str]] = {}

    def __contains__(self, case: str) -> bool:
        return case in self._known

    def begin(self, first: Evidence) -> Case:
        """Begin a case with the first thing that was seen of it."""
        groups = first.groups if first.kind == "worked" else frozenset()
        case = Case(owner_of(first), first.activity, self._one(groups), self._one(first.topics))
        self._known[first.case] = case
        if len(self._known) > MOST_CASES:
            self._known.popitem(last=False)
        return case

    def _one(self, names: frozenset[str]) -> frozenset[str]:
        """Return the same object for all sets that are equal: there are few different ones in many cases."""
        return self._sets.setdefault(names, names)

    def get(self, name: str) -> Case | None:
        """Return a case that is remembered."""
        case = self._known.get(name)
        if isinstance(case, tuple):
            case = self._known[name] = self._unpacked(case)
        return case

    def _unpacked(self, packed: Packed) -> Case:
        owner, activity, groups, topics, people, last, touched, finisher = packed
        return Case(
            owner, activity, self._one(frozenset(groups)), self._one(frozenset(topics)), people, last, touched, finisher
        )

    def note(self, evidence: Evidence, case: Case, day: float) -> None:
        """Note what was done on a case."""
        if evidence.person not in case.people:
            case.people += (evidence.person,)
        case.last = evidence.person
        if evidence.kind == "worked":
            case.finisher = evidence.person if evidence.person != case.owner else None
            self._waiting.append((day, evidence.case))
            if 0.0 < case.touched < day:
                self._silence.heard_again_after(day - case.touched)
        case.touched = day
        self._known.move_to_end(evidence.case)

    def over(self, day: float) -> Iterator[tuple[str, Case]]:
        """Give the cases that have been silent for too long by now."""
        until = day - self._silence.days
        while self._waiting and self._waiting[0][0] < until:
            touched, name = self._waiting.popleft()
            case = self._known.get(name)
            if isinstance(case, Case) and case.touched <= touched:
                self._known[name] = _packed(case)
                yield name, case


def _packed(case: Case) -> Packed:
    groups, topics = tuple(sorted(case.groups)), tuple(sorted(case.topics))
    return (case.owner, case.activity, groups, topics, case.people, case.last, case.touched, case.finisher)
