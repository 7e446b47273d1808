"""How somebody gets mail, by the API: read, changed, undone by the link in a mail, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from socialbpm.actions.mail_terms import KINDS
from tests.conftest import empty_database
from tests.service.road import Road
from tests.service.test_mail import Mails, sending

ME = "/me/mail"
NOTHING_SAID: dict[str, Any] = {"address": "bob@example.org", "off": [], "digest": None, "together": False}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On PostgreSQL `make bench` tells these stories, too."""
    yield from empty_database(request, tmp_path)


@pytest.fixture
def mails(database_url: str) -> Iterator[Mails]:
    """A service that sends mail, on each database."""
    with sending(database_url) as running:
        yield running


def read(mails: Mails, who: str) -> Any:
    """Return how somebody gets mail."""
    return mails.road.does(who, "GET", ME)


class TestWhatIChoose:
    def test_is_nothing_at_first(self, mails: Mails) -> None:
        """All kinds, each by itself, to the address that the organisation has."""
        assert read(mails, "bob") == NOTHING_SAID

    def test_stays_where_it_is_not_named_and_null_takes_it_back(self, mails: Mails) -> None:
        """One thing after the other."""
        mails.road.does("bob", "PATCH", ME, off=["news", "end", "news"])
        said = mails.road.does("bob", "PATCH", ME, digest=True)
        assert said == {**NOTHING_SAID, "off": ["end", "news"], "digest": True, "together": True}
        assert mails.road.does("bob", "PATCH", ME, off=None)["off"] == []
        assert mails.road.does("bob", "PATCH", ME, digest=None) == NOTHING_SAID

    def test_counts_for_what_is_sent_from_now_on(self, mails: Mails) -> None:
        """Bob wants none when he is let in: the mail that waits for him is not sent either."""
        mails.road.asked()
        mails.road.does("bob", "PATCH", ME, off=["informed"])
        assert mails.send("bob") == []
        assert [letter["reason"] for letter in mails.letters(state="dead")] == ["inactive"]

    def test_is_what_the_page_and_the_link_say(self, mails: Mails) -> None:
        """One thing, three ways in; the link's undo puts back its own kinds and no others."""
        mails.choose("bob", kinds=["informed", "ask"], digest="yes")
        assert read(mails, "bob")["off"] == ["proposal", "answer", "end", "news"]
        mails.road.does("bob", "PATCH", ME, digest=False)
        mails.road.asked()
        link = mails.one("bob").link("/mail/off/")
        assert "You get no more of these" in mails.web.post(link).text
        assert read(mails, "bob")["off"] == ["informed", "proposal", "answer", "end", "news"]
        assert "You get these again" in mails.web.post(link, data={"again": "true"}).text
        assert read(mails, "bob")["off"] == ["proposal", "answer", "end", "news"]

    def test_is_changed_only_as_it_was_seen(self, mails: Mails) -> None:
        """Bob unsubscribed by a mail meanwhile; what an older window says is refused, and nothing is lost."""
        bob = mails.road.by("bob")
        first = bob.get(f"/v1{ME}").headers["etag"]
        changed = bob.patch(f"/v1{ME}", json={"off": ["news"]}, headers={"If-Match": first})
        assert changed.is_success
        refused = bob.patch(f"/v1{ME}", json={"off": []}, headers={"If-Match": first})
        assert (refused.status_code, refused.json()["code"]) == (412, "moved_on")
        again = bob.patch(f"/v1{ME}", json={"off": []}, headers={"If-Match": changed.headers["etag"]})
        assert again.json()["off"] == []

    def test_is_carried_out_once(self, mails: Mails) -> None:
        """Sent again under the same key, it does not undo what was chosen since."""
        bob, key = mails.road.by("bob"), {"Idempotency-Key": "k1"}
        assert bob.patch(f"/v1{ME}", json={"off": ["news"]}, headers=key).json()["off"] == ["news"]
        mails.road.does("bob", "PATCH", ME, off=["end"])
        assert bob.patch(f"/v1{ME}", json={"off": ["news"]}, headers=key).json()["off"] == ["end"]

    def test_is_nobody_elses(self, mails: Mails) -> None:
        """Carol reads and changes her own; a runtime and a stranger get none."""
        mails.road.does("bob", "PATCH", ME, off=["ask"])
        assert read(mails, "carol") == {**NOTHING_SAID, "address": "carol@example.org"}
        mails.road.does("carol", "PATCH", ME, off=["end"])
        assert read(mails, "bob")["off"] == ["ask"]
        assert mails.road.runtime.get(f"/v1{ME}").status_code == 403
        assert mails.web.get(f"/v1{ME}").status_code == 401
        assert "bob@" not in mails.road.by("alice").get("/v1/people/bob").text

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"off": ["spam"]}, ("off.0", *KINDS)),
            ({"off": "ask"}, ("off",)),
            ({"digest": "yes"}, ("digest",)),
            ({"digest": 1}, ("digest",)),
            ({"address": "eve@example.org"}, ("address",)),
            ({"off": ["ask"] * 21}, ("off", "20")),
        ],
    )
    def test_has_to_make_sense(self, mails: Mails, said: dict[str, Any], told: tuple[str, ...]) -> None:
        """What is wrong is named, with what it may be; where mail goes, the organisation says."""
        problem = mails.road.refused("bob", "PATCH", ME, **said)
        assert problem["code"] == "invalid"
        assert all(word in problem["detail"] for word in told), problem["detail"]
        assert read(mails, "bob") == NOTHING_SAID


def test_who_has_no_address_reads_that() -> None:
    """Dana can still choose; it counts from when she has one."""
    with sending(changes={"dana": {"email": None}}) as mails:
        assert mails.road.does("dana", "PATCH", ME, digest=True)["address"] is None


def test_what_counts_where_one_said_nothing_is_the_services() -> None:
    """Together, where the service has it so; unless one said otherwise."""
    with sending(mail_digest=True) as mails:
        assert read(mails, "bob")["together"] is True
        assert mails.road.does("bob", "PATCH", ME, digest=False)["together"] is False


def test_a_service_without_mail_says_so(road: Road) -> None:
    """Reading and changing is 404, with what to do."""
    for method, said in (("GET", {}), ("PATCH", {"off": ["news"]})):
        problem = road.refused("bob", method, ME, **said)
        assert (problem["status"], problem["detail"]) == (404, "this service sends no mail")
        assert "docs/mail.md" in problem["hint"]
