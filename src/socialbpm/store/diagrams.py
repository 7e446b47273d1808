"""Diagrams of processes: `actions.drawings.Diagrams`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from socialbpm.store.databases import put
from socialbpm.store.part import Part
from socialbpm.store.tables import DiagramRow


class Diagrams(Part):
    """One for each process of a runtime."""

    async def save_diagram(self, runtime: str, process: str, xml: str, at: datetime) -> None:
        """Keep the diagram of a process of a runtime, instead of the one before."""
        await put(self._connection, DiagramRow, [{"runtime": runtime, "process": process, "xml": xml, "at": at}])

    async def diagram(self, runtime: str, process: str) -> str | None:
        """Return it, if there is one."""
        of = col(DiagramRow.runtime) == runtime, col(DiagramRow.process) == process
        found = await self._first(select(col(DiagramRow.xml)).where(*of))
        return found[0] if found else None
