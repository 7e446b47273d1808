"""Simple rankings that need no learning: what the ranker has to beat, replayed beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from socialbpm.experts import Evidence, Need
from socialbpm.experts.evidence import days

RECENT = 14.0
"""Half-life in days of "lately active"."""


class Baselines:
    """Six orders of people, from the same evidence."""

    def __init__(self) -> None:
        self._all: Counter[str] = Counter()
        self._days: list[tuple[float, str]] = []
        self._on_case: dict[str, list[str]] = defaultdict(list)
        self._together: dict[str, Counter[str]] = defaultdict(Counter)
        self._of_group: dict[str, Counter[str]] = defaultdict(Counter)
        self._of_topic: dict[str, Counter[str]] = defaultdict(Counter)

    def observe(self, evidence: Evidence) -> None:
        person, others = evidence.person, self._on_case[evidence.case]
        for other in others:
            if other != person:
                self._together[other][person] += 1
                self._together[person][other] += 1
        if person not in others:
            others.append(person)
        self._all[person] += 1
        self._days.append((days(evidence.at), person))
        for group in evidence.groups:
            self._of_group[group][person] += 1
        for topic in evidence.topics:
            self._of_topic[topic][person] += 1

    def orders(self, need: Need) -> dict[str, list[str]]:
        """Return each baseline's order of people, without the asker."""
        together = self._together[need.asker]
        group = _sum(self._of_group[name] for name in sorted(need.groups))
        topic = _sum(self._of_topic[name] for name in sorted(need.topics))
        return {
            "popularity": self._order(need, self._all),
            "recent activity": self._order(need, self._lately(days(need.at))),
            "worked together": self._order(need, together),
            "same group": self._order(need, group),
            "topic overlap": self._order(need, topic),
            "rings": self._rings(need, together, group, topic),
        }

    def _lately(self, day: float) -> Mapping[str, float]:
        fresh: defaultdict[str, float] = defaultdict(float)
        for then, person in self._days:
            fresh[person] += 2.0 ** ((then - day) / RECENT)
        return fresh

    def _rings(self, need: Need, together: Counter[str], group: Counter[str], topic: Counter[str]) -> list[str]:
        """Colleagues first, by their parts of work together, in the group and on topics; then the topics' people."""
        inner = {
            person: sum(counted[person] / (counted.total() or 1) for counted in (together, group, topic))
            for person in {*together, *group}
        }
        order = sorted(inner, key=lambda person: (-inner[person], person))
        order += [person for person in self._order(need, topic) if person not in inner and topic[person]]
        found = set(order)
        order += [person for person in self._order(need, self._all) if person not in found]
        return [person for person in order if person != need.asker]

    def _order(self, need: Need, counted: Mapping[str, float]) -> list[str]:
        people = [person for person in self._all if person != need.asker]
        return sorted(people, key=lambda person: (-counted.get(person, 0), -self._all[person], person))


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total
