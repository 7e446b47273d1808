"""How somebody wants mail: read, and changed by themselves or by a link in a mail."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from socialbpm.actions.mail_terms import KINDS, Kind, MailChoices, MailTerms, address_of
from socialbpm.actions.once import once_only
from socialbpm.actions.ports import Store
from socialbpm.actions.versions import unless_changed
from socialbpm.actions.world import World
from socialbpm.contract.mail import ChangeMail, MailView
from socialbpm.errors import NotFound
from socialbpm.social.audience import PersonId


async def read(person: PersonId, world: World) -> MailChoices:
    """Return how somebody wants mail."""
    async with world.stores.read() as store:
        return await store.mail_choices(person)


async def own(person: PersonId, world: World) -> MailView:
    """Return how somebody gets mail, as they read it.

    Raises:
        NotFound: nobody gets mail.
    """
    return _view(await read(person, world), _terms(world), world)


async def choose(choices: MailChoices, world: World) -> None:
    """Let somebody have mail as they want it."""
    await world.stores.transact(lambda store: store.save_mail_choices(choices))


async def change(person: PersonId, wanted: ChangeMail, seen: Collection[str] | None, world: World) -> None:
    """Let somebody get mail otherwise; `seen` are the versions that they decided by, if they say so.

    Raises:
        NotFound: nobody gets mail.
        Conflict: it looks different by now than they saw.
    """
    terms = _terms(world)

    async def work(store: Store) -> None:
        said = await store.mail_choices(person)
        unless_changed(_view(said, terms, world), seen)
        given = {name: getattr(wanted, name) for name in wanted.model_fields_set}
        if "off" in given:
            given["off"] = frozenset(given["off"] or ())
        await store.save_mail_choices(replace(said, **given))

    await once_only(world.terms, world.stores, work)


def _terms(world: World) -> MailTerms:
    if world.mail is None:
        raise NotFound("this service sends no mail", hint="Whoever runs it may set it up: docs/mail.md.")
    return world.mail


def _view(choices: MailChoices, terms: MailTerms, world: World) -> MailView:
    return MailView(
        address=address_of(world.directory.person(choices.person)),
        off=tuple(kind for kind in KINDS if kind in choices.off),
        digest=choices.digest,
        together=choices.gathers(terms),
    )


async def switch(person: PersonId, kinds: Iterable[Kind], world: World, *, on: bool) -> None:
    """Let somebody get no more mails of some kinds, or get them again; the rest stays as it is.

    Of who was erased nothing is kept; they get none anyway.
    """
    named = frozenset(kinds)

    async def change_them(store: Store) -> None:
        if await store.erasure(person) is not None:
            return
        known = await store.mail_choices(person)
        await store.save_mail_choices(replace(known, off=known.off - named if on else known.off | named))

    await world.stores.transact(change_them)
