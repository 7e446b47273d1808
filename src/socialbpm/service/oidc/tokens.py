"""Tokens of the provider: whether it signed one, for us, and for now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry, extract_compact
from joserfc.jwt import JWTClaimsRegistry

from socialbpm.errors import Unauthorized
from socialbpm.service.oidc.provider import Provider

Claims = Mapping[str, Any]
ASYMMETRIC = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""How a provider can sign. Neither `none`, nor the HS ones: with those a public key would be the secret."""
LEEWAY = 30
"""Seconds by which the provider's clock and ours may differ."""
LARGEST = 16_384
"""Characters that a token may have."""
ACCESS = frozenset({"jwt", "at+jwt", "application/at+jwt"})
ID = frozenset({"jwt"})


class NotValid(Exception):
    """The token is not one that the provider signed for us and for now."""


@dataclass(frozen=True)
class Expected:
    """What a token has to be: meant for `audience`, of one of these types, and with all claims of `essential`.

    A token that is of no type passes for a JWT, as it did before there were types.
    """

    audience: str
    types: frozenset[str] = ACCESS
    essential: frozenset[str] = frozenset({"iss", "aud", "exp", "sub"})


@dataclass(frozen=True)
class Reader:
    """Reads tokens of one provider that are signed by one of these algorithms."""

    provider: Provider
    algorithms: frozenset[str]

    async def claims(self, token: str, expected: Expected, now: datetime) -> Claims:
        """Return what the provider says in a token.

        Raises:
            NotValid: it did not say that, or not to us, or not for now.
            Unavailable: its keys are not known.
        """
        try:
            kid = self._kid(token, expected)
            keys = await self.provider.keys_with(kid, now)
            registry = JWSRegistry(algorithms=self.algorithms, strict_check_header=False)
            found = jwt.decode(token, keys, registry=registry).claims
            self._rules(expected, now).validate(found)
        except (JoseError, ValueError) as error:
            raise NotValid(str(error)) from error
        return found

    def _kid(self, token: str, expected: Expected) -> str | None:
        """Return by which key it says that it is signed, having looked at the rest of its head.

        Raises:
            ValueError: it has no head that is worth asking the provider for a key.
        """
        if len(token) > LARGEST:
            msg = "the token is too long"
            raise ValueError(msg)
        head = extract_compact(token.encode()).headers()
        algorithm, kind, kid = head.get("alg"), head.get("typ", "jwt"), head.get("kid")
        if not isinstance(algorithm, str) or algorithm not in self.algorithms:
            msg = "the token is not signed in a way that is allowed"
            raise ValueError(msg)
        if not isinstance(kind, str) or kind.lower() not in expected.types:
            msg = "the token is of another type"
            raise ValueError(msg)
        if kid is not None and not isinstance(kid, str):
            msg = "the token names no key"
            raise ValueError(msg)
        return kid

    def _rules(self, expected: Expected, now: datetime) -> JWTClaimsRegistry:
        values = {"iss": self.provider.issuer, "aud": expected.audience}
        options: dict[str, Any] = {name: {"essential": True} for name in expected.essential}
        for name, value in values.items():
            options[name] = {"essential": True, "value": value}
        return JWTClaimsRegistry(now=int(now.timestamp()), leeway=LEEWAY, **options)


def unauthorized() -> Unauthorized:
    """Return the one answer for a token that is not good enough, whatever is wrong with it."""
    hint = "It may have expired, or is meant for another service. Sign in again."
    return Unauthorized("this token is not valid here", hint=hint)
