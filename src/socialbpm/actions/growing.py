"""Who helped is noted with the fact that they did; where two have, a community is proposed to them."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from socialbpm.actions.gathering import Help
from socialbpm.actions.mailing import announce
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.communities import Community, Kind, propose
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve

SPACE = uuid5(NAMESPACE_URL, "urn:socialbpm:community")


async def grow(state: Discussion, person: PersonId, now: datetime, store: Store, world: World) -> Discussion:
    """Note that somebody's answer helped in a discussion; propose a community where it is time. Return the state."""
    task = await store.task(state.task)
    if task is None:
        return state
    kind = Kind(task.runtime, task.ref.process, task.ref.element_id)
    await store.hold_community(kind)
    if not await store.note_help(Help(state.id, person, kind, now)):
        return state
    helpers = await store.helpers_of(kind)
    known = await store.community_at(kind)
    community = known or Community(_id(kind), kind, kind.element_id, now)
    proposed = propose(community, tuple(helpers), now)
    if proposed == community:
        return state
    await store.save_community(proposed)
    for who in proposed.people.keys() - community.people.keys():
        state = await _tell(who, helpers[who], proposed, state, store, world)
    return state


def _id(kind: Kind) -> str:
    return str(uuid5(SPACE, f"{kind.runtime}\n{kind.process}\n{kind.element_id}"))


async def _tell(
    who: PersonId, where: str, community: Community, state: Discussion, store: Store, world: World
) -> Discussion:
    """Tell somebody in the discussion in which they helped last; return the state of the one that is at hand."""
    found = state if where == state.id else await store.discussion(where)
    if found is None:
        return state
    at = community.people[who].since
    fact = f.CommunityProposed(at=at, person=who, community=community.id)
    after = evolve(found, fact)
    first = await store.append(found, after, [fact])
    await announce(after, [fact], first, store, world)
    return after if where == state.id else state
