"""Access tokens of the organisation's provider open the API, and nothing that only looks like one."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from joserfc.jwk import OctKey

from socialbpm.clock import FrozenClock, SystemClock
from socialbpm.config import Settings
from socialbpm.errors import Invalid
from socialbpm.service.app import create_app
from socialbpm.service.embedded import SELDOM, EmbeddedService
from socialbpm.service.oidc.provider import PAUSE, Known, Provider
from tests.provider import AUDIENCE, CLIENT, US, IdentityProvider, new_key
from tests.service.road import PEOPLE

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FrozenClock:
    """Now: the provider dates its tokens."""
    return FrozenClock(SystemClock().now())


def settings(provider: IdentityProvider, **more: Any) -> Settings:
    """The settings of a service that trusts a provider."""
    return Settings(
        database_url="sqlite://",
        sweep_interval=SELDOM,
        base_url=US,
        oidc_issuer=provider.issuer,
        oidc_audience=AUDIENCE,
        oidc_roles_claim="groups",
        oidc_roles="service-desk=admin, nobody=process_owner:pay_invoice",
        **more,
    )


@pytest.fixture
def service(provider: IdentityProvider, clock: FrozenClock) -> Iterator[EmbeddedService]:
    """A service that trusts the provider."""
    with EmbeddedService(settings(provider), clock=clock, directory=PEOPLE) as running:
        yield running


def me(service: EmbeddedService, token: str) -> httpx2.Response:
    """What the service says to whoever has a token."""
    return service.http(token).get("/v1/me")


def code(service: EmbeddedService, token: str) -> str:
    """Why the service does not take a token."""
    answer = me(service, token)
    assert answer.is_error, answer.text
    return str(answer.json()["code"])


class TestATokenOfTheProvider:
    def test_is_its_persons(self, service: EmbeddedService, provider: IdentityProvider) -> None:
        """With the roles that their groups give here, and no others."""
        answer = me(service, provider.access_token("alice")).json()
        assert (answer["id"], answer["name"], answer["roles"]) == ("alice", "Alice", ["admin"])

    def test_of_somebody_unknown_opens_nothing(self, service: EmbeddedService, provider: IdentityProvider) -> None:
        """The directory says who is with us, not the provider."""
        assert code(service, provider.access_token("stranger")) == "unauthorized"

    def test_works_beside_our_own(self, service: EmbeddedService, provider: IdentityProvider) -> None:
        """For the same person."""
        assert me(service, service.token_for("alice")).json()["id"] == "alice"

    def test_ends(self, service: EmbeddedService, provider: IdentityProvider, clock: FrozenClock) -> None:
        """When it says, give or take what clocks differ by."""
        token = provider.access_token()
        clock.advance(10 * MINUTE)
        assert me(service, token).is_success
        clock.advance(MINUTE)
        assert code(service, token) == "unauthorized"


BAD: dict[str, dict[str, Any]] = {
    "for another service": {"aud": "https://elsewhere.example"},
    "for a login": {"aud": CLIENT},
    "for nobody": {"aud": None},
    "of another provider": {"iss": "https://evil.example"},
    "of no provider": {"iss": None},
    "that never ends": {"exp": None},
    "that has ended": {"exp": 1},
    "that ends at no time": {"exp": "tomorrow"},
    "that is not valid yet": {"nbf": 2**40},
    "from the future": {"iat": 2**40},
    "about nobody": {"sub": None},
    "about a number": {"sub": 7},
    "that ends a session": {"head": {"typ": "logout+jwt"}},
    "with a rule that we do not know": {"head": {"crit": ["exp"]}},
    "of an unknown key": {"head": {"kid": "another"}},
    "with a strange key": {"head": {"kid": 7}},
}
"""Tokens that the provider's own key has signed, and that are still none."""


@pytest.fixture(scope="module")
def lasting(provider: IdentityProvider) -> Iterator[EmbeddedService]:
    """One for all that is refused: nothing changes by it."""
    with EmbeddedService(settings(provider), directory=PEOPLE) as running:
        yield running


