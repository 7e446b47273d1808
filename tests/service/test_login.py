"""Alice signs in with her browser at the organisation's provider, and nobody gets in beside her."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from socialbpm.clock import FrozenClock, SystemClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.provider import AUDIENCE, CLIENT, SECRET, US, IdentityProvider
from tests.service.road import PEOPLE

SESSION, ATTEMPT = "__Host-socialbpm", "__Host-socialbpm-login"
LOGGED_OUT: dict[str, dict[str, str]] = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def clock() -> FrozenClock:
    """Now: the provider dates its tokens."""
    return FrozenClock(SystemClock().now())


def settings(provider: IdentityProvider) -> Settings:
    """The settings of a service with a login."""
    return Settings(
        database_url="sqlite://",
        sweep_interval=SELDOM,
        base_url=US,
        oidc_issuer=provider.issuer,
        oidc_audience=AUDIENCE,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_roles_claim="groups",
        oidc_roles="service-desk=admin",
    )


@pytest.fixture(scope="module")
def lasting(provider: IdentityProvider) -> Iterator[EmbeddedService]:
    """A service with a login, at the time that it is."""
    with EmbeddedService(settings(provider), directory=PEOPLE) as running:
        yield running


@pytest.fixture
def aging(provider: IdentityProvider, clock: FrozenClock) -> Iterator[EmbeddedService]:
    """A service with a login, whose clock can be moved."""
    with EmbeddedService(settings(provider), clock=clock, directory=PEOPLE) as running:
        yield running


class Browser:
    """A browser of somebody's: it keeps cookies, and goes where it is sent."""

    def __init__(self, service: EmbeddedService) -> None:
        self.http = httpx2.Client(mounts={US: service.bridge()}, timeout=30)

    def get(self, path: str) -> httpx2.Response:
        """Look at a page of ours, and at nothing else."""
        return self.http.get(US + path)

    def post(self, path: str, **given: Any) -> httpx2.Response:
        """Send something to us."""
        return self.http.post(US + path, **given)

    def goes(self, path: str) -> httpx2.Response:
        """Go there, and on to wherever that leads, but for the last step: what is there is another matter."""
        answer = self.http.get(US + path)
        while answer.next_request is not None and not self._at_home(answer):
            answer = self.http.get(answer.next_request.url)
        return answer

    @staticmethod
    def _at_home(answer: httpx2.Response) -> bool:
        return answer.headers["location"].startswith(US) and "/login/callback" not in answer.headers["location"]

    def comes_back(self) -> str:
        """Sign in at the provider, and return with what address it sends the browser back; do not go there."""
        answer = self.http.get(f"{US}/login")
        while answer.next_request is not None and "/login/callback" not in answer.headers["location"]:
            answer = self.http.get(answer.next_request.url)
        return answer.headers["location"].removeprefix(US)

    def signs_in(self) -> str:
        """Sign in, and return the session's token for changes."""
        assert self.goes("/login").is_redirect
        return str(self.me()["csrf"])

    def me(self) -> Any:
        """Who we say has signed in; None where nobody has."""
        answer = self.get("/v1/me")
        return answer.json() if answer.is_success else None

    def cookie(self, name: str = SESSION) -> str:
        """A cookie of ours."""
        return str(self.http.cookies.get(name, domain="help.example") or "")

    def keeps(self, name: str, value: str) -> None:
        """Have a cookie that somebody put there."""
        self.http.cookies.set(name, value, domain="help.example", path="/")


@pytest.fixture
def browser(lasting: EmbeddedService, provider: IdentityProvider) -> Iterator[Browser]:
    """Alice's."""
    provider.sees("alice")
    made = Browser(lasting)
    with made.http:
        yield made


@pytest.fixture
def other(lasting: EmbeddedService) -> Iterator[Browser]:
    """Another one."""
    made = Browser(lasting)
    with made.http:
        yield made


class TestALogin:
    def test_ends_where_it_was_to_end(self, browser: Browser) -> None:
        """And she is there as herself, with her roles."""
        answer = browser.goes("/login?next=/discussions/1?a=b")
        assert answer.headers["location"] == f"{US}/discussions/1?a=b"
        me = browser.me()
        assert (me["id"], me["roles"]) == ("alice", ["admin"])

    def test_leaves_a_cookie_that_nobody_reads_and_that_says_nothing(self, browser: Browser) -> None:
        """Over https only, for this host only; what was under way is gone."""
        answer = browser.goes("/login")
        (session,) = [text for text in answer.headers.get_list("set-cookie") if text.startswith(f"{SESSION}=")]
        for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
            assert word in session
        assert "Domain" not in session
        assert len(browser.cookie()) == 43
        assert browser.cookie(ATTEMPT) == ""

    @pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil.example"])
    def test_leads_nowhere_else(self, evil: str, browser: Browser) -> None:
        """Whatever a link to it says."""
        assert browser.goes(f"/login?next={evil}").headers["location"] == f"{US}/"

    def test_of_somebody_unknown_comes_to_nothing(self, browser: Browser, provider: IdentityProvider) -> None:
        """The directory says who is with us."""
        provider.sees("stranger")
        answer = browser.goes("/login")
        assert (answer.status_code, answer.json()["code"]) == (400, "login_failed")
        assert browser.me() is None


