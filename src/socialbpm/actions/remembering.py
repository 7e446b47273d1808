"""What the actions need of whoever keeps experience, as a Protocol; a part of `ports.Store`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from socialbpm.social.audience import PersonId

if TYPE_CHECKING:
    from socialbpm.actions.ports import TaskRecord


def place_of(runtime: str, process: str, element_id: str) -> str:
    """Name a task element: who may ask there reads what was released there.

    >>> place_of("expenses", "pay", "check") == place_of("expenses", "pay", "check") != place_of("hr", "pay", "check")
    True
    """
    return "p" + hashlib.sha256(json.dumps([runtime, process, element_id]).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class ExperienceRecord:
    """What is released of a discussion so far. `question` and `answer` are contents; None where it is not released.

    `at` is when the answer was accepted, `process_version` that of the task. Only what is `whole` is read by others.
    """

    id: str
    discussion: str
    place: str
    process: str
    process_version: str
    element_id: str
    asker: PersonId
    asker_named: bool
    question: str | None
    helper: PersonId
    helper_named: bool
    answer: str | None
    whole: bool
    at: datetime


class Experiences(Protocol):
    """What authors released, with an index of its words."""

    async def experience(self, experience: str) -> ExperienceRecord | None:
        """Return an experience, whole or not."""

    async def save_experience(self, experience: ExperienceRecord, words: Collection[str]) -> None:
        """Keep an experience as it is now; it is found by these words if it is whole."""

    async def drop_experience(self, experience: str) -> None:
        """Forget an experience: nobody finds it any more."""

    async def experiences_of(self, person: PersonId) -> Sequence[ExperienceRecord]:
        """Return what somebody released, also where the other author has not, the newest first."""

    async def latest_experience(self, places: Collection[str], limit: int) -> Sequence[ExperienceRecord]:
        """Return what is whole of these task elements, the newest first."""

    async def find_experience(
        self, places: Collection[str], words: Collection[str], limit: int
    ) -> Sequence[ExperienceRecord]:
        """Return what is whole of these task elements and has any of these words, the newest first.

        What lies elsewhere is not looked at: what may not be read changes neither the answer nor how long it takes.
        """

    async def note_solved(self, experience: str, discussion: str, person: PersonId, at: datetime) -> None:
        """Note that an experience solved a discussion."""

    async def uses(self, experiences: Sequence[str]) -> Mapping[str, int]:
        """Return to how many people each of these was the solution; what was nobody's may be missing."""

    async def open_tasks_of(self, person: PersonId, limit: int) -> Sequence[TaskRecord]:
        """Return open tasks that somebody has or had, the one they got last first."""
