"""Communities grow out of answers that helped: proposed to who gave them, joined by consent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from socialbpm.actions import experience, naming
from socialbpm.actions.execute import is_with_us
from socialbpm.actions.gathering import Communities
from socialbpm.actions.keeping import Leavers
from socialbpm.actions.mail_terms import KeptMailChoices
from socialbpm.actions.once import once
from socialbpm.actions.ports import Store
from socialbpm.actions.remembering import place_of
from socialbpm.actions.world import World
from socialbpm.contract.known import CommunityView, ExperienceView
from socialbpm.errors import NotFound
from socialbpm.social import communities as rules
from socialbpm.social.audience import PersonId
from socialbpm.social.communities import Community, Kind


class Gone(Leavers, Communities, KeptMailChoices, Protocol):
    """What is needed to take somebody out of everything."""


def no_such_community() -> NotFound:
    """Return the one answer for a community that does not exist and one that is not for them to see."""
    return NotFound("there is no such community")


# --- reading


async def around(person: PersonId, world: World) -> list[CommunityView]:
    """Return the communities that somebody is proposed, is in, or has a task of their kind, in this order."""
    async with world.stores.read() as store:
        return await seen(person, store, world)


async def seen(person: PersonId, store: Store, world: World) -> list[CommunityView]:
    """Return the same, in a transaction."""
    kinds = (await experience.sphere_of(person, None, store, world)).kinds
    found = [each for each in await store.communities_around(person, kinds) if _sees(each, person, kinds)]
    order = {"proposed": 0, "member": 1}
    found.sort(key=lambda each: order.get(each.state_of(person) or "", 2))
    return [_view(each, person, world) for each in found]


async def one(community: str, person: PersonId, world: World) -> CommunityView:
    """Return a community's page.

    Raises:
        NotFound: there is none, or not for them; nobody can tell which.
    """
    async with world.stores.read() as store:
        found, _ = await _seen(community, person, store, world)
        return _view(found, person, world)


async def with_experience(community: str, person: PersonId, world: World) -> tuple[CommunityView, list[ExperienceView]]:
    """Return a community's page, with what was answered at its kind of task.

    Raises:
        NotFound: there is none, or not for them; nobody can tell which.
    """
    async with world.stores.read() as store:
        found, sphere = await _seen(community, person, store, world)
        return _view(found, person, world), await experience.at(_place(found), sphere, store, world)


async def its_experience(community: str, person: PersonId, world: World) -> list[ExperienceView]:
    """Return what was answered at the community's kind of task, as far as the reader may ask there.

    Raises:
        NotFound: there is no such community, or not for them.
    """
    async with world.stores.read() as store:
        found, sphere = await _seen(community, person, store, world)
        return await experience.at(_place(found), sphere, store, world)


def _place(community: Community) -> str:
    kind = community.kind
    return place_of(kind.runtime, kind.process, kind.element_id)


def _sees(community: Community, person: PersonId, kinds: Collection[Kind]) -> bool:
    """Whether somebody may know of it: it is proposed to them, they are in it, or it is there for their tasks."""
    if community.state_of(person) in {"proposed", "member"}:
        return True
    return community.there and community.kind in kinds


async def _seen(community: str, person: PersonId, store: Store, world: World) -> tuple[Community, experience.Sphere]:
    """Return a community that somebody may see, and where they may ask now.

    It is found among those around them: what is not there costs the same.
    """
    sphere = await experience.sphere_of(person, None, store, world)
    for found in await store.communities_around(person, sphere.kinds):
        if found.id == community and _sees(found, person, sphere.kinds):
            return found, sphere
    raise no_such_community()


def _view(community: Community, reader: PersonId, world: World) -> CommunityView:
    """Show a community; before it is there, nobody in it but the reader."""
    shown = community.members if community.there else tuple(who for who in community.members if who == reader)
    members = [who for who in shown if is_with_us(who, world)]
    state = community.state_of(reader)
    steward = community.steward if community.steward in members else None
    return CommunityView(
        id=community.id,
        name=community.name,
        title=community.title,
        about=community.about,
        process=community.kind.process,
        standing=state if state in {"proposed", "member"} else None,
        founded_at=community.founded_at,
        steward=None if steward is None else naming.by_name(steward, world.directory),
        members=tuple(naming.by_name(who, world.directory) for who in members),
    )


# --- joining and leaving


async def join(community: str, by: PersonId, world: World) -> None:
    """Consent to be in it: from now on its members, and who may ask there, see one in it, and may ask one."""
    await _change(community, by, lambda found, now: rules.join(found, by, now), world)


async def decline(community: str, by: PersonId, world: World) -> None:
    """Say no. Nobody hears of it."""
    await _change(community, by, lambda found, now: rules.decline(found, by, now), world)


async def leave(community: str, by: PersonId, world: World) -> None:
    """Go."""
    await _change(community, by, lambda found, now: rules.leave(found, by, now), world)


async def change(
    community: str, by: PersonId, title: str | None, about: str | None, steward: PersonId | None, world: World
) -> None:
    """Say, as its steward, what it is called and what it is about, or who is steward from now on."""
    await _change(community, by, lambda found, _: rules.change(found, by, title, about, steward), world)


async def _change(community: str, by: PersonId, rule: Callable[[Community, datetime], Community], world: World) -> None:
    """Change a community that `by` sees, and let rings find who is in it from the next transaction on.

    Raises:
        NotFound: there is none, or not for them; nobody can tell which.
        Refused: the rules say no.
    """

    async def work(store: Store) -> None:
        seen, _ = await _seen(community, by, store, world)
        await store.hold_community(seen.kind)
        seen, _ = await _seen(community, by, store, world)
        await _keep(seen, rule(seen, world.now()), store)

    async def done_before(_: Mapping[str, Any], _store: Store) -> None:
        """Nothing is left to do."""

    await once(world.terms, world.stores, work, lambda _: {}, done_before)


async def _keep(before: Community, after: Community, store: Gone) -> None:
    if after != before:
        await store.save_community(after)
    if (after.members, after.there) != (before.members, before.there):
        await store.directory_changed()


async def take_out(person: PersonId, now: datetime, store: Gone) -> None:
    """Take somebody out of everything who is no longer with the organisation."""
    for known in await store.communities_around(person, ()):
        await store.hold_community(known.kind)
        found = await store.community(known.id)
        if found is not None:
            await _keep(found, rules.without(found, person, now), store)


async def unword(person: PersonId, store: Gone) -> None:
    """Let nothing stand that somebody said of a community who is erased."""
    for found in await store.worded_by(person):
        await store.save_community(rules.unworded(found, found.kind.element_id))
