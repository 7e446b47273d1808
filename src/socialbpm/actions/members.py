"""Who is in: struck, brought in, let closer, handed over to, taken out, gone, joined, thanked."""

from __future__ import annotations

from datetime import datetime

from socialbpm.actions.execute import Admission, execute, is_member, is_with_us
from socialbpm.actions.listings import listing_ring
from socialbpm.actions.open import calendar_of
from socialbpm.actions.ports import Store
from socialbpm.actions.rings import UNKNOWN, or_a_new_preview
from socialbpm.actions.wishes import wish
from socialbpm.actions.world import World
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion


async def strike(discussion: str, by: PersonId, person: PersonId, world: World) -> None:
    """Keep somebody from coming in by themselves. Nobody is told."""
    await wish(discussion, by, lambda _: c.Strike(by=by, person=person), world)


async def bring_in(discussion: str, by: PersonId, person: PersonId, world: World) -> None:
    """Bring somebody in where the discussion is."""
    await wish(discussion, by, lambda _: c.BringIn(by=by, person=person, known=is_with_us(person, world)), world)


async def bring_closer(discussion: str, by: PersonId, person: PersonId, preview: str, world: World) -> None:
    """Let `person` into the ring of a preview that names them: the one door through law 3.

    Raises:
        Refused: more would be shown than the preview showed; the refusal carries the new preview.
    """

    def make(state: Discussion) -> c.Command:
        return c.BringCloser(by=by, preview=_about(person, state, preview), known=is_with_us(person, world))

    await or_a_new_preview(wish(discussion, by, make, world), discussion, by, world)


def _about(person: PersonId, state: Discussion, preview: str) -> str:
    """Return the preview's id if it is about `person`; else one that the rules do not know."""
    kept = state.previews.get(preview)
    return preview if kept is not None and kept.person == person else UNKNOWN


async def hand_over(discussion: str, by: PersonId, person: PersonId, preview: str, world: World) -> None:
    """Make `person` the asker, as a preview of `self` that names them showed it.

    Raises:
        Refused: more would be shown than the preview showed; the refusal carries the new preview.
    """

    async def make(state: Discussion, store: Store) -> c.Command:
        about, calendar = _about(person, state, preview), calendar_of(person, world)
        known = is_with_us(person, world) and not await _asks_already(person, state, store)
        return c.HandOver(by=by, preview=about, known=known, calendar=calendar)

    await or_a_new_preview(execute(discussion, is_member(by), make, world), discussion, by, world)


async def _asks_already(person: PersonId, state: Discussion, store: Store) -> bool:
    """Whether they have an open discussion about the same: they have only one, and nobody else hears that it exists."""
    return await store.open_discussion(state.task, state.event, person) is not None


async def remove(discussion: str, by: PersonId, person: PersonId, world: World) -> None:
    """Take somebody out."""
    await wish(discussion, by, lambda _: c.Remove(by=by, person=person), world)


async def leave(discussion: str, by: PersonId, world: World) -> None:
    """Go, by oneself."""
    await wish(discussion, by, lambda _: c.Leave(by=by), world)


async def thank(discussion: str, by: PersonId, person: PersonId, world: World) -> None:
    """Thank somebody who wrote."""
    await wish(discussion, by, lambda _: c.Thank(by=by, person=person), world)


async def pass_on(discussion: str, by: PersonId, again_at: datetime | None, world: World) -> None:
    """Pass an ask, without a reason; with `again_at`: not now, ask again then."""
    await wish(discussion, by, lambda _: c.PassOn(by=by, again_at=again_at), world)


# --- open rings


async def join(discussion: str, by: PersonId, world: World) -> None:
    """Join an open ring whose pool one is in.

    Raises:
        NotFound: there is no such discussion, or it is not listed to `by`; nobody can tell which.
    """

    async def make(_state: Discussion, _store: Store) -> c.Command:
        return c.Join(by=by)

    await execute(discussion, _in_or_listed(by, world), make, world)


def _in_or_listed(person: PersonId, world: World) -> Admission:
    async def in_or_open(discussion: str, store: Store) -> bool:
        return await store.is_in(person, discussion) or await store.is_in_open_ring(discussion)

    async def in_or_listed(state: Discussion, store: Store) -> bool:
        return state.member(person) is not None or await listing_ring(state, person, store, world) is not None

    return Admission(in_or_open, in_or_listed)
