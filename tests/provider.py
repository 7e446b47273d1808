"""A real identity provider: npm's `oidc-provider`, in a process of its own on this machine.

What only a provider that is broken or attacked would send is signed here, with its own keys.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import time
from pathlib import Path
from subprocess import DEVNULL
from types import TracebackType
from typing import Any, Self

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from tests.node import program
from tests.serving import HOST, free_port

PROJECT = Path(__file__).parent / "service" / "provider"
US = "https://help.example"
AUDIENCE = "https://api.help.example"
CLIENT = "socialbpm"
SECRET = "a secret of at least thirty-two characters"
APP = "http://127.0.0.1/app"
"""Where another program gets its codes: one that calls the service with tokens of the provider."""
GROUPS = ["staff", "service-desk"]
SECONDS = 30.0


class Unheeding(JWSRegistry):
    """Signs whatever the head of a token says."""

    def check_header(self, header: object) -> None:
        """Find nothing wrong."""


def new_key() -> ECKey:
    """Return a key to sign with; its name is made of it."""
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


class IdentityProvider:
    """The provider, for a `with` block; `person` is in front of every browser.

    Args:
        project: where it is installed.
    """

    def __init__(self, project: Path) -> None:
        self.project = project
        self.port = free_port()
        self.issuer = f"http://{HOST}:{self.port}"
        self.key = new_key()
        self.http = httpx2.Client(timeout=SECONDS)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.http.close()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        pipe = subprocess.PIPE
        command = [program("node"), "provider.js", str(self.port)]
        self._process = subprocess.Popen(command, cwd=self.project, stdin=pipe, stdout=pipe, stderr=DEVNULL, text=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(self._settings()))
        self._process.stdin.close()
        while (line := self._process.stdout.readline()) != "ready\n":
            assert line, "the provider did not start"

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self._process.kill()
            with self._process:
                self._process = None

    def _settings(self) -> dict[str, Any]:
        ours = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{US}/login/callback"],
            "post_logout_redirect_uris": [f"{US}/"],
            "id_token_signed_response_alg": "ES256",
        }
        app = {
            "client_id": "app",
            "application_type": "native",
            "token_endpoint_auth_method": "none",
            "redirect_uris": [APP],
            "id_token_signed_response_alg": "ES256",
        }
        return {
            "keys": [self.key.as_dict(private=True)],
            "clients": [ours, app],
            "audience": AUDIENCE,
            "groups": GROUPS,
        }

    # -- what changes while it runs

    def changes_its_keys(self) -> None:
        """Sign with another key from now on."""
        self.key = new_key()
        self._change(keys=[self.key.as_dict(private=True)])

    def sees(self, person: str) -> None:
        """Have somebody in front of every browser."""
        self._change(person=person)

    def _change(self, **wanted: Any) -> None:
        self.http.post(f"{self.issuer}/test", json=wanted).raise_for_status()

    # -- tokens

    def access_token(self, person: str = "alice") -> str:
        """Return an access token for the API, as another program of this person gets it."""
        self.sees(person)
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        wanted = {"client_id": "app", "response_type": "code", "scope": "openid", "redirect_uri": APP}
        with httpx2.Client(timeout=SECONDS) as browser:
            answer = browser.get(
                f"{self.issuer}/auth", params={**wanted, "code_challenge": challenge, "code_challenge_method": "S256"}
            )
            while answer.next_request and not answer.headers["location"].startswith(APP):
                answer = browser.get(answer.next_request.url)
        code = httpx2.URL(answer.headers["location"]).params["code"]
        given = {"client_id": "app", "redirect_uri": APP, "code": code, "code_verifier": verifier}
        token = self.http.post(f"{self.issuer}/token", data={**given, "grant_type": "authorization_code"})
        return str(token.json()["access_token"])

    def signed(self, key: Any = None, *, head: dict[str, Any] | None = None, **claims: Any) -> str:
        """Return a token that it would never send; a claim of None is left out."""
        now = int(time.time())
        said = {"iss": self.issuer, "aud": AUDIENCE, "sub": "alice", "iat": now, "exp": now + 600, **claims}
        header = {"alg": "ES256", "kid": self.key.kid, "typ": "at+jwt", **(head or {})}
        told = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(header, told, key or self.key, registry=Unheeding(algorithms=["ES256", "HS256"]))
