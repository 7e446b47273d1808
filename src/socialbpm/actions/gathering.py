"""What the actions need of whoever keeps communities, as a Protocol; a part of `ports.Store`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from socialbpm.social.audience import PersonId
from socialbpm.social.communities import Community, Kind


@dataclass(frozen=True)
class Help:
    """That somebody's answer helped in a discussion about a kind of task, first `at` that moment."""

    discussion: str
    person: PersonId
    kind: Kind
    at: datetime


class Communities(Protocol):
    """Who helped where, and what grew out of it."""

    async def note_help(self, help_: Help) -> bool:
        """Keep that somebody helped; return whether that is new."""

    async def helpers_of(self, kind: Kind) -> Mapping[PersonId, str]:
        """Return who helped at a kind of task, each with the discussion in which they did last."""

    async def helps_seen(self, person: PersonId, reader: PersonId, limit: int) -> Sequence[Help]:
        """Return where somebody helped, as far as `reader` is in those discussions, the latest first."""

    async def hold_community(self, kind: Kind) -> None:
        """Let nobody else change the community of a kind of task until the end."""

    async def community(self, community: str) -> Community | None:
        """Return a community, proposed or there."""

    async def community_at(self, kind: Kind) -> Community | None:
        """Return the community of a kind of task, proposed or there."""

    async def communities_around(self, person: PersonId, kinds: Collection[Kind]) -> Sequence[Community]:
        """Return those that somebody is in or was proposed, and those of these kinds, the oldest first."""

    async def save_community(self, community: Community) -> None:
        """Keep a community as it is now."""

    async def worded_by(self, person: PersonId) -> Sequence[Community]:
        """Return the communities whose title and text are somebody's."""
