"""The ranking of people: tell it what happens, ask it who can help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice, repeat

from socialbpm.experts.cases import Case, Cases
from socialbpm.experts.evidence import Evidence, PersonId, days
from socialbpm.experts.features import PRIOR, Features
from socialbpm.experts.learning import Weights
from socialbpm.experts.lineups import LineUps
from socialbpm.experts.need import Need, as_if_asked
from socialbpm.experts.people import Person
from socialbpm.experts.reasons import Known
from socialbpm.experts.suggestion import Suggestion
from socialbpm.experts.ties import Ties
from socialbpm.experts.words import Archive

A_PART, AN_OUTCOME = 0.25, 1.0
"""What somebody who joined in another's case teaches; what somebody who answered does, or worked on it last."""

_SUGGEST: Callable[[tuple[object, ...]], Suggestion] = partial(tuple.__new__, Suggestion)


class Ranker:
    """Ranks who can help, by what was observed, with weights learnt from who in fact helped.

    Evidence comes in the order of time, and needs between it. The same evidence and needs give the same rankings, so
    that what is kept in memory can be made again at any time. Nothing here knows what time it is.

    >>> from datetime import UTC, datetime, timedelta
    >>> monday, ranker = datetime(2026, 5, 4, 9, tzinfo=UTC), Ranker()
    >>> for order in range(3):
    ...     for minute, person in enumerate(("alice", "bob")):
    ...         at = monday + timedelta(hours=order, minutes=minute)
    ...         ranker.observe(Evidence(at, person, "worked", f"order {order}"))
    >>> [best] = ranker.rank(Need(monday + timedelta(hours=9), "alice", "order 9"))
    >>> best.person, best.step, best.reason
    ('bob', 'colleagues', 'took over from you 3 times')
    """

    def __init__(self) -> None:
        self._ties = Ties()
        self._people: dict[PersonId, Person] = {}  # whoever was seen last stands last
        self._cases = Cases()
        self._archive = Archive()
        self._lineups = LineUps()
        self._weights = Weights(list(PRIOR.values()))

    # Observing

    def observe(self, evidence: Evidence) -> None:
        """Take in one thing that happened, not earlier than anything taken in before."""
        day = days(evidence.at)
        if evidence.kind == "passed":
            self._ties.pass_on(evidence, day)
        elif evidence.kind == "declared":
            person = self._record(evidence.person, day)
            self._people[evidence.person] = person._replace(groups=evidence.groups or person.groups)
            self._ties.declare(evidence.person, evidence.topics)
        else:
            self._observe_work(evidence, day)

    def _record(self, name: PersonId, day: float) -> Person:
        return self._people.get(name) or Person(first=day, last=day)

    def _replace(self, name: PersonId, record: Person) -> None:
        """Keep somebody's new record, behind all others: whoever was seen last stands last."""
        self._people.pop(name, None)
        self._people[name] = record

    def _observe_work(self, evidence: Evidence, day: float) -> None:
        self._learn_from_what_is_over(day)
        case = self._cases.get(evidence.case) or self._begin(evidence)
        joins = evidence.person not in case.people
        if joins and evidence.person != case.owner:
            worth = A_PART if evidence.kind == "worked" else AN_OUTCOME
            self._weights.learn(self._lineups.of(evidence.case), evidence.person, worth)
        self._ties.observe(evidence, case, day)
        person = self._record(evidence.person, day)
        self._replace(evidence.person, person.after(evidence, case.owner, day, joins=joins))
        if joins:
            self._archive.helped(evidence.case, evidence.person, day)
        self._cases.note(evidence, case, day)

    def _begin(self, evidence: Evidence) -> Case:
        if self._lineups.wants(evidence.case):
            self._line_up(as_if_asked(evidence))
        case = self._cases.begin(evidence)
        self._ties.begin(case)
        self._archive.add(evidence.case, evidence.text)
        return case

    def _learn_from_what_is_over(self, day: float) -> None:
        for name, case in self._cases.over(day):
            lineup = self._lineups.close(name)
            if case.finisher is not None:
                self._weights.learn(lineup, case.finisher, AN_OUTCOME)

    # Ranking

    def rank(self, need: Need, limit: int | None = None, *, remember: bool = True) -> list[Suggestion]:
        """Return who can help, best first: everybody known, or the first `limit` of them.

        Never the asker, never anybody in `need.exclude`, nobody twice. The need is remembered, and its outcome teaches;
        unless it is not to `remember`: then nothing changes by it, and it can be asked any number of times.
        """
        ranked, alike = self._line_up(need, remember=remember)
        known = self._known(need, alike)
        scores = dict(ranked[:limit])
        best = self._suggestions(scores, scores.values(), known)
        if limit is not None and len(best) >= limit:
            return best
        least = ranked[-1][1] if ranked else 0.0
        others = islice(self._others(need, {person for person, _ in ranked}), limit and limit - len(best))
        return best + self._suggestions(list(others), repeat(least), known)

    def _suggestions(self, people: Collection[PersonId], scores: Iterable[float], known: Known) -> list[Suggestion]:
        """Suggest people: there may be ten thousand, and past the constructor it takes half as long."""
        records = map(self._people.__getitem__, people)
        return list(map(_SUGGEST, zip(people, scores, repeat(known), records)))  # a repeat has no end

    def worked_with(self, person: PersonId) -> Mapping[PersonId, int]:
        """Return with whom somebody was on how many cases."""
        return self._ties.counts("worked with", person)

    def known_for(self, person: PersonId) -> frozenset[str]:
        """Return topics and activities that a reason for somebody may be about: of what they did, or said they know."""
        record = self._people.get(person)
        deeds = () if record is None else record.deeds()
        done = {about for deed in deeds for about in (*deed.topics, *deed.activities)}
        return frozenset(done.union(self._ties.declared_by(person)))

    def _known(self, need: Need, alike: Mapping[PersonId, int]) -> Known:
        asker = self._people.get(need.asker)
        declared: defaultdict[PersonId, list[str]] = defaultdict(list)
        for topic in sorted(need.topics | need.skills):
            for person in self._ties.declared(topic):
                declared[person].append(topic)
        return Known(
            need=need,
            deeds=() if asker is None else asker.deeds(),
            together=self._ties.counts("worked with", need.asker),
            taken_over=self._ties.counts("took over from", need.asker),
            answered=self._ties.counts("answered", need.asker),
            alike=alike,
            declared=declared,
        )

    def _others(self, need: Need, looked_at: set[PersonId]) -> Iterator[PersonId]:
        """Give whoever has no tie to the need and was not here lately either, the latest first."""
        left_out = {need.asker, *need.exclude, *looked_at}
        return (person for person in reversed(self._people) if person not in left_out)

    def _line_up(
        self, need: Need, *, remember: bool = True
    ) -> tuple[list[tuple[PersonId, float]], Mapping[PersonId, int]]:
        """Rank whoever is worth a look, and `remember` them until it is known who helped."""
        features = Features(need, self._ties, self._people, self._archive)
        rows = features.rows()
        scored = [
            (person, self._weights.score(row))
            for person, row in rows.items()
            if person != need.asker and person not in need.exclude
        ]
        ranked = sorted(scored, key=lambda one: (-one[1], one[0]))
        if remember:
            self._lineups.keep(need.case, rows, [person for person, _ in ranked])
        return ranked, features.alike
