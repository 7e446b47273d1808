"""When, by whom and about what people want to be asked: they say it themselves, and everything obeys it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from socialbpm.service.embedded import EmbeddedService
from tests.conftest import empty_database
from tests.service.everything import Admin, kept
from tests.service.road import HOUR, MONDAY, SETTINGS, TASK, Road

ME = "/me/preferences"
DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """On PostgreSQL `make bench` tells these stories, too."""
    yield from empty_database(request, tmp_path)


def says(road: Road, who: str, **said: Any) -> Any:
    """Let somebody say something of themselves."""
    return road.does(who, "PATCH", ME, **said)


def asked(road: Road, who: str, discussion: str) -> list[str]:
    """Return whom Alice's discussion asked by name, or let in, as she sees it."""
    view = road.sees(who, discussion)
    return [member["person"]["id"] for member in view["members"]]


def further(road: Road, request: str = "r1", **more: Any) -> str:
    """Let Alice ask, and go on to those whom she worked with: Carol, unless Carol does not want to be asked."""
    more.setdefault("task", {**TASK, "task_id": request})
    discussion = road.fired(request, question="Which account do freight costs go to?", **more)
    road.does("alice", "POST", f"/discussions/{discussion}/widen")
    return discussion


def previewed(road: Road, discussion: str) -> list[str]:
    """Return whom the preview of the community ring shows to Alice."""
    preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
    return [found["person"]["id"] for found in preview["first"]]


def dry(road: Road, discussion: str) -> set[str]:
    """Return everybody who would be asked, as the dry run says it."""
    run = road.does("alice", "GET", f"/discussions/{discussion}/dry-run")
    return {would["person"]["id"] for ring in run["rings"] for would in ring["people"]}


SENSELESS: list[tuple[dict[str, Any], str]] = [
    ({"zone": "Mars/Olympus"}, "unknown_zone"),
    ({"away_until": "2026-01-05T09:00:00Z"}, "not_now_is_over"),
    ({"quiet": {"since": "25:00", "until": "08:00"}}, "invalid"),
    ({"quiet": {"since": "00:00", "until": "00:00"}}, "never_asked"),
    ({"deputies": ["bob"]}, "not_available"),
    ({"deputies": ["nobody"]}, "not_available"),
    ({"language": "tlh"}, "invalid"),
    ({"not_by": ["alone"]}, "invalid"),
    ({"active": True}, "invalid"),
    ({"cap": 99}, "invalid"),
]


class TestWhatISay:
    def test_is_nothing_at_first(self, road: Road) -> None:
        """Then everything is as the organisation says."""
        said = road.does("bob", "GET", ME)
        assert not any(said.values())

    def test_stays_where_it_is_not_named(self, road: Road) -> None:
        """Bob says one thing after the other; null takes one back."""
        says(road, "bob", zone="Asia/Tokyo", topics=["  Freight   costs ", "freight costs", ""])
        said = says(road, "bob", language="fr", quiet={"since": "18:00", "until": "08:00"})
        assert (said["zone"], said["language"], said["topics"]) == ("Asia/Tokyo", "fr", ["Freight costs"])
        assert says(road, "bob", quiet=None)["quiet"] is None
        assert road.does("bob", "GET", ME)["zone"] == "Asia/Tokyo"

    def test_goes_back_to_what_it_was(self, road: Road) -> None:
        """And, once more, to what it became."""
        says(road, "bob", topics=["vat"])
        says(road, "bob", topics=["freight"])
        assert road.does("bob", "POST", f"{ME}/undo")["topics"] == ["vat"]
        assert road.does("bob", "POST", f"{ME}/undo")["topics"] == ["freight"]
        assert not road.does("carol", "POST", f"{ME}/undo")["can_undo"]

    def test_is_changed_only_as_it_was_seen(self, road: Road) -> None:
        """Bob has two windows; what he says in the older one is refused, and nothing is lost."""
        bob = road.by("bob")
        first = bob.get(f"/v1{ME}").headers["etag"]
        second = bob.patch(f"/v1{ME}", json={"topics": ["vat"]}, headers={"If-Match": first})
        assert second.is_success
        refused = bob.patch(f"/v1{ME}", json={"topics": []}, headers={"If-Match": first})
        assert (refused.status_code, refused.json()["code"]) == (412, "moved_on")
        assert bob.post(f"/v1{ME}/undo", headers={"If-Match": first}).json()["code"] == "moved_on"
        assert bob.post(f"/v1{ME}/undo", headers={"If-Match": second.headers["etag"]}).json()["topics"] == []

    def test_has_to_make_sense(self, road: Road) -> None:
        """And who one is, or how much one holds, the organisation says."""
        for said, code in SENSELESS:
            assert road.refused("bob", "PATCH", ME, **said)["code"] == code, said
        assert not any(road.does("bob", "GET", ME).values())

    def test_is_nobody_elses(self, road: Road) -> None:
        """Others see of it who comes in, and colleagues that one is away; never the rest."""
        says(road, "bob", topics=["secret hobby"], not_topics=["nothing of this"], not_by=["community"])
        page = road.does("alice", "GET", "/people/bob")
        assert "hobby" not in str(page)
        assert "nothing of this" not in str(page)

    def test_is_erased_with_its_person(self, road: Road, service: EmbeddedService) -> None:
        """Nothing is left of Bob's words, nor of what he said before."""
        says(road, "bob", away_until="2026-02-01T00:00:00Z", away_note="In the mountains.")
        says(road, "bob", away_note="By the sea.")
        assert "mountains" in kept(service)
        Admin(road).does("POST", "/people/bob/erase", how="empty")
        assert "mountains" not in kept(service)
        assert "By the sea" not in kept(service)


