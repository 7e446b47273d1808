"""Diagrams of processes: `actions.drawings.Diagrams`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, select
from sqlmodel import col

from socialbpm.actions.drawings import OWNERS, Drawing
from socialbpm.store.databases import put
from socialbpm.store.part import Part
from socialbpm.store.tables import DiagramRow

_BY_OWNERS = case((col(DiagramRow.runtime) == OWNERS, 1), else_=0)
"""Sorts what owners gave behind what runtimes gave."""


class Diagrams(Part):
    """One for each process of a runtime, and one that whoever answers for the process gave."""

    async def save_diagram(self, runtime: str, process: str, xml: str, at: datetime) -> None:
        """Keep the diagram of a process of a runtime, instead of the one before."""
        await put(self._connection, DiagramRow, [{"runtime": runtime, "process": process, "xml": xml, "at": at}])

    async def diagram(self, runtime: str, process: str) -> str | None:
        """Return it; where the runtime gave none, what whoever answers for the process gave."""
        of = col(DiagramRow.runtime).in_((runtime, OWNERS)), col(DiagramRow.process) == process
        found = await self._first(select(col(DiagramRow.xml)).where(*of).order_by(_BY_OWNERS).limit(1))
        return found[0] if found else None

    async def newest_diagram(self, process: str) -> Drawing | None:
        """Return what any of its runtimes gave last; where none did, what whoever answers for the process gave."""
        query = select(col(DiagramRow.xml), col(DiagramRow.runtime)).where(col(DiagramRow.process) == process)
        newest = _BY_OWNERS, col(DiagramRow.at).desc(), col(DiagramRow.runtime)
        found = await self._first(query.order_by(*newest).limit(1))
        return None if found is None else Drawing(found[0], by_runtime=found[1] != OWNERS)
