"""The login in a browser: to the provider and back (authorization code with PKCE, state and nonce).

What is under way stays in a cookie of the browser until it comes back: the service keeps nothing of who only began, and
what comes back is taken from nobody but who began it.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from socialbpm.errors import Invalid, Unavailable
from socialbpm.service.oidc.sign_in import SECONDS, Client, SignIn
from socialbpm.service.oidc.tokens import ID, Claims, Expected, NotValid

BYTES = 32
HOME = "/"
LONGEST = 2000
ESSENTIAL = frozenset({"iss", "aud", "exp", "iat", "sub", "nonce"})
LOGOUT = Expected("", frozenset({"jwt", "logout+jwt"}), frozenset({"iss", "aud", "exp", "iat", "jti", "events"}))
BACK_CHANNEL = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Attempt:
    """A login that has begun. `next` is where it leads in the end."""

    state: str
    nonce: str
    verifier: str
    next: str

    def kept(self) -> str:
        """Return it as the value of a cookie."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def begun(cookie: str | None) -> Attempt:
    """Return the login that this browser has begun.

    Raises:
        Invalid: it has begun none.
    """
    try:
        found = json.loads(urlsafe_b64decode(cookie or ""))
        return Attempt(**{name: str(found[name]) for name in ("state", "nonce", "verifier", "next")})
    except (ValueError, TypeError, KeyError, RecursionError):
        raise failed("this browser has not begun to sign in") from None


def failed(what: str) -> Invalid:
    """Return the error for a login that comes to nothing."""
    return Invalid(what, hint="Sign in again: /login.", code="login_failed")


def safe_next(wanted: str) -> str:
    r"""Return where a login may lead: to a place of this service, or home.

    >>> safe_next("/discussions/1?a=b#c"), safe_next("//evil.example"), safe_next("/\\evil.example")
    ('/discussions/1?a=b#c', '/', '/')
    >>> safe_next("https://evil.example/"), safe_next("/\t/evil.example"), safe_next("javascript:alert(1)")
    ('/', '/', '/')
    """
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST
    inside = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if plain and inside and not urlsplit(wanted).netloc else HOME


@dataclass(frozen=True)
class Login:
    """The login of a service that the provider knows as `client`; `callback` is where it sends browsers back to."""

    sign_in: SignIn
    client: Client
    callback: str

    async def begin(self, wanted: str, now: datetime) -> tuple[str, Attempt]:
        """Return where the browser has to go, and what it has to bring back.

        Raises:
            Unavailable: the provider is not known.
        """
        state, nonce, verifier = (secrets.token_urlsafe(BYTES) for _ in range(3))
        attempt = Attempt(state, nonce, verifier, safe_next(wanted))
        known = await self.sign_in.provider.known(now)
        async with self._oauth(known.metadata) as oauth:
            url, _ = oauth.create_authorization_url(
                known.endpoint("authorization_endpoint"),
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url), attempt

    async def finish(self, attempt: Attempt, came: dict[str, str], now: datetime) -> Claims:
        """Return what the provider says of who signed in.

        Args:
            attempt: what the browser has begun.
            came: the parameters with which it came back.
            now: the present moment.

        Raises:
            Invalid: it is not the answer to what was begun, or no good one.
            Unavailable: the provider does not answer.
        """
        if not compare_digest(came.get("state", "").encode(), attempt.state.encode()):
            raise failed("this is not the login that this browser has begun")
        if came.get("iss", self.sign_in.provider.issuer) != self.sign_in.provider.issuer:
            raise failed("another provider has answered")  # RFC 9207
        if "code" not in came:
            raise failed("the provider did not let you in")
        return await self._claims(await self._id_token(came["code"], attempt, now), attempt, now)

    async def _id_token(self, code: str, attempt: Attempt, now: datetime) -> str:
        known = await self.sign_in.provider.known(now)
        async with self._oauth(known.metadata) as oauth:
            try:
                token = await oauth.fetch_token(
                    known.endpoint("token_endpoint"),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    redirect_uri=self.callback,
                )
            except (OAuthError, ValueError) as error:
                raise failed("the provider does not confirm this login") from error
            except httpx2.HTTPError as error:
                hint = "Try again soon."
                raise Unavailable("the provider does not answer", hint=hint, code="sign_in_unavailable") from error
        return str(token.get("id_token", ""))

    async def _claims(self, id_token: str, attempt: Attempt, now: datetime) -> Claims:
        try:
            claims = await self.sign_in.reader.claims(id_token, Expected(self.client.id, ID, ESSENTIAL), now)
        except NotValid as error:
            raise failed("the provider's answer is not valid") from error
        if not compare_digest(str(claims["nonce"]).encode(), attempt.nonce.encode()):
            raise failed("the provider's answer is to another login")
        if claims.get("azp", self.client.id) != self.client.id:
            raise failed("the provider's answer is for somebody else")
        return claims

    def _oauth(self, metadata: Any) -> AsyncOAuth2Client:
        """Return a client of the provider, which proves itself in a way that the provider takes."""
        ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        secret = self.client.secret
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return AsyncOAuth2Client(
            client_id=self.client.id,
            client_secret=None if secret is None else secret.get_secret_value(),
            token_endpoint_auth_method="none" if secret is None else way,
            scope=self.client.scope,
            redirect_uri=self.callback,
            code_challenge_method="S256",
            timeout=SECONDS,
            follow_redirects=False,
        )

    # -- the end

    async def out(self, home: str, now: datetime) -> str:
        """Return where a browser has to go that is to be signed out at the provider, too; home where it cannot be."""
        try:
            address = (await self.sign_in.provider.known(now)).endpoint("end_session_endpoint")
        except Unavailable:
            return home
        return f"{address}?{urlencode({'client_id': self.client.id, 'post_logout_redirect_uri': home})}"

    async def told_over(self, token: str, now: datetime) -> tuple[str | None, str | None]:
        """Return the subject, and the provider's session, that a logout token of the provider says is over.

        Raises:
            Invalid: it is none.
        """
        expected = Expected(self.client.id, LOGOUT.types, LOGOUT.essential)
        try:
            claims = await self.sign_in.reader.claims(token, expected, now)
        except NotValid as error:
            raise failed("this is no logout token") from error
        events, subject, session = claims["events"], claims.get("sub"), claims.get("sid")
        named = any(isinstance(name, str) and name for name in (subject, session))
        if not isinstance(events, dict) or BACK_CHANNEL not in events or "nonce" in claims or not named:
            raise failed("this is no logout token")
        return (subject if isinstance(subject, str) else None), (session if isinstance(session, str) else None)
