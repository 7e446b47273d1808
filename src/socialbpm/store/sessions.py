"""Logins of a provider, and sessions of browsers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import RowMapping

from socialbpm.actions.credentials import SessionRecord
from socialbpm.social.audience import PersonId
from socialbpm.store.part import Part
from socialbpm.store.tables import LoginRow, SessionRow, metadata

_LOGINS = metadata.tables["logins"]
_SESSIONS = metadata.tables["sessions"]


class Sessions(Part):
    """Who signed in. A session is known by the hash of its cookie."""

    async def person_of(self, issuer: str, subject: str) -> PersonId | None:
        """Return whose a login is."""
        theirs = (_LOGINS.c.issuer == issuer, _LOGINS.c.subject == subject)
        found = await self._first(select(_LOGINS.c.person).where(*theirs))
        return found[0] if found else None

    async def subject_of(self, issuer: str, person: PersonId) -> str | None:
        """Return which login somebody has with a provider."""
        theirs = (_LOGINS.c.issuer == issuer, _LOGINS.c.person == person)
        found = await self._first(select(_LOGINS.c.subject).where(*theirs))
        return found[0] if found else None

    async def bind_login(self, issuer: str, subject: str, person: PersonId) -> None:
        """Make a login somebody's. Of two at once the second fails as a whole; repeat it."""
        row = {"issuer": issuer, "subject": subject, "person": person, "bound_at": self._now()}
        await self._do(insert(LoginRow), [row])

    async def forget_logins(self, person: PersonId) -> int:
        """Let somebody have no login any more: the next one that is named for them is theirs; return how many."""
        return (await self._do(delete(_LOGINS).where(_LOGINS.c.person == person))).rowcount

    async def save_session(self, session_hash: str, session: SessionRecord) -> None:
        """Keep a new session, and none that is over by now."""
        await self._do(delete(_SESSIONS).where(_SESSIONS.c.expires_at <= self._now()))
        row = {
            "session_hash": session_hash,
            "person": session.person,
            "issuer": session.issuer,
            "subject": session.subject,
            "provider_session": session.provider_session,
            "roles": sorted(session.roles),
            "created_at": self._now(),
            "used_at": session.used_at,
            "expires_at": session.expires_at,
        }
        await self._do(insert(SessionRow), [row])

    async def session(self, session_hash: str) -> SessionRecord | None:
        """Return the session of a cookie with this hash, unless its time is over."""
        valid = (_SESSIONS.c.session_hash == session_hash, _SESSIONS.c.expires_at > self._now())
        found = await self._first(select(_SESSIONS).where(*valid))
        return _session(found._mapping) if found else None

    async def note_visit(self, session_hash: str, at: datetime) -> None:
        """Keep that a session is used."""
        await self._do(update(_SESSIONS).where(_SESSIONS.c.session_hash == session_hash).values(used_at=at))

    async def end_session(self, session_hash: str) -> None:
        """End one session."""
        await self._do(delete(_SESSIONS).where(_SESSIONS.c.session_hash == session_hash))

    async def end_sessions_of(self, person: PersonId) -> None:
        """End all sessions of a person."""
        await self._do(delete(_SESSIONS).where(_SESSIONS.c.person == person))

    async def end_sessions_at(self, issuer: str, *, subject: str | None, provider_session: str | None) -> None:
        """End the sessions that a provider says are over: one of its own, or all of a subject."""
        theirs = [_SESSIONS.c.issuer == issuer]
        if provider_session is not None:
            theirs.append(_SESSIONS.c.provider_session == provider_session)
        if subject is not None:
            theirs.append(_SESSIONS.c.subject == subject)
        if len(theirs) > 1:
            await self._do(delete(_SESSIONS).where(*theirs))


def _session(row: RowMapping) -> SessionRecord:
    return SessionRecord(
        person=row["person"],
        issuer=row["issuer"],
        subject=row["subject"],
        provider_session=row["provider_session"],
        roles=frozenset(row["roles"]),
        used_at=row["used_at"],
        expires_at=row["expires_at"],
    )