class TestWhatIsNoToken:
    def test_one_of_that_kind_is_taken(self, lasting: EmbeddedService, provider: IdentityProvider) -> None:
        """What is refused below is refused for what it says there."""
        assert me(lasting, provider.signed()).json()["id"] == "alice"
        assert me(lasting, provider.signed(aud=[CLIENT, AUDIENCE])).is_success
        assert me(lasting, provider.signed(head={"typ": "JWT"})).is_success

    @pytest.mark.parametrize("what", BAD)
    def test_is_refused(self, what: str, lasting: EmbeddedService, provider: IdentityProvider) -> None:
        """All with one answer."""
        answer = me(lasting, provider.signed(**BAD[what]))
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
        assert answer.json()["detail"] == "this token is not valid here"

    def test_nobody_has_signed(self, lasting: EmbeddedService, provider: IdentityProvider) -> None:
        """`alg: none`, in whatever letters, with or without a signature."""
        _, body, signature = provider.signed().split(".")
        for name in ("none", "None", "NONE", ""):
            head = urlsafe_b64encode(json.dumps({"alg": name, "typ": "at+jwt"}).encode()).decode().rstrip("=")
            assert code(lasting, f"{head}.{body}.") == "unauthorized"
            assert code(lasting, f"{head}.{body}.{signature}") == "unauthorized"

    def test_is_signed_with_what_everybody_knows(self, lasting: EmbeddedService, provider: IdentityProvider) -> None:
        """HS256 with the provider's public key for a secret."""
        public = json.dumps(provider.key.as_dict(private=False)).encode()
        forged = provider.signed(OctKey.import_key(public), head={"alg": "HS256"})
        assert code(lasting, forged) == "unauthorized"

    def test_brings_its_own_key(self, lasting: EmbeddedService, provider: IdentityProvider) -> None:
        """In its head, under the name of the provider's."""
        mine = new_key()
        head = {"jwk": mine.as_dict(private=False), "kid": provider.key.kid}
        assert code(lasting, provider.signed(mine, head=head)) == "unauthorized"
        assert code(lasting, provider.signed(mine)) == "unauthorized"

    @pytest.mark.parametrize("text", ["x", "a.b.c", "..", "e30.e30.e30", "a" * 100_000, "eyJhbGciOltdfQ.e30.e30"])
    def test_is_no_token_at_all(self, text: str, lasting: EmbeddedService) -> None:
        """And is refused like one."""
        assert code(lasting, text) == "unauthorized"


