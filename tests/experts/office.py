"""A small office whose work is watched: Alice is stuck, and who can help is asked of a ranker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from socialbpm.experts import Evidence, Need, Ranker, Suggestion
from socialbpm.experts.evidence import Kind

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


class Office:
    """What happens, an hour after the other, told to one ranker; what was told is kept in `seen`."""

    def __init__(self) -> None:
        self.ranker = Ranker()
        self.seen: list[Evidence] = []
        self.now = MONDAY
        self._cases = 0

    def new_case(self) -> str:
        self._cases += 1
        return f"case {self._cases}"

    def later(self, **time: float) -> Office:
        self.now += timedelta(**time)
        return self

    def happens(
        self,
        person: str,
        kind: Kind,
        case: str,
        *,
        activity: str = "",
        groups: str = "",
        topics: str = "",
        text: str = "",
        asker: str | None = None,
    ) -> Office:
        self.later(hours=1)
        evidence = Evidence(
            self.now, person, kind, case, activity, frozenset(groups.split()), frozenset(topics.split()), text, asker
        )
        self.seen.append(evidence)
        self.ranker.observe(evidence)
        return self

    def case(self, *people: str, activity: str = "", groups: str = "", topics: str = "") -> Office:
        """People work on a new case, one after the other."""
        name = self.new_case()
        for person in people:
            self.happens(person, "worked", name, activity=activity, groups=groups, topics=topics)
        return self

    def question(self, asker: str, *answerers: str, topics: str = "", text: str = "") -> Office:
        """Somebody asks, and others answer."""
        name = self.new_case()
        for person in answerers:
            self.happens(person, "answered", name, topics=topics, text=text, asker=asker)
        return self

    def need(
        self,
        asker: str = "alice",
        *,
        case: str = "",
        activity: str = "",
        groups: str = "",
        topics: str = "",
        text: str = "",
        case_people: tuple[str, ...] = (),
        exclude: str = "",
    ) -> Need:
        return Need(
            self.now + timedelta(hours=1),
            asker,
            case or self.new_case(),
            activity,
            frozenset(groups.split()),
            frozenset(topics.split()),
            text,
            case_people,
            frozenset(exclude.split()),
        )

    def ask(self, need: Need | None = None, limit: int | None = None) -> list[Suggestion]:
        return self.ranker.rank(self.need() if need is None else need, limit)

    def people(self, need: Need | None = None, limit: int | None = None) -> list[str]:
        return [suggestion.person for suggestion in self.ask(need, limit)]

    def told(self, person: str, need: Need | None = None) -> Suggestion:
        return next(suggestion for suggestion in self.ask(need) if suggestion.person == person)
