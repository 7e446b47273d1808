"""Oneself: when, by whom and about what one wants to be asked, and what else is known of one and used."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from fastapi import APIRouter, Form, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from socialbpm.actions import preferences
from socialbpm.actions.execute import is_with_us
from socialbpm.actions.people import Person
from socialbpm.actions.versions import version_of
from socialbpm.actions.world import World
from socialbpm.contract.preferences import ChangePreferences, PreferencesView
from socialbpm.contract.views import PersonView
from socialbpm.errors import Invalid
from socialbpm.service.login import TheSessions
from socialbpm.service.pages.forms import plain
from socialbpm.service.pages.language import YEAR
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.pages.words import COOKIE
from socialbpm.service.state import TheWorld

router = APIRouter(prefix="/me", include_in_schema=False, route_class=PageRoute)
STEPS = ("colleagues", "community")
MOST_COLLEAGUES = 200
"""So many can be chosen from as deputies; the API takes anybody."""
Line = Annotated[str, Field(max_length=200)]
Lines = Annotated[str, Field(max_length=12_000)]
Seen = Annotated[str, Form(max_length=100)]
"""Which version of what they say the page showed."""


class Said(BaseModel):
    """What the form says; what is empty is not said."""

    seen: Annotated[str, Field(max_length=100)]
    here: Literal["yes", "no"] = "yes"
    away_until: Line = ""
    away_note: Annotated[str, Field(max_length=500)] = ""
    deputies: list[Line] = Field(default=[], max_length=10)
    quiet_since: Line = ""
    quiet_until: Line = ""
    asked_by: list[Line] = Field(default=[], max_length=10)
    topics: Lines = ""
    not_topics: Lines = ""
    zone: Line = ""
    language: Line = ""

    def changes(self, zone: str) -> dict[str, Any]:
        """Return what is to be said from now on; clocks are those of `zone`, or of one that is chosen with it."""
        away = self.here == "no"
        quiet = {"since": self.quiet_since, "until": self.quiet_until}
        return {
            "away_until": _moment(self.away_until, self.zone or zone) if away else None,
            "away_note": plain(self.away_note) if away else None,
            "deputies": [deputy for deputy in self.deputies if deputy],
            "quiet": quiet if any(quiet.values()) else None,
            "not_by": [step for step in STEPS if step not in self.asked_by],
            "topics": self.topics.splitlines(),
            "not_topics": self.not_topics.splitlines(),
            "zone": self.zone or None,
            "language": self.language or None,
        }


def _moment(local: str, zone: str) -> datetime:
    """Return a moment as a clock in a zone says it.

    Raises:
        Invalid: there is none.
    """
    try:
        return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    except (ValueError, OSError):
        raise Invalid("this is no moment", hint="Say until when you are away.") from None


@router.get("")
async def show_myself(reader: TheReader, world: TheWorld) -> Response:
    """Show what the reader says of themselves, and what else is known of them and used when somebody is stuck."""
    known = world.directory.person(reader.person) or Person(reader.person, reader.name)
    own = await preferences.own(reader.person, world)
    return reader.page(
        "person.html",
        mailed=world.mail is not None,
        person=known,
        lanes=world.directory.lanes_of(reader.person),
        own=own,
        seen=version_of(own.model_dump_json().encode()),
        local=_local(own, known),
        colleagues=_colleagues(known, own, world),
        zones=sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
        quiet_until=known.quiet_until(reader.now),
    )


def _local(own: PreferencesView, known: Person) -> str:
    """Return until when they are away as a clock where they are says it."""
    if own.away_until is None:
        return ""
    return own.away_until.astimezone(ZoneInfo(known.calendar.zone)).strftime("%Y-%m-%dT%H:%M")


def _colleagues(known: Person, own: PreferencesView, world: World) -> list[PersonView]:
    """Return whom they can choose as deputies: those that they have, their groups, and whom they report to."""
    near = [*(deputy.id for deputy in own.deputies), *world.directory.same_group(known.id), known.manager]
    people = dict.fromkeys(who for who in near if who is not None and who != known.id and is_with_us(who, world))
    found = [PersonView(id=who, name=world.directory.name(who)) for who in list(people)[:MOST_COLLEAGUES]]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id or ""))


@router.post("")
async def change_myself(
    said: Annotated[Said, Form()], reader: TheReader, world: Sent, sessions: TheSessions
) -> Response:
    """Say it as the form says it; the language counts in this browser from now on, too."""
    await preferences.change(reader.person, _checked(said.changes(reader.zone)), {said.seen}, world)
    response = to("/me")
    if said.language:
        sessions.cookies.put(response, COOKIE, said.language, YEAR)
    return response


def _checked(said: dict[str, Any]) -> ChangePreferences:
    try:
        return ChangePreferences.model_validate(said)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


@router.post("/undo")
async def undo(reader: TheReader, world: Sent, seen: Seen) -> Response:
    """Put back what was there before the last change."""
    await preferences.undo(reader.person, {seen}, world)
    return to("/me")
