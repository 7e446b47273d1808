"""Where a task is in its process: the diagram that its runtime gave, and the same in words."""

from __future__ import annotations

from functools import lru_cache

from socialbpm.actions import diagrams
from socialbpm.actions.world import World
from socialbpm.contract.diagrams import PlaceView
from socialbpm.designer.showing import Place, place_of, plain
from socialbpm.errors import DiagramError, Invalid, NotFound
from socialbpm.social.audience import PersonId


async def place_for(discussion: str, person: PersonId, world: World) -> PlaceView:
    """Return where the task of a discussion is in its process.

    Raises:
        NotFound: there is no diagram for them, or the task is not in it.
    """
    found = await diagrams.diagram_for(discussion, person, world)
    place = _place(found.xml, found.element)
    if place is None:
        raise diagrams.no_diagram()
    return PlaceView(
        process=found.process,
        element_id=found.element,
        name=place.name,
        lane=place.lane,
        before=place.before,
        after=place.after,
        xml=found.xml,
    )


async def is_placed(discussion: str, person: PersonId, world: World) -> bool:
    """Whether somebody can see where the task of a discussion is."""
    try:
        await place_for(discussion, person, world)
    except NotFound:
        return False
    return True


@lru_cache(maxsize=256)
def _place(xml: str, element: str) -> Place | None:
    """Look once: a diagram changes seldom and is read often."""
    return place_of(xml, element)


def shown(source: bytes, process: str) -> str:
    """Return what may be shown of a diagram that a runtime gives.

    Raises:
        Invalid: it cannot be used.
    """
    try:
        return plain(source, process)
    except DiagramError as error:
        raise Invalid(error.message, hint=error.hint or "Send the process's BPMN file.", code="bad_diagram") from error
