"""What a demo's pages need of the workflow engine that runs behind them; `cli` hands one in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Job:
    """A task that somebody has to do, with what its case knows."""

    id: str
    name: str
    case: str
    data: Mapping[str, Any]


class Workshop(Protocol):
    """The engine of a demo: tasks are done there, not here. Its calls wait for their turn, so not in the event loop."""

    def start(self) -> None:
        """Begin to run."""

    def stop(self) -> None:
        """End."""

    def jobs(self, person: str) -> Sequence[Job]:
        """Return the open tasks of somebody."""

    def complete(self, task_id: str, person: str) -> bool:
        """Let somebody do a task of theirs; return whether there is one."""
