"""Ties between people, and between people and what there is to do, as the work itself shows them."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import chain, islice
from math import log1p
from typing import Literal, TypeVar, get_args

from socialbpm.experts.cases import Case
from socialbpm.experts.evidence import Context, Evidence, PersonId
from socialbpm.experts.tally import Added, Calendar, Tally

Kind = Literal[
    "did anything",  # of nobody in particular
    "helped anybody",
    "worked with",  # of a person: on one case
    "took over from",  # of a person: worked next on a case
    "helped",  # of a person: finished what they had begun, answered what they had asked
    "answered",  # of a person: answered what they had asked
    "works in",  # of a group
    "helped group",  # of a group: helped with a case that began there
    "works on topic",
    "helped on topic",
    "helped on topics",  # of all topics of a case together
    "helped group on topic",
    "did activity",
    "helped after activity",  # of the activity that a case began with
    "passed on",  # of a topic, an activity, a case: was asked and passed
]
Place = Literal[
    "goes from",  # of a group or topic: where cases that began there went
    "goes from owner",  # of a person: where what they began went
    "seen with",  # of a group or topic: groups and topics beside it
]


class Ties:
    """All tallies, each found by its kind and by what it is of."""

    def __init__(self) -> None:
        self.calendar = Calendar()
        self._cases = 0
        self._began: dict[str, int] = {}  # topic: cases that began with it
        self._numbers = array("d")  # of all tallies
        self._people: dict[Kind, dict[Context, Tally[PersonId]]] = {kind: {} for kind in get_args(Kind)}
        self._places: dict[Place, dict[Context, Tally[Context]]] = {kind: {} for kind in get_args(Place)}
        self._inside: dict[Context, Tally[PersonId]] = {}
        self._declared: dict[str, dict[PersonId, None]] = {}  # by topic; whoever said so last stands last
        self._declares: dict[PersonId, frozenset[str]] = {}

    def of(self, kind: Kind, context: Context = "") -> Tally[PersonId] | None:
        """Return who did things of a kind, if anybody did."""
        return self._people[kind].get(context)

    def places(self, kind: Place, context: Context) -> Tally[Context] | None:
        """Return where cases went, if any did."""
        return self._places[kind].get(context)

    def inside(self, place: Context) -> Tally[PersonId] | None:
        """Return who was seen in a group or at a topic."""
        return self._inside.get(place)

    def rarity(self, topic: str) -> float:
        """Return how much a topic says: much, where few cases began with it."""
        return log1p((self._cases + 1) / (self._began.get(topic, 0) + 1))

    def rarest(self, topics: Iterable[str]) -> list[str]:
        """Return the topic that says most, of those that were seen before: one, or none."""
        return sorted((topic for topic in topics if topic in self._began), key=lambda t: (self._began[t], t))[:1]

    def counts(self, kind: Kind, context: Context) -> dict[PersonId, int]:
        """Return how often each has done a thing."""
        tally = self.of(kind, context)
        return {} if tally is None else tally.counts()

    def declared_by(self, person: PersonId) -> list[str]:
        """Return the topics that somebody said they know."""
        return [topic for topic, who in self._declared.items() if person in who]

    def begin(self, case: Case) -> None:
        """Count that a case began, which says how rare its topics are."""
        self._cases += 1
        for topic in case.topics:
            self._began[topic] = self._began.get(topic, 0) + 1

    def observe(self, evidence: Evidence, case: Case, day: float) -> None:
        """Count what was done on a case; the case is as it was before."""
        weight = self.calendar.weight(day)
        here = places(evidence.groups, evidence.topics)
        self._count_work(evidence, here, weight)
        self._count_company(evidence, case, weight)
        if evidence.person != case.owner:
            self._count_way(here, case, weight)
        self._count_help(evidence, case, weight)

    def declare(self, person: PersonId, topics: frozenset[str]) -> None:
        """Keep what somebody says that they know, instead of what they said before: it does not fade."""
        before = self._declares.get(person, frozenset())
        for topic in before - topics:
            del self._declared[topic][person]
        for topic in topics - before:
            self._declared.setdefault(topic, {})[person] = None
        self._declares[person] = topics

    def declared(self, topic: str) -> Collection[PersonId]:
        """Return who says that they know something."""
        return self._declared.get(topic, {})

    def declared_lately(self, topic: str, most: int) -> Iterator[PersonId]:
        """Give who says that they know something, who said so last first."""
        return islice(reversed(self._declared.get(topic, {})), most)

    def pass_on(self, evidence: Evidence, day: float) -> None:
        """Count that somebody was asked and passed."""
        weight = self.calendar.weight(day)
        for context in passable(evidence.case, evidence.activity, evidence.topics):
            self._add("passed on", context, evidence.person, weight)

    def _count_work(self, evidence: Evidence, here: list[Context], weight: float) -> None:
        person = evidence.person
        self._add("did anything", "", person, weight)
        self._add("did activity", evidence.activity, person, weight)
        for group in evidence.groups:
            self._add("works in", group, person, weight)
        for topic in evidence.topics:
            self._add("works on topic", topic, person, weight)
        for place in here:
            self._tally(self._inside, place).add(person, weight)
            for other in here:
                if other != place:
                    self._tally(self._places["seen with"], place).add(other, weight)

    def _count_company(self, evidence: Evidence, case: Case, weight: float) -> None:
        person = evidence.person
        if evidence.kind != "worked":
            return  # who answers the same question need not know each other
        if case.last and case.last != person:
            self._add("took over from", case.last, person, weight)
        if person in case.people:
            return
        for other in case.people:
            self._add("worked with", other, person, weight)
            self._add("worked with", person, other, weight)

    def _count_way(self, here: list[Context], case: Case, weight: float) -> None:
        """Count where the case went: groups and topics that it did not begin with."""
        begun = places(case.groups, case.topics)
        for place in here:
            if place not in begun:
                self._tally(self._places["goes from owner"], case.owner).add(place, weight)
                for before in begun:
                    self._tally(self._places["goes from"], before).add(place, weight)

    def _count_help(self, evidence: Evidence, case: Case, weight: float) -> None:
        """Count who helped: whoever answered, or who, other than its owner, was the last to work on a case so far."""
        helps = evidence.person != case.owner
        if evidence.kind != "worked":
            if helps and evidence.person not in case.people:
                self._credit(evidence.person, case, weight)
                self._add("answered", case.owner, evidence.person, weight)
        elif case.finisher != (evidence.person if helps else None):
            for added in case.credited:
                added.tally.take_back(added)
            case.credited = self._credit(evidence.person, case, weight) if helps else ()

    def _credit(self, person: PersonId, case: Case, weight: float) -> tuple[Added[PersonId], ...]:
        credited = [(self._tally(self._people[kind], context)) for kind, context in _helped(case)]
        return tuple(Added(tally, person, weight, tally.add(person, weight)) for tally in credited)

    def _add(self, kind: Kind, context: Context, person: PersonId, weight: float) -> None:
        self._tally(self._people[kind], context).add(person, weight)

    def _tally(self, tallies: dict[Context, Tally[Who]], context: Context) -> Tally[Who]:
        try:
            return tallies[context]
        except KeyError:
            return tallies.setdefault(context, Tally(self._numbers))


Who = TypeVar("Who", bound=Hashable)


def _helped(case: Case) -> Iterator[tuple[Kind, Context]]:
    yield "helped anybody", ""
    yield "helped", case.owner
    yield "helped after activity", case.activity
    yield "helped on topics", case.topics
    for group in sorted(case.groups):
        yield "helped group", group
    for topic in sorted(case.topics):
        yield "helped on topic", topic
        for group in sorted(case.groups):
            yield "helped group on topic", (topic, group)


def places(groups: frozenset[str], topics: frozenset[str]) -> list[Context]:
    """Return groups and topics as places that a case can be in, in a stable order.

    >>> places(frozenset({"accounting"}), frozenset({"tax"}))
    [('group', 'accounting'), ('topic', 'tax')]
    """
    return [*chain((("group", group) for group in sorted(groups)), (("topic", topic) for topic in sorted(topics)))]


def passable(case: str, activity: str, topics: frozenset[str]) -> list[Context]:
    """Return what somebody who was asked may pass on: this case, such an activity, such topics; in a stable order.

    >>> passable("order 7", "", frozenset({"tax"}))
    [('case', 'order 7'), ('topic', 'tax')]
    """
    named = [("case", case), ("activity", activity), *(("topic", topic) for topic in sorted(topics))]
    return [context for context in named if context[1]]
