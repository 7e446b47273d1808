"""Who a provider's claims are about: which person of the directory, and with which roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.identities import Login, person_behind
from socialbpm.actions.world import World
from socialbpm.errors import Unauthorized
from socialbpm.service.oidc.tokens import Claims

LONGEST = 200
"""Characters of a person's id."""


@dataclass(frozen=True)
class Mapped:
    """How claims are read: `person` names the claim with the person's id, `roles` the one with their groups or roles.

    `granted` says what each of those gives here; others give nothing.
    """

    issuer: str
    person: str = "sub"
    roles: str | None = None
    granted: Mapping[str, str] | None = None

    async def principal(self, claims: Claims, world: World) -> PrincipalRecord:
        """Return who claims are about.

        Raises:
            Unauthorized: they are about nobody, or about somebody whom another login belongs to.
        """
        person = claims.get(self.person)
        if not isinstance(person, str) or not 0 < len(person) <= LONGEST:
            hint = f"The provider has to send the person's id in the claim `{self.person}`."
            raise Unauthorized("this login names no person", hint=hint)
        await person_behind(Login(self.issuer, str(claims["sub"])), person, world)
        return PrincipalRecord("person", person, self.roles_in(claims))

    def roles_in(self, claims: Claims) -> frozenset[str]:
        """Return what somebody with these claims may.

        >>> mapped = Mapped("https://id", roles="realm.roles", granted={"boss": "admin"})
        >>> sorted(mapped.roles_in({"realm": {"roles": ["boss", "root", "admin"]}}))
        ['admin']
        >>> mapped.roles_in({"realm": {"roles": ["admin"]}})
        frozenset()
        """
        if self.roles is None or self.granted is None:
            return frozenset()
        return frozenset(self.granted[word] for word in _words(_at(self.roles, claims)) if word in self.granted)


def _at(path: str, claims: Claims) -> Any:
    """Return the claim of this name, or what lies at this path of names with dots between them."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _words(value: Any) -> Iterator[str]:
    """Return the words of a list, or of a text with spaces between them."""
    if isinstance(value, str):
        yield from value.split()
    if isinstance(value, list):
        yield from (word for word in value if isinstance(word, str))
