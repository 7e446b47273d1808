"""What one may know of somebody: what they helped with, what ties one to them, whether they are away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from socialbpm.actions import communities, naming, read
from socialbpm.actions.execute import is_with_us
from socialbpm.actions.people import Person
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.contract.profiles import AwayView, HelpedView, PersonPage, TiesView
from socialbpm.errors import NotFound
from socialbpm.social.audience import PersonId
from socialbpm.social.communities import Kind
from socialbpm.social.discussion import Discussion
from socialbpm.social.view import Shown, View, look

HELPS = 50
"""Of so many discussions that a reader shares with somebody, the latest, what that one helped with is told."""


class _Helped(NamedTuple):
    kind: Kind
    at: datetime
    asker: Shown


def nobody() -> NotFound:
    """Return the one answer for a person who does not exist and one of whom the reader may know nothing."""
    return NotFound("there is no such person")


async def page_of(person: PersonId, reader: PersonId, world: World) -> PersonPage:
    """Return what a reader may know of somebody. For oneself there are no ties.

    Raises:
        NotFound: there is no such person, or nothing of them that the reader may know; nobody can tell which.
    """
    async with world.stores.read() as store:
        helped = await _helped(person, reader, store, world)
        ties = await _ties(person, reader, helped, store, world)
        around = await communities.seen(reader, store, world)
        inside = tuple(view for view in around if any(member.id == person for member in view.members))
        known = person == reader or bool(helped or inside) or ties != _NONE
        found = world.directory.person(person)
        if not known or found is None or not is_with_us(person, world):
            raise nobody()
        return PersonPage(
            person=naming.by_name(person, world.directory),
            helped=_by_kind(helped),
            ties=ties,
            away=_away(found, world.now()) if person == reader or ties != _NONE else None,
            communities=inside,
        )


_NONE = TiesView(helped_you=0, you_helped=0, groups=())


async def _ties(person: PersonId, reader: PersonId, helped: Sequence[_Helped], store: Store, world: World) -> TiesView:
    """Return what ties a reader to somebody: nothing of the cases that both worked on.

    That somebody did another task of the reader's case may be just why they are not asked, and nobody is told that.
    Where the reader helped is looked through whoever it is about: how long it takes tells nothing of who asked there.
    """
    by_reader = await _helped(reader, reader, store, world)
    if person == reader:
        return _NONE
    return TiesView(
        helped_you=sum(each.asker == Shown(person=reader) for each in helped),
        you_helped=sum(each.asker == Shown(person=person) for each in by_reader),
        groups=_groups_of_both(person, reader, world),
    )


def _groups_of_both(person: PersonId, reader: PersonId, world: World) -> tuple[str, ...]:
    one, other = world.directory.person(person), world.directory.person(reader)
    return () if one is None or other is None else tuple(group for group in other.groups if group in one.groups)


def _away(person: Person, now: datetime) -> AwayView | None:
    """Say until when somebody is away now, and what they say of it to their colleagues."""
    until = max((until for since, until in person.away if since <= now < until), default=None)
    note, holds_until = person.away_note or ("", now)
    return None if until is None else AwayView(until=until, note=note if now < holds_until else "")


def _by_kind(helped: Sequence[_Helped]) -> tuple[HelpedView, ...]:
    found: dict[Kind, list[datetime]] = {}
    for each in helped:
        found.setdefault(each.kind, []).append(each.at)
    return tuple(
        HelpedView(process=kind.process, element_id=kind.element_id, times=len(times), last_at=max(times))
        for kind, times in found.items()
    )


async def _helped(person: PersonId, reader: PersonId, store: Store, world: World) -> list[_Helped]:
    """Return where a reader sees, in the discussion itself, that somebody helped, and who asked there."""
    found = []
    helps = await store.helps_seen(person, reader, HELPS)
    states = await read.seen_states((each.discussion for each in helps), reader, store, world)
    for each in helps:
        state = states.get(each.discussion)
        view = None if state is None else look(state, reader)
        if state is not None and view is not None and _sees_who_helped(person, reader, state, view):
            found.append(_Helped(each.kind, each.at, view.asker))
    return found


def _sees_who_helped(person: PersonId, reader: PersonId, state: Discussion, view: View) -> bool:
    """Whether a reader sees an answer of that person by name, and that it helped."""
    told = {view.accepted[0]} if view.accepted else set()
    if view.is_asker or reader == person:
        told |= {post for post, helped in state.helped.items() if helped}
    return any(post.id in told and post.author == Shown(person=person) for post in view.posts)
