"""What the actions need of whoever keeps what people saw, as a Protocol; a part of `ports.Store`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from socialbpm.social.audience import PersonId


class Looks(Protocol):
    """What each person saw of a discussion when they looked last, as marks (`social.unread`)."""

    async def looks_of(self, person: PersonId, discussions: Collection[str]) -> Mapping[str, Sequence[int]]:
        """Return what somebody saw of these discussions, as far as they ever looked at them."""

    async def save_look(self, person: PersonId, discussion: str, seen: Sequence[int]) -> None:
        """Keep what somebody saw of a discussion, instead of what they saw before."""
