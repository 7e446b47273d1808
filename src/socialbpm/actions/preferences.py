"""What people say of themselves, read, changed, and put back to what it was."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import UTC
from typing import Any

from socialbpm.actions import naming
from socialbpm.actions.execute import is_with_us
from socialbpm.actions.once import once_only
from socialbpm.actions.people import Quiet, less
from socialbpm.actions.ports import Store
from socialbpm.actions.preferring import NOTHING_SAID, Preferences, Said, moved
from socialbpm.actions.versions import unless_changed
from socialbpm.actions.world import World
from socialbpm.contract.preferences import ChangePreferences, PreferencesView, QuietHours
from socialbpm.errors import Invalid, Refused
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS

Seen = Collection[str] | None
"""The versions that whoever changes something has seen; None: they do not say."""


async def own(person: PersonId, world: World) -> PreferencesView:
    """Return what somebody says of themselves."""
    async with world.stores.read() as store:
        return _view(await store.preferences_of(person), world)


def _view(kept: Said, world: World) -> PreferencesView:
    """Show what somebody says; an away that is over is none, and a deputy who is gone is not shown any more."""
    said = kept.now
    away = said.away_until is not None and said.away_until > world.now()
    return PreferencesView.model_validate(
        {
            "language": said.language,
            "zone": said.zone,
            "away_until": said.away_until if away else None,
            "away_note": said.away_note if away else "",
            "deputies": [naming.by_name(who, world.directory) for who in said.deputies if is_with_us(who, world)],
            "quiet": None if said.quiet is None else QuietHours(since=said.quiet[0], until=said.quiet[1]),
            "topics": said.topics,
            "not_topics": said.not_topics,
            "not_by": said.not_by,
            "can_undo": kept.now != kept.before,
        }
    )


async def change(person: PersonId, wanted: ChangePreferences, seen: Seen, world: World) -> None:
    """Say something of oneself otherwise; every node goes by it from the next transaction on.

    Raises:
        Conflict: it looks different by now than whoever changes it saw.
        Invalid: there is no such zone.
        Refused: the time away is over; the quiet hours leave no time to be asked; somebody cannot be a deputy.
    """

    async def work(store: Store) -> None:
        said = await store.preferences_of(person)
        unless_changed(_view(said, world), seen)
        after = replace(said.now, **_columns(wanted, said.now, world))
        _check(person, wanted, after, world)
        await _keep(person, Said(after, said.now), said, store)

    await once_only(world.terms, world.stores, work)


async def undo(person: PersonId, seen: Seen, world: World) -> None:
    """Put it back to what it was; and, once more, to what it is now."""

    async def work(store: Store) -> None:
        said = await store.preferences_of(person)
        unless_changed(_view(said, world), seen)
        await _keep(person, Said(said.before, said.now), said, store)

    await once_only(world.terms, world.stores, work)


async def _keep(person: PersonId, after: Said, before: Said, store: Store) -> None:
    if after.now != before.now:
        await store.save_preferences(person, after)


def _columns(wanted: ChangePreferences, said: Preferences, world: World) -> dict[str, Any]:
    """Return what changes; null takes back."""
    nothing = {field.name: getattr(NOTHING_SAID, field.name) for field in fields(Preferences)}
    given = {name: getattr(wanted, name) for name in wanted.model_fields_set}
    changes = {name: nothing[name] if value is None else value for name, value in given.items()}
    if isinstance(quiet := changes.get("quiet"), QuietHours):
        changes["quiet"] = (quiet.since, quiet.until)
    if changes.get("away_until") is not None:
        changes["away_until"] = changes["away_until"].astimezone(UTC)
    if "away_until" in changes and changes["away_until"] != said.away_until:
        changes["away_since"] = None if changes["away_until"] is None else world.now()
    if changes.get("away_until", said.away_until) is None:
        changes["away_note"] = ""
    for name in ("deputies", "not_by"):
        if name in changes:
            changes[name] = tuple(dict.fromkeys(changes[name]))
    return changes


def _check(person: PersonId, wanted: ChangePreferences, after: Preferences, world: World) -> None:
    if wanted.away_until is not None and wanted.away_until <= world.now():
        hint = "Say until when you are away; null: you are here."
        raise Refused("that time is over already", hint=hint, code="not_now_is_over")
    for deputy in wanted.deputies or ():
        if deputy == person or not is_with_us(deputy, world):
            raise Refused(f"{deputy} cannot stand in for you", hint="Name somebody who is here.", code="not_available")
    _check_hours(person, after.zone, after.quiet, world)


def _check_hours(person: PersonId, zone: str | None, quiet: Quiet | None, world: World) -> None:
    known = world.directory.person(person)
    try:
        calendar = moved(OFFICE_HOURS if known is None else known.calendar, zone)
    except ValueError as error:
        raise Invalid(f"zone: {error}", hint="Use a name like Europe/Paris.", code="unknown_zone") from None
    if quiet is None:
        return
    try:
        less(calendar, quiet)
    except ValueError:
        hint = "Leave some of your working hours; or say that you are away, or that rings do not ask you."
        msg = "these quiet hours leave no time in which you could be asked"
        raise Refused(msg, hint=hint, code="never_asked") from None
