"""Logins of an identity provider, and the one person whose each is.

A provider names who signed in by issuer and subject, which it gives to nobody else. The id by which the directory knows
them may come in another claim, such as a user name, and those are given again when somebody has left. So the first
login that is named for a person is theirs from then on: another one that bears the same name is refused, and so is the
same one under another name. Whoever comes after somebody inherits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.errors import Unauthorized
from socialbpm.social.audience import PersonId


@dataclass(frozen=True)
class Login:
    """Somebody, as a provider names them."""

    issuer: str
    subject: str


async def person_behind(login: Login, person: PersonId, world: World) -> None:
    """See that a login which is named for `person` is theirs; the first one is, from now on.

    Raises:
        Unauthorized: they are not with us, or the login is somebody else's, or they have another one.
    """
    async with world.stores.read() as store:
        known = world.directory.person(person)  # as the transaction found them
        if known is None or not known.active:
            raise Unauthorized("this login's person is not in the directory", hint="Add them to the directory.")
        bound = await _is_bound(login, person, store)
    if not bound:
        await world.stores.transact(lambda store: _bind(login, person, store))


async def _is_bound(login: Login, person: PersonId, store: Store) -> bool:
    """Whether a login is somebody's already; False where neither has another."""
    owner = await store.person_of(login.issuer, login.subject)
    subject = await store.subject_of(login.issuer, person) if owner is None else login.subject
    if owner not in {None, person} or subject not in {None, login.subject}:
        hint = "If a new person got an old name, give them an id of their own; else see docs/sign-in.md."
        raise Unauthorized("this login is not the one that its person has", hint=hint, code="login_taken")
    return owner is not None


async def _bind(login: Login, person: PersonId, store: Store) -> None:
    if not await _is_bound(login, person, store):
        await store.bind_login(login.issuer, login.subject, person)
