"""`socialbpm migrate`: the tables brought to what this version needs, when whoever runs the service says so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from socialbpm.store import look_at_tables, migrate


def bring_up(database_url: str, *, check: bool) -> Iterator[str]:
    """Migrate, or with `check` only look, and say what is done; the last line says where it stands.

    Raises:
        Invalid: the database cannot be used; with `check`, its tables are not up to date.
    """
    found = asyncio.run(look_at_tables(database_url))
    yield from (f"{'missing' if check else 'applying'}  {revision}" for revision in found.missing)
    if check:
        found.demand()
    else:
        asyncio.run(migrate(database_url))
    yield "the tables are up to date"
