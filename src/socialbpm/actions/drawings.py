"""Where the diagrams of processes are kept: a Protocol beside `ports`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Diagrams(Protocol):
    """One for each process of a runtime."""

    async def save_diagram(self, runtime: str, process: str, xml: str, at: datetime) -> None:
        """Keep the diagram of a process of a runtime, instead of the one before."""

    async def diagram(self, runtime: str, process: str) -> str | None:
        """Return it, if there is one."""
