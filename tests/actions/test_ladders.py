"""From the element to the ladder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from socialbpm.actions.ladders import ladder_of, only_shared, shared_fields
from socialbpm.actions.world import World
from socialbpm.contract.element import Ring, Share, Socialize
from socialbpm.errors import Invalid
from socialbpm.social.ladder import Step
from socialbpm.social.worktime import Span

pytestmark = pytest.mark.anyio


async def test_the_bare_element_is_the_default_ladder(world: World) -> None:
    """As design.md has it."""
    ladder = ladder_of(Socialize(), world)
    assert ladder.names == ("self", "participants", "coworkers", "network")
    assert [ring.step for ring in ladder.rings] == [Step.ALONE, Step.COLLEAGUES, Step.COLLEAGUES, Step.COMMUNITY]
    assert [ring.batch for ring in ladder.rings[1:]] == [None, 3, 5]
    assert [ring.wait for ring in ladder.rings[1:]] == [
        Span(0, timedelta(hours=2)),
        Span(0, timedelta(hours=4)),
        Span(3),
    ]


async def test_a_named_ladder_is_the_services(world: World) -> None:
    """The diagram names it, the service keeps it; one that it does not keep is an error that lists those it does."""
    quick = (Ring(name="team", step="colleagues"),)  # type: ignore[call-arg]  # the rest are defaults
    named = replace(world, ladders={"quick": quick})
    assert ladder_of(Socialize(ladder="quick"), named).names == ("self", "team")
    with pytest.raises(Invalid) as caught:
        ladder_of(Socialize(ladder="slow"), named)
    assert caught.value.hint == "Use one of default, quick."


async def test_a_field_reaches_the_ring_that_it_is_shared_with(world: World) -> None:
    """Without one, the first asked ring; what did not come is not there."""
    shares = (Share(variable="no"), Share.model_validate({"variable": "amount", "with": "network", "as": "band"}))
    ladder = ladder_of(Socialize(), world)
    fields = shared_fields((*shares, Share(variable="lost")), ladder, {"no": "c1", "amount": "c2"})
    assert [(field.name, field.reach, field.shown_as) for field in fields] == [("no", 1, "is"), ("amount", 3, "band")]


async def test_a_share_with_a_ring_that_is_not_there(world: World) -> None:
    """A named ladder is known here only, so it is checked here."""
    quick = (Ring(name="team", step="colleagues"),)  # type: ignore[call-arg]  # the rest are defaults
    ladder = ladder_of(Socialize(ladder="quick"), replace(world, ladders={"quick": quick}))
    share = Share.model_validate({"variable": "no", "with": "network"})
    with pytest.raises(Invalid, match='there is no ring "network"'):
        shared_fields((share,), ladder, {"no": "c1"})


def test_nothing_else_gets_in() -> None:
    """Default deny (law 4)."""
    assert only_shared((Share(variable="no"),), {"no": 1, "iban": "DE02"}) == {"no": 1}
