"""What people did before socialbpm was there: without it, nobody has a colleague on the first day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from socialbpm.actions.people import History
from socialbpm.social.audience import PersonId

Counts = Mapping[PersonId, int]


@dataclass(frozen=True)
class Seeds:
    """Numbers of cases: `ties` by two people, each way round; `did` by (process, element) and person."""

    ties: Mapping[PersonId, Counts] = field(default_factory=dict)
    did: Mapping[tuple[str, str], Counts] = field(default_factory=dict)


@dataclass(frozen=True)
class SeededHistory:
    """A history with seeds added to its counts; they count for every runtime and were never this case."""

    history: History
    seeds: Seeds

    async def worked_together(self, asker: PersonId) -> Counts:
        """Add the asker's ties."""
        return _sum(await self.history.worked_together(asker), self.seeds.ties.get(asker, {}))

    async def shared_cases(self, asker: PersonId, other: PersonId) -> int:
        """Add the asker's ties."""
        return await self.history.shared_cases(asker, other) + self.seeds.ties.get(asker, {}).get(other, 0)

    async def did_element(self, runtime: str, process: str, element_id: str, excluding_case: str) -> Counts:
        """Add who did this element before."""
        counted = await self.history.did_element(runtime, process, element_id, excluding_case)
        return _sum(counted, self.seeds.did.get((process, element_id), {}))

    async def worked_on_case(self, runtime: str, case_id: str) -> tuple[PersonId, ...]:
        """Pass on: seeds know of no single case."""
        return await self.history.worked_on_case(runtime, case_id)

    async def did_task_in_case(self, runtime: str, case_id: str, element_id: str) -> tuple[PersonId, ...]:
        """Pass on."""
        return await self.history.did_task_in_case(runtime, case_id, element_id)

    async def did_in_other_instances(
        self, runtime: str, case_id: str, element_id: str, task_id: str
    ) -> tuple[PersonId, ...]:
        """Pass on."""
        return await self.history.did_in_other_instances(runtime, case_id, element_id, task_id)

    async def open_asks(self, people: Collection[PersonId]) -> Counts:
        """Pass on."""
        return await self.history.open_asks(people)

    async def helped(self, asker: PersonId) -> Counts:
        """Pass on."""
        return await self.history.helped(asker)

    async def did_elements(self, person: PersonId) -> Collection[tuple[str, str]]:
        """Add what they did before."""
        before = {element for element, people in self.seeds.did.items() if person in people}
        return before.union(await self.history.did_elements(person))

    async def known_by(self, person: PersonId) -> Collection[PersonId]:
        """Add who counts them among their ties."""
        before = {other for other, ties in self.seeds.ties.items() if person in ties}
        return before.union(await self.history.known_by(person))

    async def asked_lately(self, people: Collection[PersonId], since: datetime, besides: str | None) -> Counts:
        """Pass on."""
        return await self.history.asked_lately(people, since, besides)


def _sum(counted: Counts, seeds: Counts) -> Counts:
    return {person: counted.get(person, 0) + seeds.get(person, 0) for person in {*counted, *seeds}}
