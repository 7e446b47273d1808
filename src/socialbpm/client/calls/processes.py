"""Processes: their diagrams, and where help is asked for in them."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, to
from socialbpm.client.calls.answers import DISCUSSION
from socialbpm.contract.diagrams import DiagramView, PlaceView
from socialbpm.contract.figures import ProcessFigures
from socialbpm.contract.heat import HeatView


def get_place(discussion: str) -> Call[PlaceView]:
    """Read where the task of a discussion is in its process."""
    return get(to(f"{DISCUSSION}/place", discussion=discussion), TypeAdapter(PlaceView))


def put_diagram(process: str, bpmn: bytes) -> Call[None]:
    """Give the BPMN file of a process, as its runtime; or as whoever answers for it, where no runtime did."""
    path = to("/v1/processes/{process}/diagram", process=process)
    return Call("PUT", path, TypeAdapter(None), bpmn, "application/xml")


def get_diagram(process: str) -> Call[DiagramView]:
    """Read how a process is drawn, as an administrator or whoever answers for it."""
    return get(to("/v1/processes/{process}/diagram", process=process), TypeAdapter(DiagramView))


def get_heat(process: str) -> Call[HeatView]:
    """Read how often help was asked for on the tasks of a process."""
    return get(to("/v1/processes/{process}/heat", process=process), TypeAdapter(HeatView))


def get_figures(process: str, period: str | None = None) -> Call[ProcessFigures]:
    """Read what came of the questions about a process in a quarter that is over (`2026-Q3`); the last one, without."""
    path = to("/v1/processes/{process}/figures", process=process)
    return get(path, TypeAdapter(ProcessFigures), {"period": period})