class TestRings:
    def test_do_not_ask_who_is_away(self, road: Road) -> None:
        """Carol is away for a day: neither asked, nor in a preview or dry run; then she is."""
        says(road, "carol", away_until=str((MONDAY + DAY).isoformat()))
        discussion = further(road)
        assert "carol" not in asked(road, "alice", discussion)
        assert "carol" not in dry(road, discussion)
        road.clock.advance(DAY)
        assert road.does("carol", "GET", ME)["away_until"] is None
        assert "carol" in asked(road, "alice", further(road, "r2"))

    def test_ask_a_deputy_of_ones_own_meanwhile(self, road: Road) -> None:
        """The first who can be asked: Eve is away herself, so it is Dana; nobody is told for whom."""
        says(road, "eve", away_until="2026-02-01T00:00:00Z")
        says(road, "carol", away_until="2026-02-01T00:00:00Z", deputies=["eve", "dana"])
        discussion = further(road)
        assert "dana" in asked(road, "alice", discussion)
        assert "carol" not in str(road.does("alice", "GET", f"/discussions/{discussion}/asks"))

    def test_do_not_ask_about_what_one_leaves_to_others(self, road: Road) -> None:
        """By the process, the task's id or name; capitals make no difference."""
        for topic in ("check_invoice", "Pay_Invoice", "pay_invoice/check_invoice", "check invoice"):
            says(road, "carol", not_topics=[topic])
            assert "carol" not in asked(road, "alice", further(road, topic))

    def test_ask_about_what_one_likes_to_be_asked(self, road: Road) -> None:
        """Eve never had to do with invoices; she says that she knows them, and is in the community's pool."""
        assert "eve" not in previewed(road, further(road))
        says(road, "eve", topics=["Check Invoice"])
        discussion = further(road, "r2")
        assert "eve" in previewed(road, discussion)
        assert "eve" in dry(road, discussion)

    def test_take_no_word_of_ones_own_for_a_skill_that_is_named(self, road: Road) -> None:
        """A rule that asks for `skill:check_invoice` means what the organisation says: that is Dana."""
        says(road, "eve", topics=["check_invoice"])
        rings = [*SETTINGS["rings"][:2], {"name": "network", "step": "community", "who": ["skill:check_invoice"]}]
        assert previewed(road, further(road, settings={**SETTINGS, "rings": rings})) == ["dana"]

    @pytest.mark.parametrize(("step", "who"), [("colleagues", "carol"), ("colleagues", "bob"), ("community", "dana")])
    def test_of_a_step_leave_out_who_does_not_want_them(self, step: str, who: str, road: Road) -> None:
        """Neither asked by name nor informed; and, by the other step, as before."""
        says(road, who, not_by=[step])
        discussion = further(road)
        assert who not in asked(road, "alice", discussion)
        assert who not in previewed(road, discussion)
        assert who not in dry(road, discussion)
        says(road, who, not_by=["community" if step == "colleagues" else "colleagues"])
        again = further(road, "r2")
        assert who in (asked(road, "alice", again) if step == "colleagues" else previewed(road, again))

    def test_drop_from_a_consent_who_changed_their_mind(self, road: Road) -> None:
        """Alice was shown Dana and Eve; before she agrees Eve takes it back. Dana is asked, and Eve is not."""
        says(road, "eve", topics=["check_invoice"])
        discussion = further(road)
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
        assert {found["person"]["id"] for found in preview["first"]} == {"dana", "eve"}
        says(road, "eve", not_by=["community"])
        road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])
        assert road.is_in("dana", discussion)
        assert not road.is_in("eve", discussion)

    def test_never_ask_who_is_excluded(self, road: Road) -> None:
        """Whatever Frank says he knows, and for whomever he stands in: the designer shut him out (law 6)."""
        says(road, "frank", topics=["check_invoice", "pay_invoice"])
        says(road, "carol", away_until="2026-02-01T00:00:00Z", deputies=["frank"])
        discussion = further(road)
        assert "frank" not in asked(road, "alice", discussion)
        assert "frank" not in previewed(road, discussion)
        assert "frank" not in dry(road, discussion)

    def test_are_not_the_asker_herself(self, road: Road) -> None:
        """Alice calls Carol by her name, once the question is asked: that is no ring, and it is for Carol to pass."""
        says(road, "carol", not_by=["colleagues", "community"])
        discussion = road.asked()
        road.does("alice", "PUT", f"/discussions/{discussion}/members/carol")
        assert road.is_in("carol", discussion)


