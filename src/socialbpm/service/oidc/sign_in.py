"""The organisation's provider as this service is set up to use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx2
from pydantic import SecretStr

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.roles import checked
from socialbpm.actions.world import World
from socialbpm.config import Settings
from socialbpm.contract.durations import elapsed
from socialbpm.errors import Invalid
from socialbpm.service.oidc.people import Mapped
from socialbpm.service.oidc.provider import Provider, is_safe
from socialbpm.service.oidc.tokens import ASYMMETRIC, Expected, NotValid, Reader, unauthorized

SECONDS = 5.0
"""How long an answer of the provider is waited for."""


@dataclass(frozen=True)
class Client:
    """What the provider knows this service as, and what it may ask for there."""

    id: str
    secret: SecretStr | None
    scope: str


@dataclass(frozen=True)
class SignInSettings:
    """The settings of sign-in, checked."""

    mapped: Mapped
    algorithms: frozenset[str]
    trusted_for: timedelta
    audience: str | None = None
    client: Client | None = None


def read(settings: Settings) -> SignInSettings | None:
    """Return the settings of sign-in, or None where there is no provider.

    Raises:
        Invalid: they would not work, or let in whom they should not.
    """
    if settings.oidc_issuer is None:
        return None
    if not is_safe(settings.oidc_issuer):
        raise _wrong("OIDC_ISSUER", "is no https address", "Only a provider on this machine may go without.")
    if settings.oidc_audience is not None and settings.oidc_audience == settings.oidc_client_id:
        hint = "Give the API a name of its own at the provider: else what is meant for a login opens the API."
        raise _wrong("OIDC_AUDIENCE", "is the same as SOCIALBPM_OIDC_CLIENT_ID", hint)
    return SignInSettings(
        mapped=_mapped(settings, settings.oidc_issuer),
        algorithms=_algorithms(settings.oidc_algorithms),
        trusted_for=elapsed(settings.oidc_trusted_for),
        audience=settings.oidc_audience,
        client=_client(settings),
    )


def _wrong(setting: str, what: str, hint: str) -> Invalid:
    return Invalid(f"SOCIALBPM_{setting} {what}", hint=hint, code="sign_in_settings")


def _algorithms(text: str) -> frozenset[str]:
    found = frozenset(text.split())
    if not found or found - ASYMMETRIC:
        hint = f"Use some of {' '.join(sorted(ASYMMETRIC))}."
        raise _wrong("OIDC_ALGORITHMS", "names what a provider must not sign with", hint)
    return found


def _client(settings: Settings) -> Client | None:
    if settings.oidc_client_id is None:
        return None
    if "openid" not in settings.oidc_scope.split():
        raise _wrong("OIDC_SCOPE", "is without `openid`", "Without it the provider does not say who signed in.")
    return Client(settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_scope)


def _mapped(settings: Settings, issuer: str) -> Mapped:
    return Mapped(issuer, settings.oidc_person_claim, settings.oidc_roles_claim, _granted(settings.oidc_roles))


def _granted(text: str) -> Mapping[str, str]:
    """Return what each group gives.

    Raises:
        Invalid: something in it is no group and role.
    """
    found = {}
    for entry in filter(None, (entry.strip() for entry in text.split(","))):
        group, _, role = entry.rpartition("=")
        if not group:
            raise _wrong("OIDC_ROLES", f"has {entry!r}, which is no GROUP=ROLE", "Put a comma between two of them.")
        found[group] = checked(role)
    return found


class SignIn:
    """Sign-in, as it runs: `provider` is asked by way of `http`."""

    def __init__(self, settings: SignInSettings, http: httpx2.AsyncClient) -> None:
        self.settings = settings
        self.provider = Provider(settings.mapped.issuer, http, settings.trusted_for)
        self.reader = Reader(self.provider, settings.algorithms)

    async def principal(self, token: str, world: World) -> PrincipalRecord:
        """Return whose an access token of the provider is.

        Raises:
            Unauthorized: nobody's, or it is not meant for us.
            Unavailable: the provider's keys are not known.
        """
        if self.settings.audience is None:
            raise unauthorized()
        try:
            claims = await self.reader.claims(token, Expected(self.settings.audience), world.now())
        except NotValid as error:
            raise unauthorized() from error
        return await self.settings.mapped.principal(claims, world)


@asynccontextmanager
async def opened(settings: SignInSettings | None) -> AsyncIterator[SignIn | None]:
    """Return sign-in, where it is set up, for as long as the block lasts. The provider is asked when it must be."""
    if settings is None:
        yield None
        return
    async with httpx2.AsyncClient(timeout=SECONDS, follow_redirects=False) as http:
        yield SignIn(settings, http)
