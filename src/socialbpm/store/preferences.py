"""What people say of themselves: `actions.preferring.Preferring`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from socialbpm.actions.preferring import Preferences, Said
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import hold, put
from socialbpm.store.people import WISHES, Directories
from socialbpm.store.tables import PreferencesRow, metadata

_PREFERENCES = metadata.tables["preferences"]
_SAID = TypeAdapter(Preferences)


class KeptPreferences(Directories):
    """One row for each who said something."""

    async def preferences_since(self, number: int) -> Mapping[PersonId, Preferences]:
        """Return what people say of themselves who changed it after a change of this number."""
        query = select(_PREFERENCES.c.person, _PREFERENCES.c.now).where(_PREFERENCES.c.number > number)
        return {person: _read(said) for person, said in await self._all(query)}

    async def preferences_of(self, person: PersonId) -> Said:
        """Return what somebody says of themselves; nobody else changes it until the end."""
        if self._writes:
            await hold(self._connection, "preferences", person)
        query = select(_PREFERENCES.c.now, _PREFERENCES.c.before).where(_PREFERENCES.c.person == person)
        found = await self._first(query)
        return Said() if found is None else Said(*map(_read, found))

    async def save_preferences(self, person: PersonId, said: Said) -> None:
        """Keep what somebody says of themselves; every node goes by it from its next transaction on."""
        row = {"person": person, "now": _written(said.now), "before": _written(said.before)}
        number = await self._count_one_more(WISHES)
        await put(self._connection, PreferencesRow, [{**row, "number": number, "changed_at": self._now()}])


def _read(said: Any) -> Preferences:
    """Return what was kept; of a later version what this one knows."""
    return _SAID.validate_python(said)


def _written(said: Preferences) -> Any:
    return _SAID.dump_python(said, mode="json")
