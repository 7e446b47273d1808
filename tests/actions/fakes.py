"""Fakes for the ports of the actions, kept in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from socialbpm.experts import Need, Ranker, Suggestion
from socialbpm.social.audience import PersonId


@dataclass
class FakeHistory:
    """A history that is told what people did. It knows one case and one process, so it ignores which is asked for.

    `on_case` is latest first; `in_case` is by element; `together` and `elsewhere` are numbers of cases.
    """

    on_case: tuple[PersonId, ...] = ()
    together: dict[PersonId, dict[PersonId, int]] = field(default_factory=dict)
    elsewhere: dict[str, dict[PersonId, int]] = field(default_factory=dict)
    in_case: dict[str, tuple[PersonId, ...]] = field(default_factory=dict)
    other_instances: tuple[PersonId, ...] = ()
    asks: dict[PersonId, int] = field(default_factory=dict)
    answers: dict[PersonId, int] = field(default_factory=dict)
    lately: dict[PersonId, int] = field(default_factory=dict)

    async def worked_on_case(self, runtime: str, case_id: str) -> tuple[PersonId, ...]:
        """Who worked on the case."""
        return self.on_case

    async def worked_together(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Whom the asker knows from other cases."""
        return self.together.get(asker, {})

    async def shared_cases(self, asker: PersonId, other: PersonId) -> int:
        """How well the asker knows one person from other cases."""
        return self.together.get(asker, {}).get(other, 0)

    async def did_element(
        self, runtime: str, process: str, element_id: str, excluding_case: str
    ) -> Mapping[PersonId, int]:
        """Who did the element elsewhere."""
        return self.elsewhere.get(element_id, {})

    async def did_task_in_case(self, runtime: str, case_id: str, element_id: str) -> tuple[PersonId, ...]:
        """Who did the element in the case."""
        return self.in_case.get(element_id, ())

    async def did_in_other_instances(
        self, runtime: str, case_id: str, element_id: str, task_id: str
    ) -> tuple[PersonId, ...]:
        """Who did another instance."""
        return self.other_instances

    async def open_asks(self, people: Collection[PersonId]) -> Mapping[PersonId, int]:
        """How many asks are open."""
        return {person: count for person, count in self.asks.items() if person in people}

    async def did_elements(self, person: PersonId) -> Collection[tuple[str, str]]:
        """What somebody did."""
        return {("", element) for element, people in self.elsewhere.items() if person in people}

    async def known_by(self, person: PersonId) -> Collection[PersonId]:
        """Who knows somebody from other cases."""
        return [other for other, people in self.together.items() if person in people]

    async def helped(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Who answered the asker before."""
        return self.answers

    async def asked_lately(
        self, people: Collection[PersonId], since: datetime, besides: str | None
    ) -> Mapping[PersonId, int]:
        """How often people were asked."""
        return {person: count for person, count in self.lately.items() if person in people}


@dataclass
class FakeExperts:
    """A ranking that is warm from the start, and knows what a test tells it."""

    ranker: Ranker = field(default_factory=Ranker)

    def rank(self, need: Need, most: int) -> Sequence[Suggestion]:
        """Who can help."""
        return self.ranker.rank(need, most, remember=False)

    def worked_with(self, person: PersonId) -> Mapping[PersonId, int]:
        """With whom somebody was on how many cases."""
        return self.ranker.worked_with(person)

    def known_for(self, person: PersonId) -> Collection[str]:
        """What somebody may be suggested for."""
        return self.ranker.known_for(person)
