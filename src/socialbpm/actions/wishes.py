"""What all wishes of people share: they come from a member, and name rings as that member knows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from socialbpm.actions.execute import Done, execute, is_member
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.errors import Invalid
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion


async def wish(discussion: str, by: PersonId, make: Callable[[Discussion], c.Command], world: World) -> Done:
    """Carry out a member's wish that brings no words along.

    Raises:
        NotFound: there is no such discussion, or `by` is not in it.
        Refused: the rules say no.
    """

    async def maker(state: Discussion, _: Store) -> c.Command:
        return make(state)

    return await execute(discussion, is_member(by), maker, world)


async def wish_with_words(
    discussion: str, by: PersonId, words: Any, make: Callable[[Discussion, str], c.Command], world: World
) -> Done:
    """Carry out a member's wish that brings words along; they are kept only if the wish is granted.

    Raises:
        NotFound: there is no such discussion, or `by` is not in it.
        Refused: the rules say no.
    """

    async def maker(state: Discussion, store: Store) -> c.Command:
        return make(state, await store.put_words(state.id, words))

    return await execute(discussion, is_member(by), maker, world)


def ring_of(state: Discussion, by: PersonId, name: str) -> int:
    """Return the number of a ring that `by` knows: their own and those further out.

    Raises:
        Invalid: they know no ring of that name.
    """
    member = state.member(by)
    inner = member.ring if member else len(state.ladder.rings)
    known = state.ladder.names[inner:]
    if name not in known:
        raise Invalid(f'there is no ring "{name}" here', hint=f"Rings: {', '.join(known)}.", code="unknown_ring")
    return inner + known.index(name)
