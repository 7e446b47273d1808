"""Asking, wording, and going on from ring to ring: previews and consent."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import replace

from socialbpm.actions import read
from socialbpm.actions.attachments import attach_all
from socialbpm.actions.execute import Done, execute, is_member, no_such_discussion, pools_of
from socialbpm.actions.once import Terms
from socialbpm.actions.ports import Store
from socialbpm.actions.wishes import ring_of, wish, wish_with_words
from socialbpm.actions.world import World
from socialbpm.contract.attachments import File, NewFile
from socialbpm.contract.views import PreviewView
from socialbpm.errors import Refused
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.consent import preview_for, preview_of
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import Preview

UNKNOWN = ""
"""Names no preview: what the rules get for one that is about something else than the caller says."""


async def ask(
    discussion: str,
    by: PersonId,
    text: str,
    consents: tuple[str, ...],
    world: World,
    files: Sequence[File | NewFile] = (),
) -> None:
    """Send the question, with the files that come along, to the first ring.

    `consents` are previews agreed to in advance.

    Raises:
        Invalid: a file is none that may be attached.
    """
    found = [world.files.look(file) for file in files]

    async def make(state: Discussion, store: Store) -> c.Command:
        content, attached = await store.put_words(state.id, text), await attach_all(state.id, found, store)
        return c.AskQuestion(by=by, content=content, consents=consents, attachments=attached)

    await execute(discussion, is_member(by), make, world)


async def word(
    discussion: str, by: PersonId, ring: str, text: str, world: World, attachments: tuple[str, ...] = ()
) -> None:
    """Say how the question reads for a ring, and which of its files go there."""

    def make(state: Discussion, content: str) -> c.Command:
        return c.Word(by=by, ring=ring_of(state, by, ring), content=content, attachments=attachments)

    await wish_with_words(discussion, by, text, make, world)


async def preview(discussion: str, by: PersonId, ring: str, person: PersonId | None, world: World) -> PreviewView:
    """Show the asker what going on to a ring, or letting `person` into it, would mean; it is kept as served."""
    done = await wish(
        discussion, by, lambda state: c.TakePreview(by=by, ring=ring_of(state, by, ring), person=person), world
    )
    number = ring_of(done.state, by, ring)
    return await read.preview(done.state, _served(done, number, person), world)


async def ahead(discussion: str, by: PersonId, world: World) -> list[PreviewView]:
    """Show the asker what going on to each ring further out would mean. Nobody can agree to these: none is kept.

    Raises:
        NotFound: there is no such discussion, or `by` is not in it.
    """
    async with world.stores.read() as store:
        state = await read.seen_state(discussion, by, store, world)
        if state is None:
            raise no_such_discussion()
        if state.asker != by or state.ended:
            return []
        outer = range(state.current + 1, len(state.ladder.rings))
        pools = await pools_of(state, outer, world.now(), store, world)
        return await read.previews(state, [preview_of(state, ring, pools[ring]) for ring in outer], store, world)


def _served(done: Done, ring: int, person: PersonId | None) -> Preview:
    """Return the preview that was just kept: it is named by what it shows, so making it anew gives the same."""
    if person is not None:
        return preview_for(done.state, ring, person)
    return preview_of(done.state, ring, done.pools[ring])


async def consent(discussion: str, by: PersonId, ring: str, preview_id: str, world: World) -> None:
    """Agree to a preview of a ring.

    Raises:
        Refused: what would be done is no longer what was shown; the refusal carries the new preview.
    """

    def make(state: Discussion) -> c.Command:
        kept = state.previews.get(preview_id)
        of_the_ring = kept is not None and kept.ring == ring_of(state, by, ring)
        return c.Consent(by=by, preview=preview_id if of_the_ring else UNKNOWN)

    await or_a_new_preview(wish(discussion, by, make, world), discussion, by, world)


async def or_a_new_preview(going: Awaitable[Done], discussion: str, by: PersonId, world: World) -> None:
    """Wait for what needs a preview; a refusal for an outdated one brings the new one along, kept as served."""
    try:
        await going
    except Refused as refusal:
        outdated = refusal.details.get("preview")
        if isinstance(outdated, Preview):
            refusal.details["preview"] = await _anew(outdated, discussion, by, world)
        raise


async def _anew(outdated: Preview, discussion: str, by: PersonId, world: World) -> PreviewView:
    """Take a new preview: something else than was asked for, so not on the terms of that call."""
    world = replace(world, terms=Terms())
    done = await wish(discussion, by, lambda _: c.TakePreview(by=by, ring=outdated.ring, person=outdated.person), world)
    return await read.preview(done.state, _served(done, outdated.ring, outdated.person), world)


async def decline(discussion: str, by: PersonId, ring: str, further: bool, world: World) -> None:
    """Say not yet to the proposed ring or, with `further` False, no further."""

    def make(state: Discussion) -> c.Command:
        number, proposed = ring_of(state, by, ring), state.proposal.ring if state.proposal else None
        if by == state.asker and proposed not in {None, number}:
            raise Refused("that ring is not the one that is proposed to you", code="nothing_proposed")
        return c.Decline(by=by, further=further)

    await wish(discussion, by, make, world)


async def widen(discussion: str, by: PersonId, world: World) -> None:
    """Say that the current ring is over."""
    await wish(discussion, by, lambda _: c.Widen(by=by), world)
