"""What people say of themselves, as a ranking is told of it: the skills that the directory has now.

A skill is no event. It counts as long as the directory has it, and from the next look on no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from socialbpm.actions.people import Person
from socialbpm.experts import Evidence
from socialbpm.social.audience import PersonId


class Skilled(Protocol):
    """A directory that says when it changed."""

    @property
    def version(self) -> int | None:
        """Another number than before, where something changed."""

    def people(self) -> Sequence[Person]:
        """Return everybody."""


class Nobody:
    """A directory of nobody."""

    version = None

    def people(self) -> Sequence[Person]:
        """Return nobody."""
        return ()


class Skills:
    """What one ranking was told so far."""

    def __init__(self, directory: Skilled) -> None:
        self._directory = directory
        self._told: dict[PersonId, frozenset[str]] = {}
        self._version: int | None = None
        self._looked = False

    def news(self, at: datetime) -> Iterator[Evidence]:
        """Give what people say of themselves `at` this moment, where it differs from what was told."""
        if self._looked and self._version == self._directory.version:
            return
        self._looked, self._version = True, self._directory.version
        now = {person.id: frozenset(person.skills) for person in self._directory.people() if person.active}
        for person in sorted({*now, *self._told}):
            skills = now.get(person, frozenset())
            if skills != self._told.get(person, frozenset()):
                self._told[person] = skills
                yield Evidence(at, person, "declared", "", topics=skills)
