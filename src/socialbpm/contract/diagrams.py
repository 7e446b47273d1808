"""Where a task is in its process."""

from __future__ import annotations

from socialbpm.contract.base import Wire


class DiagramView(Wire):
    """How a process is drawn, with the names of what is drawn and nothing else; `by_runtime`: its runtime gave it."""

    process: str
    by_runtime: bool
    xml: str


class PlaceView(Wire):
    """Where the task of a discussion is in its process: in words, and in the diagram that its runtime gave.

    `before` and `after` are the names of what comes next to it. `xml` is the diagram with what is drawn and the names
    of that, and nothing else.
    """

    process: str
    element_id: str
    name: str
    lane: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    xml: str
