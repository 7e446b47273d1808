"""A digest instead of single mails: what it gathers is fixed before it is due.

So it says the same, under the same id, however often it is sent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from socialbpm.actions.notices import DIGEST
from socialbpm.actions.outbox import LetterRecord, NewLetter
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World

NEXT = timedelta(minutes=1)
"""Where a digest of a moment is on its way already, a further one follows it so much later."""


async def gather(letter: LetterRecord, at: datetime, world: World) -> None:
    """Put a letter into its receiver's digest of a moment, which is posted if it is the first."""

    async def put_in(store: Store) -> None:
        kept = await store.letter(letter.id)
        if kept is None or kept.tries != letter.tries:
            return  # its receiver is gone, or somebody else took it up
        moment = at
        while not await _takes(_digest(letter, moment), store):
            moment += NEXT
        await store.settle(replace(letter, state="sent", reason="digest", due_at=None, since=moment))

    await world.stores.transact(put_in)


def _digest(letter: LetterRecord, at: datetime) -> NewLetter:
    moment = at.isoformat()
    return NewLetter(letter.receiver, f"{DIGEST} {moment}", DIGEST, data={"at": moment}, due_at=at)


async def _takes(digest: NewLetter, store: Store) -> bool:
    """Whether a digest, which is posted now or was before, takes more: nobody has taken it up yet."""
    await store.post([digest])
    kept = await store.letter(digest.id)
    return kept is not None and kept.state == "waiting" and kept.tries == 0


async def wait(letter: LetterRecord, until: datetime, world: World) -> None:
    """Let a letter wait until its receiver's quiet hours are over; its tries count from then."""
    await world.stores.transact(lambda store: store.settle(replace(letter, due_at=until, since=until)))
