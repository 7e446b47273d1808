"""How a process is drawn, for whoever answers for it: as a picture, and what its tasks are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from socialbpm.actions.diagrams import drawing_of
from socialbpm.actions.world import World
from socialbpm.designer.outline import Outline, names_of, outline_of


@dataclass(frozen=True)
class Drawn:
    """A process as it is drawn. `outline` is None where it is too large for a page; `by_runtime`: who gave it."""

    outline: Outline | None
    names: Mapping[str, str]
    by_runtime: bool


async def drawn_for(process: str, roles: Collection[str], world: World) -> Drawn | None:
    """Return how a process is drawn; None where nobody gave that.

    Raises:
        NotFound: it is not for this reader.
    """
    found = await drawing_of(process, roles, world)
    if found is None:
        return None
    outline, names = _looked_at(found.xml)
    return Drawn(outline, names, found.by_runtime)


@lru_cache(maxsize=64)
def _looked_at(xml: str) -> tuple[Outline | None, Mapping[str, str]]:
    """Look once: a diagram changes seldom and is read often."""
    return outline_of(xml), names_of(xml)
