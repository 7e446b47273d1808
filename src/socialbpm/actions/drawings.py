"""Where the diagrams of processes are kept: a Protocol beside `ports`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

OWNERS = ""
"""In place of a runtime: whoever answers for the process gave it. No runtime has this name."""


@dataclass(frozen=True)
class Drawing:
    """How a process is drawn, and who gave that: its runtime, or whoever answers for it."""

    xml: str
    by_runtime: bool


class Diagrams(Protocol):
    """One for each process of a runtime, and one that whoever answers for the process gave."""

    async def save_diagram(self, runtime: str, process: str, xml: str, at: datetime) -> None:
        """Keep the diagram of a process of a runtime, instead of the one before."""

    async def diagram(self, runtime: str, process: str) -> str | None:
        """Return it; where the runtime gave none, what whoever answers for the process gave."""

    async def newest_diagram(self, process: str) -> Drawing | None:
        """Return what any of its runtimes gave last; where none did, what whoever answers for the process gave."""