class TestQuietHours:
    def test_stop_the_time_to_answer(self, road: Road) -> None:
        """In Carol's own zone: it is nine in UTC, six in the evening in Tokyo, and quiet until ten there."""
        says(road, "carol", zone="Asia/Tokyo", quiet={"since": "17:30", "until": "10:00"})
        discussion = further(road)
        (ask,) = road.does("carol", "GET", f"/discussions/{discussion}/asks")["items"]
        # Patience of PT2H: her working hours are 9 to 17 in Tokyo, and quiet takes one of them: 10 to 12 is 1 to 3 UTC.
        assert datetime.fromisoformat(ask["until"]) == datetime.fromisoformat("2026-01-06T03:00:00+00:00")

    def test_do_not_slow_down_ones_own_question(self, road: Road) -> None:
        """What Alice asked goes on while she has her peace: her waits run in her working hours."""
        plain = road.sees("alice", road.asked())["wait_until"]
        says(road, "alice", quiet={"since": "09:00", "until": "12:00"})
        quiet = road.sees("alice", road.fired("r2", question="And?", task={**TASK, "task_id": "t2"}))
        assert quiet["wait_until"] == plain

    def test_say_until_when_nothing_is_sent(self, road: Road, service: EmbeddedService) -> None:
        """Over midnight, in the zone of their calendar; whoever sends something asks this first."""
        says(road, "carol", zone="Europe/Paris", quiet={"since": "22:00", "until": "07:00"})
        carol = service.app.state.composed.world.directory.person("carol")
        at = {hour: carol.quiet_until(MONDAY.replace(hour=hour)) for hour in (5, 6, 20, 21, 23)}
        assert at[5] == MONDAY.replace(hour=6)
        assert (at[6], at[20]) == (None, None)
        assert at[21] == at[23] == MONDAY.replace(hour=6) + DAY


class TestAPersonsPage:
    def test_says_to_colleagues_that_somebody_is_away(self, road: Road) -> None:
        """Bob tells those beside him why; Dana, whom he helped once, sees him, and not that."""
        says(road, "bob", away_until="2026-01-20T00:00:00Z", away_note="Ask Carol about freight.")
        assert road.does("alice", "GET", "/people/bob")["away"]["note"] == "Ask Carol about freight."
        assert road.by("dana").get("/v1/people/bob").status_code == 404
        road.clock.advance(20 * DAY)
        assert road.does("alice", "GET", "/people/bob")["away"] is None

    def test_says_what_ties_the_reader_to_them(self, road: Road) -> None:
        """Carol helped Alice once; Bob is in her group. For both it is the same."""
        discussion = road.asked()
        road.does("alice", "PUT", f"/discussions/{discussion}/members/carol")
        path = f"/discussions/{discussion}/posts"
        posts = road.does("carol", "POST", path, text="6800", reach="participants", kind="answer")["posts"]
        road.does("alice", "POST", f"{path}/{posts[-1]['id']}/accept", version=1)
        ties = road.does("alice", "GET", "/people/carol")["ties"]
        assert ties == {"helped_you": 1, "you_helped": 0, "groups": []}
        back = road.does("carol", "GET", "/people/alice")["ties"]
        assert back == {"helped_you": 0, "you_helped": 1, "groups": []}
        assert road.does("alice", "GET", "/people/bob")["ties"]["groups"] == ["Accounting"]

    def test_does_not_say_who_asked_where_that_is_not_shown(self, road: Road) -> None:
        """Dana helped somebody in Accounting. That it was Alice she does not learn from Alice's page either."""
        rings = [*SETTINGS["rings"][:2], {"name": "network", "step": "community", "asker": "role"}]
        discussion = further(road, settings={**SETTINGS, "rings": rings})
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
        road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])
        path = f"/discussions/{discussion}/posts"
        posts = road.does("dana", "POST", path, text="6800", reach="network", kind="answer")["posts"]
        road.does("alice", "POST", f"{path}/{posts[-1]['id']}/accept", version=1)
        assert road.by("dana").get("/v1/people/alice").status_code == 404
        assert road.does("dana", "GET", "/people/dana")["helped"][0]["times"] == 1


def test_hours_pass(road: Road) -> None:
    """The set-up of these stories: without a wish Carol is asked, and Dana is next."""
    discussion = further(road)
    assert "carol" in asked(road, "alice", discussion)
    assert previewed(road, discussion) == ["dana"]
    road.later(HOUR)
