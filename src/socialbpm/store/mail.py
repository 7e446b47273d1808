"""How people want mail: `actions.mail_terms.KeptMailChoices`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from socialbpm.actions.mail_terms import MailChoices
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import put
from socialbpm.store.part import Part
from socialbpm.store.tables import MailChoicesRow, metadata

_CHOICES = metadata.tables["mail_choices"]


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


def _choices(row: RowMapping) -> MailChoices:
    return MailChoices(row["person"], frozenset(row["off"]), row["digest"])
