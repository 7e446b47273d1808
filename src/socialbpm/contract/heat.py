"""How often help was asked for, on the tasks of a process. It tells nothing about any single person."""

from __future__ import annotations

from socialbpm.contract.base import Wire


class TaskHeat(Wire):
    """A task of the diagram: how many questions about it went to others, were solved, went beyond the first ring asked.

    Each is rounded down to a multiple of five. None: it is of fewer than five people, or of all but fewer than five.
    """

    element_id: str
    asked: int
    solved: int | None
    widened: int | None


class HeatView(Wire):
    """The tasks of a process about which at least five people asked, by their ids in the diagram."""

    process: str
    tasks: tuple[TaskHeat, ...]
