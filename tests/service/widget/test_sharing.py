"""What browsers let other pages do: load the element and call what it calls, if they are on the list; nothing else."""

from __future__ import annotations

import pytest

from socialbpm.config import from_environment
from socialbpm.errors import Invalid
from socialbpm.service.embedded import EmbeddedService
from socialbpm.service.widget.script import FILE
from tests.service.road import Road
from tests.service.widget.conftest import ORIGIN, guest

ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
ALLOWED = "access-control-allow-origin"


@pytest.mark.parametrize("path", ["/widget/discussion", "/widget/discussion/post", "/widget/social-discussion.js"])
def test_pages_on_the_list_may_call_the_widgets_paths(service: EmbeddedService, path: str) -> None:
    """Without cookies; those of another origin may not, nor where it only begins or ends alike."""
    http = service.http()
    good = http.options(path, headers={**ASKS, "Origin": ORIGIN})
    assert (good.status_code, good.headers[ALLOWED]) == (200, ORIGIN)
    assert "access-control-allow-credentials" not in good.headers
    for origin in ("https://evil.example", f"{ORIGIN}.evil.example", "http://tasks.example", f"{ORIGIN}:444", "null"):
        bad = http.options(path, headers={**ASKS, "Origin": origin})
        assert (bad.status_code, ALLOWED in bad.headers) == (400, False)
        assert ALLOWED not in http.get(path, headers={"Origin": origin}).headers


@pytest.mark.parametrize("path", ["/v1/me", "/v1/widget-tokens", "/", "/sign-in", "/health", "/static/x", "/widgets"])
def test_nothing_else_is_shared(service: EmbeddedService, path: str) -> None:
    """Also not with pages that are on the list."""
    http = service.http()
    assert ALLOWED not in http.get(path, headers={"Origin": ORIGIN}).headers
    assert ALLOWED not in http.options(path, headers={**ASKS, "Origin": ORIGIN}).headers


def test_a_refusal_can_be_read_and_nothing_is_kept(road: Road) -> None:
    """The element says what went wrong; no cache has what somebody saw."""
    alice = guest(road, "alice")
    for answer in (alice.looks(), alice.looks("t9")):
        assert (answer.headers[ALLOWED], answer.headers["cache-control"]) == (ORIGIN, "no-store")
        assert "Origin" in answer.headers["vary"]


def test_no_cookie_counts_there(road: Road) -> None:
    """Whoever is signed in at the service is nobody to the widget."""
    http = road.service.http()
    http.cookies.set("socialbpm", "anything")
    assert http.get("/widget/discussion?task=t1", headers={"Origin": ORIGIN}).status_code == 401


def test_the_script_is_small_and_asked_for_again(service: EmbeddedService) -> None:
    """A few kB; a browser that has it gets nothing."""
    http = service.http()
    first = http.get("/widget/social-discussion.js")
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(first.content) < 20_000
    assert http.get("/widget/social-discussion.js", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_the_script_makes_no_html_of_a_text() -> None:
    """Nothing that Trusted Types would refuse, and nothing that runs a text."""
    text = FILE.read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "DOMParser", "document.write", "eval(", "Function("):
        assert sink not in text


@pytest.mark.parametrize(
    "origins", ["*", "tasks.example", "https://tasks.example/", "https://*.example", "https://A.b"]
)
def test_a_list_that_is_none_is_refused_at_the_start(origins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no way to let everybody in."""
    monkeypatch.setenv("SOCIALBPM_WIDGET_ORIGINS", origins)
    with pytest.raises(Invalid, match="SOCIALBPM_WIDGET_ORIGINS"):
        from_environment()
