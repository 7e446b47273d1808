"""Tokens of people at somebody else's page."""

from __future__ import annotations

from sqlalchemy import delete, insert, or_, select
from sqlmodel import col

from socialbpm.actions.credentials import GuestRecord
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey
from socialbpm.store.part import Part
from socialbpm.store.tables import GuestRow, PrincipalRow, metadata

_GUESTS = metadata.tables["guests"]


class Guests(Part):
    """Who may talk about which task from whose pages. A token is known by its hash, as is the key that issued it."""

    async def save_guest(self, token_hash: str, guest: GuestRecord, issuer: str) -> None:
        """Keep a new token, and none that is over by now."""
        await self._do(delete(_GUESTS).where(_GUESTS.c.expires_at <= self._now()))
        row = {
            "token_hash": token_hash,
            "issuer": issuer,
            "runtime": guest.task.runtime,
            "task_id": guest.task.task_id,
            "person": guest.person,
            "origin": guest.origin,
            "created_at": self._now(),
            "expires_at": guest.expires_at,
        }
        await self._do(insert(GuestRow), [row])

    async def guest(self, token_hash: str) -> GuestRecord | None:
        """Return whose a token is, while it lasts and the key that issued it is valid."""
        lasts = or_(col(PrincipalRow.expires_at).is_(None), col(PrincipalRow.expires_at) > self._now())
        query = (
            select(_GUESTS)
            .join(PrincipalRow, col(PrincipalRow.token_hash) == _GUESTS.c.issuer)
            .where(_GUESTS.c.token_hash == token_hash, _GUESTS.c.expires_at > self._now())
            .where(col(PrincipalRow.revoked_at).is_(None), lasts)
        )
        found = await self._first(query)
        if found is None:
            return None
        row = found._mapping
        return GuestRecord(row["person"], TaskKey(row["runtime"], row["task_id"]), row["origin"], row["expires_at"])

    async def end_guests(self, runtime: str, person: PersonId, task_id: str | None) -> None:
        """End what somebody has by this runtime: for one task, or for all."""
        theirs = [_GUESTS.c.person == person, _GUESTS.c.runtime == runtime]
        if task_id is not None:
            theirs.append(_GUESTS.c.task_id == task_id)
        await self._do(delete(_GUESTS).where(*theirs))
