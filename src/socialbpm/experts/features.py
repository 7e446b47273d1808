"""What speaks for each person when somebody needs help, as numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice, repeat
from math import log, log1p

from socialbpm.experts.columns import REACH, Column, Columns
from socialbpm.experts.evidence import Context, PersonId, days
from socialbpm.experts.learning import Row
from socialbpm.experts.need import Need
from socialbpm.experts.people import SEASON, WEEK, Person
from socialbpm.experts.tally import Tally
from socialbpm.experts.ties import Kind, Ties, passable
from socialbpm.experts.words import Archive

PRIOR: Mapping[str, float] = {
    "share of all work": 0.2,
    "share of this month": 0.2,
    "share of the latest work": 0.3,
    "share of this week": 0.1,
    "share of this season": 0.1,
    "share of all help": 0.2,
    "seen lately": 0.1,
    "here for long": 0.0,
    "finishes": 0.0,
    "is accepted": 0.0,
    "helped the asker": 0.2,
    "worked with the asker": 0.2,
    "took over from the asker": 0.2,
    "helped the asker last": 0.0,
    "knows who worked with the asker": 0.1,
    "works in the group": 0.2,
    "helped the group": 0.2,
    "works on the topics": 0.2,
    "helped on the topics": 0.2,
    "works on the rarest topic": 0.2,
    "helped on the rarest topic": 0.2,
    "helped on just these topics": 0.2,
    "helped the group on the topics": 0.2,
    "did the activity": 0.2,
    "helped after the activity": 0.2,
    "is where such cases go": 0.1,
    "is where the rarest topic goes": 0.1,
    "is where the asker's cases go": 0.1,
    "is where such topics are seen": 0.1,
    "helped with what sounds alike": 0.15,
    "helped lately with what sounds alike": 0.15,
    "works on this case": 1.0,
    "declared the topics": 0.2,
    "passed on the like": -1.5,
}
"""The features, and the weights that a ranking begins with."""

ALIKE = 0.5
"""From this part of the greatest likeness on a reason says that a case sounds alike."""

_LATELY = 90.0  # half-life in days of help with what sounds alike

Part = tuple[float, float, float]
"""Somebody's part of all work: by the calendar, of the latest, ever."""

Tallies = list[Tally[PersonId] | None]


