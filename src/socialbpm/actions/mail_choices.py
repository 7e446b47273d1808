"""How somebody wants mail: read, and changed by themselves or by a link in a mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from socialbpm.actions.mail_terms import Kind, MailChoices
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.social.audience import PersonId


async def read(person: PersonId, world: World) -> MailChoices:
    """Return how somebody wants mail."""
    async with world.stores.read() as store:
        return await store.mail_choices(person)


async def choose(choices: MailChoices, world: World) -> None:
    """Let somebody have mail as they want it."""
    await world.stores.transact(lambda store: store.save_mail_choices(choices))


async def switch(person: PersonId, kinds: Iterable[Kind], world: World, *, on: bool) -> None:
    """Let somebody get no more mails of some kinds, or get them again; the rest stays as it is."""
    named = frozenset(kinds)

    async def change(store: Store) -> None:
        known = await store.mail_choices(person)
        await store.save_mail_choices(replace(known, off=known.off - named if on else known.off | named))

    await world.stores.transact(change)
