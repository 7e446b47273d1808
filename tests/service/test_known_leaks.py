"""Leaks that others had, one test each: what became public there stays where it was meant to be here (law 2).

What cannot happen here, and why:

- Old readers keep finding a topic by search after it was moved (zulip GHSA-478x-rfqr-w4jf): nothing is ever moved, and
  there is no index beside the rows that the sight rule reads.
- A new owner reads the old one's files after a rename (georchestra#3724, the half about paths): nothing is kept under a
  name; the other half, a login that is used again, is tested with provisioning.
- Reactions and votes tell who reads (discourse-reactions#286): there are none.
- Private tags show in lists (discourse#29602): there are none.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.service.road import HOUR, SETTINGS, TASK, Road, event

PARTICIPANTS_OVER = timedelta(hours=2, minutes=1)
SECRET = "Eve always gets it wrong"


@pytest.fixture
def discussion(road: Road) -> str:
    """Alice asked; Bob said something among the participants; Carol came in later."""
    discussion = road.asked()
    path = f"/discussions/{discussion}/posts"
    road.does("bob", "POST", path, text=SECRET, reach="participants")
    road.later(PARTICIPANTS_OVER)
    assert road.is_in("carol", discussion)
    return discussion


def everything(road: Road, person: str, discussion: str) -> str:
    """Return all that somebody is told."""
    parts = ("", "/facts", "/posts", "/members", "/asks")
    paths = [*(f"/discussions/{discussion}{part}" for part in parts), "/discussions", "/listings", "/offers"]
    return " ".join(road.by(person).get(f"/v1{path}").text for path in paths)


def post_of(road: Road, person: str, discussion: str) -> Any:
    """Return the first post that somebody sees."""
    return road.sees(person, discussion)["posts"][0]


class TestNewcomers:
    def test_a_newcomer_sees_no_earlier_history(self, road: Road, discussion: str) -> None:
        """zulip#27900, mattermost#15561, RocketChat#1442, byobu#140: what was said before she came is not for Carol."""
        assert SECRET not in everything(road, "carol", discussion)
        assert SECRET in everything(road, "alice", discussion)

    def test_not_one_earlier_message(self, road: Road, discussion: str) -> None:
        """msteams-docs#3614 ("don't include history" shows one all the same): Eve, brought in by name, sees none."""
        road.does("alice", "PUT", f"/discussions/{discussion}/members/eve")
        assert SECRET not in everything(road, "eve", discussion)
        assert road.sees("eve", discussion)["posts"] == []

    def test_whoever_is_excluded_reads_nothing_said_of_them(self, road: Road, discussion: str) -> None:
        """byobu#140 (B reads what A said of him): Frank cannot be brought in, and Alice is not told why."""
        refusal = road.refused("alice", "PUT", f"/discussions/{discussion}/members/frank")
        assert (refusal["code"], "exclu" in json.dumps(refusal)) == ("not_available", False)
        assert not road.is_in("frank", discussion)

    def test_authors_consent_to_their_words_going_out(self, road: Road, discussion: str) -> None:
        """Peerio#96: neither the asker nor anybody else raises what Bob said."""
        post = post_of(road, "bob", discussion)["id"]
        path = f"/discussions/{discussion}/posts/{post}/raise"
        assert road.refused("alice", "POST", path, reach="network")["code"] == "no_such_post"
        assert SECRET not in everything(road, "carol", discussion)

    def test_who_comes_back_sees_no_more_than_before(self, road: Road, discussion: str) -> None:
        """Dispatch#1627 (visibility changes, joins are not re-checked): Carol leaves and comes back, no closer."""
        road.does("carol", "POST", f"/discussions/{discussion}/leave")
        assert not road.is_in("carol", discussion)
        road.does("alice", "PUT", f"/discussions/{discussion}/members/carol")
        assert SECRET not in everything(road, "carol", discussion)


class TestWidening:
    def test_a_widening_converts_nobody(self, road: Road, discussion: str) -> None:
        """discourse#18123 (wrong people invited on conversion), zulip#10862: what the preview showed is done."""
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
        shown = {each["person"]["id"] for each in preview["first"]}
        road.does("alice", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])
        members = {each["person"]["id"] for each in road.sees("alice", discussion)["members"]}
        assert members - {"bob", "carol"} == shown == {"dana"}
        assert SECRET not in everything(road, "dana", discussion)

    def test_a_preview_shows_what_they_will_see_and_no_more(self, road: Road, discussion: str) -> None:
        """Gainsight's idea "redact, both agree": the preview of the network holds no post that does not reach it."""
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
        assert preview["posts"] == []
        assert SECRET not in json.dumps(preview)

    def test_a_preview_is_for_the_asker_alone(self, road: Road, discussion: str) -> None:
        """It names people who were not asked yet: Bob gets none."""
        refusal = road.refused("bob", "GET", f"/discussions/{discussion}/rings/network/preview")
        assert refusal["code"] == "not_the_asker"
        assert "dana" not in json.dumps(refusal).lower()