def refused(browser: Browser, path: str) -> str:
    """Come back with something that is refused, and return what is said."""
    answer = browser.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "login_failed"), answer.text
    assert browser.me() is None
    return str(answer.json()["detail"])


class TestWhoComesBack:
    def test_with_another_state_is_refused(self, browser: Browser) -> None:
        """What Eve began does not end in the browser of Alice, or Alice would write in Eve's name."""
        came = browser.comes_back()
        assert "not the login" in refused(browser, came.replace("state=", "state=x"))
        assert "not the login" in refused(browser, came.replace("state=", "stat="))

    def test_without_having_begun_is_refused(self, browser: Browser, other: Browser) -> None:
        """A code that was meant for another browser."""
        came = browser.comes_back()
        assert "not begun" in refused(other, came)
        other.keeps(ATTEMPT, "bm8ganNvbg==")
        assert "not begun" in refused(other, came)

    def test_with_another_nonce_is_refused(self, browser: Browser) -> None:
        """The answer that the provider gave to another login."""
        came = browser.comes_back()
        attempt = json.loads(urlsafe_b64decode(browser.cookie(ATTEMPT)))
        browser.keeps(ATTEMPT, urlsafe_b64encode(json.dumps({**attempt, "nonce": "another"}).encode()).decode())
        assert "another login" in refused(browser, came)

    def test_with_another_verifier_is_refused(self, browser: Browser) -> None:
        """Who stole the code did not begin the login: PKCE."""
        came = browser.comes_back()
        attempt = json.loads(urlsafe_b64decode(browser.cookie(ATTEMPT)))
        browser.keeps(ATTEMPT, urlsafe_b64encode(json.dumps({**attempt, "verifier": "x" * 43}).encode()).decode())
        assert "does not confirm" in refused(browser, came)

    def test_twice_is_refused(self, browser: Browser, other: Browser) -> None:
        """A code is good once, also with all that goes with it."""
        came, attempt = browser.comes_back(), browser.cookie(ATTEMPT)
        assert browser.get(came).is_redirect
        other.keeps(ATTEMPT, attempt)
        assert "does not confirm" in refused(other, came)

    def test_from_another_provider_is_refused(self, browser: Browser) -> None:
        """Which would get the code."""
        came = httpx2.URL(browser.comes_back()).copy_set_param("iss", "https://evil.example")
        assert "another provider" in refused(browser, str(came))

    def test_with_nothing_is_refused(self, browser: Browser) -> None:
        """Alice said no at the provider."""
        came = httpx2.URL(browser.comes_back()).copy_remove_param("code").copy_set_param("error", "access_denied")
        assert "did not let you in" in refused(browser, str(came))

    def test_when_the_provider_is_down_has_to_wait(self, browser: Browser, provider: IdentityProvider) -> None:
        """And is told so."""
        came = browser.comes_back()
        provider.stop()
        try:
            answer = browser.get(came)
            assert (answer.status_code, answer.json()["code"]) == (503, "sign_in_unavailable")
        finally:
            provider.start()


class TestASession:
    def test_is_a_new_one_at_each_login(self, browser: Browser) -> None:
        """Whatever cookie Eve had put into the browser before: it does not become Alice's."""
        browser.keeps(SESSION, "chosen by Eve")
        browser.signs_in()
        first = browser.cookie()
        assert first != "chosen by Eve"
        browser.signs_in()
        assert browser.cookie() != first
        browser.keeps(SESSION, first)
        assert browser.me() is None

    @pytest.fixture
    def aging_browser(self, aging: EmbeddedService, provider: IdentityProvider) -> Iterator[Browser]:
        """One that signs in where time can be moved."""
        provider.sees("alice")
        made = Browser(aging)
        with made.http:
            yield made

    def test_ends_when_nobody_uses_it(self, aging_browser: Browser, clock: FrozenClock) -> None:
        """After two hours; whoever uses it stays in."""
        aging_browser.signs_in()
        for _ in range(3):
            clock.advance(timedelta(minutes=119))
            assert aging_browser.me() is not None
        clock.advance(timedelta(hours=2))
        assert aging_browser.me() is None

    def test_ends_in_any_case(self, aging_browser: Browser, clock: FrozenClock) -> None:
        """After twelve hours."""
        aging_browser.signs_in()
        for _ in range(11):
            clock.advance(timedelta(hours=1))
            assert aging_browser.me() is not None
        clock.advance(timedelta(hours=1))
        assert aging_browser.me() is None

    def test_is_not_asked_where_a_token_comes(self, browser: Browser, lasting: EmbeddedService) -> None:
        """A call is either a browser's or a program's."""
        browser.signs_in()
        answer = browser.http.get(f"{US}/v1/me", headers={"Authorization": f"Bearer {lasting.token_for('bob')}"})
        assert (answer.json()["id"], answer.json()["csrf"]) == ("bob", None)
        assert browser.http.get(f"{US}/v1/me", headers={"Authorization": "Bearer x"}).status_code == 401
        assert browser.http.get(f"{US}/v1/me", headers={"Authorization": "Basic x"}).status_code == 401


