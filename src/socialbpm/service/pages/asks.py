"""Passing what one is asked, without a reason: for good, or until later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response

from socialbpm.actions import members
from socialbpm.actions.open import calendar_of
from socialbpm.actions.world import World
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import Span

router = APIRouter(include_in_schema=False, route_class=PageRoute)
When = Literal["never", "hour", "day"]
LATER = {"hour": Span(time=timedelta(hours=1)), "day": Span(days=1)}
"""Working time of whoever is asked."""


@router.post("/discussions/{discussion}/asks/pass")
async def pass_on(
    discussion: str, reader: TheReader, world: Sent, again: Annotated[When, Form()] = "never"
) -> Response:
    """Pass, so that the next person is asked; or not now, and be asked again later."""
    await members.pass_on(discussion, reader.person, again_at(again, reader.person, world), world)
    return to(f"/discussions/{discussion}")


def again_at(again: When, person: PersonId, world: World) -> datetime | None:
    """Return when somebody wants to be asked again; None: not at all."""
    return calendar_of(person, world).after(world.now(), LATER[again]) if again in LATER else None