class TestMentions:
    def test_a_mention_adds_nobody(self, road: Road, discussion: str) -> None:
        """Valour#1570, HumHub#3701, RocketChat#3972: Bob names Eve; she hears nothing of it."""
        path = f"/discussions/{discussion}/posts"
        road.does("bob", "POST", path, text="@eve knows, I think", reach="participants")
        assert not road.is_in("eve", discussion)
        nothing = '{"items":[],"cursor":null}'
        assert road.by("eve").get("/v1/discussions").text == nothing
        assert '"eve"' not in everything(road, "carol", discussion)


class TestWhispers:
    def test_nobody_hears_who_whispered(self, road: Road, discussion: str) -> None:
        """discourse#13830 (author of a whisper): Bob writes further in; nothing that Carol gets changes."""
        before = everything(road, "carol", discussion)
        road.clock.advance(timedelta(minutes=5))
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text="Still, 6800", reach="participants")
        assert everything(road, "carol", discussion) == before

    def test_a_note_is_a_note(self, road: Road, discussion: str) -> None:
        """Not even the asker gets a trace of what Bob writes for himself."""
        before = everything(road, "alice", discussion)
        road.does("bob", "POST", f"/discussions/{discussion}/posts", kind="note", text="Ask Dana myself")
        assert everything(road, "alice", discussion) == before

    def test_a_reply_stays_where_its_parent_is(self, road: Road, discussion: str) -> None:
        """A reply that went further out would tell of the post that it answers."""
        post = post_of(road, "bob", discussion)["id"]
        path = f"/discussions/{discussion}/posts"
        refusal = road.refused("alice", "POST", path, text="Why?", reach="coworkers", parent=post)
        assert refusal["code"] == "beyond_parent"
        carols = road.refused("carol", "POST", path, text="Why?", reach="coworkers", parent=post)
        madeup = road.refused("carol", "POST", path, text="Why?", reach="coworkers", parent="none")
        assert carols == madeup


class TestWhoLeaves:
    def test_a_new_owner_does_not_inherit_the_talk(self, road: Road, discussion: str) -> None:
        """Dispatch#2649, #3595: Eve takes the task over and comes in where the discussion is, not where it began."""
        people = {"actual_owner": "eve"}
        road.hook(event("task.assigned", {"task": {**TASK, "revision": 2}, "people": people}, "moved"))
        assert road.is_in("eve", discussion)
        assert SECRET not in everything(road, "eve", discussion)

    def test_who_was_removed_reads_nothing_more(self, road: Road, discussion: str) -> None:
        """Zulip GHSA-478x-rfqr-w4jf (old readers keep access): Bob does not even read what he wrote himself."""
        road.does("alice", "DELETE", f"/discussions/{discussion}/members/bob")
        assert SECRET not in everything(road, "bob", discussion)
        assert discussion not in everything(road, "bob", discussion)


class TestProcessData:
    def test_words_have_the_discussions_permissions_not_the_tasks(self, road: Road, discussion: str) -> None:
        """camunda-bpm-platform#3454 (comments outside permissions): an administrator of the task reads no word."""
        people = {"actual_owner": "alice", "business_administrators": ["eve"], "task_stakeholders": ["eve"]}
        road.hook(event("task.assigned", {"task": {**TASK, "revision": 2}, "people": people}, "admin"))
        assert not road.is_in("eve", discussion)

    def test_what_is_not_shared_is_not_kept(self, road: Road, discussion: str) -> None:
        """The account number came with the firing; nobody gets it, not even the asker."""
        for person in ("alice", "bob", "carol"):
            assert "DE02" not in everything(road, person, discussion)

    def test_the_runtime_hears_no_words(self, road: Road, discussion: str) -> None:
        """mattermost#5136, zulip#9834 (mail and mention mail hold content): what is sent out holds no word."""
        assert SECRET not in json.dumps(road.deliveries())
        assert "freight" not in json.dumps(road.deliveries())

    def test_an_offer_is_not_for_all_who_could_see_the_task(self, road: Road) -> None:
        """A timer's offer is for whoever does the task: Carol, who would be asked, gets none."""
        task = {**TASK, "task_id": "t2"}
        data = {
            "task": task,
            "people": {"actual_owner": "bob"},
            "request_id": "r2",
            "event_id": "e",
            "settings": SETTINGS,
        }
        offer = road.hook(event("task.offer", data, "timer")).json()["offer"]
        road.clock.advance(HOUR)
        assert [each["id"] for each in road.does("bob", "GET", "/offers")["items"]] == [offer]
        for person in ("alice", "carol", "frank"):
            assert road.does(person, "GET", "/offers") == {"items": [], "cursor": None}


class TestHandingOver:
    def test_strangers_do_not_hear_who_asked_in_between(self, road: Road, discussion: str) -> None:
        """Alice hands over to Bob, and he to Carol: Dana, who comes in then, hears of Carol, who asks, alone."""
        for giver, taker in (("alice", "bob"), ("bob", "carol")):
            preview = road.does(giver, "GET", f"/discussions/{discussion}/rings/self/preview?person={taker}")
            path = f"/discussions/{discussion}/members/{taker}/hand-over"
            road.does(giver, "POST", path, preview=preview["id"])
        preview = road.does("carol", "GET", f"/discussions/{discussion}/rings/network/preview")
        road.does("carol", "POST", f"/discussions/{discussion}/rings/network/consent", preview=preview["id"])
        assert road.is_in("dana", discussion)
        told = everything(road, "dana", discussion)
        assert '"carol"' in told
        assert '"bob"' not in told