class TestAChange:
    """A page of somebody else's makes the browser of Alice, who is an administrator, issue a key."""

    @staticmethod
    def status(browser: Browser, **headers: str) -> tuple[int, str]:
        """What comes of it."""
        answer = browser.post("/v1/keys", json={"runtime": "evil"}, headers=headers)
        return answer.status_code, answer.json().get("code", "")

    def test_that_shows_the_sessions_token_is_made(self, browser: Browser) -> None:
        """From a page of ours."""
        token = browser.signs_in()
        assert self.status(browser, **{"X-CSRF-Token": token}) == (201, "")
        ours = {"X-CSRF-Token": token, "Origin": US, "Sec-Fetch-Site": "same-origin"}
        assert self.status(browser, **ours) == (201, "")

    def test_that_shows_none_is_refused(self, browser: Browser, other: Browser) -> None:
        """Or that of another session."""
        browser.signs_in()
        theirs = other.signs_in()
        for token in (None, "", "x", theirs):
            assert self.status(browser, **({} if token is None else {"X-CSRF-Token": token})) == (403, "csrf")

    @pytest.mark.parametrize(
        "told", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
    )
    def test_from_elsewhere_is_refused(self, told: dict[str, str], browser: Browser) -> None:
        """Even with the token."""
        assert self.status(browser, **{"X-CSRF-Token": browser.signs_in(), **told}) == (403, "csrf")

    def test_of_a_program_needs_none(self, lasting: EmbeddedService) -> None:
        """Nobody else's page can send its token along."""
        admin = lasting.http(lasting.token_for("frank", "admin"))
        assert admin.post("/v1/keys", json={"runtime": "expenses"}).status_code == 201


class TestALogout:
    def test_ends_the_session_here_and_at_the_provider(self, browser: Browser, provider: IdentityProvider) -> None:
        """The cookie is worth nothing any more, wherever somebody kept it."""
        token, cookie = browser.signs_in(), browser.cookie()
        answer = browser.post("/logout", data={"csrf": token})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{provider.issuer}/session/end?client_id={CLIENT}")
        assert browser.http.get(answer.headers["location"]).is_success
        assert browser.cookie() == ""
        browser.keeps(SESSION, cookie)
        assert browser.me() is None

    def test_is_not_for_other_pages_to_make(self, browser: Browser) -> None:
        """Without the session's token nothing happens."""
        browser.signs_in()
        assert browser.post("/logout").json()["code"] == "csrf"
        assert browser.me() is not None

    def test_at_the_provider_is_one_here(self, browser: Browser, provider: IdentityProvider) -> None:
        """It tells us over the back channel."""
        browser.signs_in()
        ended = provider.signed(aud=CLIENT, jti="1", events=LOGGED_OUT, head={"typ": "logout+jwt"})
        assert browser.post("/logout/back-channel", data={"logout_token": ended}).status_code == 200
        assert browser.me() is None

    @pytest.mark.parametrize(
        "wrong",
        [{"aud": AUDIENCE}, {"events": {}}, {"nonce": "n"}, {"sub": None}, {"jti": None}, {"exp": 1}],
        ids=str,
    )
    def test_is_told_by_nothing_else(self, wrong: dict[str, Any], browser: Browser, provider: IdentityProvider) -> None:
        """An ID token, say."""
        browser.signs_in()
        ended = provider.signed(**{"aud": CLIENT, "jti": "1", "events": LOGGED_OUT, **wrong})
        assert browser.post("/logout/back-channel", data={"logout_token": ended}).json()["code"] == "login_failed"
        assert browser.me() is not None


def test_without_a_client_there_is_no_login() -> None:
    """And nothing that looks like one."""
    with EmbeddedService(directory=PEOPLE) as service, service.http() as http:
        for method, path in (("GET", "/login"), ("GET", "/login/callback"), ("POST", "/logout")):
            assert http.request(method, path).json()["code"] == "not_found"
