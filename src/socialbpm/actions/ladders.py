"""From what the designer wrote to what the rules work with: the element becomes a ladder and shared fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from socialbpm.actions.world import World
from socialbpm.contract import element as c
from socialbpm.contract.durations import parts
from socialbpm.errors import Invalid
from socialbpm.social.facts import SharedField
from socialbpm.social.ladder import FIRST_RING, Ladder, Ring, Step
from socialbpm.social.worktime import Span

STEPS = {"colleagues": Step.COLLEAGUES, "community": Step.COMMUNITY}


def ladder_of(settings: c.Socialize, world: World) -> Ladder:
    """Return the ladder of an element: its own rings, else those of the ladder it names.

    Raises:
        Invalid: the service keeps no ladder of that name.
    """
    rings = settings.rings or world.rings(settings.ladder)
    if rings is None:
        known = ", ".join(sorted({"default", *world.ladders}))
        raise Invalid(
            f'ladder="{settings.ladder}" is not kept here', hint=f"Use one of {known}.", code="unknown_ladder"
        )
    return climbable(rings)


def climbable(rings: Iterable[c.Ring]) -> Ladder:
    """Return the ladder of rings as they are written."""
    return Ladder.of(*(_ring(ring) for ring in rings))


def _ring(ring: c.Ring) -> Ring:
    return Ring(
        name=ring.name,
        step=STEPS[ring.step],
        who=ring.who,
        batch=None if ring.batch == "all" else ring.batch,
        most=ring.most,
        wait=_span(ring.wait),
        patience=None if ring.patience is None else _span(ring.patience),
        widen=ring.widen,
        open=ring.open,
        names_asker=ring.asker == "named",
    )


def _span(text: str) -> Span:
    return Span(*parts(text))


def shared_fields(shares: tuple[c.Share, ...], ladder: Ladder, contents: Mapping[str, str]) -> tuple[SharedField, ...]:
    """Return the fields that are shared and that came; `contents` are the ids of their values, by variable.

    Raises:
        Invalid: a share names a ring that the ladder does not have.
    """
    return tuple(
        SharedField(share.variable, _reach(share, ladder), share.as_, contents[share.variable])
        for share in shares
        if share.variable in contents
    )


def _reach(share: c.Share, ladder: Ladder) -> int:
    if share.with_ is None:
        return FIRST_RING
    return ring_number(ladder, share.with_)


def ring_number(ladder: Ladder, name: str) -> int:
    """Return the number of the ring of that name.

    Raises:
        Invalid: there is none.
    """
    if name in ladder.names:
        return ladder.names.index(name)
    raise Invalid(f'there is no ring "{name}"', hint=f"Rings here: {', '.join(ladder.names)}.", code="unknown_ring")


def only_shared(shares: tuple[c.Share, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the variables that the designer shared and drop whatever else came with them (law 4)."""
    shared = {share.variable for share in shares}
    return {name: value for name, value in given.items() if name in shared}