class Features:
    """The features of whoever may be worth a look for a need, from all that was observed before it."""

    def __init__(self, need: Need, ties: Ties, people: dict[PersonId, Person], archive: Archive) -> None:
        self._need, self._ties, self._people, self._archive = need, ties, people, archive
        self._day = days(need.at)
        self._topics = [(topic, ties.rarity(topic)) for topic in sorted(need.topics)]
        self._declarable = sorted(need.topics | need.skills)
        self._groups = sorted(need.groups)
        self._rarest = ties.rarest(need.topics)
        self.alike: Counter[PersonId] = Counter()  # cases that they helped with and that sound alike
        self._work = ties.of("did anything") or Tally[PersonId]()

    def rows(self) -> dict[PersonId, Row]:
        """Return the people and their features, in the order of `PRIOR`."""
        direct = self._direct()
        people = self._worth_a_look(direct.values())
        if not people:
            return {}
        parts = self._work.shares(people)
        columns = self._columns(direct, people, parts)
        full = {**self._busy(people, parts), **self._habits(people)}
        ordered = [full[name] if name in full else _dense(columns[name], people) for name in PRIOR]
        return dict(zip(people, zip(*ordered, strict=True), strict=True))

    def _direct(self) -> dict[str, Tallies]:
        """Return the ties of one step, by the feature that they make."""
        need = self._need
        return {
            "helped the asker": self._of("helped", [need.asker]),
            "worked with the asker": self._of("worked with", [need.asker]),
            "took over from the asker": self._of("took over from", [need.asker]),
            "works in the group": self._of("works in", self._groups),
            "helped the group": self._of("helped group", self._groups),
            "works on the rarest topic": self._of("works on topic", self._rarest),
            "helped on the rarest topic": self._of("helped on topic", self._rarest),
            "helped on just these topics": self._of("helped on topics", [need.topics]),
            "did the activity": self._of("did activity", [need.activity]),
            "helped after the activity": self._of("helped after activity", [need.activity]),
        }

    def _of(self, kind: Kind, contexts: Iterable[Context]) -> Tallies:
        return [self._ties.of(kind, context) for context in contexts]

    def _worth_a_look(self, direct: Iterable[Tallies]) -> list[PersonId]:
        """Return who did anything lately, and who has any of the ties; in a stable order."""
        topics = [topic for topic, _ in self._topics]
        kinds: tuple[Kind, ...] = ("works on topic", "helped on topic")
        found = dict.fromkeys(islice(reversed(self._people), 3 * REACH))
        for tallies in (*direct, *(self._of(kind, topics) for kind in kinds)):
            for tally in tallies:
                found.update(dict.fromkeys(tally.latest(REACH) if tally is not None else ()))
        for topic in self._declarable:
            found.update(dict.fromkeys(self._ties.declared_lately(topic, REACH)))
        found.update(dict.fromkeys(person for person in self._need.case_people if person in self._people))
        return list(found)

    def _columns(self, direct: dict[str, Tallies], people: list[PersonId], parts: list[Part]) -> dict[str, Column]:
        """Return the features that few have."""
        even = 1.0 / len(self._people)
        expected = {person: ((a + b + c) / 3.0 + even) / 2.0 for person, (a, b, c) in zip(people, parts, strict=True)}
        columns = Columns(expected, self._ties.calendar.weight(self._day))
        return {
            **{name: columns.tie(tallies) for name, tallies in direct.items()},
            **self._by_topic(columns),
            **self._paths(columns),
            **self._sounds_alike(columns),
            "declared the topics": self._declared(columns),
            "helped the asker last": self._last(),
            "works on this case": dict.fromkeys(self._need.case_people, 1.0),
            "passed on the like": self._passes(people),
        }

    def _by_topic(self, columns: Columns) -> dict[str, Column]:
        def mean(kind: Kind) -> Column:
            return columns.mean((self._ties.of(kind, topic), rarity) for topic, rarity in self._topics)

        return {
            "works on the topics": mean("works on topic"),
            "helped on the topics": mean("helped on topic"),
            "helped the group on the topics": columns.mean(
                (self._ties.of("helped group on topic", (topic, group)), rarity)
                for topic, rarity in self._topics
                for group in self._groups
            ),
        }

    def _paths(self, columns: Columns) -> dict[str, Column]:
        """Return who stands two steps away: where such cases go, and whom the asker's colleagues work with."""
        ties, asker = self._ties, self._need.asker
        topics = [(("topic", topic), rarity) for topic, rarity in self._topics]
        start = [*((("group", group), 1.0) for group in self._groups), *topics]
        rarest = [("topic", topic) for topic in self._rarest]
        return {
            "is where such cases go": columns.path(((ties.places("goes from", p), r) for p, r in start), ties.inside),
            "is where the rarest topic goes": columns.path(
                ((ties.places("goes from", p), 1.0) for p in rarest), ties.inside
            ),
            "is where such topics are seen": columns.path(
                ((ties.places("seen with", p), r) for p, r in topics), ties.inside
            ),
            "is where the asker's cases go": columns.path([(ties.places("goes from owner", asker), 1.0)], ties.inside),
            "knows who worked with the asker": columns.path(
                [(ties.of("worked with", asker), 1.0)], lambda person: ties.of("worked with", person)
            ),
        }

    def _busy(self, people: list[PersonId], parts: list[Part]) -> dict[str, list[float]]:
        """Return how busy people are, whatever they do."""
        known = [self._people[person] for person in people]
        help_given = (self._ties.of("helped anybody") or Tally[PersonId]()).shares(people)
        day, some = self._day, 0.5 / len(self._people)
        month, latest, ever = zip(*parts, strict=True)
        shares = {
            "share of this month": month,
            "share of the latest work": latest,
            "share of all work": ever,
            "share of this week": _parts([one.week * 2.0 ** ((one.last - day) / WEEK) for one in known]),
            "share of this season": _parts([one.season * 2.0 ** ((one.last - day) / SEASON) for one in known]),
            "share of all help": [(a + b + c) / 3.0 for a, b, c in help_given],
        }
        return {name: list(map(log, map(some.__add__, column))) for name, column in shares.items()}

    def _habits(self, people: list[PersonId]) -> dict[str, list[float]]:
        """Return how long and how lately people were here, and how they end what they begin."""
        known, day = [self._people[person] for person in people], self._day
        helped = (self._ties.of("helped anybody") or Tally[PersonId]()).counts_of(people)
        return {
            "seen lately": [-log(day - one.last + 0.05 if one.last < day else 0.05) for one in known],
            "here for long": [log(day - one.first + 0.5 if one.first < day else 0.5) for one in known],
            "finishes": [log((done + 0.5) / (one.cases + 1.0)) for done, one in zip(helped, known, strict=True)],
            "is accepted": [log((one.accepted + 1.0) / (one.answers + 2.0)) for one in known],
        }

    def _sounds_alike(self, columns: Columns) -> dict[str, Column]:
        ever: defaultdict[PersonId, float] = defaultdict(float)
        lately: defaultdict[PersonId, float] = defaultdict(float)
        for case, likeness in self._archive.alike(self._need.text, but=self._need.case):
            for person, day in self._archive.who_helped(case):
                ever[person] += likeness**2
                lately[person] += likeness**2 * 2.0 ** ((day - self._day) / _LATELY)
                self.alike[person] += likeness >= ALIKE
        return {
            "helped with what sounds alike": columns.lift(ever),
            "helped lately with what sounds alike": columns.lift(lately),
        }

    def _declared(self, columns: Columns) -> Column:
        """Return who says that they know it: the more so, the more of it."""
        return columns.lift(Counter(person for topic in self._declarable for person in self._ties.declared(topic)))

    def _last(self) -> Column:
        helped = self._ties.of("helped", self._need.asker)
        return {} if helped is None else dict.fromkeys(helped.latest(1), 1.0)

    def _passes(self, people: list[PersonId]) -> Column:
        """Return who passed on the like. That others pass changes nothing for the rest: they come as was announced."""
        weight = self._ties.calendar.weight(self._day)
        passed: defaultdict[PersonId, float] = defaultdict(float)
        for context in passable(self._need.case, self._need.activity, self._need.topics):
            tally = self._ties.of("passed on", context)
            if tally is not None:
                for person, strength in tally.by_calendar(people, weight):
                    passed[person] += strength
        return {person: log1p(strength) for person, strength in passed.items()}


def _parts(values: list[float]) -> list[float]:
    total = sum(values) or 1.0
    return [value / total for value in values]


def _dense(column: Column, people: list[PersonId]) -> list[float]:
    return list(map(column.get, people, repeat(0.0))) if column else [0.0] * len(people)
