"""How people want mail: `actions.mail_terms.KeptMailChoices`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.engine import RowMapping

from socialbpm.actions.mail_terms import MailChoices
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import put
from socialbpm.store.part import Part
from socialbpm.store.tables import LetterRow, MailChoicesRow, metadata

_CHOICES = metadata.tables["mail_choices"]
_LETTERS = metadata.tables["letters"]


class KeptMailChoices(Part):
    """What people said of mail."""

    async def mail_choices(self, person: PersonId) -> MailChoices:
        """Return how somebody wants mail; who never said has said nothing."""
        found = await self._mine(select(_CHOICES).where(_CHOICES.c.person == person))
        return MailChoices(person) if found is None else _choices(found._mapping)

    async def save_mail_choices(self, choices: MailChoices) -> None:
        """Keep how somebody wants mail."""
        row: dict[str, Any] = {
            "person": choices.person,
            "off": sorted(choices.off),
            "digest": choices.digest,
            "changed_at": self._now(),
        }
        await put(self._connection, MailChoicesRow, [row])

    async def drop_mail(self, person: PersonId) -> None:
        """Drop what waits to be sent to somebody, also in a digest; what was sent is still known."""
        waits = or_(_LETTERS.c.state == "waiting", _LETTERS.c.reason == "digest")
        await self._do(delete(LetterRow).where(*_to(person), waits))

    async def forget_mail(self, person: PersonId) -> None:
        """Delete all letters to somebody, and how they wanted them."""
        await self._do(delete(LetterRow).where(*_to(person)))
        await self._do(delete(MailChoicesRow).where(_CHOICES.c.person == person))


def _to(person: PersonId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _LETTERS.c.receiver_kind == "person", _LETTERS.c.receiver == person


def _choices(row: RowMapping) -> MailChoices:
    return MailChoices(row["person"], frozenset(row["off"]), row["digest"])