class TestWhenTheProviderChanges:
    def test_its_keys_are_fetched_again(
        self, service: EmbeddedService, provider: IdentityProvider, clock: FrozenClock
    ) -> None:
        """A token that names a new key is good at once; what the old one signed is not any more."""
        old = provider.access_token()
        assert me(service, old).is_success
        provider.changes_its_keys()
        clock.advance(PAUSE)
        assert me(service, provider.access_token()).is_success
        assert code(service, old) == "unauthorized"

    def test_it_is_not_flooded(
        self, service: EmbeddedService, provider: IdentityProvider, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Tokens that name keys that never were make us ask once, and not again for a while."""
        assert me(service, provider.access_token()).is_success
        asked: list[datetime] = []
        fetched = Provider._fetched

        async def counted(it: Provider, now: datetime) -> Known:
            asked.append(now)
            return await fetched(it, now)

        monkeypatch.setattr(Provider, "_fetched", counted)
        clock.advance(PAUSE)
        for number in range(20):
            assert code(service, provider.signed(head={"kid": f"made-up-{number}"})) == "unauthorized"
        assert len(asked) == 1

    def test_its_outage_is_not_ours(
        self, service: EmbeddedService, provider: IdentityProvider, clock: FrozenClock
    ) -> None:
        """What it signed goes on to be good for a day, and not for longer; our own tokens need it never."""
        assert me(service, provider.access_token()).is_success
        provider.stop()
        try:
            clock.advance(timedelta(hours=23))
            assert me(service, self.of_now(provider, clock)).is_success
            clock.advance(timedelta(hours=1))
            answer = me(service, self.of_now(provider, clock))
            assert (answer.status_code, answer.json()["code"]) == (503, "sign_in_unavailable")
            assert me(service, service.token_for("alice")).is_success
        finally:
            provider.start()
        clock.advance(PAUSE)
        assert me(service, self.of_now(provider, clock)).is_success

    @staticmethod
    def of_now(provider: IdentityProvider, clock: FrozenClock) -> str:
        """A token that was signed at the time of our clock."""
        now = int(clock.now().timestamp())
        return provider.signed(iat=now, exp=now + 600)

    def test_a_provider_that_was_never_there_lets_nobody_in(self, provider: IdentityProvider) -> None:
        """But the service starts."""
        nowhere = settings(provider).model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
        with EmbeddedService(nowhere, directory=PEOPLE) as service:
            assert code(service, provider.signed(iss="http://127.0.0.1:9")) == "sign_in_unavailable"
            assert me(service, service.token_for("alice")).is_success

    def test_a_provider_that_calls_itself_otherwise_is_not_it(self, provider: IdentityProvider) -> None:
        """Its keys are not taken for those of the one that was named."""
        other = settings(provider).model_copy(update={"oidc_issuer": f"{provider.issuer}/"})
        with EmbeddedService(other, directory=PEOPLE) as service:
            assert code(service, provider.signed(iss=f"{provider.issuer}/")) == "sign_in_unavailable"


class TestAReUsedLogin:
    """The person's id comes in a claim that is given again: a user name."""

    @pytest.fixture
    def service(self, provider: IdentityProvider, clock: FrozenClock) -> Iterator[EmbeddedService]:
        with EmbeddedService(
            settings(provider, oidc_person_claim="username"), clock=clock, directory=PEOPLE
        ) as running:
            yield running

    def test_the_first_login_is_the_persons(self, service: EmbeddedService, provider: IdentityProvider) -> None:
        """Each time."""
        token = provider.signed(sub="s-1", username="alice")
        assert [me(service, token).json()["id"] for _ in range(2)] == ["alice", "alice"]

    def test_another_login_of_the_same_name_inherits_nothing(
        self, service: EmbeddedService, provider: IdentityProvider
    ) -> None:
        """Somebody new got the user name of Alice, who has left."""
        assert me(service, provider.signed(sub="s-1", username="alice")).is_success
        answer = me(service, provider.signed(sub="s-2", username="alice"))
        assert (answer.status_code, answer.json()["code"]) == (401, "login_taken")

    def test_a_login_does_not_become_somebody_elses(self, service: EmbeddedService, provider: IdentityProvider) -> None:
        """The same login under the name of another person."""
        assert me(service, provider.signed(sub="s-1", username="alice")).is_success
        assert code(service, provider.signed(sub="s-1", username="bob")) == "login_taken"
        assert me(service, provider.signed(sub="s-3", username="bob")).is_success

    def test_a_login_that_names_nobody_opens_nothing(
        self, service: EmbeddedService, provider: IdentityProvider
    ) -> None:
        """No user name came, or none that is one."""
        for name in (None, "", 7, ["alice"], "a" * 201):
            assert code(service, provider.signed(username=name)) == "unauthorized"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"oidc_issuer": "http://id.example"}, "OIDC_ISSUER is no https"),
        ({"oidc_client_id": AUDIENCE}, "OIDC_AUDIENCE is the same"),
        ({"oidc_algorithms": "ES256 HS256"}, "OIDC_ALGORITHMS names"),
        ({"oidc_algorithms": "none"}, "OIDC_ALGORITHMS names"),
        ({"oidc_algorithms": ""}, "OIDC_ALGORITHMS names"),
        ({"oidc_client_id": CLIENT, "oidc_scope": "profile"}, "OIDC_SCOPE is without"),
        ({"oidc_roles": "service-desk"}, "OIDC_ROLES has"),
        ({"oidc_roles": "service-desk=root"}, "'root' is not a role"),
    ],
)
def test_settings_that_would_let_in_too_many_are_refused(wrong: dict[str, str], says: str) -> None:
    """When the service is made, not when somebody finds out."""
    right: dict[str, Any] = {"oidc_issuer": "https://id.example", "oidc_audience": AUDIENCE}
    create_app(Settings(**right))
    with pytest.raises(Invalid, match=says):
        create_app(Settings(**{**right, **wrong}))
